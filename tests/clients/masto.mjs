// masto.js (Elk and Phanpy are built on it) does here what they do with it: an app in a browser, with PKCE.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from "masto";
import { letIn, picture, until } from "./browser.mjs";

const { HEARTH: url, HEARTH_PASSWORD: password } = process.env;
const redirectUri = "http://127.0.0.1:1/back";
const scope = "read write follow push";

async function login(name) {
  const app = await createRestAPIClient({ url }).v1.apps.create({ clientName: "Smoke", redirectUris: redirectUri, scopes: scope });
  const verifier = randomBytes(32).toString("base64url");
  const asked = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope,
    state: "here",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const code = await letIn(`${url}/oauth/authorize?${asked}`, name, password);
  const given = { clientId: app.clientId, clientSecret: app.clientSecret, redirectUri, grantType: "authorization_code", code };
  const oauth = createOAuthAPIClient({ url });
  await assert.rejects(oauth.token.create({ ...given, codeVerifier: "another" }));
  const again = await letIn(`${url}/oauth/authorize?${asked}`, name, password);
  const { accessToken } = await oauth.token.create({ ...given, code: again, codeVerifier: verifier });
  const api = createRestAPIClient({ url, accessToken });
  assert.equal((await api.v1.accounts.verifyCredentials()).username, name);
  return { api, accessToken };
}

async function tell(ada, ben) {
  const media = await ada.v2.media.create({ file: picture(), description: "A dot" });
  const poll = { options: ["tea", "a walk"], expiresIn: 3600 };
  const pictured = await ada.v1.statuses.create({ status: "A picture", mediaIds: [media.id], visibility: "public" });
  assert.equal(pictured.mediaAttachments[0].description, "A dot");
  const asked = await ada.v1.statuses.create({ status: "What helps?", poll, visibility: "public" });
  const voted = await ben.v1.polls.$select(asked.poll.id).votes.create({ choices: [0] });
  assert.deepEqual(voted.ownVotes, [0]);
  const reply = await ben.v1.statuses.create({ status: "@ada I see it", inReplyToId: pictured.id });
  assert.equal((await ben.v1.statuses.$select(pictured.id).reblog()).reblog.id, pictured.id);
  const { descendants } = await ada.v1.statuses.$select(pictured.id).context.fetch();
  assert.deepEqual(descendants.map((one) => one.id), [reply.id]);
  return pictured;
}

async function read(ada, pictured) {
  const [first, second] = await Promise.all([1, 2].map(() => ada.v1.timelines.public.list({ limit: 2, local: true })));
  assert.deepEqual(first, second);
  const pages = [];
  for await (const page of ada.v1.timelines.public.list({ limit: 1, local: true })) pages.push(...page);
  assert.ok(pages.some((one) => one.id === pictured.id));
  const ben = await ada.v1.accounts.lookup({ acct: "ben" });
  assert.ok((await ada.v1.accounts.$select(ben.id).follow()).following);
  await until("ada is told", async () => (await ada.v1.notifications.list({ types: ["mention", "reblog"] })).length >= 2);
  const groups = await ada.v2.notifications.list();
  assert.ok(groups.notificationGroups.some((group) => group.type === "mention"));
  const list = await ada.v1.lists.create({ title: "Near" });
  await ada.v1.lists.$select(list.id).accounts.create({ accountIds: [ben.id] });
  assert.deepEqual((await ada.v1.lists.$select(list.id).accounts.list()).map((one) => one.id), [ben.id]);
  await ada.v1.lists.$select(list.id).remove();
}

async function filter(ada, ben) {
  const keywordsAttributes = [{ keyword: "rain", wholeWord: true }];
  const made = await ada.v2.filters.create({ title: "Smoke", context: ["home", "public"], filterAction: "warn", keywordsAttributes });
  assert.equal(made.keywords[0].keyword, "rain");
  assert.ok((await ada.v2.filters.list()).some((one) => one.id === made.id));
  const told = await ben.v1.statuses.create({ status: "Much rain today", visibility: "public" });
  const seen = async () => (await ada.v1.timelines.public.list({ local: true })).find((one) => one.id === told.id).filtered;
  const [hit] = await seen();
  assert.deepEqual([hit.filter.id, hit.filter.filterAction, hit.keywordMatches], [made.id, "warn", ["rain"]]);
  await ada.v2.filters.$select(made.id).remove();
  assert.deepEqual(await seen(), []);
}

async function listen(accessToken, ada, ben) {
  const { configuration } = await ada.v2.instance.fetch();
  const streaming = createStreamingAPIClient({ streamingApiUrl: configuration.urls.streaming, accessToken });
  const heard = [];
  const subscription = streaming.user.subscribe();
  const reading = (async () => {
    for await (const event of subscription) heard.push(event);
  })();
  await until("something is heard", async () => {
    await ben.v1.statuses.create({ status: "@ada do you hear?", visibility: "public" });
    return heard.some((one) => one.event === "notification");
  });
  assert.ok(heard.some((one) => one.event === "update" || one.event === "notification"));
  subscription.unsubscribe();
  streaming.close();
  await reading;
}

const { api: ada, accessToken } = await login("ada");
const { api: ben } = await login("ben");
const pictured = await tell(ada, ben);
await read(ada, pictured);
await filter(ada, ben);
await listen(accessToken, ada, ben);
await ada.v1.statuses.$select(pictured.id).remove();
await assert.rejects(ben.v1.statuses.$select(pictured.id).fetch(), { statusCode: 404 });
console.log("masto: all is well");
process.exit(0);
