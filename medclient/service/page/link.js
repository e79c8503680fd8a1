// The access link that the page was opened with: https://HOST/v/<link id>#<secret>.

const LINK_ID_BYTES = 16;
const SECRET_BYTES = 32;

/** Base64url without padding (RFC 4648 section 5). */
export function encode(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The bytes behind canonical, unpadded base64url; throws an Error where it is none. */
export function decode(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text)) throw new Error("not base64url");
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(raw, (character) => character.charCodeAt(0));
  if (encode(bytes) !== text) throw new Error("not canonical base64url");
  return bytes;
}

function hasBytes(text, count) {
  try {
    return decode(text).length === count;
  } catch {
    return false;
  }
}

/** The link id in a path, or "" where there is none. */
export function linkIdOf(pathname) {
  const match = /^\/v\/([A-Za-z0-9_-]+)$/.exec(pathname);
  return match && hasBytes(match[1], LINK_ID_BYTES) ? match[1] : "";
}

/** The secret in a fragment ("#..."), or "" where there is none. */
export function secretOf(hash) {
  const text = hash.replace(/^#/, "");
  return hasBytes(text, SECRET_BYTES) ? text : "";
}
