// A WebSocket that is begun only once the service has answered a request: in Firefox each but the first, elsewhere where the
// service's computer has just refused one (`mailbox.js`), since Chromium holds back WebSockets after many have failed.
//
// Firefox goes on with a WebSocket that was given up while it opened: its TCP asks on, ever more rarely, and the next
// WebSocket waits for that one's connection instead of making its own. A request that is given up leaves nothing behind.

/** The service closes the connection by which it has answered this: the next question is not sent into a dead one. */
const ASKED = "/api/v1/health";

/** Whether that helps here: Firefox, where a request has a connection to itself (HTTP/2 has one for all, dead or not). */
export function shouldAsk(browser) {
  const [page] = browser.performance.getEntriesByType("navigation");
  return / Firefox\//.test(browser.navigator.userAgent) && page?.nextHopProtocol === "http/1.1";
}

/** As much of a WebSocket as the mailbox uses. */
export class AskingSocket {
  onopen = null;
  onmessage = null;
  onclose = null;
  #asking = new AbortController();
  #socket = null;

  constructor(url) {
    this.#begin(url);
  }

  get readyState() {
    return this.#socket?.readyState ?? (this.#asking.signal.aborted ? WebSocket.CLOSED : WebSocket.CONNECTING);
  }

  send(text) {
    this.#socket.send(text);
  }

  close(code) {
    this.#asking.abort();
    this.#socket?.close(code);
  }

  async #begin(url) {
    const { signal } = this.#asking;
    try {
      // Without credentials: not by a connection that was kept for the page's other requests.
      const answer = await fetch(ASKED, { cache: "no-store", credentials: "omit", signal });
      if (answer.status >= 500) throw new Error("a proxy speaks for a service that is not there");
    } catch {
      if (signal.aborted) return;
      this.#asking.abort();
      this.onclose({ code: 1006 });
      return;
    }
    if (signal.aborted) return;
    this.#socket = new WebSocket(url);
    for (const name of ["onopen", "onmessage", "onclose"]) this.#socket[name] = (event) => this[name](event);
  }
}
