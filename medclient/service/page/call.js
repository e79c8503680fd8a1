// The call from the patient's side, without I/O: events and the time in, effects out.
//
// The practitioner's program alone counts the transports (`generation`) and asks for each; this end makes one offer
// for each request. `protocol/messages.py` tells the whole flow. Times are milliseconds.

import { ChatLog } from "/page/chat.js";
import { Doubt } from "/page/doubt.js";
import { FileTransfers } from "/page/file_transfer.js";
import { MutualView, NOTHING_KNOWN } from "/page/mutual_view.js";

export const UNSTABLE_AFTER_MS = 1000;
/** Silence after which it is worth to look whether the service is still there. */
const SUSPICIOUS_AFTER_MS = 200;
const BROKEN_AFTER_MS = 1500;
const WISH_AGAIN_FIRST_MS = 3000;
const WISH_AGAIN_MOST_MS = 15000;
const CONNECT_PATIENCE_MS = 8000;
const PREPARED_WITHIN_MS = 4000;
/** What is connected while it rings is heard each second. */
const PREPARED_QUIET_MS = 3500;
const RING_WITHDRAWN_MS = 10000;
/** A practitioner who was gone for so long no longer calls. */
const PICTURES = ["full", "small", "off"];
const STILL_FOR_MS = 5000;
const HINT_FOR_MS = 12000;
const HINT_FRESH_MS = 30000;
/** A hint that was under way for longer is the past. */

export class Call {
  constructor({ instance, name, consentAt, call = "", camera = true, microphone = true, random = Math.random }) {
    this.instance = instance;
    this.name = name;
    this.consentAt = consentAt;
    this.random = random;
    this.call = call;
    this.camera = camera;
    this.microphone = microphone;

    this.state = "waiting";
    this.practitioner = "";
    this.practitionerName = "";
    this.practitionerSince = null;
    this.remoteCamera = false;
    this.remoteMicrophone = false;
    this.chat = new ChatLog();
    this.files = new FileTransfers();
    this.delayMinutes = 0;
    this.reachable = false;
    this.startedAt = null;
    this.endedAt = null;
    this.endedBy = null;
    this.hint = null;
    /** What the patient must know of the service's doings: "refused", "missing", "keyChanged", "disputed"; or "". */
    this.warning = "";
    // The service says that it is over. While picture and sound flow, nobody believes it.
    this.claimedEnd = false;
    this.picture = "full";
    /** Until when the patient is told that a still is being taken, and the id of the one that lies here. */
    this.stillUntil = null;
    this.stillId = null;
    this.telephone = "";
    this.troubledSince = null;
    /** What both people can read to each other; "" while it is not known. */
    this.securityCode = "";
    this.revealedTo = new Set();

    // A page that was loaded anew in a call goes on with it, and is told its next transport.
    this.accepted = call !== "";
    this.ring = null;
    /** The call that the patient has declined: another ring of it was under way. */
    this.declined = "";
    /** The generation that is connected while it rings, without sound or picture, and since when; 0 if none was. */
    this.prepared = 0;
    this.preparedSince = null;
    this.generation = 0;
    this.active = 0;
    this.mutual = NOTHING_KNOWN;
    this.view = null;
    this.connectedBefore = call !== "";
    this.opened = new Set();
    this.reports = new Map();
    this.connectingSince = null;
    this.wishedAt = null;
    /** It was wished for because the active one is silent. */
    this.doubted = false;
    this.doubt = new Doubt();
    this.wishAgainMs = WISH_AGAIN_FIRST_MS;
    this.practitionerGoneAt = null;
    this.greeted = false;
    this.caughtUp = false;
    /** When the mailbox was last back after it had been lost. */
    this.rejoinedAt = null;
    // Of the backlog only the newest request is still wanted.
    this.requested = null;
  }

  /** Take one event; returns the effects to perform, in order. */
  handle(event, now) {
    const effects = [];
    const late = ["received", "posted", "joined", "lost", "chatTyped", "chatSeen", "fileChecked"];
    if (this.state === "ended" && !late.includes(event.type)) return effects;
    switch (event.type) {
      case "joined":
        this.reachable = true;
        this.#present(event.practitionerSince, now);
        if (event.startedAt !== null && this.startedAt === null) this.startedAt = event.startedAt;
        // A wish need not wait for what has come meanwhile: if another transport is among it, the wish is past.
        if (this.greeted) this.rejoinedAt = now;
        break;
      case "caughtUp":
        this.#catchUp(now, effects);
        break;
      case "lost":
        this.reachable = this.caughtUp = false;
        break;
      case "refused":
        this.reachable = false;
        if (event.reason === "over") this.claimedEnd = true;
        else if (this.flows(now)) this.warning = "disputed";
        break;
      case "dropped":
        this.warning = "refused";
        break;
      case "missing":
        this.warning = "missing";
        break;
      case "codeKnown":
        if (event.practitioner === this.practitioner) this.securityCode = event.code;
        if (!this.revealedTo.has(event.practitioner)) {
          this.revealedTo.add(event.practitioner);
          effects.push({ type: "send", message: { type: "reveal", to: event.practitioner, nonce: event.nonce } });
        }
        break;
      case "keyChanged":
        this.warning = "keyChanged";
        break;
      case "presence":
        if (event.role === "practitioner") this.#present(event.since, now);
        break;
      case "serviceEnded":
        this.claimedEnd = true;
        break;
      case "received":
        this.#received(event, now, effects);
        break;
      case "posted":
        this.chat.posted(event.id);
        break;
      case "chatTyped":
        this.chat.typed(event.id, event.text, event.at ?? now);
        break;
      case "chatSeen":
        this.chat.seen();
        break;
      case "fileChosen":
        this.files.offer(event.id, event.offer, event.content);
        this.chat.typed(event.id, "", now);
        break;
      case "fileAccepted":
        effects.push(...this.files.accept(event.id, now));
        break;
      case "fileCancelled":
        effects.push(...this.files.cancel(event.id));
        break;
      case "fileChecked":
        effects.push(...this.files.checked(event.id, event.sha256));
        break;
      case "fileChannelOpened":
        if (this.opened.has(event.generation)) effects.push(...this.files.opened(event.generation, now));
        break;
      case "tick":
        this.doubt.looked(event.lateMs ?? 0, now);
        effects.push(...this.files.tick(now));
        break;
      case "acceptPressed":
        if (this.ring) this.#accept(now, effects);
        break;
      case "declinePressed":
        if (this.ring) {
          this.declined = this.ring.call;
          effects.push({ type: "send", message: { type: "decline", to: this.practitioner, call: this.ring.call } });
          this.ring = null;
        }
        break;
      case "reconnectPressed":
        if (this.accepted) {
          this.wishAgainMs = WISH_AGAIN_FIRST_MS;
          this.#wish(now, effects);
        }
        break;
      case "networkChanged":
        this.#wishIfDoubtful(now, effects);
        break;
      case "hangUpPressed":
        effects.push({ type: "send", message: { type: "hang-up" } }, { type: "end" });
        this.#end("patient", now, effects);
        break;
      case "leftBefore":
        this.#end("patient", event.at, effects);
        break;
      case "mediaSwitched":
        this.camera = event.camera;
        this.microphone = event.microphone;
        if (this.greeted) {
          effects.push({
            type: "send",
            message: { type: "media", camera: this.camera, microphone: this.microphone },
          });
        }
        break;
      case "offerMade":
        if (event.generation === this.generation) {
          const { generation, sdp, commitment } = event;
          const message = { type: "offer", to: event.practitioner, generation, sdp, commitment };
          effects.push({ type: "send", message });
        }
        break;
      case "candidateFound":
        if (event.generation === this.generation) {
          const { generation, candidate, mid } = event;
          effects.push({
            type: "send",
            message: { type: "candidate", to: this.practitioner, generation, candidate, mid },
          });
        }
        break;
      case "stillTaken":
        this.#stillTaken(event, effects);
        break;
      case "hintSeen":
        this.hint = null;
        break;
      case "transportReport":
        this.#reported(event, now, effects);
        break;
      case "heartbeat":
        this.view?.heard(event.beat, now);
        break;
    }
    if (this.state !== "ended") {
      this.#watch(now, effects);
      const receipt = this.caughtUp ? this.chat.due(now) : null;
      if (receipt) effects.push({ type: "send", message: receipt });
    }
    return effects;
  }

  // What the mailbox brings.

  #present(since, now) {
    this.practitionerSince = since;
    this.practitionerGoneAt = since === null ? (this.practitionerGoneAt ?? now) : null;
  }

  #catchUp(now, effects) {
    this.caughtUp = true;
    effects.push(...this.files.caughtUp());
    const greeted = this.greeted;
    if (!greeted) this.#greet(effects);
    const requested = this.requested;
    this.requested = null;
    if (requested) this.#signalled(requested.instance, requested.message, now, effects);
    // What was wished for while the service was away may have been in vain.
    else if (greeted) this.#wishIfDoubtful(now, effects);
  }

  #greet(effects) {
    this.greeted = true;
    effects.push({
      type: "send",
      message: {
        type: "hello",
        name: this.name,
        consent_at: this.consentAt,
        call: this.call,
        camera: this.camera,
        microphone: this.microphone,
      },
    });
  }

  #received({ id, instance, own, at, message }, now, effects) {
    // What is said beside the call counts whenever it was said, and by whichever run.
    switch (message.type) {
      case "chat":
        this.chat.arrived({ id, sender: own ? "patient" : "practitioner", text: message.text, at });
        if (!own && this.greeted) effects.push({ type: "announce" });
        return;
      case "file":
        this.files.offered(id, message, own);
        this.chat.arrived({ id, sender: own ? "patient" : "practitioner", text: "", at });
        if (!own && this.greeted) effects.push({ type: "announce" });
        return;
      case "file-end":
        this.files.ended(message, own);
        if (message.file === this.stillId && !own) this.#forgetStill();
        return;
      case "receipt":
        if (own) this.chat.toldBefore(message);
        else this.chat.receipt(message);
        return;
      case "delay":
        if (!own) this.delayMinutes = message.minutes;
        return;
    }
    if (own && message.type === "hang-up") this.#end("patient", at, effects);
    if (own || this.state === "ended") return;
    switch (message.type) {
      case "hello":
        this.practitionerName = message.name;
        this.remoteCamera = message.camera;
        this.remoteMicrophone = message.microphone;
        if (instance !== this.practitioner) {
          this.practitioner = instance;
          this.ring = null;
          this.securityCode = "";
        }
        break;
      case "practice":
        this.telephone = message.telephone;
        break;
      case "media":
        if (instance !== this.practitioner) break;
        this.remoteCamera = message.camera;
        this.remoteMicrophone = message.microphone;
        break;
      case "hang-up":
        this.#end("practitioner", at, effects);
        break;
      default:
        if (message.to === this.instance) this.#signalled(instance, message, now, effects, at);
    }
  }

  #signalled(instance, message, now, effects, at = now) {
    if (!this.caughtUp && (message.type === "ring" || message.type === "connect")) {
      this.requested = { instance, message };
      return;
    }
    switch (message.type) {
      case "ring":
        if (message.call === this.declined) break;
        this.practitioner = instance;
        this.ring = { call: message.call, generation: message.generation };
        // A program that has forgotten a running call rings again: there is nothing to ask the patient.
        if (this.accepted) this.#accept(now, effects);
        else if (message.prepare) this.#prepare(message.generation, now, effects);
        break;
      case "connect":
        this.practitioner = instance;
        if (message.call === this.call && message.generation <= this.generation) break;
        this.call = message.call;
        this.ring = null;
        this.accepted = true;
        this.#open(message.generation, now, effects);
        break;
      case "answer":
        if (this.opened.has(message.generation)) {
          const { generation, sdp, nonce } = message;
          effects.push({ type: "setAnswer", generation, sdp, nonce, practitioner: instance });
        }
        break;
      case "candidate":
        if (this.opened.has(message.generation)) {
          const { generation, candidate, mid } = message;
          effects.push({ type: "addCandidate", generation, candidate, mid });
        }
        break;
      case "heartbeat":
        this.view?.heard(message, now);
        break;
      case "picture":
        if (message.size !== this.picture && PICTURES.includes(message.size)) {
          this.picture = message.size;
          effects.push({ type: "limitPicture", size: message.size });
        }
        break;
      case "still":
        if (!this.accepted) break;
        this.stillUntil = now + STILL_FOR_MS;
        effects.push({ type: "takeStill", id: message.id, to: instance });
        break;
      case "hint":
        if (now - at < HINT_FRESH_MS) this.hint = { key: message.hint, until: now + HINT_FOR_MS };
        break;
    }
  }

  /** The camera has given a still, or none: it waits here to be fetched, and no longer than that. */
  #stillTaken({ id, to, content, sha256, reason }, effects) {
    if (content) {
      this.#forgetStill();
      this.stillId = id;
      this.files.offer(id, { name: "still.jpg", kind: "image/jpeg", size: content.length, sha256 }, content);
      effects.push({ type: "send", message: { type: "still-ready", to, id, size: content.length, sha256 } });
    } else {
      effects.push({ type: "send", message: { type: "still-refused", to, id, reason } });
    }
  }

  #forgetStill() {
    this.files.files.delete(this.stillId);
    this.stillId = null;
  }

  // What we do.

  #accept(now, effects) {
    const { call, generation } = this.ring;
    const message = { type: "accept", to: this.practitioner, call };
    const prepared = this.prepared === generation;
    this.ring = null;
    this.call = call;
    this.accepted = true;
    this.prepared = 0;
    effects.push({ type: "send", message });
    if (!prepared) {
      this.#open(generation, now, effects);
      return;
    }
    this.connectingSince = now;
    if (!this.#preparedLives(generation, now)) {
      this.#wish(now, effects);
      return;
    }
    // The channel may be open by now, and then nothing is faster; the mailbox brings it surely.
    effects.push({ type: "beginMedia", generation, accept: message });
    const report = this.reports.get(generation);
    if (report) this.#reported(report, now, effects);
  }

  /** It rings: connect, and send nothing before the patient has accepted. */
  #prepare(generation, now, effects) {
    this.prepared = generation;
    this.preparedSince = now;
    this.#makeOffer(generation, effects);
  }

  #preparedLives(generation, now) {
    if (!this.opened.has(generation)) return false;
    const report = this.reports.get(generation);
    if (report?.failed) return false;
    if (!report?.connected) return now - this.preparedSince < PREPARED_WITHIN_MS;
    return now - Math.max(report.heardAt ?? 0, this.preparedSince) < PREPARED_QUIET_MS;
  }

  /** Make an offer; the active transport is kept until the new one carries media. */
  #open(generation, now, effects) {
    this.connectingSince = now;
    this.#makeOffer(generation, effects);
  }

  #makeOffer(generation, effects) {
    this.generation = generation;
    this.#closeAllBut(this.active, effects);
    this.opened.add(generation);
    effects.push({ type: "openTransport", generation });
  }

  #wish(now, effects, doubted = false) {
    if (!this.practitioner || !this.generation) return;
    this.wishedAt = now;
    this.doubted = doubted;
    effects.push({
      type: "send",
      message: { type: "reconnect", to: this.practitioner, generation: this.generation },
    });
  }

  /** Something has just become possible again: do not wait for the next turn. */
  #wishIfDoubtful(now, effects) {
    if (!this.accepted || !this.#doubtful(now)) return;
    this.wishAgainMs = WISH_AGAIN_FIRST_MS;
    this.#wish(now, effects, true);
  }

  /** Whether picture or sound arrives: then nobody but the two ends can end it. */
  flows(now) {
    return this.active > 0 && this.#silence(now) <= UNSTABLE_AFTER_MS;
  }

  /** Whether something may be wrong with the network. */
  suspicious(now) {
    return this.accepted && (!this.active || this.silent(now));
  }

  /** Whether what carried the call brings nothing. */
  silent(now) {
    return this.active > 0 && this.#silence(now) > SUSPICIOUS_AFTER_MS;
  }

  /** For how long the active transport has brought nothing at all. */
  #quiet(now) {
    const heardAt = this.reports.get(this.active)?.heardAt ?? null;
    return heardAt === null ? 0 : Math.max(0, now - heardAt);
  }

  /** Whether there is reason enough for a new transport beside the active one. */
  #doubtful(now) {
    if (this.#broken(now)) return true;
    // Sound alone may pause by itself, and its reports are rare.
    if (!this.active || !this.remoteCamera) return false;
    const quiet = this.#quiet(now);
    const alone = this.rejoinedAt !== null && quiet > now - this.rejoinedAt;
    return this.doubt.begins(quiet, now, alone);
  }

  #broken(now) {
    return this.active > 0 && (this.reports.get(this.active)?.failed || this.#silence(now) > BROKEN_AFTER_MS);
  }

  #closeAllBut(generation, effects) {
    for (const each of [...this.opened].sort((a, b) => a - b)) {
      if (each === generation) continue;
      this.opened.delete(each);
      this.reports.delete(each);
      this.files.closed(each);
      effects.push({ type: "closeTransport", generation: each });
    }
  }

  #end(by, at, effects) {
    if (this.state === "ended") return;
    this.state = "ended";
    this.endedBy = by;
    this.endedAt = at;
    this.accepted = false;
    this.ring = null;
    this.hint = null;
    this.active = 0;
    this.view = null;
    this.mutual = NOTHING_KNOWN;
    this.#closeAllBut(0, effects);
    this.files.over();
  }

  // How the transports are.

  #remoteSends() {
    return this.remoteCamera || this.remoteMicrophone;
  }

  #reported(report, now, effects) {
    const { generation } = report;
    if (!this.opened.has(generation)) return;
    this.reports.set(generation, report);
    const carries = report.connected && (report.rtpAt !== null || !this.#remoteSends());
    if (this.accepted && carries && generation > this.active) {
      if (this.doubted && this.active && this.#quiet(now) <= now - this.wishedAt) this.doubt.wasFalse(now);
      this.active = generation;
      this.view = new MutualView(generation, now, this.#sides());
      effects.push({ type: "useTransport", generation });
      this.#closeAllBut(generation, effects);
      this.connectingSince = null;
      this.wishedAt = null;
      this.doubted = false;
      this.wishAgainMs = WISH_AGAIN_FIRST_MS;
      this.startedAt ??= now;
    }
    if (generation === this.active) this.view?.flows(report.flow, now);
  }

  #sides() {
    const { camera, microphone, remoteCamera, remoteMicrophone } = this;
    return { camera, microphone, remoteCamera, remoteMicrophone };
  }

  /** Exchange with the other end what arrives; the practitioner's program repairs what does not. */
  #exchange(silent, now, effects) {
    if (!this.view) return;
    this.view.setSides(this.#sides(), now);
    const due = this.practitioner ? this.view.due(this.practitioner, now) : null;
    if (due) {
      effects.push({ type: "beat", generation: this.active, beat: due.beat });
      if (due.post && this.reachable) effects.push({ type: "send", message: due.beat });
    }
    this.mutual = silent > UNSTABLE_AFTER_MS ? NOTHING_KNOWN : this.view.judge(now);
  }

  #silence(now) {
    const report = this.reports.get(this.active);
    if (!report) return Infinity;
    const heard = this.#remoteSends() && report.rtpAt !== null ? report.rtpAt : report.heardAt;
    return heard === null ? 0 : Math.max(0, now - heard);
  }

  #watch(now, effects) {
    if (this.hint && now > this.hint.until) this.hint = null;
    if (this.stillUntil && now > this.stillUntil) this.stillUntil = null;
    if (this.claimedEnd) {
      if (!this.flows(now)) {
        this.#end("service", now, effects);
        return;
      }
      this.warning = "disputed";
    }
    if (!this.accepted) {
      const gone = this.practitionerGoneAt !== null && now - this.practitionerGoneAt > RING_WITHDRAWN_MS;
      this.state = this.ring && !gone ? "ringing" : "waiting";
      // Nothing stays open for a ring that is over; one that comes back asks for another transport.
      if (this.state !== "ringing" || this.reports.get(this.prepared)?.failed) this.#closeAllBut(0, effects);
      return;
    }
    const silent = this.active ? this.#silence(now) : 0;
    const broken = this.#broken(now);
    const hopeless = this.connectingSince !== null && now - this.connectingSince > CONNECT_PATIENCE_MS;
    const doubtful = this.#doubtful(now);
    if (doubtful || (hopeless && !this.active)) {
      if (this.wishedAt === null || (doubtful && !this.doubted)) {
        if (this.connectingSince === null || hopeless) this.#wish(now, effects, doubtful);
      } else if (now - this.wishedAt > this.wishAgainMs) {
        this.wishAgainMs = Math.min(this.wishAgainMs * (1.4 + 0.2 * this.random()), WISH_AGAIN_MOST_MS);
        this.#wish(now, effects, doubtful);
      }
    }
    this.#exchange(silent, now, effects);
    if (!this.active) this.state = this.connectedBefore ? "reconnecting" : "connecting";
    else if (broken) this.state = "reconnecting";
    else if (silent > UNSTABLE_AFTER_MS) this.state = "unstable";
    else if (this.state === "in_call" || this.view?.confirmed(now)) {
      this.connectedBefore = true;
      this.state = "in_call";
    }
    this.troubledSince = this.state === "in_call" ? null : (this.troubledSince ?? now);
    // Else it carries media; whether both ways, the other end has not said yet.
  }
}
