// megalodon (apps for many servers are built on it) finds out what this server is, and does here what they do with it.

import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import library from "megalodon";
import { letIn, picture, until } from "./browser.mjs";

const { default: generator, detector } = library;
const { HEARTH: url, HEARTH_PASSWORD: password } = process.env;
const scopes = ["read", "write", "follow"];
const back = "http://127.0.0.1:1/back";

async function login(name) {
  const anybody = generator("mastodon", url);
  const app = await anybody.registerApp("Smoke", { scopes, redirect_uris: back });
  const code = await letIn(app.url, name, password);
  const token = await anybody.fetchAccessToken(app.client_id, app.client_secret, code, back);
  const api = generator("mastodon", url, token.access_token);
  assert.equal((await api.verifyAccountCredentials()).data.username, name);
  return api;
}

async function tell(ada, ben) {
  // It sends files as they are read.
  const folder = await mkdtemp(join(tmpdir(), "hearth-"));
  await writeFile(join(folder, "dot.png"), Buffer.from(await picture().arrayBuffer()));
  const { data: media } = await ada.uploadMedia(createReadStream(join(folder, "dot.png")), { description: "A dot" });
  await rm(folder, { recursive: true });
  const { data: pictured } = await ada.postStatus("A picture", { media_ids: [media.id], visibility: "public" });
  assert.equal(pictured.media_attachments[0].id, media.id);
  const poll = { options: ["tea", "a walk"], expires_in: 3600 };
  const { data: asked } = await ada.postStatus("What helps?", { poll, visibility: "public" });
  const { data: voted } = await ben.votePoll(asked.poll.id, [1], asked.id);
  assert.ok(voted.voted);
  const { data: reply } = await ben.postStatus("@ada I see it", { in_reply_to_id: pictured.id });
  const { data: thread } = await ada.getStatusContext(pictured.id);
  assert.deepEqual(thread.descendants.map((one) => one.id), [reply.id]);
  assert.equal((await ben.reblogStatus(pictured.id)).data.reblog.id, pictured.id);
  return pictured;
}

async function read(ada, pictured) {
  const { data: local } = await ada.getLocalTimeline({ limit: 40 });
  assert.ok(local.some((one) => one.id === pictured.id));
  await until("ada is told", async () => {
    const { data: told } = await ada.getNotifications();
    return told.some((one) => one.type === "mention") && told.some((one) => one.type === "reblog");
  });
  const { data: found } = await ada.searchAccount("ben");
  assert.ok((await ada.followAccount(found[0].id)).data.following);
  const { data: list } = await ada.createList("Near");
  await ada.addAccountsToList(list.id, [found[0].id]);
  assert.equal((await ada.getAccountsInList(list.id)).data.length, 1);
  await ada.deleteList(list.id);
}

async function filter(ada) {
  const { data: made } = await ada.createFilter("picture", ["home"], { whole_word: true });
  assert.ok((await ada.getFilters()).data.some((one) => one.id === made.id && one.phrase === "picture"));
  await ada.deleteFilter(made.id);
}

async function listen(ada, ben) {
  const stream = await ada.userStreaming();
  const heard = [];
  stream.on("notification", (notification) => heard.push(notification.type));
  stream.on("error", (error) => heard.push(`error: ${error}`));
  await until("something is heard", async () => {
    await ben.postStatus("@ada do you hear?", { visibility: "public" });
    return heard.length > 0;
  });
  assert.ok(heard.includes("mention"), heard.join());
  stream.removeAllListeners();
  stream.stop();
}

assert.equal(await detector(url), "mastodon");
const [ada, ben] = [await login("ada"), await login("ben")];
const pictured = await tell(ada, ben);
await read(ada, pictured);
await filter(ada);
await listen(ada, ben);
await ada.deleteStatus(pictured.id);
await assert.rejects(ben.getStatus(pictured.id));
console.log("megalodon: all is well");
process.exit(0);
