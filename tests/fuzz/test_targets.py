"""Each fuzz target for a moment: good input, cut input, changed input, noise."""

import random
import time

import pytest

from tests.fuzz import Target, all_targets

FOR_S = 0.7
LEAST, MOST = 20, 400
INTERESTING = (b"\x00", b"\x7f", b"\x80", b"\xff", b"\xff\xff", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\r\n", b'"')


def spoilt(seed: bytes, dice: random.Random) -> bytes:
    """Cut, changed, doubled, put together anew."""
    data = bytearray(seed)
    for _ in range(dice.randrange(1, 6)):
        at = dice.randrange(len(data) + 1)
        end = min(len(data), at + dice.choice((1, 1, 2, 4, 16, 64)))
        kind = dice.randrange(5)
        if kind == 0:
            del data[at:]
        elif kind == 1:
            data[at:end] = dice.choice(INTERESTING)
        elif kind == 2:
            data[at:end] = dice.randbytes(end - at)
        elif kind == 3:
            data[at:at] = data[at:end]
        elif data:
            data[at % len(data)] ^= 1 << dice.randrange(8)
    return bytes(data)


@pytest.mark.parametrize("target", all_targets().values(), ids=lambda target: target.name)
def test_nothing_breaks_it(target: Target) -> None:
    dice = random.Random(target.name)
    for data in (*target.seeds, b"", b"\x00" * 64, b"\xff" * 64):
        target.run(data)
    until = time.monotonic() + FOR_S
    for tried in range(MOST):
        if tried >= LEAST and time.monotonic() > until:
            break
        noise = not target.seeds or tried % 8 == 0
        data = dice.randbytes(dice.randrange(200)) if noise else spoilt(dice.choice(target.seeds), dice)
        try:
            target.run(data)
        except Exception as error:
            pytest.fail(f"{type(error).__name__} on {data!r}")
