// Whether this browser can hold a consultation at all, and what to use instead.

const IN_APP = /FBAN|FBAV|FB_IAB|Instagram|Line\/|MicroMessenger|WhatsApp|Snapchat|TikTok|musical_ly|Twitter|LinkedInApp|GSA\/|; wv\)/i;

/** What is needed, each by whether it is there. */
export function capabilitiesOf(browser) {
  const peer = browser.RTCPeerConnection;
  return {
    secure: browser.isSecureContext === true,
    camera: typeof browser.navigator?.mediaDevices?.getUserMedia === "function",
    calls: typeof peer === "function" && "addTransceiver" in peer.prototype,
    encryption: browser.crypto?.subtle !== undefined,
    mailbox: typeof browser.WebSocket === "function",
    inApp: IN_APP.test(browser.navigator?.userAgent ?? ""),
  };
}

/** The name of what is wrong, or nothing. A window inside another app is told by itself: there the way out is another. */
export function unsuitable(can) {
  if (!can.secure) return "insecure";
  if (can.camera && can.calls && can.encryption && can.mailbox) return "";
  return can.inApp ? "inApp" : "unsuitable";
}

/** Whether a window of it hears late of other networks: Chromium, but on telephones. */
export function hearsLateOfNetworks(browser) {
  return browser.navigator?.userAgentData?.mobile === false;
}

/** Which browser to recommend here. */
export function systemOf(userAgent, touchPoints = 0) {
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return "ios";
  if (/Android/.test(userAgent)) return "android";
  return "desktop";
}
