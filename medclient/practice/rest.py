"""One request to the practice service, and what its answers mean (docs/service-api.md)."""

from dataclasses import dataclass
from typing import Any

import requests

from medclient.network.proxy import SIGN_IN_STATUSES, Proxies
from medclient.practice.errors import (
    CertificateRefused,
    ChangedMeanwhile,
    NameTaken,
    ProxyAsksForSignIn,
    SecondFactorNeeded,
    ServiceRefused,
    ServiceUnreachable,
    SetupClosed,
    SignedOut,
    TooManyAttempts,
    UnknownInvitation,
    WrongCode,
    WrongCredentials,
    WrongPassword,
    WrongRecovery,
)

TIMEOUT_S = (4.0, 10.0)
"""To connect, and to wait for an answer."""


def request(
    proxies: Proxies,
    base_url: str,
    method: str,
    path: str,
    body: dict[str, Any] | None = None,
    *,
    query: dict[str, str] | None = None,
    token: str = "",
) -> dict[str, Any]:
    """Ask, and wait; empty where the answer has no content.

    Raises:
        PracticeError: What the service refuses, or that it cannot be reached.
    """
    url = f"{base_url}/api/v1{path}"
    try:
        answer = requests.request(
            method,
            url,
            json=body,
            params=query,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=TIMEOUT_S,
            allow_redirects=False,
            proxies=proxies.for_requests(url),
        )
    except requests.exceptions.SSLError:
        raise CertificateRefused("certificate") from None
    except requests.exceptions.ProxyError as error:
        # The library tells the status in words alone.
        if any(f" {status} " in str(error) for status in SIGN_IN_STATUSES):
            raise _sign_in_needed(proxies) from None
        raise ServiceUnreachable(type(error).__name__) from None
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
    if answer.status_code in SIGN_IN_STATUSES and not isinstance(content, dict):
        raise _sign_in_needed(proxies)  # the service itself answers with problem details
    if answer.status_code >= 500 or not isinstance(content, dict):
        raise ServiceUnreachable(f"status {answer.status_code}")
    raise _refusal(str(content.get("code", "")), answer)


@dataclass(frozen=True)
class ServedFile:
    """A file as a browser gets it."""

    content: bytes
    """Empty where there is none."""
    policy: str = ""
    """Its content security policy."""


def fetch_file(proxies: Proxies, url: str) -> ServedFile:
    """What lies at an address.

    Raises:
        ServiceUnreachable
    """
    try:
        answer = requests.get(url, timeout=TIMEOUT_S, allow_redirects=False, proxies=proxies.for_requests(url))
    except requests.RequestException as error:
        raise ServiceUnreachable(type(error).__name__) from None
    if answer.status_code >= 500:
        raise ServiceUnreachable(f"status {answer.status_code}")
    if answer.status_code != 200:
        return ServedFile(b"")
    return ServedFile(answer.content, answer.headers.get("Content-Security-Policy", ""))


def _sign_in_needed(proxies: Proxies) -> ProxyAsksForSignIn:
    proxies.on_sign_in_needed()
    return ProxyAsksForSignIn("the proxy asks for a sign-in")


def _refusal(code: str, answer: requests.Response) -> Exception:
    if code == "too_many_attempts":
        wait = answer.headers.get("Retry-After", "")
        return TooManyAttempts(float(wait) if wait.isdigit() else 60.0)
    simple = {
        "wrong_credentials": WrongCredentials,
        "second_factor_needed": SecondFactorNeeded,
        "wrong_code": WrongCode,
        "wrong_password": WrongPassword,
        "wrong_recovery": WrongRecovery,
        "unknown_invitation": UnknownInvitation,
        "name_taken": NameTaken,
        "unauthorised": SignedOut,
        "changed_meanwhile": ChangedMeanwhile,
        "setup_closed": SetupClosed,
    }.get(code)
    return simple() if simple else ServiceRefused(code)
