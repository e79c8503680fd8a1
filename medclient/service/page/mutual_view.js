// What each end really gets of the other, by their own words: the counterpart of session/mutual_view.py. No I/O.
// Times are milliseconds.

const ARRIVES_WITHIN_MS = 1200;
const SETTLES_IN_MS = 1500;
const BEAT_EVERY_MS = 1000;
const BEAT_FRESH_MS = 3000;
const MAILBOX_BEAT_EVERY_MS = 5000;

/** Nothing known, or nothing sent. */
export const NOTHING_KNOWN = { hears: null, sees: null, otherHears: null, otherSees: null };

const recent = (at, now) => at !== null && now - at <= ARRIVES_WITHIN_MS;

/** Of the transport in use; begins anew with each. `sides` says which devices are on at both ends. */
export class MutualView {
  #flow = { audioAt: null, videoAt: null, audioSentAt: null, videoSentAt: null };
  #sides;
  #settledAt;
  #audioSince = null;
  #videoSince = null;
  #theirs = null;
  #theirsAt;
  #told = "";
  #toldAt;
  #postedAt = null;

  constructor(generation, now, sides) {
    this.generation = generation;
    this.#sides = sides;
    this.#settledAt = now + SETTLES_IN_MS;
    this.#theirsAt = this.#toldAt = now;
  }

  flows(flow, now) {
    this.#flow = flow;
    this.#look(now);
  }

  /** A heartbeat of the other end. */
  heard(beat, now) {
    if (beat.generation !== this.generation) return;
    this.#theirs = beat;
    this.#theirsAt = now;
  }

  /** Devices were switched on or off: what follows takes a moment. */
  setSides(sides, now) {
    if (JSON.stringify(sides) === JSON.stringify(this.#sides)) return;
    this.#sides = sides;
    this.#settledAt = now + SETTLES_IN_MS;
  }

  #look(now) {
    this.#audioSince = recent(this.#flow.audioAt, now) ? (this.#audioSince ?? now) : null;
    this.#videoSince = recent(this.#flow.videoAt, now) ? (this.#videoSince ?? now) : null;
  }

  judge(now) {
    this.#look(now);
    const settled = now >= this.#settledAt;
    const fresh = now - this.#theirsAt <= BEAT_FRESH_MS ? this.#theirs : null;
    const verdict = (arrives) => (arrives ? true : settled ? false : null);
    const there = (on, sentAt, arrives) => (on && fresh && recent(sentAt, now) ? verdict(arrives) : null);
    return {
      hears: this.#sides.remoteMicrophone ? verdict(this.#audioSince !== null) : null,
      sees: this.#sides.remoteCamera ? verdict(this.#videoSince !== null) : null,
      otherHears: there(this.#sides.microphone, this.#flow.audioSentAt, fresh?.audio_ms),
      otherSees: there(this.#sides.camera, this.#flow.videoSentAt, fresh?.video_ms),
    };
  }

  /** Whether both ends have said what they get, and get what is sent; what stays away too long is named instead. */
  confirmed(now) {
    if (this.#theirs === null) return false;
    if (now >= this.#settledAt) return true;
    const mutual = this.judge(now);
    return (
      (mutual.hears === true || !this.#sides.remoteMicrophone) &&
      (mutual.sees === true || !this.#sides.remoteCamera) &&
      (mutual.otherHears === true || !this.#sides.microphone) &&
      (mutual.otherSees === true || !this.#sides.camera)
    );
  }

  /** The heartbeat to send now, or null; `post`: over the mailbox too. */
  due(to, now) {
    this.#look(now);
    const told = `${this.#audioSince !== null} ${this.#videoSince !== null}`;
    const changed = told !== this.#told;
    if (!changed && now - this.#toldAt < BEAT_EVERY_MS) return null;
    this.#told = told;
    this.#toldAt = now;
    const deaf = this.#theirs === null || now - this.#theirsAt > BEAT_FRESH_MS;
    const post =
      deaf && (changed || this.#postedAt === null || now - this.#postedAt >= MAILBOX_BEAT_EVERY_MS);
    if (post) this.#postedAt = now;
    const span = (since) => (since === null ? 0 : Math.max(1, Math.trunc(now - since)));
    const beat = {
      type: "heartbeat",
      to,
      generation: this.generation,
      audio_ms: span(this.#audioSince),
      video_ms: span(this.#videoSince),
    };
    return { beat, post };
  }
}
