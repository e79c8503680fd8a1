// Notices a service that keeps back the last messages of the other end: the same as session/delivery_watch.py.

export const WITHHELD_AFTER_MS = 10_000;

/** Of one instance of the other end at a time. */
export class DeliveryWatch {
  #instance = "";
  #lackingSince = null;
  #reported = false;

  /** Compare what was posted with what came; true once, when messages are kept back. */
  look(instance, posted, came, connected, now) {
    if (instance !== this.#instance) {
      this.#instance = instance;
      this.#reported = false;
      this.#lackingSince = null;
    }
    if (posted <= came || !connected) {
      this.#lackingSince = null;
      return false;
    }
    this.#lackingSince ??= now;
    if (this.#reported || now - this.#lackingSince < WITHHELD_AFTER_MS) return false;
    this.#reported = true;
    return true;
  }
}
