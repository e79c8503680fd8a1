"""Whose certificates count: the authorities that come with the libraries and the system, and one that an operator adds.

There is no way to accept a certificate that none of them has signed, one for another name, or one that has run out.
"""

import os
import ssl
from pathlib import Path

import certifi

BUNDLE = "authorities.pem"


class UnreadableAuthority(Exception):
    """The file holds no certificate."""


def add_authority(ca_file: Path, folder: Path) -> None:
    """Let one more authority count, for every connection of this process and of those it starts.

    `requests` brings a list of its own and the rest ask OpenSSL: both look where these variables say.

    Raises:
        UnreadableAuthority: Nothing was changed.
        OSError: `folder` cannot be written to.
    """
    try:
        added = ca_file.read_text(encoding="ascii")
        if not added.strip():
            raise ValueError("empty")
        ssl.create_default_context(cadata=added)
    except (OSError, ValueError, ssl.SSLError) as error:
        raise UnreadableAuthority(type(error).__name__) from None
    known = Path(certifi.where()).read_text(encoding="utf-8")
    bundle = folder / BUNDLE
    bundle.write_text(f"{known}\n{added}\n", encoding="utf-8")
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        os.environ[name] = str(bundle)
