"""A practice with a day of appointments to look at and to rehearse with."""

from collections.abc import Callable
from datetime import datetime, timedelta

from medclient.practice.client import PracticeClient

PRACTICE = "Praxis am Markt"
NAME = "Dr. Anna Arnold"
OPEN_SESAME = "vorfuehrung"
"""A made-up practice on this computer has nothing to protect."""
DAY = (
    (timedelta(minutes=2), 20, "Erika Beispiel", "Kontrolle"),
    (timedelta(minutes=20), 20, "Max Muster", "Befundbesprechung"),
    (timedelta(minutes=40), 20, "Nina Test", "Erstgespräch"),
    (timedelta(minutes=75), 30, "Jörg Müßig", "Wundkontrolle"),
    (timedelta(minutes=120), 20, "Ayşe Yılmaz", "Medikation"),
    (timedelta(minutes=-75), 20, "Karl-Heinz Vogel", "Rezept"),
)
"""From now, minutes, name, reason."""


def sign_in(client: PracticeClient, clock: Callable[[], datetime]) -> None:
    """Sign in to the made-up practice; it and its day are made where they are missing. Blocks.

    `clock` is asked after the service was: only then does it know whether this computer's is right.
    """
    if not client.is_set_up():
        client.set_up_practice(PRACTICE, NAME, NAME, OPEN_SESAME)
    client.sign_in(NAME, OPEN_SESAME)
    now = clock()
    begin = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    if not client.appointments(begin, begin + timedelta(days=1)):
        seed_day(client, now)


def seed_day(client: PracticeClient, now: datetime) -> None:
    """Create the day's appointments; the first can be started at once."""
    begin = now.replace(second=0, microsecond=0)
    for offset, minutes, name, reason in DAY:
        client.create_appointment(name, reason, begin + offset, minutes)
