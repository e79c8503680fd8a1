"""Whether somebody speaks into a microphone that is off: for a hint, from levels alone, and nothing is kept."""

VOICE_DBFS = -38.0
VOICE_S = 0.35
"""So much voice within the last moments is speech: a cough or a knock on the table is shorter."""
WITHIN_S = 1.2
SHOWN_S = 4.0
"""The hint stays long enough to be read, also in the pauses between two words."""


class TalkDetector:
    """Levels and their length go in; time is counted by the sound itself."""

    def __init__(self) -> None:
        self._voice_s = 0.0
        self._shown_s = 0.0

    @property
    def talking(self) -> bool:
        return self._shown_s > 0

    def hear(self, level_dbfs: float, seconds: float) -> None:
        """A piece of what the microphone hears while it is off."""
        if level_dbfs > VOICE_DBFS:
            self._voice_s = min(self._voice_s + seconds, VOICE_S)
        else:
            self._voice_s = max(0.0, self._voice_s - seconds * VOICE_S / WITHIN_S)
        if self._voice_s >= VOICE_S:
            self._shown_s = SHOWN_S
        else:
            self._shown_s = max(0.0, self._shown_s - seconds)

    def reset(self) -> None:
        """The microphone was switched."""
        self._voice_s = self._shown_s = 0.0
