"""Verdicts on service, line, relays and firewall."""

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from medclient.diagnostics.system_test.verdict import Item, Reason, Result, Verdict

LEAST_KBPS = 2_000
"""PRODUCT: at least 2,000 kbit/s."""
GOOD_KBPS = 4_000
SLOW_SERVICE_MS = 1_500.0
FINE_SKEW_S, WRONG_SKEW_S = 5.0, 120.0
GOOD_RTT_MS, BAD_RTT_MS = 150.0, 300.0
GOOD_JITTER_MS, BAD_JITTER_MS = 30.0, 80.0
GOOD_LOSS, BAD_LOSS = 0.01, 0.05
LEAST_PROBES = 10


class Reach(StrEnum):
    """How far a relay could be reached."""

    FINE = "fine"
    BLOCKED = "blocked"
    REFUSED = "refused"
    UNTRUSTED = "untrusted"


class Transport(StrEnum):
    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"


@dataclass(frozen=True)
class ServiceMeasured:
    reachable: bool
    untrusted: bool = False
    """Its certificate is not valid."""
    answer_ms: float = 0.0
    skew_s: float | None = None
    """How far the service's clock is ahead."""
    local: bool = False
    """It runs on this computer."""
    signed_in: bool = True
    round_trips_ms: tuple[float, ...] = ()
    down_kbps: float | None = None
    up_kbps: float | None = None


@dataclass(frozen=True)
class RelayMeasured:
    transport: Transport
    reach: Reach
    ms: float = 0.0
    """From asking to the allocation."""


@dataclass(frozen=True)
class DatagramsMeasured:
    """Questions to a STUN or TURN server by UDP, and what came back."""

    sent: int
    round_trips_ms: tuple[float, ...] = ()


def judge_service(measured: ServiceMeasured) -> Result:
    if measured.untrusted:
        return Result(Item.SERVICE, Verdict.BAD, Reason.SERVICE_UNTRUSTED)
    if not measured.reachable:
        return Result(Item.SERVICE, Verdict.BAD, Reason.SERVICE_UNREACHABLE)
    figures = {"ms": round(measured.answer_ms)}
    if measured.answer_ms > SLOW_SERVICE_MS:
        return Result(Item.SERVICE, Verdict.FAIR, Reason.SERVICE_SLOW, figures)
    return Result(Item.SERVICE, Verdict.GOOD, Reason.SERVICE_FINE, figures)


def judge_clock(measured: ServiceMeasured) -> Result:
    if measured.skew_s is None:
        return Result(Item.CLOCK, Verdict.IMPOSSIBLE, Reason.CLOCK_UNKNOWN)
    figures = {"seconds": round(abs(measured.skew_s), 1)}
    if abs(measured.skew_s) > WRONG_SKEW_S:
        return Result(Item.CLOCK, Verdict.BAD, Reason.CLOCK_WRONG, figures)
    if abs(measured.skew_s) > FINE_SKEW_S:
        return Result(Item.CLOCK, Verdict.FAIR, Reason.CLOCK_OFF, figures)
    return Result(Item.CLOCK, Verdict.GOOD, Reason.CLOCK_FINE, figures)


def judge_line(item: Item, measured: ServiceMeasured) -> Result:
    """One direction against the least of 2,000 kbit/s."""
    if measured.local:
        return Result(item, Verdict.IMPOSSIBLE, Reason.LINE_LOCAL)
    if measured.reachable and not measured.signed_in:
        return Result(item, Verdict.IMPOSSIBLE, Reason.LINE_SIGNED_OUT)
    kbps = measured.down_kbps if item is Item.DOWNLOAD else measured.up_kbps
    if kbps is None:
        return Result(item, Verdict.IMPOSSIBLE, Reason.LINE_UNKNOWN)
    figures = {"kbps": round(kbps), "least_kbps": LEAST_KBPS}
    if kbps < LEAST_KBPS:
        return Result(item, Verdict.BAD, Reason.LINE_NARROW, figures)
    if kbps < GOOD_KBPS:
        return Result(item, Verdict.FAIR, Reason.LINE_TIGHT, figures)
    return Result(item, Verdict.GOOD, Reason.LINE_FINE, figures)


def jitter_of(round_trips_ms: Sequence[float]) -> float:
    """Mean change from one round trip to the next (as RFC 3550 means it, without its smoothing)."""
    changes = [abs(b - a) for a, b in itertools.pairwise(round_trips_ms)]
    return statistics.fmean(changes) if changes else 0.0


def judge_delay(measured: ServiceMeasured, datagrams: DatagramsMeasured | None) -> Result:
    """By UDP where it was measured, as pictures travel; else by the service."""
    times = datagrams.round_trips_ms if datagrams and len(datagrams.round_trips_ms) >= LEAST_PROBES else ()
    if not times:
        if measured.local:
            return Result(Item.DELAY, Verdict.IMPOSSIBLE, Reason.LINE_LOCAL)
        times = measured.round_trips_ms
    if not times:
        return Result(Item.DELAY, Verdict.IMPOSSIBLE, Reason.LINE_UNKNOWN)
    rtt, jitter = statistics.median(times), jitter_of(times)
    figures = {"rtt_ms": round(rtt), "jitter_ms": round(jitter)}
    if rtt > BAD_RTT_MS or jitter > BAD_JITTER_MS:
        return Result(Item.DELAY, Verdict.BAD, Reason.DELAY_VERY_LONG, figures)
    if rtt > GOOD_RTT_MS or jitter > GOOD_JITTER_MS:
        return Result(Item.DELAY, Verdict.FAIR, Reason.DELAY_LONG, figures)
    return Result(Item.DELAY, Verdict.GOOD, Reason.DELAY_FINE, figures)


def judge_loss(datagrams: DatagramsMeasured | None) -> Result:
    if datagrams is None or datagrams.sent < LEAST_PROBES or not datagrams.round_trips_ms:
        return Result(Item.LOSS, Verdict.IMPOSSIBLE, Reason.LOSS_UNKNOWN)
    loss = 1 - len(datagrams.round_trips_ms) / datagrams.sent
    figures = {"percent": round(100 * loss, 1)}
    if loss > BAD_LOSS:
        return Result(Item.LOSS, Verdict.BAD, Reason.LOSS_MUCH, figures)
    if loss > GOOD_LOSS:
        return Result(Item.LOSS, Verdict.FAIR, Reason.LOSS_SOME, figures)
    return Result(Item.LOSS, Verdict.GOOD, Reason.LOSS_NONE, figures)


RELAY_ITEMS = {
    Transport.UDP: Item.RELAY_UDP,
    Transport.TCP: Item.RELAY_TCP,
    Transport.TLS: Item.RELAY_TLS,
}
_REASONS = {
    Reach.BLOCKED: Reason.RELAY_BLOCKED,
    Reach.REFUSED: Reason.RELAY_REFUSED,
    Reach.UNTRUSTED: Reason.RELAY_UNTRUSTED,
}


def judge_relays(measured: Sequence[RelayMeasured]) -> list[Result]:
    """One verdict for each transport: its best server counts. One blocked way is fair where another is open."""
    any_way = any(each.reach is Reach.FINE for each in measured)
    results = []
    for transport, item in RELAY_ITEMS.items():
        own = [each for each in measured if each.transport is transport]
        fine = [each for each in own if each.reach is Reach.FINE]
        if not own:
            results.append(Result(item, Verdict.IMPOSSIBLE, Reason.RELAY_NONE))
        elif fine:
            results.append(Result(item, Verdict.GOOD, Reason.RELAY_FINE, {"ms": round(min(each.ms for each in fine))}))
        else:
            results.append(Result(item, Verdict.FAIR if any_way else Verdict.BAD, _REASONS[own[0].reach]))
    return results


def judge_firewall(relays: Sequence[RelayMeasured], datagrams: DatagramsMeasured | None, *, proxy: bool) -> Result:
    """What the results say about the network between here and there."""
    udp_asked = bool(datagrams and datagrams.sent) or any(each.transport is Transport.UDP for each in relays)
    udp = bool(datagrams and datagrams.round_trips_ms) or any(
        each.transport is Transport.UDP and each.reach is not Reach.BLOCKED for each in relays
    )
    others = [each for each in relays if each.transport is not Transport.UDP]
    other_way = any(each.reach is Reach.FINE for each in others)
    if not udp_asked and not others:
        return Result(Item.FIREWALL, Verdict.IMPOSSIBLE, Reason.FIREWALL_PROXY if proxy else Reason.FIREWALL_UNKNOWN)
    if udp:
        return Result(Item.FIREWALL, Verdict.GOOD, Reason.FIREWALL_OPEN)
    if other_way:
        return Result(Item.FIREWALL, Verdict.FAIR, Reason.FIREWALL_NO_UDP)
    return Result(Item.FIREWALL, Verdict.BAD, Reason.FIREWALL_CLOSED)
