// How much of a file may be under way at a time; the same as session/file_pace.py, which tells why. Milliseconds.

const TARGET_MS = 40;
const WINDOW_FIRST = 16384;
const WINDOW_LEAST = 2400;
const WINDOW_MOST = 262144;
const CHUNK_LEAST = 1200;
const CHUNK_MOST = 8192;
const MOST_BYTES_PER_MS = 1500;
const RECENT = 4;
const BURST = 65536;

export class FilePace {
  constructor(offset) {
    this.window = WINDOW_FIRST;
    this.underWay = [];
    this.acknowledged = offset;
    this.sent = offset;
    this.least = null;
    this.recent = [];
    this.shrunkAt = null;
    this.starting = true;
    this.allowance = BURST;
    this.allowedAt = null;
  }

  /** How long the next chunk may be; 0: none now. */
  room(now) {
    const passed = this.allowedAt === null ? 0 : Math.max(0, now - this.allowedAt);
    this.allowance = Math.min(BURST, this.allowance + passed * MOST_BYTES_PER_MS);
    this.allowedAt = now;
    const chunk = Math.floor(Math.min(CHUNK_MOST, Math.max(CHUNK_LEAST, this.window / 4)));
    const free = this.window - (this.sent - this.acknowledged);
    return free >= chunk && this.allowance >= chunk ? chunk : 0;
  }

  /** A chunk has been sent. */
  went(length, now) {
    this.sent += length;
    this.allowance -= length;
    this.underWay.push([this.sent, now]);
  }

  /** The other end has everything up to there. */
  arrived(offset, now) {
    let took = null;
    while (this.underWay.length && this.underWay[0][0] <= offset) took = now - this.underWay.shift()[1];
    const gained = Math.min(offset, this.sent) - this.acknowledged;
    if (took === null || gained <= 0) return;
    this.acknowledged += gained;
    this.least = Math.min(this.least ?? took, took);
    this.recent = [...this.recent, took].slice(-RECENT);
    this.#adapt(Math.min(...this.recent) - this.least, took, gained, now);
  }

  #adapt(queued, took, gained, now) {
    if (queued > 3 * TARGET_MS) {
      this.starting = false;
      if (this.shrunkAt === null || now - this.shrunkAt > took) {
        this.shrunkAt = now;
        this.window /= 2;
      }
    } else if (this.starting && queued < TARGET_MS / 2) {
      this.window += gained;
    } else {
      this.starting = false;
      this.window += ((1 - queued / TARGET_MS) * gained * CHUNK_LEAST) / this.window;
    }
    this.window = Math.min(WINDOW_MOST, Math.max(WINDOW_LEAST, this.window));
  }
}
