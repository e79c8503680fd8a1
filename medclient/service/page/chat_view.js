// Draws what was written and sent. Lines are kept and changed in place: a button that has the focus must not go.

import { pictureOf } from "/page/pictures.js";

const $ = (selector) => document.querySelector(selector);
const THUMBNAIL_WIDTH = 280;
const CANCELLABLE = ["offered", "waiting", "moving"];
const GETTABLE = ["offered", "failed"];

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** How sizes are written, each way made once: that takes a browser as long as to use it a thousand times. */
const sizes = new Map();

/** A size as people say it. */
export function sizeText(bytes, language) {
  const [unit, value] = bytes < 1e6 ? ["kilobyte", Math.max(1, bytes / 1e3)] : ["megabyte", bytes / 1e6];
  const maximumFractionDigits = value < 10 && unit === "megabyte" ? 1 : 0;
  const key = `${language} ${unit} ${maximumFractionDigits}`;
  if (!sizes.has(key)) sizes.set(key, new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits }));
  return sizes.get(key).format(value);
}

const suffixOf = (name) => (name.includes(".") ? name.split(".").at(-1).toUpperCase() : "");

export class ChatView {
  #lines = new Map();
  #actions = null;
  #texts = () => ({});

  connect(actions, texts) {
    this.#actions = actions;
    this.#texts = texts;
    const chat = $("#chat");
    $("#chat-attach").addEventListener("click", () => $("#chat-file").click());
    $("#chat-file").addEventListener("change", (event) => {
      this.#send([...event.target.files]);
      event.target.value = "";
    });
    $("#chat-input").addEventListener("paste", (event) => {
      const files = [...event.clipboardData.files];
      if (!files.length) return;
      event.preventDefault();
      this.#send(files);
    });
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") && !$("#chat-form").hidden;
    // Dropped beside the chat, a browser would leave the page and open the file.
    for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
    chat.addEventListener("dragover", (event) => chat.classList.toggle("dropping", carriesFiles(event)));
    chat.addEventListener("dragleave", (event) => {
      if (!chat.contains(event.relatedTarget)) chat.classList.remove("dropping");
    });
    chat.addEventListener("drop", (event) => {
      chat.classList.remove("dropping");
      if (carriesFiles(event)) this.#send([...event.dataTransfer.files]);
    });
  }

  async #send(files) {
    const refused = await this.#actions.sendFiles(files);
    $("#file-problem").hidden = refused.length === 0;
    setText($("#file-problem"), refused.length ? this.#texts().fileNotSent(refused.join(", ")) : "");
  }

  draw(call, texts, time) {
    const lines = call?.chat.lines ?? [];
    const name = call?.practitionerName || texts.thePractice;
    const list = $("#chat-messages");
    let fresh = null;
    lines.forEach((line, index) => {
      let shown = this.#lines.get(line.id);
      if (!shown) {
        const file = call.files.files.get(line.id);
        shown = file ? this.#makeFile(line.id) : this.#makeText(line);
        shown.item.dataset.sender = line.sender;
        this.#lines.set(line.id, shown);
        fresh = shown.item;
      }
      if (list.children[index] !== shown.item) list.insertBefore(shown.item, list.children[index] ?? null);
      const mark = line.sender === "patient" ? [texts.marks[line.mark]] : [];
      const who = line.sender === "patient" ? texts.you : name;
      setText(shown.meta, [who, time(line.at), ...mark].join(" · "));
      if (shown.drawFile) shown.drawFile(call.files.files.get(line.id), texts);
    });
    fresh?.scrollIntoView({ block: "nearest" });
  }

  #makeText(line) {
    const meta = element("small");
    return { item: element("li", "", line.text, meta), meta };
  }

  #makeFile(id) {
    const name = element("span", "name");
    const about = element("small");
    const doing = element("p", "doing");
    const progress = element("progress");
    const get = element("button", "primary");
    const cancel = element("button");
    const save = element("a", "button", icon("download"), element("span"));
    const row = element("div", "row", get, save, cancel);
    const meta = element("small");
    const sign = icon("file");
    const head = element("div", "file", sign, element("div", "", name, about));
    const item = element("li", "", head, doing, progress, row, meta);
    for (const button of [get, cancel]) button.type = "button";
    get.addEventListener("click", () => this.#actions.acceptFile(id));
    cancel.addEventListener("click", () => this.#actions.cancelFile(id));
    let content = null;
    const drawFile = (file, texts) => {
      const { offer, own, state } = file;
      const here = !own && file.content !== null;
      item.dataset.file = state;
      setText(name, offer.name);
      sign.firstElementChild.setAttribute("href", offer.kind.startsWith("image/") ? "#i-image" : "#i-file");
      setText(about, texts.fileOf(sizeText(offer.size, document.documentElement.lang), suffixOf(offer.name)));
      setText(doing, here ? "" : texts[own ? "fileOut" : "fileIn"][state]);
      doing.hidden = !doing.textContent;
      progress.hidden = !["moving", "checking"].includes(state);
      progress.max = offer.size;
      progress.value = file.moved;
      progress.setAttribute("aria-label", texts.progressOf(offer.name));
      get.hidden = own || here || !(GETTABLE.includes(state) || state === "done");
      setText(get, texts.fileGet);
      cancel.hidden = !CANCELLABLE.includes(state);
      setText(cancel, !own && state === "offered" ? texts.fileDecline : texts.cancel);
      save.hidden = !here;
      setText(save.lastElementChild, texts.fileSave);
      row.hidden = get.hidden && cancel.hidden && save.hidden;
      if (file.content !== content) {
        content = file.content;
        if (content) this.#showContent(content, offer, { item, save, own }, texts);
      }
    };
    return { item, meta, drawFile };
  }

  /** A link to save what has come, and a small picture where it is one that can be decoded safely. */
  async #showContent(content, { name }, { item, save, own }, texts) {
    const picture = pictureOf(content);
    // Never of a type that a browser would run in this page's name.
    const blob = new Blob([content], { type: picture?.type ?? "application/octet-stream" });
    if (!own) {
      save.href = URL.createObjectURL(blob);
      save.download = name;
    }
    if (!picture) return;
    try {
      const resizeWidth = Math.min(THUMBNAIL_WIDTH, picture.width);
      const bitmap = await createImageBitmap(blob, { resizeWidth, resizeQuality: "medium" });
      const canvas = element("canvas", "thumbnail");
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", texts.pictureOf(name));
      canvas.getContext("2d").drawImage(bitmap, 0, 0);
      bitmap.close();
      item.prepend(canvas);
      item.scrollIntoView({ block: "nearest" });
    } catch {
      // It only looked like a picture: it stays a file.
    }
  }
}
