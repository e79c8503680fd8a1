"""Words of the account page."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale


def when(moment: datetime) -> str:
    """Day and time, as short as the language allows."""
    local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)


def role(name: str) -> str:
    if name == "staff":
        return QCoreApplication.translate("AccountTexts", "Staff")
    return QCoreApplication.translate("AccountTexts", "Practitioner")


def action(name: str) -> str:
    """What an entry of the audit trail says; the bare name where a newer service writes one."""
    texts = {
        "practice_set_up": QCoreApplication.translate("AccountTexts", "set up the practice"),
        "signed_in": QCoreApplication.translate("AccountTexts", "signed in"),
        "sign_in_failed": QCoreApplication.translate("AccountTexts", "failed to sign in"),
        "signed_out": QCoreApplication.translate("AccountTexts", "signed out"),
        "password_changed": QCoreApplication.translate("AccountTexts", "changed the password"),
        "recovery_code_set": QCoreApplication.translate("AccountTexts", "made a recovery code"),
        "recovery_code_used": QCoreApplication.translate("AccountTexts", "used the recovery code"),
        "second_factor_on": QCoreApplication.translate("AccountTexts", "switched a second factor on"),
        "second_factor_off": QCoreApplication.translate("AccountTexts", "switched a second factor off"),
        "session_ended": QCoreApplication.translate("AccountTexts", "ended other sign-ins"),
        "colleague_invited": QCoreApplication.translate("AccountTexts", "invited a colleague"),
        "invitation_withdrawn": QCoreApplication.translate("AccountTexts", "withdrew an invitation"),
        "invitation_accepted": QCoreApplication.translate("AccountTexts", "accepted an invitation"),
        "role_changed": QCoreApplication.translate("AccountTexts", "changed a role"),
        "account_deactivated": QCoreApplication.translate("AccountTexts", "deactivated an account"),
        "account_reactivated": QCoreApplication.translate("AccountTexts", "reactivated an account"),
        "second_factor_required": QCoreApplication.translate("AccountTexts", "asked everybody for a second factor"),
        "second_factor_optional": QCoreApplication.translate("AccountTexts", "left the second factor to each"),
        "data_exported": QCoreApplication.translate("AccountTexts", "exported the data"),
        "appointment_created": QCoreApplication.translate("AccountTexts", "entered an appointment"),
        "appointment_changed": QCoreApplication.translate("AccountTexts", "changed an appointment"),
        "appointment_cancelled": QCoreApplication.translate("AccountTexts", "cancelled an appointment"),
        "message_sent": QCoreApplication.translate("AccountTexts", "wrote to a patient"),
    }
    return texts.get(name, name)
