"""What is done before the libraries are loaded: folder, lock, settings, and the start of the practice service.

The service takes as long to load its own libraries as the desktop does; so both load at once. Nothing here may import
more than it needs.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile

from medclient import memory, settings
from medclient.options import Options
from medclient.practice.embedded import EmbeddedService
from medclient.settings import Paths, Settings


@dataclass(frozen=True)
class Ground:
    """What the program stands on."""

    options: Options
    paths: Paths
    alone: bool
    """No other program works in the folder; where one does, the rest below is empty."""
    remembered: Settings
    service: EmbeddedService | None
    """The embedded practice service, on its way; None where another one is used."""


@contextlib.contextmanager
def ground(options: Options) -> Iterator[Ground]:
    """The folder, for us alone, and the service in it.

    Raises:
        OSError: The folder or the settings cannot be read.
    """
    memory.be_sparing()
    with data_folder(options) as paths:
        paths.create()
        with only_one(paths) as alone:
            if not alone:
                yield Ground(options, paths, alone, Settings(), None)
                return
            remembered = settings.load(paths.settings_file)
            if options.demo and remembered == Settings():
                remembered = remembered.changed(language="de")
            service = None
            if not (options.service or remembered.service_url):
                service = embedded_service(options, paths)
                service.begin()
            try:
                yield Ground(options, paths, alone, remembered, service)
            finally:
                if service:
                    service.stop()


def embedded_service(options: Options, paths: Paths) -> EmbeddedService:
    """The service of this computer's practice, not yet started."""
    return EmbeddedService(paths.data_dir, options.listen, options.public_url)


@contextlib.contextmanager
def data_folder(options: Options) -> Iterator[Paths]:
    """The folder to work in; a demonstration leaves nothing behind unless it is told where."""
    if options.data_dir or not options.demo:
        yield Paths(options.data_dir.resolve()) if options.data_dir else Paths.default()
        return
    with tempfile.TemporaryDirectory(prefix="medclient-demo-", ignore_cleanup_errors=True) as folder:
        yield Paths(Path(folder))


@contextlib.contextmanager
def only_one(paths: Paths) -> Iterator[bool]:
    """Whether this is the only program that works in the folder; the lock goes with the process."""
    lock = QLockFile(str(paths.lock_file))
    lock.setStaleLockTime(0)
    held = lock.tryLock(100)
    try:
        yield held
    finally:
        if held:
            lock.unlock()
