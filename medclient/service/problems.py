"""Errors as problem details (RFC 9457). They never repeat what was sent."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

TITLES = {
    "wrong_credentials": "Sign-in name or password is wrong",
    "second_factor_needed": "The code of the second factor is needed too",
    "wrong_code": "The code is wrong or was used already",
    "wrong_recovery": "Sign-in name or recovery code is wrong",
    "wrong_password": "The password is wrong",
    "second_factor_required": "The practice asks for a second factor",
    "second_factor_on": "There is a second factor already",
    "enrol_first": "Whoever asks for a second factor needs one",
    "last_admin": "A practice needs an administrator",
    "unknown_account": "There is no such account",
    "unknown_session": "There is no such session",
    "unknown_invitation": "There is no such invitation, or it was used or has run out",
    "too_many_invitations": "There are too many open invitations",
    "mailbox_full": "The mailbox is full",
    "too_many_attempts": "Too many attempts",
    "unauthorised": "Not signed in",
    "forbidden": "Not allowed for this role",
    "setup_closed": "This service has been set up already",
    "name_taken": "This sign-in name is in use",
    "unknown_link": "There is no such link",
    "unknown_appointment": "There is no such appointment",
    "changed_meanwhile": "Somebody else has changed it meanwhile",
    "link_taken": "This link id is in use",
    "over": "The appointment is over",
    "invalid_request": "The request is malformed",
    "too_large": "The request is too large",
    "not_found": "There is nothing here",
    "unavailable": "The service cannot reach its database",
    "too_slow": "The request took too long to arrive",
    "internal": "The service has failed",
}


class Problem(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, code: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = headers


def answer(status: int, code: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    body = {"type": "about:blank", "title": TITLES.get(code, code), "status": status, "code": code}
    return JSONResponse(body, status, dict(headers or {}), media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Make every error of the application a problem."""

    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> JSONResponse:
        return answer(error.status, error.code, error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return answer(422, "invalid_request")

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        # What went wrong while a body was read is wrapped.
        if isinstance(error.__cause__, Problem):
            return answer(error.__cause__.status, error.__cause__.code, error.__cause__.headers)
        code = {404: "not_found", 405: "not_found", 413: "too_large"}.get(error.status_code, "invalid_request")
        return answer(error.status_code, code, error.headers)
