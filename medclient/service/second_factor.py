"""Time-based one-time codes (RFC 6238) as the second factor."""

import hmac
import re
from datetime import datetime

import pyotp
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from medclient.service.database import Account

STEP_S = 30
TOLERATED_STEPS = 1
"""How far the telephone's clock may be from ours, in steps."""
SECRET = re.compile(r"[A-Z2-7]{32}")
"""160 bits, as RFC 4226 section 4 recommends."""


def accepted_step(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The step whose code this is; None where it is no code of now, or one that was used.

    All steps are compared, whichever fits, so that the time taken tells nothing.
    """
    current = int(now.timestamp()) // STEP_S
    digits = "".join(code.split())
    totp = pyotp.TOTP(secret, interval=STEP_S)
    found = None
    for step in range(current - TOLERATED_STEPS, current + TOLERATED_STEPS + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode())
        if right and step > last_step:
            found = step
    return found


async def use(session: AsyncSession, account: Account, code: str, now: datetime) -> bool:
    """Whether the code is right; it is used up with it, also where two requests bring it at the same moment."""
    step = accepted_step(account.totp_secret or "", code, now, account.totp_last_step)
    if step is None:
        return False
    used = await session.scalar(
        update(Account)
        .where(Account.id == account.id, Account.totp_last_step < step)
        .values(totp_last_step=step)
        .returning(Account.id)
        .execution_options(synchronize_session=False)
    )
    return used is not None
