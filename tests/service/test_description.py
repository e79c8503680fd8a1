"""The service against its own OpenAPI description: whatever is sent, the answer is one that it describes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from medclient.service.description import describe
from tests.service.client import Practice, Service
from tests.service.conftest import NOON, Clock, launch

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
DANGEROUS = ("/practice/deletion", "/account/password", "/sessions/current", "/account/sessions")
"""They end what the others need."""
EXAMPLES = 5


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Practice, str]]:
    """A service with a practice and one appointment."""
    folder: Path = tmp_path_factory.mktemp("described")
    service = launch(folder, Clock(NOON))
    practice = Practice.set_up(service)
    yield service, practice, practice.appoint(NOON).id
    service.stop()


@pytest.fixture(scope="module")
def schema(served: tuple[Service, Practice, str]) -> Any:
    service, _, _ = served
    assert service.app
    made = schemathesis.openapi.from_dict(describe(service.app))
    made.config.update(base_url=service.url)
    return made


def test_every_answer_is_described(schema: Any, served: tuple[Service, Practice, str]) -> None:
    for found in schema.get_all_operations():
        ask(found.ok(), served)


def ask(operation: Any, served: tuple[Service, Practice, str]) -> None:
    """Ask one operation a few things, as somebody who is signed in and as a stranger."""
    _, practice, link_id = served
    harmless = operation.method.upper() == "GET" or not any(each in operation.path for each in DANGEROUS)

    @given(case=operation.as_strategy(), signed_in=st.booleans(), known_link=st.booleans())
    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
    )
    def holds(case: Any, signed_in: bool, known_link: bool) -> None:
        token = practice.token if signed_in and harmless else "nobody"
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
        if known_link and "link_id" in (case.path_parameters or {}):
            case.path_parameters["link_id"] = link_id
        case.validate_response(case.call(timeout=20), checks=CHECKS)

    holds()


def test_it_is_all_there_and_says_who_must_be_signed_in(schema: Any) -> None:
    paths = schema.raw_schema["paths"]
    assert len(paths) > 30
    assert paths["/api/v1/appointments"]["get"]["security"]
    assert "security" not in paths["/api/v1/links/{link_id}"]["get"]
    for methods in paths.values():
        for operation in methods.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
