"""The desktop's side of the practice service's REST interface (docs/service-api.md).

All calls block: the user interface makes them in a thread. The password is used here and forgotten here.
"""

import platform
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from medclient.network.proxy import Proxies
from medclient.practice import appointments, rest
from medclient.practice.appointments import Appointment, Details
from medclient.practice.colleagues import Colleague
from medclient.practice.errors import (
    ServiceRefused,
    SignedOut,
    UnknownInvitation,
    WrongCredentials,
    WrongPassword,
    WrongRecovery,
)
from medclient.practice.profile import PracticeProfile
from medclient.practice.sessions import OpenedInvitation, Session, session_from
from medclient.protocol import account, messages
from medclient.protocol.access_link import AccessLink
from medclient.protocol.account import Argon2Parameters
from medclient.protocol.envelope import Role, Sealer, patient_token, token_verifier
from medclient.protocol.invitation_link import InvitationLink
from medclient.protocol.recovery_code import RecoveryCode

KEY_PURPOSE = "practice key"


def this_device() -> str:
    """How this computer is named in the list of sign-ins."""
    return f"{platform.node() or '?'} ({platform.system()})"[:80]


class PracticeClient:
    """One service, and one session at most. Used from one thread at a time."""

    def __init__(
        self,
        base_url: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        device_name: str = this_device(),
        proxies: Proxies | None = None,
    ) -> None:
        self.proxies = proxies or Proxies()
        """What leads to the service, for whoever else talks to it."""
        self._base_url = base_url.rstrip("/")
        self._clock = clock
        self._device_name = device_name
        self._session: Session | None = None
        self._wrapped: tuple[Argon2Parameters, str] | None = None
        """How the password opens the practice key: what unlocks the screen, also without the service."""
        self._profile = PracticeProfile()
        self.clock_skew: timedelta | None = None
        """How far the service's clock is ahead of ours; known after `is_set_up`."""

    @property
    def base_url(self) -> str:
        return self._base_url

    def move_to(self, base_url: str) -> None:
        """Speak with another service from now on; the session, if there was one, stays behind."""
        if base_url != self._base_url:
            self._base_url, self._session, self._wrapped = base_url.rstrip("/"), None, None

    @property
    def session(self) -> Session:
        """The session.

        Raises:
            SignedOut: There is none.
        """
        if self._session is None:
            raise SignedOut
        return self._session

    def names(self) -> tuple[str, ...]:
        """Of whoever is signed in and of the practice, for whoever must keep names out of something."""
        session = self._session
        return (session.display_name, session.sign_in_name, session.practice_name) if session else ()

    def is_set_up(self) -> bool:
        """Whether the service has a practice; also compares the clocks."""
        before = self._clock()
        answer = self.call("GET", "/health", signed_in=False)
        after = self._clock()
        self.clock_skew = datetime.fromisoformat(answer["now"]) - (before + (after - before) / 2)
        return bool(answer["set_up"])

    def set_up_practice(self, practice_name: str, display_name: str, sign_in_name: str, password: str) -> None:
        """Make the first practice and account.

        Raises:
            SetupClosed: The service has one.
        """
        parameters = account.Argon2Parameters.new()
        keys = account.derive(password, parameters)
        body = {
            "practice_name": practice_name,
            "display_name": display_name,
            "sign_in_name": sign_in_name,
            "argon2": asdict(parameters),
            "sign_in_value": keys.sign_in_value,
            "wrapped_practice_key": account.seal(keys.wrapping_key, KEY_PURPOSE, account.new_practice_key()),
        }
        self.call("POST", "/practices", body, signed_in=False)

    def sign_in(self, sign_in_name: str, password: str, code: str = "") -> None:
        """Sign in and open the practice key.

        Raises:
            WrongCredentials, SecondFactorNeeded, WrongCode, TooManyAttempts
        """
        parameters = self._parameters(sign_in_name)
        keys = account.derive(password, parameters)
        body = {
            "sign_in_name": sign_in_name,
            "sign_in_value": keys.sign_in_value,
            "code": code,
            "device_name": self._device_name,
        }
        answer = self.call("POST", "/sessions", body, signed_in=False)
        try:
            practice_key = account.unseal(keys.wrapping_key, KEY_PURPOSE, answer["wrapped_practice_key"])
        except account.WrongKey as error:
            raise WrongCredentials from error
        self._open(answer["token"], practice_key, parameters, answer)

    def resume(self, token: str, practice_key: bytes) -> None:
        """Go on with a remembered session.

        Raises:
            SignedOut: The service has ended it.
        """
        answer = self.call("GET", "/sessions/current", token=token)
        parameters = self._parameters(answer["account"]["sign_in_name"])
        self._open(token, practice_key, parameters, answer)

    def refresh(self) -> None:
        """Ask again who is signed in: roles and rules may have changed."""
        session = self.session
        answer = self.call("GET", "/sessions/current")
        if self._session is session:  # nobody has signed out meanwhile
            self._session = session_from(session.token, session.practice_key, answer)

    def recover(self, sign_in_name: str, code: RecoveryCode, new_password: str) -> None:
        """Set a new password by the recovery code, and sign in; the code is used up, the second factor is off.

        Raises:
            WrongRecovery, TooManyAttempts
        """
        proof = {"sign_in_name": sign_in_name, "recovery_value": code.sign_in_value}
        wrapped = self.call("POST", "/recovery/key", proof, signed_in=False)["wrapped_practice_key"]
        try:
            practice_key = account.unseal(code.wrapping_key, KEY_PURPOSE, wrapped)
        except account.WrongKey as error:
            raise WrongRecovery from error
        parameters, body = self.password_body(new_password, practice_key)
        body |= proof | {"device_name": self._device_name}
        answer = self.call("POST", "/recovery", body, signed_in=False)
        self._open(answer["token"], practice_key, parameters, answer)

    def open_invitation(self, link: InvitationLink) -> OpenedInvitation:
        """Look at an invitation to this service.

        Raises:
            UnknownInvitation, TooManyAttempts
        """
        answer = self.call("POST", f"/invitations/{link.invitation_id}/open", {"proof": link.proof}, signed_in=False)
        try:
            practice_key = account.unseal(link.sealing_key, link.purpose, answer["sealed_practice_key"])
        except account.WrongKey as error:
            raise UnknownInvitation from error
        return OpenedInvitation(
            link=link,
            practice_name=answer["practice_name"],
            display_name=answer["display_name"],
            role=answer["role"],
            admin=bool(answer["admin"]),
            practice_key=practice_key,
        )

    def accept_invitation(self, opened: OpenedInvitation, display_name: str, sign_in_name: str, password: str) -> None:
        """Make the invited account, and sign in.

        Raises:
            NameTaken, UnknownInvitation, TooManyAttempts
        """
        parameters, body = self.password_body(password, opened.practice_key)
        body["sign_in_value"] = body.pop("new_sign_in_value")
        body |= {
            "proof": opened.link.proof,
            "display_name": display_name,
            "sign_in_name": sign_in_name,
            "device_name": self._device_name,
        }
        path = f"/invitations/{opened.link.invitation_id}/acceptance"
        answer = self.call("POST", path, body, signed_in=False)
        self._open(answer["token"], opened.practice_key, parameters, answer)

    def password_body(self, password: str, practice_key: bytes) -> tuple[Argon2Parameters, dict[str, Any]]:
        """What a new password becomes for the service."""
        parameters = Argon2Parameters.new()
        keys = account.derive(password, parameters)
        return parameters, {
            "argon2": asdict(parameters),
            "new_sign_in_value": keys.sign_in_value,
            "wrapped_practice_key": account.seal(keys.wrapping_key, KEY_PURPOSE, practice_key),
        }

    def keys_of(self, password: str) -> account.PasswordKeys:
        """What the account's password becomes; checked here, without the service.

        Raises:
            WrongPassword: It does not open the practice key.
        """
        if self._wrapped is None:
            raise SignedOut
        parameters, wrapped = self._wrapped
        keys = account.derive(password, parameters)
        try:
            account.unseal(keys.wrapping_key, KEY_PURPOSE, wrapped)
        except account.WrongKey as error:
            raise WrongPassword from error
        return keys

    def password_changed(self, parameters: Argon2Parameters, wrapped_practice_key: str) -> None:
        """Let the new password be the one that unlocks."""
        self._wrapped = (parameters, wrapped_practice_key)

    def _parameters(self, sign_in_name: str) -> Argon2Parameters:
        asked = self.call("POST", "/sign-in-parameters", {"sign_in_name": sign_in_name}, signed_in=False)
        parameters = Argon2Parameters(**asked)
        if not parameters.strong_enough:
            raise ServiceRefused("weak_parameters")
        return parameters

    def _open(self, token: str, practice_key: bytes, parameters: Argon2Parameters, answer: dict[str, Any]) -> None:
        self._session = session_from(token, practice_key, answer)
        self._wrapped = (parameters, answer["wrapped_practice_key"])

    def sign_out(self) -> None:
        """Forget the session here, and end it at the service."""
        session, self._session = self._session, None
        self._wrapped = None
        self._profile = PracticeProfile()
        if session:
            self.call("DELETE", "/sessions/current", token=session.token)

    def appointments(self, begin: datetime, end: datetime) -> list[Appointment]:
        query = {"from": begin.isoformat(), "to": end.isoformat()}
        answer = self.call("GET", "/appointments", query=query)
        return [self.open_appointment(each) for each in answer["appointments"]]

    def open_appointment(self, entry: dict[str, Any]) -> Appointment:
        """An entry of the service, opened with the practice key."""
        return Appointment.from_service(self.session.practice_key, entry)

    def appointment(self, link_id: str) -> Appointment:
        return self.open_appointment(self.call("GET", f"/appointments/{link_id}"))

    def create_appointment(
        self,
        name: str,
        reason: str,
        starts_at: datetime,
        duration_minutes: int,
        *,
        account_id: str = "",
        details: Details | None = None,
    ) -> Appointment:
        """Enter an appointment with a new link; without `account_id` it is one's own."""
        body = {
            **self._new_link(replace(details or Details(), name=name, reason=reason)),
            "starts_at": starts_at.isoformat(),
            "duration_minutes": duration_minutes,
            **({"account_id": account_id} if account_id else {}),
        }
        return self.open_appointment(self.call("POST", "/appointments", body))

    def change_appointment(
        self,
        old: Appointment,
        name: str,
        reason: str,
        starts_at: datetime,
        duration_minutes: int,
        *,
        account_id: str = "",
        details: Details | None = None,
    ) -> Appointment:
        """Change everything but the link.

        Raises:
            ChangedMeanwhile: `old` is not the newest version.
        """
        content = replace(details or old.details, name=name, reason=reason)
        body = {
            "version": old.version,
            "starts_at": starts_at.isoformat(),
            "duration_minutes": duration_minutes,
            "sealed": appointments.seal(self.session.practice_key, old.access_link(self._base_url), content),
            **({"account_id": account_id} if account_id else {}),
        }
        return self.open_appointment(self.call("PATCH", f"/appointments/{old.link_id}", body))

    def change_details(self, old: Appointment, details: Details) -> Appointment:
        """Change the sealed part alone.

        Raises:
            ChangedMeanwhile: `old` is not the newest version.
        """
        sealed = appointments.seal(self.session.practice_key, old.access_link(self._base_url), details)
        body = {"version": old.version, "sealed": sealed}
        return self.open_appointment(self.call("PATCH", f"/appointments/{old.link_id}", body))

    def replace_link(self, old: Appointment) -> Appointment:
        """The same appointment under a new link; the old one is void from this moment.

        Raises:
            ChangedMeanwhile: `old` is not the newest version.
        """
        body = {"version": old.version, **self._new_link(replace(old.details, handed_over=()))}
        return self.open_appointment(self.call("POST", f"/appointments/{old.link_id}/replace", body))

    def cancel_appointment(self, link_id: str) -> Appointment:
        return self.open_appointment(self.call("POST", f"/appointments/{link_id}/cancel"))

    def take_back_appointment(self, link_id: str) -> None:
        """Undo a creation: the appointment is gone.

        Raises:
            ServiceRefused: The link was used already, or the time for it has passed.
        """
        self.call("DELETE", f"/appointments/{link_id}")

    def _new_link(self, details: Details) -> dict[str, Any]:
        link = AccessLink.new(self._base_url)
        return {
            "link_id": link.link_id,
            "sealed": appointments.seal(self.session.practice_key, link, details),
            "patient_token_verifier": token_verifier(patient_token(link.secret, link.link_id)),
        }

    def colleagues(self) -> tuple[Colleague, ...]:
        """Everybody who has an account in this practice, oneself included."""
        return tuple(Colleague.from_service(each) for each in self.call("GET", "/practice/accounts")["accounts"])

    def profile(self) -> PracticeProfile:
        """The practice's profile as it was last loaded or written; asks nobody."""
        return self._profile

    def load_profile(self) -> PracticeProfile:
        """Read the profile that the practice shares."""
        self._profile = PracticeProfile.from_service(self.session.practice_key, self.call("GET", "/practice/profile"))
        return self._profile

    def change_profile(self, profile: PracticeProfile) -> PracticeProfile:
        """Write it for the whole practice.

        Raises:
            ChangedMeanwhile: It is not the newest version that was changed.
        """
        body = {"version": profile.version, "sealed": profile.seal(self.session.practice_key)}
        self._profile = PracticeProfile.from_service(
            self.session.practice_key, self.call("PUT", "/practice/profile", body)
        )
        return self._profile

    def post_note(self, appointment: Appointment, text: str) -> None:
        """Write to the patient without joining the mailbox: so staff can, who must not read it.

        Raises:
            ServiceRefused: The appointment is over.
            ValueError: The text is too long.
        """
        self._leave(appointment, messages.Chat(text))

    def post_delay(self, appointment: Appointment, minutes: int) -> None:
        """Tell the patient, in the same way, by how many minutes the practitioner will be late.

        Raises:
            ServiceRefused: The appointment is over.
        """
        self._leave(appointment, messages.Delay(minutes))

    def _leave(self, appointment: Appointment, message: messages.Message) -> None:
        sealer = Sealer.for_link(appointment.secret, appointment.link_id, Role.PRACTITIONER)
        message_id, body = sealer.seal(message.to_content())
        self.call("POST", f"/consultations/{appointment.link_id}/messages", {"id": message_id, "body": body})

    def ice_servers(self, link_id: str, token: str) -> dict[str, Any]:
        """STUN and TURN servers for a consultation, as W3C `RTCIceServer` objects."""
        return self.call("POST", f"/consultations/{link_id}/ice-servers", token=token)

    def call(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        query: dict[str, str] | None = None,
        token: str = "",
        signed_in: bool = True,
    ) -> dict[str, Any]:
        """One request, and what comes back of it."""
        bearer = token or (self.session.token if signed_in else "")
        return rest.request(self.proxies, self._base_url, method, path, body, query=query, token=bearer)

    def fetch_file(self, path: str) -> rest.ServedFile:
        """A file of the patient page, as every browser gets it."""
        return rest.fetch_file(self.proxies, f"{self._base_url}{path}")
