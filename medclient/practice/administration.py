"""What administrators of a practice may do. All calls block."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from medclient.practice import export
from medclient.practice.client import PracticeClient
from medclient.practice.colleagues import Colleague
from medclient.protocol import account
from medclient.protocol.envelope import token_verifier
from medclient.protocol.invitation_link import InvitationLink


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that nobody has accepted yet."""

    invitation_id: str
    display_name: str = field(repr=False)
    role: str
    admin: bool
    expires_at: datetime


@dataclass(frozen=True)
class AuditEntry:
    """Who did what, when."""

    number: int
    at: datetime
    display_name: str = field(repr=False)
    action: str
    """As the service names it (`service/audit.py`)."""
    subject: str
    """Id of the account or appointment that it was done to; may be empty."""


class Administration:
    """The practice of whoever is signed in, who must be an administrator of it."""

    def __init__(self, client: PracticeClient) -> None:
        self._client = client

    def change(self, colleague: Colleague, **values: bool | str) -> Colleague:
        """Change `role`, `admin` or `active` of a colleague; `second_factor=False` takes a lost one away.

        Raises:
            ServiceRefused: `last_admin`.
        """
        return Colleague.from_service(self._client.call("PATCH", f"/practice/accounts/{colleague.account_id}", values))

    def invite(self, public_url: str, display_name: str, role: str, *, admin: bool) -> InvitationLink:
        """A link that is good once, for seven days; the practice key travels in it, sealed."""
        link = InvitationLink.new(public_url)
        body = {
            "id": link.invitation_id,
            "verifier": token_verifier(link.proof),
            "sealed_practice_key": account.seal(link.sealing_key, link.purpose, self._client.session.practice_key),
            "display_name": display_name,
            "role": role,
            "admin": admin,
        }
        self._client.call("POST", "/practice/invitations", body)
        return link

    def invitations(self) -> tuple[OpenInvitation, ...]:
        """Those that nobody has accepted yet."""
        answer = self._client.call("GET", "/practice/invitations")
        return tuple(
            OpenInvitation(
                each["id"],
                each["display_name"],
                each["role"],
                bool(each["admin"]),
                datetime.fromisoformat(each["expires_at"]),
            )
            for each in answer["invitations"]
        )

    def withdraw(self, invitation_id: str) -> None:
        self._client.call("DELETE", f"/practice/invitations/{invitation_id}")

    def require_second_factor(self, required: bool) -> None:
        """Ask everybody for a second factor, from their next sign-in on.

        Raises:
            ServiceRefused: `enrol_first`.
        """
        self._client.call("PATCH", "/practice", {"second_factor_required": required})
        self._client.refresh()

    def audit(self) -> tuple[AuditEntry, ...]:
        """The newest entries of the audit trail."""
        answer = self._client.call("GET", "/practice/audit")
        return tuple(
            AuditEntry(
                each["number"],
                datetime.fromisoformat(each["at"]),
                each["display_name"],
                each["action"],
                each["subject"],
            )
            for each in answer["entries"]
        )

    def export(self, password: str, file: Path) -> None:
        """Write all that the service holds for the practice, opened, into a ZIP file.

        Raises:
            WrongPassword, TooManyAttempts
            OSError: The file cannot be written.
        """
        held: dict[str, Any] = self._client.call("POST", "/practice/export", self._confirmed(password))
        export.write(file, held, self._client.session.practice_key)

    def delete_practice(self, password: str) -> None:
        """Delete the practice with everything in it; nobody can undo it.

        Raises:
            WrongPassword, TooManyAttempts
        """
        self._client.call("POST", "/practice/deletion", self._confirmed(password))

    def _confirmed(self, password: str) -> dict[str, str]:
        return {"sign_in_value": self._client.keys_of(password).sign_in_value}
