"""Scenes of sign-in with all its ways, of the account page, and of the locked screen."""

from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QWidget

from medclient.practice.administration import AuditEntry, OpenInvitation
from medclient.practice.colleagues import Colleague
from medclient.practice.own_account import SecondFactorSecret, SignInEntry
from medclient.practice.sessions import OpenedInvitation, Session
from medclient.protocol.invitation_link import InvitationLink
from medclient.protocol.recovery_code import RecoveryCode
from medclient.ui.account.dialogs import InviteDialog, PasswordDialog, Purpose
from medclient.ui.account.page import AccountPage
from medclient.ui.lock.page import LockPage
from medclient.ui.sign_in.invitation_page import InvitationPage
from medclient.ui.sign_in.recovery_code_page import RecoveryCodePage
from medclient.ui.sign_in.recovery_page import RecoveryPage
from medclient.ui.sign_in.second_factor_page import SecondFactorPage
from medclient.ui.sign_in.sign_in_page import SignInError, SignInPage
from tests.ui.scenes import Scene

NOW = datetime(2026, 11, 26, 9, 2, 20).astimezone().astimezone(UTC)
SECRET = SecondFactorSecret(
    "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "otpauth://totp/Praxis%20am%20Park:Dr.%20Anna%20Arnold?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Praxis",
)
LINK = InvitationLink("https://video.example", "AAAAAAAAAAAAAAAAAAAAAA", bytes(32))


def session(**more: object) -> Session:
    values: dict[str, object] = {
        "token": "t",
        "practice_key": bytes(32),
        "account_id": "1",
        "display_name": "Dr. Anna Arnold",
        "sign_in_name": "arnold",
        "role": "practitioner",
        "practice_name": "Praxis am Park",
        "admin": True,
    }
    return Session(**(values | more))  # type: ignore[arg-type]


def sign_in(error: SignInError | None = None, *, can_remember: bool = True, code: bool = True) -> QWidget:
    page = SignInPage(can_remember=can_remember)
    page.set_account_name("Dr. Anna Arnold")
    page.ask_code(code)
    page.set_error(error)
    return page


def recovery(error: str = "") -> QWidget:
    page = RecoveryPage()
    page.begin("Dr. Anna Arnold")
    page.set_error(error, 5)
    return page


def recovery_wrong() -> QWidget:
    page = RecoveryPage()
    page._submit()
    return page


def invitation(error: str = "", *, opened: bool = False) -> QWidget:
    page = InvitationPage()
    if opened:
        page.show_invitation(OpenedInvitation(LINK, "Praxis am Park", "Sabine Empfang", "staff", False, bytes(32)))
    page.set_error(error)
    return page


def recovery_code(*, failed: bool = False) -> QWidget:
    page = RecoveryCodePage()
    page.show_code(RecoveryCode("K4QTMPSWP2EKVHDZ2E5JY08CMBDQ"), "arnold")
    page.set_failed(failed)
    return page


def second_factor(error: str = "", *, required: bool = False) -> QWidget:
    page = SecondFactorPage()
    page.begin(SECRET, required=required)
    page.set_error(error)
    return page


def lock(*, wrong: bool = False, wait_s: int = 0) -> QWidget:
    page = LockPage()
    page.begin("Dr. Anna Arnold")
    page.set_wrong(wrong, wait_s)
    return page


def account(**more: object) -> AccountPage:
    page = AccountPage()
    page.begin(session(**more))
    page.own.show_lock_minutes(10)
    page.own.show_sign_ins(
        (
            SignInEntry("1", "SPRECHZIMMER-1 (Windows)", NOW - timedelta(days=3), NOW, True),
            SignInEntry("2", "Anmeldung (Windows)", NOW - timedelta(days=12), NOW - timedelta(hours=20), False),
        )
    )
    return page


def practice(*, audit: bool = False, **more: object) -> QWidget:
    page = account(**more)
    page.practice_button.click()
    page.practice.show_people(
        (
            Colleague("1", "Dr. Anna Arnold", "practitioner", True, True, "arnold", True),
            Colleague("2", "Dr. Bernd Berger", "practitioner", False, True, "berger", False),
            Colleague("3", "Sabine Empfang", "staff", False, True, "sabine", True),
            Colleague("4", "Maria-Magdalena von und zu Hohenlohe-Langenburg", "staff", False, False, "maria", False),
        ),
        (OpenInvitation("i", "Claus Cordes", "practitioner", False, NOW + timedelta(days=6)),),
    )
    if audit:
        page.practice.show_audit(
            (
                AuditEntry(4, NOW, "Sabine Empfang", "appointment_created", "l"),
                AuditEntry(3, NOW - timedelta(minutes=3), "Sabine Empfang", "signed_in", ""),
                AuditEntry(2, NOW - timedelta(hours=1), "Dr. Anna Arnold", "role_changed", "3"),
                AuditEntry(1, NOW - timedelta(hours=2), "Dr. Anna Arnold", "colleague_invited", ""),
            )
        )
    return page


_KEEP: list[QWidget] = []
"""Dialogs need their parents alive."""


def question(purpose: Purpose, error: str = "") -> QWidget:
    parent = account()
    _KEEP.append(parent)
    dialog = PasswordDialog(purpose, parent)
    if error:
        dialog.set_error(error)
    return dialog


def invite(*, made: bool = False) -> QWidget:
    parent = account()
    _KEEP.append(parent)
    dialog = InviteDialog(parent)
    if made:
        dialog.show_link(LINK.url)
    return dialog


SCENES: tuple[Scene, ...] = (
    Scene("sign-in-code", sign_in),
    Scene("sign-in-code-wrong", lambda: sign_in(SignInError.WRONG_CODE)),
    Scene("sign-in-no-keyring", lambda: sign_in(can_remember=False, code=False)),
    Scene("recovery", recovery),
    Scene("recovery-wrong", recovery_wrong),
    Scene("recovery-refused", lambda: recovery("wrong"), 900, 600),
    Scene("invitation", invitation),
    Scene("invitation-unknown", lambda: invitation("unknown")),
    Scene("invitation-opened", lambda: invitation(opened=True)),
    Scene("invitation-name-taken", lambda: invitation("name_taken", opened=True)),
    Scene("recovery-code", recovery_code),
    Scene("recovery-code-failed", lambda: recovery_code(failed=True)),
    Scene("second-factor", second_factor),
    Scene("second-factor-required", lambda: second_factor("wrong", required=True)),
    Scene("account", lambda: account(second_factor=True, recovery_code=True)),
    Scene("account-new", account),
    Scene("account-staff", lambda: account(admin=False, second_factor=True, second_factor_required=True), 900, 600),
    Scene("practice", practice),
    Scene("practice-audit", lambda: practice(audit=True, second_factor_required=True), 1280, 1200),
    Scene("account-password", lambda: question(Purpose.NEW_PASSWORD), 0, 0),
    Scene("account-recovery-code", lambda: question(Purpose.RECOVERY_CODE), 0, 0),
    Scene("account-second-factor-on", lambda: question(Purpose.SECOND_FACTOR_ON), 0, 0),
    Scene("account-second-factor-off", lambda: question(Purpose.SECOND_FACTOR_OFF, "wrong_code"), 0, 0),
    Scene("account-export", lambda: question(Purpose.EXPORT, "wrong_password"), 0, 0),
    Scene("account-deletion", lambda: question(Purpose.DELETION), 0, 0),
    Scene("invite", invite, 0, 0),
    Scene("invite-made", lambda: invite(made=True), 0, 0),
    Scene("lock", lock),
    Scene("lock-wrong", lambda: lock(wrong=True)),
    Scene("lock-wait", lambda: lock(wrong=True, wait_s=16)),
)
