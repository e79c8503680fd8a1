"""What can go wrong between the desktop and the practice service; no message holds personal data."""


class PracticeError(Exception):
    """Base of all."""


class ServiceUnreachable(PracticeError):
    """No answer: the network, the service, or what lies between. Trying again may help."""


class CertificateRefused(ServiceUnreachable):
    """Something answers, but with a certificate that no known authority has signed for this name and time."""


class ProxyAsksForSignIn(ServiceUnreachable):
    """The network's HTTP proxy wants a name and a password first."""


class WrongCredentials(PracticeError):
    pass


class SecondFactorNeeded(PracticeError):
    """Name and password are right; the code of the second factor is still missing."""


class WrongCode(PracticeError):
    """The code of the second factor is wrong, has run out, or was used already."""


class WrongPassword(PracticeError):
    """The password that must confirm an action is wrong."""


class WrongRecovery(PracticeError):
    """Sign-in name or recovery code is wrong."""


class UnknownInvitation(PracticeError):
    """There is none, or it was used, withdrawn, or has run out."""


class NameTaken(PracticeError):
    """Somebody has this sign-in name already."""


class TooManyAttempts(PracticeError):
    def __init__(self, retry_after_s: float) -> None:
        super().__init__("too many attempts")
        self.retry_after_s = retry_after_s


class SignedOut(PracticeError):
    """The session has ended or was revoked."""


class ChangedMeanwhile(PracticeError):
    """Somebody else changed the appointment; load it again."""


class SetupClosed(PracticeError):
    """The service has its practice already."""


class ServiceRefused(PracticeError):
    """Any other refusal; `code` as in docs/service-api.md."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
