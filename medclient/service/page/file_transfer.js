// Files from one end to the other, without I/O; the same as session/file_transfer.py, which tells how it works.
//
// Only this differs: a browser hashes what is whole, and later; so "checking" stands between the last byte and "done",
// and the effect "digest" asks for the hash, which `checked` takes.

import { FilePace } from "/page/file_pace.js";
import { cleanName, isRefused, MOST_BYTES } from "/page/file_rules.js";

const STALLED_AFTER_MS = 4000;
const MOST_CHUNK = 65536;
const ID_CHARS = 64;
const ENDS = { received: "done", failed: "failed", cancelled: "cancelled", gone: "gone" };
const ascii = new TextDecoder("utf-8", { fatal: true });

/** A chunk as it travels. */
export function pack(id, offset, chunk) {
  const packed = new Uint8Array(1 + id.length + 4 + chunk.length);
  packed[0] = id.length;
  packed.set(new TextEncoder().encode(id), 1);
  new DataView(packed.buffer).setUint32(1 + id.length, offset);
  packed.set(chunk, 1 + id.length + 4);
  return packed;
}

/** File, offset and content of a chunk; null where it is none. */
export function unpack(packed) {
  if (!packed.length || packed.length > MOST_CHUNK || packed.length <= 1 + packed[0] + 4) return null;
  const start = 1 + packed[0];
  try {
    const id = ascii.decode(packed.subarray(1, start));
    const offset = new DataView(packed.buffer, packed.byteOffset).getUint32(start);
    return { id, offset, chunk: packed.subarray(start + 4) };
  } catch {
    return null;
  }
}

export class FileTransfers {
  files = new Map();
  channels = new Set();
  /** The first is being sent, the others wait for it. */
  streams = [];

  /** Whether something is being sent: `pump` wants to be called often. */
  get busy() {
    return this.streams.length > 0;
  }

  // What we offer, and what the mailbox brings.

  /** Offer a file; returns the message, or null where it is empty, too large, or of a kind that is not taken. */
  static describe(name, kind, size, sha256) {
    const clean = cleanName(name);
    if (size <= 0 || size > MOST_BYTES || isRefused(clean)) return null;
    return { type: "file", name: clean, kind: kind.slice(0, 127), size, sha256 };
  }

  offer(id, offer, content) {
    this.files.set(id, { offer, own: true, state: "offered", content, moved: 0 });
  }

  offered(id, { name, kind, size, sha256 }, own) {
    if (this.files.has(id)) return;
    const offer = { name: cleanName(name), kind, size, sha256 };
    const allowed = own || (size > 0 && size <= MOST_BYTES && !isRefused(offer.name));
    const state = allowed ? "offered" : "refused";
    this.files.set(id, { offer, own, state, content: null, moved: 0, buffer: null, askedAt: null });
  }

  /** One of the two ends says how it ended; `own` if this end did, before a reload. */
  ended({ file: id, how }, own) {
    const file = this.files.get(id);
    if (!file || !Object.hasOwn(ENDS, how)) return;
    const bySender = own === file.own;
    if (bySender && (how === "received" || how === "failed")) return;
    if (!bySender && how === "gone") return;
    if (file.content !== null && !file.own) return;
    this.#stop(id);
    this.#beginAnew(file, ENDS[how]);
    if (file.state === "done") file.moved = file.offer.size;
    if (file.state === "cancelled") file.content = null;
  }

  /** The backlog is read: what was offered before a reload and cannot be sent any more is withdrawn. */
  caughtUp() {
    const effects = [];
    for (const [id, file] of this.files) {
      if (!file.own || file.content !== null || file.state !== "offered") continue;
      file.state = "gone";
      effects.push(ending(id, "gone"));
    }
    return effects;
  }

  // What the user does.

  /** Fetch a file; also one that was received before a reload, or came spoilt. */
  accept(id, now) {
    const file = this.files.get(id);
    const again = ["offered", "done", "failed"];
    if (!file || file.own || file.content !== null || !again.includes(file.state)) return [];
    this.#beginAnew(file, "waiting");
    return this.#ask(id, file, now);
  }

  /** Neither fetch nor send it any more; either end may. */
  cancel(id) {
    const file = this.files.get(id);
    if (!file || !["offered", "waiting", "moving"].includes(file.state)) return [];
    this.#beginAnew(file, "cancelled");
    file.content = null;
    this.#stop(id);
    const newest = this.#newest();
    return [...(newest ? [word(newest, { type: "stop", file: id })] : []), ending(id, "cancelled")];
  }

  /** The consultation has ended: what has not come by now never will. What has come stays. */
  over() {
    for (const file of this.files.values()) {
      if (["offered", "waiting", "moving"].includes(file.state)) this.#beginAnew(file, "cancelled");
    }
    this.streams = [];
  }

  // The channels.

  opened(generation, now) {
    this.channels.add(generation);
    return [...this.files].flatMap(([id, file]) => (wanted(file) ? this.#ask(id, file, now) : []));
  }

  closed(generation) {
    this.channels.delete(generation);
    this.streams = this.streams.filter((stream) => stream.generation !== generation);
    for (const [id, file] of this.files) {
      const streamed = this.streams.some((stream) => stream.id === id);
      if (file.state === "moving" && (!this.channels.size || file.own) && !streamed) file.state = "waiting";
    }
  }

  /** Something came over a channel, a text or bytes; what is malformed or unexpected is passed over. */
  heard(generation, data, now) {
    if (data instanceof Uint8Array) return this.#chunk(generation, data, now);
    let said;
    try {
      said = JSON.parse(data);
    } catch {
      return [];
    }
    if (said === null || typeof said !== "object" || typeof said.file !== "string") return [];
    const file = this.files.get(said.file);
    if (said.type === "want") return this.#wanted(generation, said.file, file, said.from);
    if (said.type === "have") this.#have(generation, said.file, said.bytes, now);
    else if (said.type === "stop" && file) this.#stopped(said.file, file);
    return [];
  }

  /** What can be sent now. */
  pump(now) {
    const effects = [];
    while (this.streams.length) {
      const { id, generation, pace } = this.streams[0];
      const content = this.files.get(id).content ?? new Uint8Array();
      if (pace.acknowledged >= content.length) {
        this.streams.shift();
        continue;
      }
      const chunk = content.subarray(pace.sent, pace.sent + pace.room(now));
      if (!chunk.length) break;
      effects.push({ type: "fileData", generation, data: pack(id, pace.sent, chunk) });
      pace.went(chunk.length, now);
    }
    return effects;
  }

  /** Time has passed: what stalls is asked for again. */
  tick(now) {
    const stalled = [...this.files].filter(([, file]) => wanted(file) && now - file.askedAt > STALLED_AFTER_MS);
    return [...stalled.flatMap(([id, file]) => this.#ask(id, file, now)), ...this.pump(now)];
  }

  /** What came whole has this hash. */
  checked(id, sha256) {
    const file = this.files.get(id);
    if (file?.state !== "checking") return [];
    if (sha256 !== file.offer.sha256) {
      this.#beginAnew(file, "failed");
      return [ending(id, "failed")];
    }
    file.content = file.buffer;
    file.buffer = null;
    file.state = "done";
    return [ending(id, "received")];
  }

  // Receiving.

  #ask(id, file, now) {
    const newest = this.#newest();
    file.askedAt = now;
    file.state = newest ? "moving" : "waiting";
    return newest ? [word(newest, { type: "want", file: id, from: file.moved })] : [];
  }

  #chunk(generation, data, now) {
    const unpacked = unpack(data);
    const file = unpacked && this.files.get(unpacked.id);
    if (!file || !wanted(file) || unpacked.offset > file.moved) return [];
    const { id, offset, chunk } = unpacked;
    if (offset + chunk.length > file.offer.size) {
      this.#beginAnew(file, "failed");
      return [word(generation, { type: "stop", file: id }), ending(id, "failed")];
    }
    // Of what was asked for twice, only what is not here yet.
    const fresh = chunk.subarray(file.moved - offset);
    file.buffer ??= new Uint8Array(file.offer.size);
    file.buffer.set(fresh, file.moved);
    file.moved += fresh.length;
    file.askedAt = now;
    const have = word(generation, { type: "have", file: id, bytes: file.moved });
    if (file.moved < file.offer.size) {
      file.state = "moving";
      return [have];
    }
    file.state = "checking";
    return [have, { type: "digest", id, content: file.buffer }];
  }

  // Sending.

  #wanted(generation, id, file, from) {
    if (!Number.isInteger(from) || from < 0) return [];
    if (!file?.own || file.content === null) {
      return [word(generation, { type: "stop", file: id.slice(0, ID_CHARS) })];
    }
    if (from >= file.content.length) return [];
    this.#stop(id);
    this.streams.push({ id, generation, pace: new FilePace(from) });
    if (file.state !== "done") {
      file.state = "moving";
      file.moved = from;
    }
    return [];
  }

  #have(generation, id, bytes, now) {
    if (!Number.isInteger(bytes)) return;
    const stream = this.streams.find((each) => each.id === id && each.generation === generation);
    if (!stream) return;
    stream.pace.arrived(bytes, now);
    this.files.get(id).moved = stream.pace.acknowledged;
  }

  #stopped(id, file) {
    this.#stop(id);
    if (wanted(file)) this.#beginAnew(file, "gone");
    else if (file.own && file.state === "moving") this.#beginAnew(file, "offered");
  }

  #beginAnew(file, state) {
    file.state = state;
    file.moved = 0;
    file.buffer = null;
  }

  #stop(id) {
    this.streams = this.streams.filter((stream) => stream.id !== id);
  }

  #newest() {
    return Math.max(0, ...this.channels);
  }
}

const wanted = (file) => !file.own && (file.state === "waiting" || file.state === "moving");
const word = (generation, said) => ({ type: "fileData", generation, data: JSON.stringify(said) });
const ending = (file, how) => ({ type: "send", message: { type: "file-end", file, how } });
