"""`--system-test` and `--system-report`: diagnostics without a window, for support and for whoever looks after many."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from PySide6.QtCore import QCoreApplication

from medclient import settings, startup
from medclient.diagnostics.report import archive
from medclient.diagnostics.report.content import Facts, collect
from medclient.diagnostics.system_test import kept, run
from medclient.diagnostics.system_test.service_probe import ServiceAccess
from medclient.diagnostics.system_test.verdict import Verdict
from medclient.media.local_media import LocalMedia, MediaChoice
from medclient.media.processing import ProcessingChoice
from medclient.network.proxy import Proxies, ProxyChoice, ProxyWay
from medclient.network.system_proxy import system_proxy
from medclient.options import Options
from medclient.practice.credentials import Credentials
from medclient.practice.embedded import EmbeddedServiceError
from medclient.settings import Paths, Settings
from medclient.ui import translation
from medclient.ui.report.words import ReportWords

FOUND_BAD = 3
"""Exit code of a test that found something bad."""


def system_report(options: Options) -> int:
    """Write the report; also while the program runs in the same folder."""
    if options.system_report is None:
        raise ValueError("no file")
    app = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    with startup.data_folder(options) as paths:
        remembered = _settings(paths)
        translation.install(app, options.language or remembered.language)
        service = "own" if options.service or remembered.service_url else "embedded"
        facts = Facts(paths, remembered, service=service, names=(remembered.account_name,))
        try:
            archive.save(options.system_report.absolute(), collect(facts), ReportWords().all())
        except OSError as error:
            sys.stderr.write(f"the report was not saved: {error.strerror}\n")
            return 1
    return 0


def system_test(options: Options) -> int:
    """Measure, and print one JSON object."""
    with startup.data_folder(options) as paths:
        paths.create()
        remembered = _settings(paths)
        choice = MediaChoice(
            options.camera or remembered.camera,
            options.microphone or remembered.microphone,
            options.speaker or remembered.speaker,
            ProcessingChoice(remembered.echo_cancellation, remembered.noise_suppression, remembered.gain_control),
        )
        media = LocalMedia(choice, lambda state: None)
        try:
            with _service(options, paths, remembered) as access:
                tracks, last = run.plan(media, access, ())
                report = run.run(tracks, last, lambda event: None, threading.Event())
        finally:
            media.close()
        kept.keep(paths.diagnostics_dir / kept.FILE_NAME, report)
    sys.stdout.write(json.dumps(report.to_json(), ensure_ascii=False) + "\n")
    return FOUND_BAD if report.worst is Verdict.BAD else 0


def _settings(paths: Paths) -> Settings:
    try:
        return settings.load(paths.settings_file)
    except OSError:
        return Settings()


@contextmanager
def _service(options: Options, paths: Paths, remembered: Settings) -> Iterator[ServiceAccess | None]:
    """The practice service, with the session that this computer remembers; started where nobody else runs it."""
    url = options.service or remembered.service_url
    if url:
        yield _access(url, paths)
        return
    with startup.only_one(paths) as alone:
        if not alone:
            yield None
            return
        service = startup.embedded_service(options, paths)
        try:
            service.start()
            yield _access(service.local_url, paths)
        except EmbeddedServiceError:
            yield None
        finally:
            service.stop()


def _access(url: str, paths: Paths) -> ServiceAccess:
    proxies = Proxies(ProxyChoice(ProxyWay.SYSTEM), system_proxy)
    with suppress(Exception):  # whatever the system's keyring has against it: then nobody is signed in
        session = Credentials(paths.remembered_file).load(url)
        if session:
            return ServiceAccess(url, session.token, proxies=proxies)
    return ServiceAccess(url, proxies=proxies)
