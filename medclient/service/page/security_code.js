// The security code that both people can read to each other: the same as protocol/security_code.py, bound to it by
// tests/vectors/security_code.json; and what the patient's end does for it.

import { derive } from "/page/envelope.js";
import { encode } from "/page/link.js";

const NONCE_BYTES = 32;
const COMMITMENT = "medclient commitment v1\n";
const DIGITS = 6;

const utf8 = new TextEncoder();

async function sha256(text) {
  return encode(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8.encode(text))));
}

/** What binds its maker to a nonce without telling it. */
export function commitment(nonce) {
  return sha256(COMMITMENT + nonce);
}

/** All fingerprints of an offer or answer (RFC 8122) in one form; empty where there is none. */
export function fingerprints(sdp) {
  const found = [...sdp.replaceAll("\r\n", "\n").matchAll(/^a=fingerprint:(\S+) +([0-9A-Fa-f:]+) *$/gm)];
  return [...new Set(found.map(([, name, value]) => `${name.toLowerCase()} ${value.toUpperCase()}`))].sort().join(",");
}

/** The digits, in two groups of three. Each half has the `fingerprints` and the `nonce` of one end. */
export async function securityCode(secret, linkId, practitioner, patient) {
  const parts = [practitioner.fingerprints, practitioner.nonce, patient.fingerprints, patient.nonce];
  const bytes = await derive(secret, linkId, `security code ${await sha256(parts.join("\n"))}`);
  const value = bytes.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) % 10 ** DIGITS;
  const digits = String(value).padStart(DIGITS, "0");
  return `${digits.slice(0, 3)} ${digits.slice(3)}`;
}

/** The patient's end of it: one nonce for each run of the practitioner's program, and its certificate pinned. */
export class Verification {
  #secret;
  #linkId;
  #runs = new Map();

  constructor(secret, linkId) {
    this.#secret = secret;
    this.#linkId = linkId;
  }

  #run(practitioner) {
    if (!this.#runs.has(practitioner)) {
      const nonce = encode(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
      this.#runs.set(practitioner, { nonce, theirs: null });
    }
    return this.#runs.get(practitioner);
  }

  /** What goes with an offer to this run. */
  commitment(practitioner) {
    return commitment(this.#run(practitioner).nonce);
  }

  /** Take an answer's certificate and nonce; false where they are others than this run had before. */
  take(practitioner, sdp, nonce) {
    const run = this.#run(practitioner);
    const theirs = { fingerprints: fingerprints(sdp), nonce };
    run.theirs ??= theirs;
    return run.theirs.fingerprints === theirs.fingerprints && run.theirs.nonce === theirs.nonce;
  }

  /** Our nonce, which may be told now, and the code; null where the other end takes no part. */
  async reveal(practitioner, offer) {
    const { nonce, theirs } = this.#run(practitioner);
    if (!theirs?.nonce) return null;
    const ours = { fingerprints: fingerprints(offer), nonce };
    return { nonce, code: await securityCode(this.#secret, this.#linkId, theirs, ours) };
  }
}
