import { get, post } from "./api.js";
import { say } from "./dom.js";
import { follow } from "./stream.js";

const ENDED = new Set(["succeeded", "failed", "canceled"]);
const known = new Map();

/** A browser opens six connections to a server and no more; the jobs beyond these are asked after now and then. */
const MOST_STREAMS = 3;
const EVERY = 1500;
let streams = 0;

/** A job with its newest previews, followed until it ends, whichever view is shown. */
export class LiveJob extends EventTarget {
  previews = new Map();

  constructor(document) {
    super();
    this.document = document;
  }

  get id() {
    return this.document.id;
  }

  get ended() {
    return ENDED.has(this.document.status);
  }

  /** The image of an index, once it is made. */
  image(index) {
    return this.document.images.find((image) => image.index === index);
  }

  async watch() {
    while (!this.ended) {
      if (streams < MOST_STREAMS) {
        streams += 1;
        return follow(`/v1/jobs/${this.id}/events`, (event) => this.#apply(event), () => this.#look()).finally(() => {
          streams -= 1;
        });
      } else {
        await new Promise((resolve) => setTimeout(resolve, EVERY));
        await this.#look().catch(() => {});
      }
    }
    return undefined;
  }

  async #look() {
    this.#become(await get(`/v1/jobs/${this.id}`));
    return this.ended;
  }

  async cancel() {
    const answer = await post(`/v1/jobs/${this.id}/cancel`);
    if (ENDED.has(answer.status)) {
      this.#become(answer);
    }
  }

  #apply({ name, data }) {
    if (name === "status") {
      this.#become({ ...this.document, status: data.status, progress: data.progress ?? this.document.progress });
    } else if (name === "progress") {
      this.#become({ ...this.document, progress: data });
    } else if (name === "preview") {
      this.previews.set(data.index, data);
      this.#changed();
    } else if (name === "image") {
      const others = this.document.images.filter((image) => image.index !== data.index);
      this.#become({ ...this.document, images: [...others, data] });
    } else if (name === "done") {
      this.#become(data);
    }
  }

  #become(document) {
    const before = this.document.status;
    this.document = document;
    if (before !== document.status) {
      say(`${document.input.prompt}: ${document.status}`);
    }
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** The job of a document, followed from now on unless it has ended. */
export function liveJob(document) {
  let job = known.get(document.id);
  if (!job) {
    job = new LiveJob(document);
    known.set(document.id, job);
    if (!job.ended) {
      job.watch();
    }
  }
  return job;
}

export async function submit(body) {
  return liveJob(await post("/v1/jobs", body));
}
