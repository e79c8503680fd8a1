"""The whole test: its tracks run beside each other as far as they do not disturb each other.

Knows no thread of a user interface: `on_event` is called from the tracks' threads.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from medclient.diagnostics.log import trace_of
from medclient.diagnostics.system_test import devices, machine, network
from medclient.diagnostics.system_test.camera_probe import measure_camera
from medclient.diagnostics.system_test.machine_probe import measure_machine
from medclient.diagnostics.system_test.processor_probe import measure_processor
from medclient.diagnostics.system_test.relay_probe import measure_relays
from medclient.diagnostics.system_test.service_probe import ServiceAccess, fetch_ice_servers, measure_service
from medclient.diagnostics.system_test.sound_probe import measure_sound
from medclient.diagnostics.system_test.verdict import Item, Reason, Result, TestReport, Verdict
from medclient.media.local_media import LocalMedia

log = logging.getLogger("medclient.diagnostics.system_test")


@dataclass(frozen=True)
class Started:
    """These are being measured now."""

    items: tuple[Item, ...]


@dataclass(frozen=True)
class Speak:
    """The person should speak now, or need no longer."""

    now: bool


@dataclass(frozen=True)
class Finished:
    result: Result


Event = Started | Speak | Finished
OnEvent = Callable[[Event], None]


@dataclass(frozen=True)
class Step:
    """One probe and the items it is about."""

    items: tuple[Item, ...]
    measure: Callable[[threading.Event], Sequence[Result]]


Track = Sequence[Step]


def plan(
    media: LocalMedia | None,
    access: ServiceAccess | None,
    screens: tuple[tuple[int, int], ...],
    on_event: OnEvent = lambda event: None,
) -> tuple[Sequence[Track], Track]:
    """What is to be measured: tracks side by side, and what comes after them.

    The processor comes last: it would slow the others down, and they it.
    """

    tracks: list[Track] = [[Step((Item.MEMORY, Item.SCREEN, Item.SYSTEM), partial(_computer, screens))]]
    if media is not None:
        tracks.append([Step((Item.MICROPHONE, Item.SPEAKER, Item.ECHO), partial(_sound, media, on_event))])
        tracks.append([Step((Item.CAMERA,), partial(_camera, media))])
    if access is not None:
        names = (Item.SERVICE, Item.CLOCK, Item.DOWNLOAD, Item.UPLOAD, Item.DELAY, Item.LOSS)
        relays = (*network.RELAY_ITEMS.values(), Item.FIREWALL)
        tracks.append([Step((*names, *relays), partial(_line, access))])
    return tracks, [Step((Item.PROCESSOR,), _processor)]


def _camera(media: LocalMedia, stop: threading.Event) -> Sequence[Result]:
    return [devices.judge_camera(measure_camera(media, stop))]


def _sound(media: LocalMedia, on_event: OnEvent, stop: threading.Event) -> Sequence[Result]:
    measured = measure_sound(media, stop, lambda now: on_event(Speak(now)))
    return [devices.judge_microphone(measured), devices.judge_speaker(measured), devices.judge_echo(measured)]


def _line(access: ServiceAccess, stop: threading.Event) -> Sequence[Result]:
    service = measure_service(access, stop)
    servers = fetch_ice_servers(access) if service.reachable and not stop.is_set() else []
    relays = measure_relays(servers, stop, access.proxies)
    return [
        network.judge_service(service),
        network.judge_clock(service),
        network.judge_line(Item.DOWNLOAD, service),
        network.judge_line(Item.UPLOAD, service),
        network.judge_delay(service, relays.datagrams),
        network.judge_loss(relays.datagrams),
        *network.judge_relays(relays.relays),
        network.judge_firewall(relays.relays, relays.datagrams, proxy=relays.proxy),
    ]


def _computer(screens: tuple[tuple[int, int], ...], stop: threading.Event) -> Sequence[Result]:
    measured = measure_machine(screens)
    return [machine.judge_memory(measured), machine.judge_screen(measured), machine.judge_system(measured)]


def _processor(stop: threading.Event) -> Sequence[Result]:
    return [machine.judge_processor(measure_processor(stop))]


def run(tracks: Sequence[Track], last: Track, on_event: OnEvent, stop: threading.Event) -> TestReport:
    """Measure everything; blocks until all is done. With `stop` set it ends within a second or two."""
    results: dict[Item, Result] = {}

    def work(track: Track) -> None:
        for step in track:
            on_event(Started(step.items))
            for result in _measured(step, stop):
                results[result.item] = result
                on_event(Finished(result))

    began = time.monotonic()
    with ThreadPoolExecutor(max(1, len(tracks)), thread_name_prefix="system test") as pool:
        list(pool.map(work, tracks))
    work(last)
    log.info("system test: %.1f s, %d items", time.monotonic() - began, len(results))
    return TestReport(datetime.now(UTC), tuple(results[item] for item in Item if item in results))


def _measured(step: Step, stop: threading.Event) -> Sequence[Result]:
    if stop.is_set():
        return [Result(item, Verdict.IMPOSSIBLE, Reason.CANCELLED) for item in step.items]
    try:
        results = step.measure(stop)
    except Exception as error:  # One probe that breaks must not take the others with it.
        log.error("a probe failed\n%s", trace_of(error))
        return [Result(item, Verdict.IMPOSSIBLE, Reason.FAILED) for item in step.items]
    if stop.is_set():
        return [Result(item, Verdict.IMPOSSIBLE, Reason.CANCELLED) for item in step.items]
    return results
