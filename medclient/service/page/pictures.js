// What is a picture, and how large: read from its first bytes, before anything decodes it.

export const MOST_PIXELS = 50_000_000;
/** More would cost a phone its memory; such a picture is shown as a file. */

const TYPES = { png: "image/png", gif: "image/gif", jpeg: "image/jpeg", webp: "image/webp" };

/** Type, width and height of a PNG, GIF, JPEG or WebP picture that is safe to decode; null for all else. */
export function pictureOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const found = png(view) ?? gif(view) ?? webp(view) ?? jpeg(view);
    if (!found) return null;
    const [kind, width, height] = found;
    return width > 0 && height > 0 && width * height <= MOST_PIXELS ? { type: TYPES[kind], width, height } : null;
  } catch {
    return null; // It ends too early.
  }
}

function png(view) {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return null;
  return ["png", view.getUint32(16), view.getUint32(20)];
}

function gif(view) {
  if (view.getUint32(0) !== 0x47494638) return null;
  return ["gif", view.getUint16(6, true), view.getUint16(8, true)];
}

function webp(view) {
  if (view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return null;
  const kind = view.getUint32(12);
  const three = (at) => view.getUint16(at, true) + view.getUint8(at + 2) * 65536;
  if (kind === 0x56503858) return ["webp", three(24) + 1, three(27) + 1];
  if (kind === 0x56503820) return ["webp", view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  if (kind !== 0x5650384c) return null;
  const bits = view.getUint32(21, true);
  return ["webp", (bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
}

function jpeg(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  for (;;) {
    const marker = view.getUint16(at);
    if (marker < 0xff00) return null;
    // SOF0 to SOF15, but for the tables DHT, JPG and DAC.
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) {
      return ["jpeg", view.getUint16(at + 7), view.getUint16(at + 5)];
    }
    at += 2 + view.getUint16(at + 2);
  }
}
