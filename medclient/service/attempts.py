"""Guessing gets slower and slower: every attempt is counted before it is looked at, and taken back where it was right.

So of many attempts at once no more get through than of those one after the other.
"""

import hashlib
from datetime import timedelta

from sqlalchemy import case, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from medclient.service.addresses import who_asks
from medclient.service.database import SignInAttempts
from medclient.service.guesses import growing_delay
from medclient.service.problems import Problem
from medclient.service.state import ServiceState

FREE_FAILURES = 5
"""Failed attempts before the delay begins; each further one doubles it."""
FREE_FAILURES_OF_ADDRESS = 20
"""A whole practice may share one address."""
DELAY_FIRST = timedelta(seconds=2)
DELAY_MOST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)


def key_of_name(name: str) -> str:
    """Under what the attempts on one account are counted."""
    return "n" + hashlib.sha256(f"name {name}".encode()).hexdigest()


def key_of_address(connection: HTTPConnection) -> str:
    """Under what the attempts from one address are counted."""
    return "a" + who_asks(connection)


class Attempt:
    """One attempt on an account from an address, counted as failed until it says otherwise."""

    def __init__(self, state: ServiceState, name: str, connection: HTTPConnection) -> None:
        self._state = state
        self._name = key_of_name(name)
        self._address = key_of_address(connection)

    async def begin(self) -> None:
        """Count it.

        Raises:
            Problem: Too many have failed; this one is not looked at, and not counted.
        """
        async with self._state.sessions.begin() as session:
            # Refused as a whole: raising undoes both.
            await self._take(session, self._name, FREE_FAILURES)
            await self._take(session, self._address, FREE_FAILURES_OF_ADDRESS)

    async def undo(self, session: AsyncSession) -> None:
        """It was neither right nor wrong (a second factor is still missing)."""
        now = self._state.now()
        await session.execute(
            update(SignInAttempts)
            .where(SignInAttempts.key.in_((self._name, self._address)))
            .values(
                failures=case((SignInAttempts.failures > 0, SignInAttempts.failures - 1), else_=0), blocked_until=now
            )
        )

    async def succeed(self, session: AsyncSession) -> None:
        """It was right: the account's failures are forgotten, the address has one less."""
        await self.undo(session)
        await session.execute(delete(SignInAttempts).where(SignInAttempts.key == self._name))

    async def _take(self, session: AsyncSession, key: str, free: int) -> None:
        now = self._state.now()
        # The update comes first: it takes the lock under which the number is given.
        counted = (
            await session.execute(
                update(SignInAttempts)
                .where(SignInAttempts.key == key)
                .values(failures=SignInAttempts.failures + 1)
                .returning(SignInAttempts.failures, SignInAttempts.blocked_until)
            )
        ).first()
        if counted is None:
            session.add(SignInAttempts(key=key, failures=1, blocked_until=now))
            try:
                await session.flush()
            except IntegrityError:
                raise _too_many(timedelta(seconds=1)) from None
            return
        failures, blocked_until = counted
        if blocked_until > now:
            raise _too_many(blocked_until - now)
        if now - blocked_until > FORGOTTEN_AFTER:
            failures = 1
        await session.execute(
            update(SignInAttempts)
            .where(SignInAttempts.key == key)
            .values(failures=failures, blocked_until=now + growing_delay(failures, free, DELAY_FIRST, DELAY_MOST))
        )


def _too_many(wait: timedelta) -> Problem:
    return Problem(429, "too_many_attempts", {"Retry-After": str(int(wait.total_seconds()) + 1)})
