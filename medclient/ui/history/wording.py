"""The facts of a consultation in words: for the summary, the list, the clipboard and the export."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from medclient.practice.facts import CallFacts
from medclient.ui.appointments import texts


def length(duration: timedelta) -> str:
    seconds = int(duration.total_seconds())
    if seconds < 60:
        return QCoreApplication.translate("CallFacts", "{seconds} s").format(seconds=seconds)
    return texts.length(duration)


def pairs(facts: CallFacts) -> list[tuple[str, str]]:
    """Names and values, in the order in which they are read."""
    translate = QCoreApplication.translate
    if facts.started_at is None:
        return [(translate("CallFacts", "End"), texts.clock(facts.ended_at))]
    interruptions = str(facts.interruptions) if facts.interruptions else translate("CallFacts", "none")
    consent = translate("CallFacts", "not recorded") if facts.consent_at is None else texts.clock(facts.consent_at)
    result = [
        (translate("CallFacts", "Start"), texts.clock(facts.started_at)),
        (translate("CallFacts", "End"), texts.clock(facts.ended_at)),
        (translate("CallFacts", "Duration"), length(facts.duration)),
        (translate("CallFacts", "Interruptions"), interruptions),
        (translate("CallFacts", "Patient's consent"), consent),
    ]
    if facts.cover_at is not None:
        result.append((translate("CallFacts", "Insurance confirmed aloud"), texts.clock(facts.cover_at)))
    return result


def note(facts: CallFacts) -> str:
    """What is copied: one line for each fact, without the patient's name."""
    day = texts.long_day(facts.ended_at.astimezone().date())
    title = QCoreApplication.translate("CallFacts", "Video consultation on {day}").format(day=day)
    return "\n".join([title, *(f"{name}: {value}" for name, value in pairs(facts))])


def columns() -> tuple[str, ...]:
    """Headings of the list and the export."""
    translate = QCoreApplication.translate
    return (
        translate("CallFacts", "Day"),
        translate("CallFacts", "Patient"),
        translate("CallFacts", "Start"),
        translate("CallFacts", "End"),
        translate("CallFacts", "Duration"),
        translate("CallFacts", "Interruptions"),
        translate("CallFacts", "Consent"),
        translate("CallFacts", "Insurance"),
    )


def cells(facts: CallFacts) -> tuple[str, ...]:
    """One row of the list."""
    return (
        texts.short_day(facts.ended_at.astimezone().date()),
        facts.patient_name,
        texts.clock(facts.started_at) if facts.started_at else "",
        texts.clock(facts.ended_at),
        length(facts.duration),
        str(facts.interruptions),
        texts.clock(facts.consent_at) if facts.consent_at else "–",
        texts.clock(facts.cover_at) if facts.cover_at else "–",
    )


def export_columns() -> tuple[str, ...]:
    translate = QCoreApplication.translate
    return (*columns(), translate("CallFacts", "Practitioner"), translate("CallFacts", "Ended by the patient"))


def export_cells(facts: CallFacts) -> tuple[str, ...]:
    """One row of the export: days as ISO 8601, lengths in minutes, so that a spreadsheet can count with them."""
    translate = QCoreApplication.translate

    def clock(moment: datetime | None) -> str:
        return moment.astimezone().strftime("%H:%M:%S") if moment else ""

    return (
        facts.ended_at.astimezone().date().isoformat(),
        facts.patient_name,
        clock(facts.started_at),
        clock(facts.ended_at),
        str(round(facts.duration.total_seconds() / 60)),
        str(facts.interruptions),
        clock(facts.consent_at),
        clock(facts.cover_at),
        facts.practitioner_name,
        translate("CallFacts", "yes") if facts.ended_by_patient else translate("CallFacts", "no"),
    )
