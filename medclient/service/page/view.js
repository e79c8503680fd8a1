// Draws the page. It keeps no state of the call: `draw` is given everything, as often as one likes.

import { systemOf } from "/page/browser.js";
import { ChatView } from "/page/chat_view.js";
import { LANGUAGES, preferredLanguage } from "/page/texts.js";

const $ = (selector) => document.querySelector(selector);
const STAY_MS = 10 * 60 * 1000;
const TROUBLE_MS = 15 * 1000;
/** So long without a call, and the practice's telephone is offered. */
const NUMBER = /^\+?[0-9()/ .\-\u2013]{3,40}$/;
const DAY_MS = 24 * 60 * 60 * 1000;
const LINK_ICONS = {
  checking: "hourglass",
  notYetOpen: "hourglass",
  over: "calendar-x-2",
  cancelled: "calendar-x-2",
  unreachable: "wifi-off",
};

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides; `hidden` alone keeps it out of the keyboard's way too. */
function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

function label(button, text) {
  if (button.title !== text) {
    button.title = text;
    button.setAttribute("aria-label", text);
  }
}

function two(value) {
  return String(value).padStart(2, "0");
}

/** A length of time as minutes and seconds, with hours where there are any. */
export function span(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function initialsOf(name) {
  const words = name.replace(/^((dr|prof|med|dent)\.?\s+)+/i, "").trim().split(/\s+/);
  return words.length > 1 ? words[0][0] + words.at(-1)[0] : (words[0] ?? "").slice(0, 2);
}

const MOST_PIXELS = 16384;

export class View {
  constructor() {
    this.language = preferredLanguage(navigator.languages ?? []);
    this.remote = new RemotePicture($("#remote"), () => this.#soundRefused());
    this.#chatOpen = false;
    this.#chat = new ChatView();
    this.#translate();
  }

  #actions = {};
  #chatOpen;
  #chat;
  #step = "";
  #levelOf = null;

  get texts() {
    return LANGUAGES[this.language];
  }

  connect(actions) {
    this.#actions = actions;
    const press = (id, action) => $(id).addEventListener("click", action);
    press("#language", () => {
      this.language = this.language === "de" ? "en" : "de";
      this.#translate();
      actions.draw();
    });
    press("#link-action", actions.linkAction);
    press("#enter", actions.enter);
    press("#change-devices", actions.changeDevices);
    press("#test-sound", actions.testSound);
    press("#preview-camera", actions.camera);
    press("#camera", actions.camera);
    press("#microphone", actions.microphone);
    press("#accept", actions.accept);
    press("#decline", actions.decline);
    press("#reconnect", actions.reconnect);
    press("#lock", () => ($("#security").open ? $("#security").close() : $("#security").show()));
    press("#security-close", () => $("#security").close());
    press("#hang-up", () => $("#question").show());
    press("#hang-up-cancel", () => $("#question").close());
    press("#hang-up-confirm", () => {
      $("#question").close();
      actions.hangUp();
    });
    press("#hint", ({ target }) => {
      if (target.dataset.switchOn) actions.microphone();
      actions.hintSeen();
    });
    press("#sound-on", () => {
      show($("#sound-on"), false);
      this.remote.play();
    });
    press("#late-write", () => $("#chat-input").focus());
    press("#chat-toggle", () => this.#openChat(!this.#chatOpen));
    press("#chat-close", () => this.#openChat(false));
    $("#camera-choice").addEventListener("change", (event) => actions.cameraChosen(event.target.value));
    $("#microphone-choice").addEventListener("change", (event) => actions.microphoneChosen(event.target.value));
    $("#consent-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submitConsent();
    });
    this.#chat.connect(actions, () => this.texts);
    $("#chat-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submitChat();
    });
    $("#chat-input").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#submitChat();
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.#step !== "call") return;
      if ($("#question").open) $("#question").close();
      else if ($("#security").open) $("#security").close();
      else if (!$("#hint").hidden) actions.hintSeen();
      else if (this.#chatOpen) this.#openChat(false);
    });
    const level = () => {
      if (this.#step === "devices" && this.#levelOf) $("#level").value = this.#levelOf.level();
      requestAnimationFrame(level);
    };
    requestAnimationFrame(level);
  }

  /** Whether what is written can be read on the page. */
  get chatShown() {
    return !$("#chat").hidden;
  }

  showRemote(stream) {
    this.remote.show(stream);
  }

  /** The area in which the practitioner is shown, in device pixels, as a heartbeat tells it; 0 while it is not shown. */
  remoteArea() {
    const { width, height } = this.remote.frame.getBoundingClientRect();
    const pixels = (length) => Math.min(MOST_PIXELS, Math.round(length * window.devicePixelRatio));
    return { shown_width: pixels(width), shown_height: pixels(height) };
  }

  draw(all) {
    const { step, call } = all;
    const body = document.body.dataset;
    if (step !== this.#step) this.#enterStep(step);
    body.call = call?.state ?? "";
    body.remoteCamera = call?.remoteCamera ? "on" : "off";
    body.remoteMicrophone = call?.remoteMicrophone ? "on" : "off";
    this.#levelOf = all.media;
    if (step === "link") this.#drawLink(all);
    if (step === "devices") this.#drawDevices(all);
    if (call) this.#drawCall(all);
    this.#drawChat(all);
    this.#drawTitle(all);
  }

  #enterStep(step) {
    this.#step = step;
    document.body.dataset.step = step;
    $("#main").scrollTop = 0;
    for (const section of document.querySelectorAll("section[data-step]")) show(section, section.dataset.step === step);
    if (step === "ring") $("#accept").focus();
    else if (step === "consent") $("#name").focus();
    if (step !== "call") $("#question").close();
    if (step !== "call") $("#security").close();
    if (step === "goodbye") this.remote.clear();
    if (step === "call") this.#chatOpen = false;
  }

  #translate() {
    document.documentElement.lang = this.language;
    document.title = this.texts.title;
    for (const element of document.querySelectorAll("[data-text]")) setText(element, this.texts[element.dataset.text]);
    $("#facts").replaceChildren(
      ...this.texts.facts.map((fact) => Object.assign(document.createElement("li"), { textContent: fact })),
    );
    $("#chat-input").placeholder = this.texts.chatPlaceholder;
    $("#chat-input").setAttribute("aria-label", this.texts.chatPlaceholder);
    label($("#chat-send"), this.texts.send);
    label($("#chat-close"), this.texts.close);
    label($("#reconnect"), this.texts.reconnect);
    label($("#hang-up"), this.texts.hangUp);
    label($("#lock"), this.texts.securityShow);
    $("#self-video").setAttribute("aria-label", this.texts.ownPicture);
    $("#preview").setAttribute("aria-label", this.texts.ownPicture);
    label($("#chat-attach"), this.texts.attach);
  }

  // The steps.

  #drawLink({ link, info, now, copied }) {
    // An open link is on its way to the next step.
    const texts = this.texts[link] ?? this.texts.checking;
    const early = link === "notYetOpen";
    const [title, text] = early ? texts(this.#moment(info.startsAt, now), this.#opening(info.opensAt, now)) : texts;
    setText($("#link-title"), title);
    const foreign = ["unsuitable", "inApp"].includes(link);
    const instead = this.texts.instead[systemOf(navigator.userAgent, navigator.maxTouchPoints)];
    setText($("#link-text"), foreign ? `${text} ${instead}` : text);
    show($("#check-open"), early);
    const soon = early && info.opensAt - now < DAY_MS;
    show($("#link-countdown"), soon);
    if (soon) setText($("#link-countdown"), this.texts.opensIn(span(info.opensAt - now + 999)));
    const copy = foreign && navigator.clipboard ? (copied ? this.texts.copied : this.texts.copyLink) : "";
    const action = { replaced: this.texts.takeOver, unreachable: this.texts.retry }[link] ?? copy;
    show($("#link-action"), Boolean(action));
    setText($("#link-action"), action ?? "");
    $("#link-icon").setAttribute("href", `#i-${LINK_ICONS[link] ?? "triangle-alert"}`);
  }

  #drawDevices({ media, call }) {
    setText($("#enter"), call ? this.texts.backToWaiting : this.texts.enter);
    if (!media) return;
    this.#drawOwn($("#preview"), media);
    show($("#preview-off"), media.tracks.video === null);
    this.#drawSwitch($("#preview-camera"), media.cameraOn, "video", this.texts.cameraOn, this.texts.cameraOffButton);
    for (const [kind, box] of [["camera", "#camera-problem"], ["microphone", "#microphone-problem"]]) {
      const problem = this.texts[`${kind}States`][media[kind]];
      show($(box), Boolean(problem));
      setText($(box), problem ?? "");
    }
    this.#fillChoice($("#camera-choice"), media.cameras, media.tracks.video, this.texts.camera);
    this.#fillChoice($("#microphone-choice"), media.microphones, media.tracks.audio, this.texts.microphone);
  }

  #fillChoice(select, devices, track, name) {
    const chosen = track?.getSettings().deviceId ?? "";
    const key = JSON.stringify([devices.map((device) => [device.deviceId, device.label]), chosen, name]);
    if (select.dataset.key === key) return;
    select.dataset.key = key;
    select.disabled = devices.length === 0;
    select.replaceChildren(
      ...devices.map(
        (device, index) =>
          new Option(device.label || `${name} ${index + 1}`, device.deviceId, false, device.deviceId === chosen),
      ),
    );
  }

  #drawOwn(video, media) {
    if (video.srcObject !== media.stream) video.srcObject = media.stream;
  }

  #drawSwitch(button, on, icon, switchOn, switchOff) {
    button.setAttribute("aria-pressed", String(on));
    button.querySelector("use").setAttribute("href", `#i-${icon}${on ? "" : "-off"}`);
    label(button, on ? switchOff : switchOn);
  }

  #drawCall({ call, media, now, info, waitingSince }) {
    const name = call.practitionerName || this.texts.thePractice;
    const startsAt = info?.startsAt ?? null;
    setText($("#waiting-for"), this.texts.waitingFor(span(now - waitingSince)));
    setText($("#waiting-at"), startsAt === null ? "" : this.texts.appointmentAt(this.#moment(startsAt, now)));
    show($("#practitioner-here"), call.practitionerSince !== null);
    setText($("#practitioner-here"), this.texts.practitionerHere(name));
    this.#drawLateness(call, name, startsAt, now);
    setText($("#ring-title"), this.texts.ring(name));

    const live = call.state !== "ended" && this.#step === "call";
    if (live) {
      this.#drawOwn($("#self-video"), media);
      show($("#self-video"), media.tracks.video !== null);
      this.#drawSwitch($("#camera"), media.cameraOn, "video", this.texts.cameraOn, this.texts.cameraOffButton);
      this.#drawSwitch($("#microphone"), media.microphoneOn, "mic", this.texts.microphoneOn, this.texts.microphoneOff);
    }
    const picture = call.remoteCamera && call.active > 0;
    show($("#remote-off"), !picture);
    show($("#remote"), picture);
    setText($("#initials"), initialsOf(name));
    setText($("#remote-off-text"), call.remoteCamera ? name : this.texts.remoteCameraOff(name));
    $("#remote").setAttribute("aria-label", this.texts.remotePicture(name));
    setText($("#remote-name"), name);
    setText($("#duration"), call.startedAt === null ? "" : span(now - call.startedAt));
    setText($("#confirmation"), this.#confirmation(call));
    show($("#remote-muted"), !call.remoteMicrophone);
    show($("#lock"), Boolean(call.securityCode));
    if (!call.securityCode) $("#security").close();
    setText($("#security-code"), call.securityCode);
    const stalled = call.state === "unstable" || call.state === "reconnecting";
    $("#stage").classList.toggle("stalled", stalled);
    const banner = this.#banner(call);
    show($("#banner"), Boolean(banner));
    setText($("#banner"), banner);
    this.#drawHint(call.hint, media);
    const troubled = call.troubledSince !== null && now - call.troubledSince > TROUBLE_MS;
    this.#drawTelephone($("#call-telephone"), call, live && (troubled || call.picture === "off"));
    this.#drawTelephone($("#waiting-telephone"), call, true);
    this.#drawTelephone($("#goodbye-telephone"), call, call.state === "ended" && call.endedBy === "service");

    if (call.state === "ended") {
      setText($("#goodbye-by"), this.texts.goodbyeBy[call.endedBy]);
      show($("#goodbye-duration"), call.startedAt !== null);
      if (call.startedAt !== null) {
        setText($("#goodbye-duration"), this.texts.duration(span(call.endedAt - call.startedAt)));
      }
    }
  }

  /** What the practice asks for with one press; one for a microphone that is off here brings the switch along. */
  #drawHint(hint, media) {
    const text = (hint && this.texts.hints[hint.key]) ?? "";
    show($("#hint"), Boolean(text));
    setText($("#hint-text"), text);
    const switchOn = hint?.key === "microphone" && !media.microphoneOn;
    setText($("#hint-seen"), switchOn ? this.texts.microphoneOn : this.texts.hintSeen);
    $("#hint-seen").dataset.switchOn = switchOn ? "yes" : "";
  }

  /** What the practice says of its delay, and after the time that one is asked to wait, what to do next. */
  #drawLateness({ delayMinutes }, name, startsAt, now) {
    const expectedAt = startsAt === null ? null : startsAt + delayMinutes * 60000;
    show($("#delay"), delayMinutes > 0);
    setText($("#delay-text"), this.texts.delayed(name, delayMinutes));
    const ahead = expectedAt !== null && expectedAt > now;
    show($("#delay-until"), ahead);
    if (ahead) setText($("#delay-until"), this.texts.expectedAt(this.#time(expectedAt)));
    const late = expectedAt !== null && now - expectedAt > STAY_MS;
    show($("#waiting-hint"), !late);
    show($("#please-wait"), !late);
    show($("#late"), late);
  }

  /** The title tells the ringing and what is unread to whom looks at another window. */
  #drawTitle({ call, now }) {
    const unread = call?.chat.unread ?? 0;
    const second = Math.floor(now / 1000) % 2 === 1;
    let title = this.texts.title;
    if (call?.state === "ringing") {
      title = second ? this.texts.ring(call.practitionerName || this.texts.thePractice) : title;
    } else if (unread && document.visibilityState !== "visible") {
      title = `(${unread}) ${second ? this.texts.newMessage : title}`;
    }
    if (document.title !== title) document.title = title;
  }

  /** The last step of all: the practice's number, as the practice gave it. */
  #drawTelephone(link, { telephone }, wanted) {
    const digits = NUMBER.test(telephone) ? telephone.replace(/^(\+.*)\(0\)/, "$1").replace(/[^+0-9]/g, "") : "";
    show(link, Boolean(wanted && digits));
    if (!digits) return;
    setText(link, this.texts.telephone(telephone));
    if (link.getAttribute("href") !== `tel:${digits}`) link.setAttribute("href", `tel:${digits}`);
  }

  #banner(call) {
    if (call.stillUntil) return this.texts.still;
    if (call.state === "unstable") return this.texts.unstable;
    if (call.state === "reconnecting") {
      return call.reachable && call.practitionerSince === null ? this.texts.practitionerAway : this.texts.reconnecting;
    }
    if (call.state === "connecting") return this.texts.connecting;
    if (call.warning) return this.texts.warnings[call.warning];
    const missing = ["otherHears", "otherSees", "hears", "sees"].find((each) => call.mutual[each] === false);
    if (missing) return this.texts.oneWay[missing];
    return call.picture === "off" && !call.camera ? this.texts.soundOnly : "";
  }

  /** What the practice gets of the patient, by its own word. */
  #confirmation({ state, mutual }) {
    if (state !== "in_call") return "";
    const { both, hears, sees } = this.texts.confirmed;
    if (mutual.otherHears && mutual.otherSees) return both;
    return mutual.otherHears ? hears : mutual.otherSees ? sees : "";
  }

  // The chat.

  #drawChat({ step, call }) {
    const lines = call?.chat.lines ?? [];
    const shown = step === "waiting" || (step === "call" && this.#chatOpen) || (step === "goodbye" && lines.length > 0);
    show($("#chat"), shown);
    show($("#chat-form"), step !== "goodbye");
    show($("#chat-away"), Boolean(call) && !call.reachable && step !== "goodbye");
    const warning = call?.warning ? this.texts.warnings[call.warning] : "";
    show($("#chat-warning"), Boolean(warning));
    setText($("#chat-warning"), warning);
    show($("#chat-empty"), lines.length === 0);
    const unread = call?.chat.unread ?? 0;
    show($("#unread"), unread > 0);
    setText($("#unread"), unread > 9 ? "9+" : String(unread));
    label($("#chat-toggle"), unread ? this.texts.chatWith(unread) : this.texts.chat);
    $("#chat-toggle").setAttribute("aria-expanded", String(this.#chatOpen));
    this.#chat.draw(call, this.texts, (at) => this.#time(at));
  }

  #openChat(open) {
    this.#chatOpen = open;
    this.#actions.draw();
    if (open) $("#chat-input").focus();
    else $("#chat-toggle").focus();
  }

  #submitChat() {
    const text = $("#chat-input").value.trim();
    if (!text) return;
    $("#chat-input").value = "";
    this.#actions.chat(text);
  }

  #submitConsent() {
    const name = $("#name").value.trim();
    const agreed = $("#consent").checked;
    show($("#name-error"), !name);
    $("#name").setAttribute("aria-invalid", String(!name));
    show($("#consent-error"), !agreed);
    if (!name) $("#name").focus();
    else if (!agreed) $("#consent").focus();
    else this.#actions.consented(name);
  }

  #soundRefused() {
    show($("#sound-on"), true);
  }

  // Times.

  #time(at) {
    return formats(this.language).time.format(at);
  }

  #day(at) {
    return formats(this.language).day.format(at);
  }

  #sameDay(at, now) {
    return new Date(at).toDateString() === new Date(now).toDateString();
  }

  #moment(at, now) {
    const time = this.#time(at);
    return this.#sameDay(at, now) ? this.texts.today(time) : this.texts.on(this.#day(at), time);
  }

  #opening(at, now) {
    const time = this.#time(at);
    return this.#sameDay(at, now) ? this.texts.fromToday(time) : this.texts.fromOn(this.#day(at), time);
  }
}

/** Made once for each language: a browser takes as long for it as for a thousand times that it is used. */
const formatsOf = new Map();
function formats(language) {
  if (!formatsOf.has(language)) {
    formatsOf.set(language, {
      time: new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }),
      day: new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }),
    });
  }
  return formatsOf.get(language);
}

/** The practitioner's picture and sound. A new transport takes over when its first picture is there. */
class RemotePicture {
  constructor(frame, onRefused) {
    this.frame = frame;
    this.onRefused = onRefused;
    this.current = null;
    this.next = null;
  }

  show(stream) {
    this.next?.remove();
    const video = document.createElement("video");
    video.autoplay = true;
    video.playsInline = true;
    video.className = "next";
    video.srcObject = stream;
    this.next = video;
    this.frame.append(video);
    // Sound must not wait for a picture.
    if (this.current) this.current.muted = true;
    else this.#take(video);
    video.addEventListener("loadeddata", () => this.#take(video), { once: true });
    this.play();
  }

  play() {
    (this.next ?? this.current)?.play().catch((error) => {
      if (error.name === "NotAllowedError") this.onRefused();
    });
  }

  clear() {
    for (const video of this.frame.querySelectorAll("video")) {
      video.srcObject = null;
      video.remove();
    }
    this.current = this.next = null;
  }

  #take(video) {
    if (video !== this.next) return;
    if (this.current) {
      this.current.srcObject = null;
      this.current.remove();
    }
    this.current = video;
    this.next = null;
    video.className = "";
    video.id = "remote-video";
  }
}
