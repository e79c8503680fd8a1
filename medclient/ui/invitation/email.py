"""An invitation for the system's mail program. The address that opens it holds the link: it is never logged."""

from urllib.parse import quote

from medclient.ui.invitation.wording import Invitation, Wording

MOST_CHARS = 2000
"""Windows hands no longer address to a mail program (2,083 characters, less its own part)."""


def mailto(invitation: Invitation) -> str:
    """A `mailto:` URL (RFC 6068), every character encoded that could end a field or a line."""
    wording = Wording(invitation)
    parts = [
        wording.greeting,
        f"{wording.title}: {wording.when}",
        wording.with_whom,
        invitation.link,
        wording.access,
        "\n".join(f"{number}. {step}" for number, step in enumerate(wording.steps, 1)),
        wording.call_us,
        wording.secrecy,
    ]
    # What is said last gives way where names and texts are long; the link never does.
    while len(url := _url(invitation.email, wording.subject, "\n\n".join(filter(None, parts)))) > MOST_CHARS:
        longest = max(range(4, len(parts)), key=lambda place: len(parts[place]))
        if not parts[longest]:
            break
        parts[longest] = ""
    return url


def _url(address: str, subject: str, body: str) -> str:
    fields = {"subject": subject, "body": body.replace("\n", "\r\n")}
    return f"mailto:{quote(address, safe='@')}?" + "&".join(
        f"{name}={quote(text, safe='')}" for name, text in fields.items()
    )
