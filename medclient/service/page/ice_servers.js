// The STUN and TURN servers of the consultation, with credentials that run out.
//
// They are renewed while all is well, so that a new transport need not ask for them first: the network may be hardly back.

const TIMEOUT_MS = 2000;
const RENEW_AFTER_MS = 10 * 60 * 1000;
const AGAIN_AFTER_MS = 30 * 1000;
/** What runs out so soon is as good as none. */
const LAST_MS = 60 * 1000;

export class IceServers {
  /** As `RTCConfiguration` takes them. */
  list = [];
  #linkId;
  #token;
  #now;
  #usableUntil = -Infinity;
  #renewAt = -Infinity;
  #asking = null;

  /** `now()` is the service's time in milliseconds. */
  constructor(linkId, token, now) {
    this.#linkId = linkId;
    this.#token = token;
    this.#now = now;
  }

  /** Ask for others where these are no longer new; may be called often. */
  async renew() {
    if (this.#now() >= this.#renewAt) await this.#ask();
  }

  /** Wait for some where there are none, or none of use. */
  async usable() {
    if (this.#now() >= this.#usableUntil) await this.#ask();
    return this.list;
  }

  #ask() {
    this.#asking ??= this.#fetch().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #fetch() {
    this.#renewAt = this.#now() + AGAIN_AFTER_MS;
    try {
      const answer = await fetch(`/api/v1/consultations/${this.#linkId}/ice-servers`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ patient_token: this.#token }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!answer.ok) return;
      const { ice_servers: servers, expires_at: end } = await answer.json();
      this.list = servers;
      this.#usableUntil = Date.parse(end) - LAST_MS;
      this.#renewAt = Math.min(this.#now() + RENEW_AFTER_MS, Math.max(this.#usableUntil, this.#renewAt));
    } catch {
      // Without them the direct ways are left; it is asked again.
    }
  }
}
