// The patient's end of a consultation's mailbox (docs/service-api.md): a client without I/O, and its WebSocket.

import { AskingSocket } from "/page/asking_socket.js";
import { EnvelopeError, Opener, Sealer, splitMessageId } from "/page/envelope.js";
import { isUnknown, parse } from "/page/messages.js";

const FINAL = {
  4401: "unauthorised",
  4403: "forbidden",
  4404: "unknown_link",
  4409: "replaced",
  4410: "over",
  4425: "not_yet_open",
};
const WINDOW = 16;
/** How many posts may wait for the service to acknowledge them: after a long time without it, this is no flood. */
const PING_EVERY_MS = 5000;
const SILENCE_MS = 12000;
/** A connection that brings not even a pong for so long is dead, whatever TCP believes. */
const PROBE_AFTER_MS = 200;
/** What was heard since need not be asked, whatever suggests that the connection is dead. */
const RIVAL_LEAST_MS = 100;
const RIVAL_ROUND_TRIPS = 2;
/** A probe that is not answered within these gets another connection beside the one in doubt: whichever is heard first
 * stays. One that is dead is so replaced after little more than it takes to open another. */
const OPEN_LEAST_MS = 800;
const OPEN_MOST_MS = 8000;
const OPEN_LONG_MS = 3000;
/** A connection that does not open may hang in a lost packet: another is tried after a few times what it took before.
 * As long may a probe go unanswered. */
const ROUND_TRIPS_TO_OPEN = 4;
/** Of TCP, TLS and the upgrade. */
const QUICK_ATTEMPTS = 5;
const SPACE_MS = 250;
const CALM_SPACE_MS = 2000;
/** After so many failures each attempt is given the time until the next: its own TCP asks again after a second, so that
 * not a second passes unasked, and half as many fail. Of more than a dozen within some minutes Chromium holds back every
 * further one for up to 5 s. */
const REFUSED_WITHIN_MS = 500;
const REFUSED_SPACE_MS = 500;
const REFUSED_ATTEMPTS = 60;
/** An attempt that fails at once leaves nobody asking: the computer is there, and its service begins anew, which takes some
 * seconds; or there is no network at all. A request asks then, of whose failures browsers take no note. */
const RARE_ATTEMPTS = 12;
const RARE_SPACE_MS = 5000;
const RARE_LIFE_MS = 7500;
const RARE_AT_ONCE = 3;
/** After so many failures Chromium holds each attempt back for 1 to 5 s all the same. Each lives for long and gets others
 * beside it, so that at any time some are asking. */
const TEND_EVERY_MS = 250;
const PAUSE_FIRST_MS = 250;
const PAUSE_MOST_MS = 5000;
/** After the service has said that the page was opened elsewhere, while a call flows here. */
const ASIDE_FIRST_MS = 5000;
const ASIDE_MOST_MS = 60000;

function spaceAfterMs(failures, refusals = 0) {
  if (refusals) return refusals < REFUSED_ATTEMPTS ? REFUSED_SPACE_MS : CALM_SPACE_MS;
  if (failures < QUICK_ATTEMPTS) return SPACE_MS;
  return failures < RARE_ATTEMPTS ? CALM_SPACE_MS : RARE_SPACE_MS;
}

/** How long an attempt may take: one whose successor must wait is not given up before. */
function lifeAfterMs(failures) {
  return failures < RARE_ATTEMPTS ? spaceAfterMs(failures) : RARE_LIFE_MS;
}

/** What a person has said. */
const LASTING = ["chat", "hang-up"];
const ROLES = ["patient", "practitioner"];
const isTime = (value) => typeof value === "string" && !Number.isNaN(Date.parse(value));
const timeOrNull = (value) => {
  if (value === null || value === undefined) return null;
  if (!isTime(value)) throw new Error("not a time");
  return Date.parse(value);
};

/** What outlives single connections. Frames go in through `receive`, and out through `takeFrames`. */
export class MailboxClient {
  /** `unsent`: posts of before a reload that the service may not have; the same id again is stored once. */
  static async create(linkId, secret, token, unsent = []) {
    const client = new MailboxClient();
    client.token = token;
    client.sealer = await Sealer.forLink(secret, linkId, "patient");
    client.openers = {};
    for (const role of ROLES) client.openers[role] = await Opener.forLink(secret, linkId, role);
    client.lastSeq = 0;
    client.joined = false;
    client.unacknowledged = new Map();
    client.sealed = 0;
    client.underWay = new Set();
    client.wantsEnd = client.endSent = client.full = false;
    client.outgoing = [];
    client.restored = [];
    const opener = await Opener.forLink(secret, linkId, "patient");
    for (const frame of unsent) {
      try {
        const { id, body } = JSON.parse(frame);
        const message = parse(await opener.open(id, body));
        client.unacknowledged.set(id, frame);
        if (!LASTING.includes(message?.type)) continue;
        client.lasting.add(id);
        client.restored.push({ id, message });
      } catch {
        // Kept by another version of this page, or touched since.
      }
    }
    return client;
  }

  /** Which of the posts must outlive a reload. */
  lasting = new Set();

  /** Sealed posts that a reload must not lose, with those before them: no number may be left out. */
  get unsent() {
    const posts = [...this.unacknowledged];
    return posts.slice(0, posts.findLastIndex(([id]) => this.lasting.has(id)) + 1).map(([, frame]) => frame);
  }

  get instance() {
    return this.sealer.instance;
  }

  /** How many messages of this run the service has taken. */
  get posted() {
    return this.sealed - [...this.unacknowledged.keys()].filter((id) => id.startsWith(`${this.instance}.`)).length;
  }

  takeFrames() {
    const frames = this.outgoing;
    this.outgoing = [];
    return frames;
  }

  connected() {
    this.lost();
    this.#send({ type: "join", role: "patient", token: this.token, after: this.lastSeq });
  }

  lost() {
    this.joined = this.endSent = this.full = false;
    this.underWay.clear();
    this.outgoing = [];
  }

  /** Seal a message under an id of `sealer.takeId()`, and send it as soon as that is possible. */
  async post(id, message) {
    const frame = JSON.stringify({ type: "post", id, body: await this.sealer.seal(id, message) });
    this.sealed += 1;
    this.unacknowledged.set(id, frame);
    if (LASTING.includes(message.type)) this.lasting.add(id);
    this.#fill();
  }

  /** End the consultation, after all that was posted before. */
  end() {
    this.wantsEnd = true;
    this.#fill();
  }

  ping() {
    this.#send({ type: "ping" });
  }

  /** Take one frame of the service; returns events. What is malformed is dropped without harm. */
  async receive(text) {
    try {
      const frame = JSON.parse(text);
      switch (frame.type) {
        case "message":
          return await this.#message(frame);
        case "joined":
          return this.#joined(frame);
        case "posted":
          return this.#posted(frame.id);
        case "error":
          // What is to be said beside the posts must not wait for them.
          this.full = frame.code === "mailbox_full";
          this.#fill();
          return [];
        case "caught_up":
          return [{ type: "caughtUp" }];
        case "presence":
          if (!ROLES.includes(frame.role)) return [];
          return [{ type: "presence", role: frame.role, since: timeOrNull(frame.since) }];
        case "ended":
          this.wantsEnd = false;
          return [{ type: "serviceEnded", by: ROLES.includes(frame.by) ? frame.by : null }];
      }
    } catch {
      return [{ type: "dropped" }];
    }
    return [];
  }

  #joined(frame) {
    const presence = frame.presence;
    const event = {
      type: "joined",
      practitionerSince: timeOrNull(presence.practitioner),
      startedAt: timeOrNull(frame.started_at),
      endedAt: timeOrNull(frame.ended_at),
      startsAt: timeOrNull(frame.starts_at),
      now: timeOrNull(frame.now),
    };
    this.joined = true;
    this.#fill();
    return [event];
  }

  #posted(id) {
    this.lasting.delete(id);
    const known = this.unacknowledged.delete(id);
    this.underWay.delete(id);
    this.#fill();
    return known ? [{ type: "posted", id }] : [];
  }

  /** Send what the window has room for. */
  #fill() {
    if (!this.joined) return;
    // What is under way are the first of them, so this does not look far.
    for (const [id, frame] of this.unacknowledged) {
      if (this.underWay.size >= WINDOW) break;
      if (this.underWay.has(id)) continue;
      this.underWay.add(id);
      this.outgoing.push(frame);
    }
    if (this.wantsEnd && !this.endSent && (this.full || this.underWay.size === this.unacknowledged.size)) {
      this.endSent = true;
      this.#send({ type: "end" });
    }
  }

  async #message(frame) {
    if (!Number.isInteger(frame.seq) || frame.seq <= this.lastSeq) return [{ type: "dropped" }];
    if (!ROLES.includes(frame.from) || !isTime(frame.at)) return [{ type: "dropped" }];
    this.lastSeq = frame.seq;
    const opener = this.openers[frame.from];
    const before = opener.missing;
    try {
      const content = await opener.open(frame.id, frame.body);
      const events = opener.missing > before ? [{ type: "missing" }] : [];
      if (isUnknown(content)) return events;
      const message = parse(content);
      if (!message) return [...events, { type: "dropped" }];
      const { instance } = splitMessageId(frame.id);
      const own = frame.from === "patient";
      return [...events, { type: "received", id: frame.id, instance, own, at: Date.parse(frame.at), message }];
    } catch (error) {
      if (error instanceof EnvelopeError) return [{ type: "dropped" }];
      throw error;
    }
  }

  #send(frame) {
    this.outgoing.push(JSON.stringify(frame));
  }
}

/** Keeps a client connected until the service refuses for good (decision 0029). */
export class MailboxConnection {
  #client;
  #url;
  #onEvent;
  #onUnsent;
  #kept = "[]";
  #socket = null;
  #startedAt = 0;
  /** Connections beside one in doubt, or beside one that does not open, each as `[socket, startedAt]`. */
  #rivals = [];
  #pause = PAUSE_FIRST_MS;
  #timer = 0;
  #heardAt = 0;
  #attempt = 0;
  /** How many attempts in a row have failed at once. */
  #refusals = 0;
  /** A request that was given up while it asked may hold the next one up. */
  #mayAsk = true;
  #patience = OPEN_LONG_MS;
  #answerMs = 0;
  #judging = false;
  #pingedAt = 0;
  #probedAt = null;
  #work = Promise.resolve();
  #over = false;
  #callFlows;
  #Socket;
  #asideUntil = -Infinity;
  #aside = ASIDE_FIRST_MS;

  /**
   * `onUnsent` is told the sealed posts that a reload must not lose, whenever they are others. While `callFlows()`, the
   * service is not believed that this page was opened elsewhere: a call that moves there falls silent here. `Socket` is
   * what is opened where the service may be out of reach.
   */
  constructor(client, url, onEvent, onUnsent, callFlows = () => false, Socket = WebSocket) {
    this.#callFlows = callFlows;
    this.#Socket = Socket;
    this.#client = client;
    this.#url = url;
    this.#onEvent = onEvent;
    this.#onUnsent = onUnsent;
    setInterval(() => this.#tend(), TEND_EVERY_MS);
    this.#connect();
  }

  /** Seal and post in the order of the calls; returns the message's id at once. */
  post(message) {
    const id = this.#client.sealer.takeId();
    this.#queue(() => this.#client.post(id, message));
    return id;
  }

  /** See `MailboxClient.posted`. */
  get posted() {
    return this.#client.posted;
  }

  /** How many messages of the practitioner's run `instance` have come. */
  cameFrom(instance) {
    return this.#client.openers.practitioner.count(instance);
  }

  end() {
    this.#queue(() => this.#client.end());
  }

  /** Something suggests that the connection is dead or possible again: find out at once. May be called often, but for
   * `networkChanged`: the browser has said so, and what failed before says nothing any more. */
  hurry(networkChanged = false) {
    if (this.#over || performance.now() < this.#asideUntil) return;
    this.#pause = PAUSE_FIRST_MS;
    if (!this.#socket) {
      if (this.#mayStartInMs() === 0 || (networkChanged && this.#mayStartInMs(0, 0) === 0)) this.#connect();
    } else if (this.#socket.readyState === WebSocket.OPEN && this.#probedAt === null) {
      const now = performance.now();
      if (now - this.#heardAt < PROBE_AFTER_MS) return;
      this.#probedAt = now;
      this.#queue(() => this.#client.ping());
      setTimeout(() => {
        if (this.#probedAt === now) this.#rivals.push(this.#open());
      }, Math.max(RIVAL_LEAST_MS, RIVAL_ROUND_TRIPS * this.#answerMs));
    }
  }

  /** Leave, without ending anything. */
  close() {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#withdrawRivals();
    this.#socket?.close(1000);
  }

  #connect() {
    clearTimeout(this.#timer);
    if (this.#over) return;
    this.#takeOver(this.#open());
  }

  #takeOver([socket, startedAt]) {
    this.#socket = socket;
    this.#startedAt = startedAt;
    this.#probedAt = null;
  }

  #withdrawRivals() {
    for (const [socket] of this.#rivals.splice(0)) socket.close();
  }

  get #newestAt() {
    return this.#rivals.at(-1)?.[1] ?? this.#startedAt;
  }

  #isRival(socket) {
    return this.#rivals.some(([each]) => each === socket);
  }

  /** Begin a connection; returns its socket, and when that was. */
  #open() {
    const Socket = this.#refusals && this.#mayAsk ? AskingSocket : this.#Socket;
    // The service has just sent the page itself.
    const socket = this.#startedAt ? new Socket(this.#url) : new WebSocket(this.#url);
    const startedAt = performance.now();
    socket.onopen = () => {
      if (this.#isRival(socket)) this.#abandon(this.#socket);
      if (socket !== this.#socket) return;
      this.#heardAt = this.#pingedAt = performance.now();
      this.#attempt = this.#refusals = 0;
      this.#mayAsk = this.#judging = true;
      this.#queue(() => this.#client.connected());
    };
    socket.onmessage = (event) => {
      if (socket !== this.#socket) return;
      this.#withdrawRivals();
      const before = this.#heardAt;
      this.#heardAt = performance.now();
      if (this.#judging) this.#judge(before - startedAt, this.#heardAt - before);
      this.#probedAt = null;
      this.#queue(async () => {
        if (socket !== this.#socket) return;
        for (const each of await this.#client.receive(event.data)) {
          if (each.type === "joined") this.#pause = PAUSE_FIRST_MS;
          this.#onEvent(each);
        }
      });
    };
    socket.onclose = (event) => this.#lost(socket, event.code);
    return [socket, startedAt];
  }

  /** How patient to be from now on. An opening for which TCP had to ask twice says less of the line than the first answer. */
  #judge(openingMs, answerMs) {
    this.#judging = false;
    this.#answerMs = answerMs;
    const took = Math.min(openingMs, ROUND_TRIPS_TO_OPEN * answerMs);
    this.#patience = Math.min(Math.max(4 * took, OPEN_LEAST_MS), OPEN_MOST_MS);
  }

  #lost(socket, code) {
    this.#rivals = this.#rivals.filter(([each]) => each !== socket);
    if (socket !== this.#socket) return;
    this.#socket = this.#probedAt = null;
    if (FINAL[code] || this.#over) this.#withdrawRivals();
    this.#queue(() => this.#client.lost());
    if (FINAL[code] === "replaced" && this.#callFlows() && !this.#over) {
      this.#stepAside();
      return;
    }
    if (FINAL[code]) {
      this.#refuse(FINAL[code]);
      return;
    }
    if (this.#over) return;
    if (performance.now() - this.#startedAt < REFUSED_WITHIN_MS) {
      this.#refusals += 1;
    } else {
      this.#attempt += 1;
      this.#refusals = 0;
    }
    this.#queue(() => this.#onEvent({ type: "lost" }));
    const next = this.#rivals.find(([each]) => each.readyState === WebSocket.OPEN) ?? this.#rivals[0];
    if (next) {
      this.#rivals.splice(this.#rivals.indexOf(next), 1);
      this.#takeOver(next);
      return;
    }
    const pause = Math.max(this.#mayStartInMs(), this.#pause * (0.75 + 0.5 * Math.random()));
    this.#timer = setTimeout(() => this.#connect(), pause);
    this.#pause = Math.min(this.#pause * 2, PAUSE_MOST_MS);
  }

  /** How long the next attempt must wait after the start of the last. */
  #mayStartInMs(failures = this.#attempt, refusals = this.#refusals) {
    return Math.max(0, this.#startedAt + spaceAfterMs(failures, refusals) - performance.now());
  }

  #refuse(reason) {
    this.#over = true;
    this.#queue(() => this.#onEvent({ type: "refused", reason }));
  }

  /** Somebody else may have been let in: leave them the way for a while, then see whether the call has moved there. */
  #stepAside() {
    this.#queue(() => this.#onEvent({ type: "lost" }));
    this.#asideUntil = performance.now() + this.#aside;
    this.#timer = setTimeout(() => {
      if (this.#callFlows()) this.#connect();
      else this.#refuse("replaced");
    }, this.#aside);
    this.#aside = Math.min(this.#aside * 2, ASIDE_MOST_MS);
  }

  #tend() {
    const socket = this.#socket;
    if (!socket) return;
    const now = performance.now();
    if (socket.readyState !== WebSocket.OPEN) {
      const failures = this.#attempt + 1;
      const life = Math.max(this.#patience, lifeAfterMs(failures));
      const beside = failures < RARE_ATTEMPTS ? 0 : RARE_AT_ONCE - 1;
      if (now - this.#startedAt >= life) this.#abandon(socket);
      else if (this.#rivals.length < beside && now - this.#newestAt >= life / RARE_AT_ONCE) this.#rivals.push(this.#open());
    } else if (now - this.#heardAt > SILENCE_MS || (this.#probedAt !== null && now - this.#probedAt > this.#patience)) {
      this.#abandon(socket);
    } else if (now - this.#pingedAt > PING_EVERY_MS) {
      this.#pingedAt = now;
      this.#queue(() => this.#client.ping());
    }
  }

  #abandon(socket) {
    if (socket instanceof AskingSocket && socket.readyState === WebSocket.CONNECTING) this.#mayAsk = false;
    socket.close();
    this.#lost(socket, 1006);
  }

  /** One thing after the other: sealing and opening take their time, and the order must stay. */
  #queue(work) {
    this.#work = this.#work
      .then(work)
      .then(() => this.#flush())
      .then(() => this.#keep())
      .catch((error) => reportError(error));
  }

  #keep() {
    const { unsent } = this.#client;
    const kept = JSON.stringify(unsent);
    if (kept === this.#kept) return;
    this.#kept = kept;
    this.#onUnsent(unsent);
  }

  #flush() {
    const socket = this.#socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    for (const frame of this.#client.takeFrames()) socket.send(frame);
  }
}
