import { apiKey, askForKey } from "./key.js";

/** What the API refused, as its problem document tells it (RFC 9457). */
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail ?? document.title ?? `The server answered ${status}`);
    this.status = status;
    this.code = document.code ?? "";
    this.errors = document.errors ?? [];
  }

  /** Whether asking again is of no use; too many requests is a matter of time. */
  get isRefusal() {
    return this.status >= 400 && this.status < 500 && this.status !== 429;
  }
}

/** A request with the tab's key; asks for one where there is none or the one there is not taken. */
export async function request(path, options = {}) {
  const headers = new Headers(options.headers);
  const key = apiKey();
  if (key) {
    headers.set("Authorization", `Bearer ${key}`);
  }
  const response = await fetch(path, { ...options, headers }).catch((failure) => {
    throw failure.name === "AbortError" ? failure : new Problem(0, { detail: "The server cannot be reached" });
  });
  if (response.status === 401 && (apiKey() !== key || (await askForKey()))) {
    return request(path, options);
  }
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  return response;
}

export async function get(path, parameters = {}, signal = undefined) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ""));
  const address = query.size > 0 ? `${path}?${query}` : path;
  return (await request(address, { signal, headers: { Accept: "application/json" } })).json();
}

export async function post(path, body = undefined) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  return (await request(path, { method: "POST", ...sent })).json();
}

/** Sends a picture's bytes; returns its digest and address. */
export async function upload(blob) {
  return (await request("/v1/images", { method: "POST", body: blob, headers: { "Content-Type": blob.type } })).json();
}

/** An address that an img element can show: elements send no key, so with one the bytes are fetched here. */
export async function imageSource(sha256) {
  const address = `/v1/images/${sha256}`;
  return apiKey() ? URL.createObjectURL(await (await request(address)).blob()) : address;
}

/** Saves a file under a name, with the key where there is one. */
export async function save(address, name) {
  const url = URL.createObjectURL(await (await request(address)).blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
