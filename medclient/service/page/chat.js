// The chat from the patient's side, without I/O; the same as session/chat_log.py.
//
// Lines stand in the order in which the mailbox numbered them; those that the service does not have yet stand last. One
// of before a reload that it takes while the backlog is still coming finds its place when the backlog brings it.
// Receipts count lines, so the marks are right again after a reload, from the backlog alone.

/** A receipt waits so long for what it can speak for as well: more lines, or that they were read. */
const RECEIPT_AFTER_MS = 700;

/** How far a line of ours has come. */
export const MARKS = ["sending", "sent", "delivered", "read"];

export class ChatLog {
  constructor() {
    this.lines = [];
    /** Ids of those that the mailbox has brought. */
    this.brought = new Set();
    this.read = 0;
    this.told = { delivered: 0, read: 0 };
    this.dueAt = null;
  }

  /** How many of the practitioner's lines are here. */
  get delivered() {
    return this.lines.filter((line) => line.sender !== "patient").length;
  }

  get unread() {
    return this.delivered - this.read;
  }

  /** A line of ours that the service does not have yet. */
  typed(id, text, at) {
    if (this.lines.some((line) => line.id === id)) return;
    this.lines.push({ id, sender: "patient", text, at, mark: "sending" });
  }

  posted(id) {
    for (const line of this.lines) if (line.id === id && line.mark === "sending") line.mark = "sent";
  }

  /** The mailbox brought a line, of either end; the same one again changes nothing. */
  arrived(line) {
    this.posted(line.id);
    if (this.brought.has(line.id)) return;
    this.brought.add(line.id);
    const at = this.lines.findIndex((each) => each.id === line.id);
    const [known] = at < 0 ? [{ ...line, mark: "sent" }] : this.lines.splice(at, 1);
    const place = this.lines.filter((each) => each.mark !== "sending").length;
    this.lines.splice(place, 0, known);
  }

  /** The practitioner's program says how many of our lines it has. */
  receipt({ delivered, read }) {
    const ours = this.lines.filter((line) => line.sender === "patient" && line.mark !== "sending");
    ours.forEach((line, index) => {
      const reached = index < read ? "read" : index < delivered ? "delivered" : "sent";
      if (MARKS.indexOf(reached) > MARKS.indexOf(line.mark)) line.mark = reached;
    });
  }

  /** A receipt of ours, from before a reload. */
  toldBefore({ delivered, read }) {
    this.told = { delivered, read };
    this.read = Math.max(this.read, Math.min(read, this.delivered));
  }

  /** All that is here has been on the screen. */
  seen() {
    this.read = this.delivered;
  }

  /** The receipt to send now, or null. */
  due(now) {
    const { delivered, read } = this;
    if (delivered <= this.told.delivered && read <= this.told.read) {
      this.dueAt = null;
      return null;
    }
    this.dueAt ??= now + RECEIPT_AFTER_MS;
    if (now < this.dueAt) return null;
    this.dueAt = null;
    this.told = { delivered, read };
    return { type: "receipt", delivered, read };
  }
}
