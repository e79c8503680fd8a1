"""The service's OpenAPI description, made true: errors are problems (RFC 9457), and who must be signed in is said.

It is not served: whoever builds against the service has the code, or `python -m medclient.service.description`.
"""

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
    },
}
REFUSED = {
    "description": "A problem; `code` says which",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
FILES = ("/v/", "/i/", "/terms", "/page/", "/api/v1/system-test/download")
"""What answers with files instead of JSON."""


def describe(app: FastAPI) -> dict[str, Any]:
    """All operations of the application."""
    found = get_openapi(title=app.title, version=app.version, routes=app.routes)
    parts = found.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = PROBLEM
    for path, methods in found["paths"].items():
        for operation in methods.values():
            responses = operation["responses"]
            responses.pop("422", None)
            responses["default"] = REFUSED
            if path.startswith(FILES):
                responses["200"] = {"description": "A file"}
    return found


if __name__ == "__main__":
    from medclient.service.application import create_app
    from medclient.service.config import ServiceConfig

    print(json.dumps(describe(create_app(ServiceConfig("sqlite://"))), indent=2))
