"""What the people of one practice share: a profile that only they can read."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from medclient.service.accounts import Caller, Strict
from medclient.service.database import Practice
from medclient.service.problems import Problem
from medclient.service.state import State, topic_of_practice

router = APIRouter(prefix="/api/v1/practice")

SEALED_CHARS = 16000


class Profile(Strict):
    version: int
    """The version that was read; 0 where there was none."""
    sealed: Annotated[str, Field(min_length=1, max_length=SEALED_CHARS)]


@router.get("/profile")
async def read_profile(caller: Caller, state: State) -> dict[str, Any]:
    async with state.sessions() as session:
        practice = await session.get_one(Practice, caller.practice.id)
    return {"version": practice.profile_version, "sealed": practice.profile_sealed}


@router.put("/profile")
async def write_profile(body: Profile, caller: Caller, state: State) -> dict[str, Any]:
    async with state.sessions.begin() as session:
        practice = await session.get_one(Practice, caller.practice.id)
        if practice.profile_version != body.version:
            raise Problem(409, "changed_meanwhile")
        practice.profile_sealed = body.sealed
        practice.profile_version += 1
        answer = {"version": practice.profile_version, "sealed": practice.profile_sealed}
    state.wake_ups.wake(topic_of_practice(caller.practice.id))
    return answer
