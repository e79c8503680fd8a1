"""What everybody may do with their own account. All calls block; every password is used here and forgotten here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

import pyotp

from medclient.practice.client import KEY_PURPOSE, PracticeClient
from medclient.protocol import account
from medclient.protocol.envelope import token_verifier
from medclient.protocol.recovery_code import RecoveryCode


@dataclass(frozen=True)
class SignInEntry:
    """One session in the list of those that are open."""

    session_id: str
    device_name: str
    created_at: datetime
    last_used_at: datetime
    """To within five minutes."""
    current: bool

    @classmethod
    def from_service(cls, entry: dict[str, Any]) -> Self:
        return cls(
            session_id=str(entry["id"]),
            device_name=str(entry["device_name"]),
            created_at=datetime.fromisoformat(entry["created_at"]),
            last_used_at=datetime.fromisoformat(entry["last_used_at"]),
            current=bool(entry["current"]),
        )


@dataclass(frozen=True)
class PreparedRecoveryCode:
    """A code that is good for nothing until it is registered."""

    code: RecoveryCode
    body: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class SecondFactorSecret:
    """What a telephone's authenticator app and the service share."""

    secret: str = field(repr=False)
    """Base32."""
    uri: str = field(repr=False)
    """What the QR code says (`otpauth:`)."""


class OwnAccount:
    """The account of whoever is signed in."""

    def __init__(self, client: PracticeClient) -> None:
        self._client = client

    def change_password(self, old: str, new: str) -> None:
        """Wrap the practice key anew; every other session of the account ends.

        Raises:
            WrongPassword, TooManyAttempts
        """
        keys = self._client.keys_of(old)
        parameters, body = self._client.password_body(new, self._client.session.practice_key)
        self._client.call("PUT", "/account/password", {"sign_in_value": keys.sign_in_value, **body})
        self._client.password_changed(parameters, body["wrapped_practice_key"])

    def prepare_recovery_code(self, password: str) -> PreparedRecoveryCode:
        """Make a code to be shown; an older one stays good until this one is registered.

        Raises:
            WrongPassword
        """
        keys, code = self._client.keys_of(password), RecoveryCode.new()
        body = {
            "sign_in_value": keys.sign_in_value,
            "verifier": token_verifier(code.sign_in_value),
            "wrapped_practice_key": account.seal(code.wrapping_key, KEY_PURPOSE, self._client.session.practice_key),
        }
        return PreparedRecoveryCode(code, body)

    def register_recovery_code(self, prepared: PreparedRecoveryCode) -> None:
        """Let a code be the one that is good; it was shown, and confirmed."""
        self._client.call("PUT", "/account/recovery-code", prepared.body)
        self._client.refresh()

    def new_second_factor(self) -> SecondFactorSecret:
        """A secret to be shown; it is good for nothing until `enrol`."""
        secret, session = pyotp.random_base32(32), self._client.session
        uri = pyotp.TOTP(secret).provisioning_uri(name=session.sign_in_name, issuer_name=session.practice_name)
        return SecondFactorSecret(secret, uri)

    def enrol(self, password: str, secret: SecondFactorSecret, code: str) -> None:
        """Switch the second factor on, once a code shows that the telephone has the secret.

        Raises:
            WrongPassword, WrongCode, TooManyAttempts
        """
        keys = self._client.keys_of(password)
        body = {"sign_in_value": keys.sign_in_value, "secret": secret.secret, "code": code}
        self._client.call("PUT", "/account/second-factor", body)
        self._client.refresh()

    def remove_second_factor(self, password: str, code: str) -> None:
        """Switch it off.

        Raises:
            WrongPassword, WrongCode, TooManyAttempts
            ServiceRefused: The practice asks for it.
        """
        keys = self._client.keys_of(password)
        body = {"sign_in_value": keys.sign_in_value, "code": code}
        self._client.call("POST", "/account/second-factor/removal", body)
        self._client.refresh()

    def sign_ins(self) -> tuple[SignInEntry, ...]:
        """Where the account is signed in, the last used first."""
        answer = self._client.call("GET", "/account/sessions")
        return tuple(SignInEntry.from_service(each) for each in answer["sessions"])

    def end_sign_in(self, session_id: str) -> None:
        self._client.call("DELETE", f"/account/sessions/{session_id}")

    def end_other_sign_ins(self) -> None:
        self._client.call("DELETE", "/account/sessions/others")
