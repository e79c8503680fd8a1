"""When something last came and went over a peer connection, told from its growing counters."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from medclient.session.aiortc_seam import PeerConnection
from medclient.session.mutual_view import NO_FLOW, Flow

USUAL = timedelta(seconds=0.25)
LATE = timedelta(seconds=0.4)
ASLEEP = timedelta(seconds=2)
"""From look to look. A busy machine looks late, and what has arrived lies unread: that is no silence. After a sleep all
is due."""


@dataclass
class Movements:
    """When growing counters last grew; looked at several times a second."""

    _counted: dict[str, int] = field(default_factory=dict)
    _moved_at: dict[str, datetime] = field(default_factory=dict)
    _looked_at: datetime | None = None

    def look(self, counts: dict[str, int], now: datetime) -> None:
        since = now - self._looked_at if self._looked_at else timedelta(0)
        self._looked_at = now
        if LATE < since < ASLEEP:
            self._moved_at = {name: at + since - USUAL for name, at in self._moved_at.items()}
        for name, count in counts.items():
            if count > self._counted.get(name, 0):
                self._moved_at[name] = now
        self._counted = counts

    def moved(self, name: str) -> datetime | None:
        return self._moved_at.get(name)


@dataclass
class FlowMeter:
    """Of one peer connection; look several times a second."""

    peer: PeerConnection
    rtp_at: datetime | None = None
    """When RTP last arrived."""
    heard_at: datetime | None = None
    """When anything last arrived: RTP, RTCP or DTLS."""
    flow: Flow = NO_FLOW
    _movements: Movements = field(default_factory=Movements)

    async def look(self, now: datetime) -> None:
        stats = (await self.peer.getStats()).values()
        counts = {"heard": sum(each.packetsReceived for each in stats if each.type == "transport")}
        senders, receivers = self.peer.media_senders, self.peer.media_receivers
        if len(receivers) == 2:
            audio, video = receivers["audio"].statistics(), receivers["video"].statistics()
            counts |= {
                "rtp": audio.packets_received + video.packets_received,
                "audio": audio.packets_received,
                "video": video.frames_decoded,
                "audio sent": senders["audio"].statistics().packets_sent,
                "video sent": senders["video"].statistics().packets_sent,
            }
        self._movements.look(counts, now)
        moved = self._movements.moved
        self.rtp_at, self.heard_at = moved("rtp"), moved("heard")
        self.flow = Flow(moved("audio"), moved("video"), moved("audio sent"), moved("video sent"))
