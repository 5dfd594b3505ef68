// Walks through Hearth's own pages as a browser without JavaScript does: fills a form in and sends it.

const named = { amp: "&", lt: "<", gt: ">", quot: '"' };
const plain = (text) =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) =>
    name ? (named[name] ?? whole) : String.fromCodePoint(Number.parseInt(decimal ?? hex, decimal ? 10 : 16)),
  );

export class Browser {
  #cookies = new Map();

  async open(address, init = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...init.headers, cookie, origin: new URL(address).origin };
    const answer = await fetch(address, { ...init, headers, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      this.#cookies.set(name, value);
    }
    const next = answer.headers.get("location");
    this.address = address;
    if (next && new URL(next, address).origin === new URL(address).origin) {
      return this.open(new URL(next, address).href);
    }
    this.leads = next;
    this.text = await answer.text();
    return this;
  }

  // Sends the form that has all the filled fields, as it stands but for them.
  async send(filled) {
    for (const [, attributes, inside] of this.text.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)) {
      const fields = {};
      for (const [, input] of inside.matchAll(/<input([^>]*)>/g)) {
        const name = input.match(/name="([^"]*)"/);
        if (name) fields[name[1]] = plain(input.match(/value="([^"]*)"/)?.[1] ?? "");
      }
      const buttons = [...inside.matchAll(/<button[^>]*name="([^"]*)"/g)].map(([, name]) => name);
      if (Object.keys(filled).every((name) => name in fields || buttons.includes(name))) {
        const action = plain(attributes.match(/action="([^"]*)"/)?.[1] ?? "");
        const body = new URLSearchParams({ ...fields, ...filled });
        return this.open(new URL(action, this.address).href, { method: "POST", body });
      }
    }
    throw new Error(`no form with ${Object.keys(filled)} on ${this.address}: ${this.text}`);
  }
}

// Signs in and lets the app in; answers the code that the app is given.
export async function letIn(address, name, password) {
  const browser = await new Browser().open(address);
  await browser.send({ name, password });
  await browser.send({ decision: "allow" });
  const given = browser.leads ?? browser.address;
  const code = new URL(given).searchParams.get("code");
  if (!code) throw new Error(`no code in ${given}: ${browser.text}`);
  return code;
}

// A PNG of one pixel.
export const picture = () =>
  new Blob(
    [Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64")],
    { type: "image/png" },
  );

// Waits until something is so.
export async function until(what, condition) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain until ${what}`);
}
