// A new window of this page, unseen, for one connection.
//
// Chromium tells a window of a network's change only when the network has then been quiet for a while (Linux 2 s, Windows
// 1.5 s), and lets its connections use nothing else meanwhile. A window that is new asks for the networks by itself.

const left = new Set();

/** Returns the frame of the new window. */
export function openFrame() {
  for (const frame of left) frame.remove();
  left.clear();
  const frame = document.createElement("iframe");
  frame.hidden = true;
  document.body.append(frame);
  return frame;
}

/** Its connection is closed. It goes when the next one is opened, so that what is under way may end; what then still waits for
 * an answer of the connection would wait for ever. */
export function leaveFrame(frame) {
  left.add(frame);
}
