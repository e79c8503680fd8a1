"""The practitioner's end of the security code: pins the certificate of the patient's end, and knows the code.

The page keeps one certificate for as long as it is loaded, and so does the program for a consultation. So the code is
the same for all transports of a call, and another certificate in mid-call is refused; a page that is loaded anew has a
new certificate and gets a new code.
"""

from dataclasses import dataclass, field

from medclient.protocol import security_code
from medclient.protocol.security_code import Half


@dataclass
class _Page:
    """One run of the patient's end."""

    fingerprints: str
    commitment: str
    own_nonce: str = field(default_factory=security_code.new_nonce, repr=False)
    """Ours for this page alone: a nonce that was known before the commitment would let codes be tried out."""
    nonce: str = ""


@dataclass
class Verification:
    """Of one run of the program."""

    secret: bytes = field(repr=False)
    link_id: str
    own_fingerprints: str = ""
    pages: dict[str, _Page] = field(default_factory=dict)

    def offered(self, page: str, sdp: str, commitment: str) -> bool:
        """Whether an offer may be answered: not where its certificate is another than this run of the page had."""
        fresh = _Page(security_code.fingerprints(sdp), commitment)
        known = self.pages.setdefault(page, fresh)
        return (known.fingerprints, known.commitment) == (fresh.fingerprints, fresh.commitment)

    def answered(self, page: str, sdp: str) -> str:
        """Note our certificate; returns the nonce that goes with the answer to an offer of this page."""
        self.own_fingerprints = security_code.fingerprints(sdp)
        return self.pages[page].own_nonce

    def revealed(self, page: str, nonce: str) -> bool:
        """Take the page's nonce; False where the page had committed itself to another."""
        known = self.pages.get(page)
        if known is None or security_code.commitment(nonce) != known.commitment:
            return False
        known.nonce = nonce
        return True

    def code(self, page: str) -> str:
        """What both can read; empty before the page has revealed its nonce."""
        known = self.pages.get(page)
        if known is None or not known.nonce or not self.own_fingerprints:
            return ""
        own, theirs = Half(self.own_fingerprints, known.own_nonce), Half(known.fingerprints, known.nonce)
        return security_code.code(self.secret, self.link_id, own, theirs)
