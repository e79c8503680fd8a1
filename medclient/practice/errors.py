"""What can go wrong between the desktop and the practice service; no message holds personal data."""


class PracticeError(Exception):
    """Base of all."""


class ServiceUnreachable(PracticeError):
    """No answer: the network, the service, or what lies between. Trying again may help."""


class WrongCredentials(PracticeError):
    pass


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
