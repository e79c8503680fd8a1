"""A day of appointments to look at and to rehearse with."""

from datetime import datetime, timedelta

from medclient.practice.client import PracticeClient

DAY = (
    (timedelta(minutes=2), 20, "Erika Beispiel", "Kontrolle"),
    (timedelta(minutes=20), 20, "Max Muster", "Befundbesprechung"),
    (timedelta(minutes=40), 20, "Nina Test", "Erstgespräch"),
    (timedelta(minutes=75), 30, "Jörg Müßig", "Wundkontrolle"),
    (timedelta(minutes=120), 20, "Ayşe Yılmaz", "Medikation"),
    (timedelta(minutes=-75), 20, "Karl-Heinz Vogel", "Rezept"),
)
"""From now, minutes, name, reason."""


def seed_day(client: PracticeClient, now: datetime) -> None:
    """Create the day's appointments; the first can be started at once."""
    begin = now.replace(second=0, microsecond=0)
    for offset, minutes, name, reason in DAY:
        client.create_appointment(name, reason, begin + offset, minutes)
