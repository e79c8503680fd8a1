// Draws the patient's system test.

import { ITEMS } from "/page/device_check.js";

const $ = (selector) => document.querySelector(selector);
const ICONS = { good: "circle-check", fair: "triangle-alert", bad: "circle-x", ask: "volume-2", unknown: "circle-dashed" };

export class CheckView {
  /** `texts` gives the texts in force. */
  constructor(texts) {
    this.texts = texts;
    this.rows = new Map();
  }

  connect(actions) {
    $("#check-open").addEventListener("click", actions.open);
    $("#check-consent").addEventListener("click", actions.open);
    $("#check-start").addEventListener("click", actions.start);
    $("#check-close").addEventListener("click", actions.close);
    $("#check-again").addEventListener("click", actions.tone);
    $("#check-yes").addEventListener("click", () => actions.answer(true));
    $("#check-no").addEventListener("click", () => actions.answer(false));
    const level = () => {
      const meter = $("#check-level");
      if (!meter.hidden) meter.value = actions.level();
      requestAnimationFrame(level);
    };
    requestAnimationFrame(level);
  }

  draw(check) {
    const texts = this.texts().check;
    const asks = check?.results.speaker?.verdict === "ask";
    const finished = Boolean(check?.done) && !check.running;
    this.#text("#check-title", texts.title);
    this.#text("#check-hint", this.#hint(texts, check, asks, finished));
    this.#show("#check-level", Boolean(check?.speaking));
    $("#check-level").setAttribute("aria-label", this.texts().level);
    this.#show("#check-list", Boolean(check && (check.running || check.done)));
    this.#show("#check-question", asks);
    this.#text("#check-question-text", texts.heard);
    for (const [id, text] of [
      ["#check-yes", texts.yes],
      ["#check-no", texts.no],
      ["#check-again", texts.again],
      ["#check-close", texts.back],
      ["#check-start", finished ? texts.repeat : texts.start],
    ]) {
      this.#text(id, text);
    }
    this.#show("#check-start", !check?.running);
    for (const item of ITEMS) this.#row(item, check?.results[item], texts);
  }

  #hint(texts, check, asks, finished) {
    if (check?.speaking) return texts.speak;
    if (asks) return texts.listen;
    if (check?.running) return texts.running;
    return finished ? texts.verdicts[check.worst] : texts.hint;
  }

  #row(item, result, texts) {
    let row = this.rows.get(item);
    if (!row) {
      row = $("#check-row").content.firstElementChild.cloneNode(true);
      row.dataset.item = item;
      this.rows.set(item, row);
      $("#check-list").append(row);
    }
    const verdict = result?.verdict ?? "";
    row.dataset.verdict = verdict;
    row.querySelector("use").setAttribute("href", `#i-${ICONS[verdict] ?? "hourglass"}`);
    this.#text(row.querySelector("strong"), texts.items[item]);
    this.#text(row.querySelector("span"), verdict ? texts.words[verdict] : texts.waits);
    const reason = result ? texts.reasons[result.reason] : "";
    this.#text(row.querySelector("p"), typeof reason === "function" ? reason(result.figures) : (reason ?? ""));
  }

  #text(where, text) {
    const element = typeof where === "string" ? $(where) : where;
    if (element.textContent !== text) element.textContent = text;
  }

  #show(where, shown) {
    $(where).hidden = !shown;
  }
}
