// Seals and opens mailbox messages; the same as protocol/envelope.py, bound to it by tests/vectors/envelope.json.

import { decode, encode } from "/page/link.js";

const INFO = "medclient v1 ";
const HEADER = "medclient envelope v1";
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const INSTANCE_BYTES = 12;
export const MAX_BODY_CHARS = 65536;
const MOST_REFUSED = 100;
const MESSAGE_ID = /^([A-Za-z0-9_-]{16})\.(0|[1-9][0-9]{0,8})$/;

const utf8 = new TextEncoder();

/** A message that is altered, repeated, foreign or malformed; it must be dropped. */
export class EnvelopeError extends Error {}

/** 32 bytes for one purpose of one link (HKDF-SHA-256, RFC 5869). */
export async function derive(secret, linkId, purpose) {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const info = utf8.encode(INFO + purpose);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: decode(linkId), info }, key, 256),
  );
}

/** What the page shows the service to join the mailbox; it opens no message. */
export async function patientToken(secret, linkId) {
  return encode(await derive(secret, linkId, "patient token"));
}

export function splitMessageId(id) {
  const match = typeof id === "string" ? MESSAGE_ID.exec(id) : null;
  if (!match) throw new EnvelopeError("malformed message id");
  return { instance: match[1], number: Number(match[2]) };
}

async function keyOf(secret, linkId, sender) {
  const bytes = await derive(secret, linkId, `from ${sender}`);
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function parameters(linkId, sender, id, nonce) {
  return {
    name: "AES-GCM",
    iv: nonce,
    additionalData: utf8.encode([HEADER, linkId, sender, id].join("\n")),
    tagLength: TAG_BYTES * 8,
  };
}

/** Seals what one end sends; numbers its messages. */
export class Sealer {
  static async forLink(secret, linkId, sender) {
    const sealer = new Sealer();
    sealer.linkId = linkId;
    sealer.sender = sender;
    sealer.key = await keyOf(secret, linkId, sender);
    sealer.instance = encode(crypto.getRandomValues(new Uint8Array(INSTANCE_BYTES)));
    sealer.nextNumber = 0;
    return sealer;
  }

  /** The id of the next message: taken at once, so that ids keep the order in which they were asked for. */
  takeId() {
    return `${this.instance}.${this.nextNumber++}`;
  }

  /** The sealed body of a JSON object; throws a RangeError where it does not fit. */
  async seal(id, content, nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))) {
    const plain = utf8.encode(JSON.stringify(content));
    const cipher = await crypto.subtle.encrypt(parameters(this.linkId, this.sender, id, nonce), this.key, plain);
    const sealed = new Uint8Array(1 + NONCE_BYTES + cipher.byteLength);
    sealed[0] = VERSION;
    sealed.set(nonce, 1);
    sealed.set(new Uint8Array(cipher), 1 + NONCE_BYTES);
    const body = encode(sealed);
    if (body.length > MAX_BODY_CHARS) throw new RangeError("message too long");
    return body;
  }
}

/** Opens what one end sent; refuses what was altered, repeated or put out of order. */
export class Opener {
  static async forLink(secret, linkId, sender) {
    const opener = new Opener();
    opener.linkId = linkId;
    opener.sender = sender;
    opener.key = await keyOf(secret, linkId, sender);
    opener.highest = new Map();
    opener.missing = 0;
    opener.refused = new Set();
    return opener;
  }

  /** How many messages of an instance have come, those that are missing between them included. */
  count(instance) {
    return (this.highest.get(instance) ?? -1) + 1;
  }

  /** The JSON object in a sealed body; throws an EnvelopeError. */
  async open(id, body) {
    const { instance, number } = splitMessageId(id);
    const highest = this.highest.get(instance) ?? -1;
    if (number <= highest) throw new EnvelopeError("repeated message");
    if (this.refused.size < MOST_REFUSED) this.refused.add(id);
    const content = await this.#decrypt(id, body);
    this.refused.delete(id);
    // Those between were sealed too: they were refused, or kept back.
    const known = [...this.refused].map(splitMessageId).filter((each) => each.instance === instance);
    const refused = known.filter((each) => each.number > highest && each.number < number).length;
    this.missing += number - highest - 1 - refused;
    this.highest.set(instance, number);
    return content;
  }

  async #decrypt(id, body) {
    let content;
    try {
      const sealed = decode(body);
      if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw new Error("malformed body");
      const nonce = sealed.slice(1, 1 + NONCE_BYTES);
      const plain = await crypto.subtle.decrypt(
        parameters(this.linkId, this.sender, id, nonce),
        this.key,
        sealed.slice(1 + NONCE_BYTES),
      );
      content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
    } catch {
      throw new EnvelopeError("altered or malformed message");
    }
    if (content === null || typeof content !== "object" || Array.isArray(content)) {
      throw new EnvelopeError("malformed content");
    }
    return content;
  }
}
