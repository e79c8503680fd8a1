"""What a file that goes from one end to the other may be; the same as page/file_rules.js."""

import re
import unicodedata

MOST_BYTES = 25 * 1024 * 1024
NAME_CHARS = 120
NAMELESS = "file"

PROGRAMS = frozenset(
    (
        *(
            "app",
            "apk",
            "appimage",
            "bat",
            "bin",
            "cmd",
            "com",
            "command",
            "cpl",
            "csh",
            "deb",
            "desktop",
            "dll",
            "dmg",
        ),
        *("exe", "gadget", "hta", "htm", "html", "inf", "iso", "jar", "js", "jse", "ksh", "lnk", "mht", "mhtml", "msc"),
        *(
            "msi",
            "msix",
            "msp",
            "ps1",
            "ps2",
            "psm1",
            "py",
            "pyw",
            "reg",
            "rpm",
            "run",
            "scf",
            "scr",
            "sh",
            "svg",
            "url",
        ),
        *("vb", "vbe", "vbs", "wsc", "wsf", "wsh", "xhtml", "xll", "xml", "zsh"),
    )
)
"""Ends of names of what a double click would execute, or a browser would run scripts from."""

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_CONTROLS = ("C", "Zl", "Zp")
"""Unicode categories: controls, formats (with the marks that turn the direction of writing), surrogates, separators."""


def clean_name(name: str) -> str:
    """A name that can be shown and saved on any system: no folders, no controls, nothing that turns the writing."""
    name = re.split(r"[\\/]", name)[-1]
    name = "".join(each for each in name if not unicodedata.category(each).startswith(_CONTROLS))
    name = " ".join(_FORBIDDEN.sub("_", name).split()).strip(" .")
    if len(name) > NAME_CHARS:
        stem, dot, suffix = name.rpartition(".")
        keep = f".{suffix}" if dot and len(suffix) <= 10 else ""
        name = (stem if keep else name)[: NAME_CHARS - len(keep)].rstrip(" .") + keep
    if not name:
        return NAMELESS
    return f"_{name}" if _RESERVED.match(name) else name


def is_refused(name: str) -> bool:
    """Whether a file of this (cleaned) name is not taken: it could be executed."""
    return name.rpartition(".")[2].lower() in PROGRAMS and "." in name
