import { Problem, request } from "./api.js";

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

/** Server-sent events over fetch, because EventSource can send no key. */
async function* events(path, lastId, signal) {
  const headers = { Accept: "text/event-stream" };
  if (lastId) {
    headers["Last-Event-ID"] = lastId;
  }
  const response = await request(path, { headers, signal, cache: "no-store" });
  if (response.status === 204) {
    return;
  }
  let event = { name: "message", data: [], id: undefined };
  for await (const line of lines(response.body)) {
    if (line === "") {
      if (event.data.length > 0) {
        yield { name: event.name, id: event.id, data: JSON.parse(event.data.join("\n")) };
      }
      event = { name: "message", data: [], id: undefined };
    } else if (!line.startsWith(":")) {
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "event") {
        event.name = value;
      } else if (field === "data") {
        event.data.push(value);
      } else if (field === "id") {
        event.id = value;
      }
    }
  }
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const parts = (rest + chunk.value).split(/\r?\n/);
      rest = parts.pop();
      yield* parts;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * Follows a stream to its `done` event, over broken connections and from the last event seen. Where the stream cannot be
 * had, `recover` reads the state once in each pause; it returns true when there is nothing more to come. It gives up where
 * the API refuses.
 */
export async function follow(path, handle, recover, signal) {
  let lastId;
  let pause = SHORTEST_PAUSE;
  while (!signal?.aborted) {
    try {
      for await (const event of events(path, lastId, signal)) {
        pause = SHORTEST_PAUSE;
        lastId = event.id ?? lastId;
        handle(event);
        if (event.name === "done") {
          return;
        }
      }
    } catch (failure) {
      if (signal?.aborted || failure.name === "AbortError") {
        return;
      }
      if (failure instanceof Problem && failure.isRefusal) {
        return;
      }
      if (!(failure instanceof Problem) && !(failure instanceof TypeError)) {
        throw failure;
      }
    }
    if (await recover().catch(() => false)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}
