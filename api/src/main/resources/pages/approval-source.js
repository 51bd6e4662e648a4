// Where the request is read from and decisions go: by one-time link, or as somebody signed in.

import { readJson, valueOf } from "/assets/visible-text.js";

const BEARER = "preloop.bearer";
const PATIENCE = 15_000;

/** No answer came; what was asked may or may not have happened. */
export class Unreachable extends Error {}

/** An answer that says no: its status, and its sentence. */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** The request at this address. */
export function sourceOf(location) {
  const id = encodeURIComponent(decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1) ?? ""));
  const token = new URLSearchParams(location.search).get("token");
  return token === null ? new Account(id) : new Link(id, token);
}

class Link {
  constructor(id, token) {
    this.signsIn = false;
    this.signInAddress = "/approval/" + id;
    this.base = "/approval/" + id;
    this.query = "?token=" + encodeURIComponent(token);
  }

  read() {
    return exchange(this.base + "/data" + this.query);
  }

  decide(action, decision) {
    return exchange(this.base + "/decide" + this.query, { action, ...decision });
  }
}

class Account {
  constructor(id) {
    this.signsIn = true;
    this.base = "/api/v1/approval-requests/" + id;
  }

  get isSignedIn() {
    return sessionStorage.getItem(BEARER) !== null;
  }

  async signIn(username, password) {
    const { value } = await exchange("/api/v1/auth/token/json", { username, password });
    sessionStorage.setItem(BEARER, value.access_token);
  }

  signOut() {
    sessionStorage.removeItem(BEARER);
  }

  read() {
    return exchange(this.base, undefined, this.bearer());
  }

  decide(action, decision) {
    return exchange(this.base + "/" + action, decision, this.bearer());
  }

  bearer() {
    return { Authorization: "Bearer " + sessionStorage.getItem(BEARER) };
  }
}

/** Sends and answers {status, text, node, value, clock}; clock is the server's minus ours, in ms. */
async function exchange(address, body, headers = {}) {
  const response = await send(address, body, headers);
  const text = await response.text().catch(() => {
    throw new Unreachable();
  });
  const node = parsed(text);
  const value = node === undefined ? {} : valueOf(node);
  if (!response.ok) throw new Refused(response.status, String(value.detail ?? ""));
  if (node === undefined) throw new Unreachable();
  const sent = Date.parse(response.headers.get("Date") ?? "");
  return { status: response.status, text, node, value, clock: Number.isNaN(sent) ? 0 : sent - Date.now() };
}

async function send(address, body, headers) {
  const options = { headers: { Accept: "application/json", ...headers }, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENCE) };
  if (body !== undefined) {
    Object.assign(options, { method: "POST", body: JSON.stringify(body) });
    options.headers["Content-Type"] = "application/json";
  }
  try {
    return await fetch(address, options);
  } catch {
    throw new Unreachable();
  }
}

function parsed(text) {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}

/** The exact text of a member of an answer, or undefined. */
export function exactText({ text, node }, name) {
  const entry = node.type === "object" ? node.entries.find(([key]) => key === name) : undefined;
  return entry === undefined ? undefined : text.slice(entry[1].start, entry[1].end);
}
