"""The practice PC of a network test: the real program as a process of its own, told what to do line by line.

Commands come on standard input, one word and perhaps an argument; each is answered by one line `END <JSON>`:

    link            the access link of the first appointment
    start           press Start as soon as its patient waits
    flows SINCE     when the first new picture and the first sound came after SINCE (epoch ms), and the call's state
    settled         whether it has the service, and one transport, with none asked for
    way             what carries the call: `host`, `srflx`, or `relay` with what leads there
    chat TEXT       send a line
    circle          ask for a new transport
    set-clock S     the computer's clock goes S seconds before the true one
    break-engine    the loop of the engine thread fails
    kill-service    the practice service crashes
    hang-up         end the consultation
    quit            end the program, as closing the window does
"""

import argparse
import os
from dataclasses import replace
from pathlib import Path

from medclient import memory, startup
from medclient.options import Options


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--listen", default="127.0.0.1:0")
    parser.add_argument("--service", default="")
    parser.add_argument("--data-dir", required=True, type=Path)
    given = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    demo = Options(
        demo=True, camera="test-pattern", microphone="test-tone", language="de", patient="none", data_dir=given.data_dir
    )
    if given.service:
        chosen = replace(demo, service=given.service)
    else:
        chosen = replace(demo, listen=given.listen, public_url=f"http://{given.listen}")
    # As `medclient.__main__` does it: the service starts while the desktop's libraries are loaded.
    with startup.ground(chosen) as ground:
        with memory.loading():
            from tests.network import commands

        commands.obey(ground)


if __name__ == "__main__":
    main()
