// How much silence is taken for the end of a transport; see `session/doubt.py`. Times are milliseconds.

export const DOUBT_AFTER_MS = 450;
const DOUBT_AFTER_MOST_MS = 1500;
const LONGER_BY = 1.5;
const SOONER_BY = 3;
/** A connection to the service that was silent as well, and has been replaced, is a second witness; the new one works. */
const FORGOTTEN_AFTER_MS = 60000;
const LATE_MS = 200;
const LATE_FOR_MS = 10000;

export class Doubt {
  #afterMs = DOUBT_AFTER_MS;
  #falseAt = null;
  #lateAt = -Infinity;

  /** Whether so much silence is worth a new transport. `alone`: the mailbox had fallen silent, too, and is back. */
  begins(quietMs, now, alone = false) {
    if (this.#falseAt !== null && now - this.#falseAt > FORGOTTEN_AFTER_MS) {
      this.#afterMs = DOUBT_AFTER_MS;
      this.#falseAt = null;
    }
    const late = now - this.#lateAt < LATE_FOR_MS;
    if (alone) return quietMs > (late ? DOUBT_AFTER_MS : this.#afterMs / SOONER_BY);
    return quietMs > (late ? DOUBT_AFTER_MOST_MS : this.#afterMs);
  }

  /** The page came to look so much later than it wanted to: a busy machine. */
  looked(lateMs, now) {
    if (lateMs > LATE_MS) this.#lateAt = now;
  }

  /** What was doubted has been heard again before its successor was there. */
  wasFalse(now) {
    this.#afterMs = Math.min(this.#afterMs * LONGER_BY, DOUBT_AFTER_MOST_MS);
    this.#falseAt = now;
  }
}
