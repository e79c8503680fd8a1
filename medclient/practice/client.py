"""The desktop's side of the practice service's REST interface (docs/service-api.md).

All calls block: the user interface makes them in a thread. The password is used here and forgotten here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from medclient.practice import appointments
from medclient.practice.appointments import Appointment, Details
from medclient.practice.colleagues import Colleague
from medclient.practice.errors import (
    ChangedMeanwhile,
    ServiceRefused,
    ServiceUnreachable,
    SetupClosed,
    SignedOut,
    TooManyAttempts,
    WrongCredentials,
)
from medclient.practice.profile import PracticeProfile
from medclient.protocol import account
from medclient.protocol.access_link import AccessLink
from medclient.protocol.envelope import patient_token, token_verifier

TIMEOUT_S = (4.0, 10.0)
"""To connect, and to wait for an answer."""
KEY_PURPOSE = "practice key"


@dataclass(frozen=True)
class Session:
    """A sign-in that has succeeded."""

    token: str = field(repr=False)
    practice_key: bytes = field(repr=False)
    account_id: str
    display_name: str
    sign_in_name: str
    role: str
    """`practitioner` or `staff`."""
    practice_name: str
    admin: bool = False
    """Whether they manage the practice."""


class PracticeClient:
    """One service, and one session at most. Used from one thread at a time."""

    def __init__(self, base_url: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._base_url = base_url.rstrip("/")
        self._clock = clock
        self._session: Session | None = None
        self._profile = PracticeProfile()
        self.clock_skew: timedelta | None = None
        """How far the service's clock is ahead of ours; known after `is_set_up`."""

    @property
    def base_url(self) -> str:
        return self._base_url

    @property
    def session(self) -> Session:
        """The session.

        Raises:
            SignedOut: There is none.
        """
        if self._session is None:
            raise SignedOut
        return self._session

    def is_set_up(self) -> bool:
        """Whether the service has a practice; also compares the clocks."""
        before = self._clock()
        answer = self._call("GET", "/health", signed_in=False)
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
            "argon2": {
                "salt": parameters.salt,
                "time_cost": parameters.time_cost,
                "memory_kib": parameters.memory_kib,
                "parallelism": parameters.parallelism,
            },
            "sign_in_value": keys.sign_in_value,
            "wrapped_practice_key": account.seal(keys.wrapping_key, KEY_PURPOSE, account.new_practice_key()),
        }
        self._call("POST", "/practices", body, signed_in=False)

    def sign_in(self, sign_in_name: str, password: str) -> None:
        """Sign in and open the practice key.

        Raises:
            WrongCredentials, TooManyAttempts
        """
        asked = self._call("POST", "/sign-in-parameters", {"sign_in_name": sign_in_name}, signed_in=False)
        keys = account.derive(password, account.Argon2Parameters(**asked))
        body = {"sign_in_name": sign_in_name, "sign_in_value": keys.sign_in_value}
        answer = self._call("POST", "/sessions", body, signed_in=False)
        try:
            practice_key = account.unseal(keys.wrapping_key, KEY_PURPOSE, answer["wrapped_practice_key"])
        except account.WrongKey as error:
            raise WrongCredentials from error
        self._session = _session(answer["token"], practice_key, answer)

    def resume(self, token: str, practice_key: bytes) -> None:
        """Go on with a remembered session.

        Raises:
            SignedOut: The service has ended it.
        """
        answer = self._call("GET", "/sessions/current", token=token)
        self._session = _session(token, practice_key, answer)

    def sign_out(self) -> None:
        """Forget the session here, and end it at the service."""
        session, self._session = self._session, None
        self._profile = PracticeProfile()
        if session:
            self._call("DELETE", "/sessions/current", token=session.token)

    def appointments(self, begin: datetime, end: datetime) -> list[Appointment]:
        query = {"from": begin.isoformat(), "to": end.isoformat()}
        answer = self._call("GET", "/appointments", query=query)
        return [self.open_appointment(each) for each in answer["appointments"]]

    def open_appointment(self, entry: dict[str, Any]) -> Appointment:
        """An entry of the service, opened with the practice key."""
        return Appointment.from_service(self.session.practice_key, entry)

    def appointment(self, link_id: str) -> Appointment:
        return self.open_appointment(self._call("GET", f"/appointments/{link_id}"))

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
        return self.open_appointment(self._call("POST", "/appointments", body))

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
        return self.open_appointment(self._call("PATCH", f"/appointments/{old.link_id}", body))

    def change_details(self, old: Appointment, details: Details) -> Appointment:
        """Change the sealed part alone.

        Raises:
            ChangedMeanwhile: `old` is not the newest version.
        """
        sealed = appointments.seal(self.session.practice_key, old.access_link(self._base_url), details)
        body = {"version": old.version, "sealed": sealed}
        return self.open_appointment(self._call("PATCH", f"/appointments/{old.link_id}", body))

    def replace_link(self, old: Appointment) -> Appointment:
        """The same appointment under a new link; the old one is void from this moment.

        Raises:
            ChangedMeanwhile: `old` is not the newest version.
        """
        body = {"version": old.version, **self._new_link(replace(old.details, handed_over=()))}
        return self.open_appointment(self._call("POST", f"/appointments/{old.link_id}/replace", body))

    def cancel_appointment(self, link_id: str) -> Appointment:
        return self.open_appointment(self._call("POST", f"/appointments/{link_id}/cancel"))

    def take_back_appointment(self, link_id: str) -> None:
        """Undo a creation: the appointment is gone.

        Raises:
            ServiceRefused: The link was used already, or the time for it has passed.
        """
        self._call("DELETE", f"/appointments/{link_id}")

    def _new_link(self, details: Details) -> dict[str, Any]:
        link = AccessLink.new(self._base_url)
        return {
            "link_id": link.link_id,
            "sealed": appointments.seal(self.session.practice_key, link, details),
            "patient_token_verifier": token_verifier(patient_token(link.secret, link.link_id)),
        }

    def colleagues(self) -> tuple[Colleague, ...]:
        """Everybody who has an account in this practice, oneself included."""
        return tuple(Colleague.from_service(each) for each in self._call("GET", "/practice/accounts")["accounts"])

    def profile(self) -> PracticeProfile:
        """The practice's profile as it was last loaded or written; asks nobody."""
        return self._profile

    def load_profile(self) -> PracticeProfile:
        """Read the profile that the practice shares."""
        self._profile = PracticeProfile.from_service(self.session.practice_key, self._call("GET", "/practice/profile"))
        return self._profile

    def change_profile(self, profile: PracticeProfile) -> PracticeProfile:
        """Write it for the whole practice.

        Raises:
            ChangedMeanwhile: It is not the newest version that was changed.
        """
        body = {"version": profile.version, "sealed": profile.seal(self.session.practice_key)}
        self._profile = PracticeProfile.from_service(
            self.session.practice_key, self._call("PUT", "/practice/profile", body)
        )
        return self._profile

    def ice_servers(self, link_id: str, token: str) -> dict[str, Any]:
        """STUN and TURN servers for a consultation, as W3C `RTCIceServer` objects."""
        return self._call("POST", f"/consultations/{link_id}/ice-servers", token=token)

    def _call(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        query: dict[str, str] | None = None,
        token: str = "",
        signed_in: bool = True,
    ) -> dict[str, Any]:
        headers = {}
        if token or signed_in:
            headers["Authorization"] = f"Bearer {token or self.session.token}"
        try:
            answer = requests.request(
                method,
                f"{self._base_url}/api/v1{path}",
                json=body,
                params=query,
                headers=headers,
                timeout=TIMEOUT_S,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            # The error's text may hold the address with the link's id.
            raise ServiceUnreachable(type(error).__name__) from None
        if answer.status_code == 204:
            return {}
        try:
            content = answer.json()
        except requests.JSONDecodeError:
            content = None
        if answer.ok and isinstance(content, dict):
            return content
        if answer.status_code >= 500 or not isinstance(content, dict):
            raise ServiceUnreachable(f"status {answer.status_code}")
        raise _refusal(str(content.get("code", "")), answer)


def _session(token: str, practice_key: bytes, answer: dict[str, Any]) -> Session:
    who = answer["account"]
    return Session(
        token=token,
        practice_key=practice_key,
        account_id=who["id"],
        display_name=who["display_name"],
        sign_in_name=who["sign_in_name"],
        role=who["role"],
        practice_name=answer["practice"]["name"],
        admin=bool(who.get("admin")),
    )


def _refusal(code: str, answer: requests.Response) -> Exception:
    if code == "too_many_attempts":
        wait = answer.headers.get("Retry-After", "")
        return TooManyAttempts(float(wait) if wait.isdigit() else 60.0)
    simple = {
        "wrong_credentials": WrongCredentials,
        "unauthorised": SignedOut,
        "changed_meanwhile": ChangedMeanwhile,
        "setup_closed": SetupClosed,
    }.get(code)
    return simple() if simple else ServiceRefused(code)
