// What a file that goes from one end to the other may be; the same as protocol/file_rules.py.

export const MOST_BYTES = 25 * 1024 * 1024;
const NAME_CHARS = 120;

/** Ends of names of what a double click would execute, or a browser would run scripts from. */
const PROGRAMS = new Set([
  ..."app apk appimage bat bin cmd com command cpl csh deb desktop dll dmg exe gadget hta htm html inf iso".split(" "),
  ..."jar js jse ksh lnk mht mhtml msc msi msix msp ps1 ps2 psm1 py pyw reg rpm run scf scr sh svg url".split(" "),
  ..."vb vbe vbs wsc wsf wsh xhtml xll xml zsh".split(" "),
]);

/** A name that can be shown and saved on any system: no folders, no controls, nothing that turns the writing. */
export function cleanName(given) {
  let name = given.split(/[\\/]/).at(-1).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "");
  name = name.replace(/[<>:"|?*]/g, "_").split(/\s+/u).filter(Boolean).join(" ").replace(/^[ .]+|[ .]+$/g, "");
  const characters = [...name];
  if (characters.length > NAME_CHARS) {
    const dot = name.lastIndexOf(".");
    const suffix = dot > 0 && name.length - dot <= 11 ? name.slice(dot) : "";
    const stem = [...(suffix ? name.slice(0, dot) : name)].slice(0, NAME_CHARS - suffix.length).join("");
    name = stem.replace(/[ .]+$/, "") + suffix;
  }
  if (!name) return "file";
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ? `_${name}` : name;
}

/** Whether a file of this (cleaned) name is not taken: it could be executed. */
export function isRefused(name) {
  const dot = name.lastIndexOf(".");
  return dot >= 0 && PROGRAMS.has(name.slice(dot + 1).toLowerCase());
}
