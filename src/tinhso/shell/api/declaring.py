"""Declaring an operation: whom it admits, what it needs, and how it stands in the document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Any, Literal, TypeVar, cast

from django.http import HttpRequest
from django.utils.http import http_date
from ninja import Router, Status

from tinhso.shell.api.conditions import Versioned
from tinhso.shell.api.shapes import Shape

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
View = TypeVar("View", bound=Callable[..., Any])
PROBLEM = {"$ref": "#/components/schemas/Problem"}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Khóa chống gửi lặp, giữ 72 giờ / unique per request, kept for 72 hours",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "example": "5f0c7f8e-6f0e-4d0a-9b7e-0d8a3f8c1b11",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "ETag đã đọc / the ETag that was read",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "example": '"3-8d2f1c0a9b7e6d54"',
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "ETag đang giữ / an ETag already held",
    "schema": {"type": "string", "maxLength": 200, "pattern": "^[!-~]*$"},
}


@dataclass(frozen=True)
class Deprecated:
    """An operation that will go: since when it is said, the first day it may be gone, and what to call instead.

    Every answer says so in Deprecation (RFC 9745), Sunset (RFC 8594) and Link; the document marks it.
    """

    since: date
    sunset: date
    instead: str

    def headers(self) -> dict[str, str]:
        since, sunset = (datetime.combine(day, time(), UTC) for day in (self.since, self.sunset))
        return {
            "Deprecation": f"@{int(since.timestamp())}",
            "Sunset": http_date(sunset.timestamp()),
            "Link": '</lap-trinh/thay-doi>; rel="deprecation"',
        }


@dataclass(frozen=True)
class Declared:
    """``scope`` None: open to everybody. ``is_keyed``: needs Idempotency-Key. ``is_update``: needs If-Match.

    ``keeps_key``: the operation's own action claims the key and remembers the answer (a hot path).
    """

    scope: str | None
    is_keyed: bool = False
    keeps_key: bool = False
    is_update: bool = False
    is_json: bool = True
    deprecated: Deprecated | None = None


@dataclass(frozen=True)
class Outcome:
    """What a good answer is: its status, its shape (None: no content), and other media than JSON."""

    status: int
    shape: Any = None
    example: Any = None
    media: str = "application/json"
    is_tagged: bool = False


def declared_of(view: Callable[..., Any]) -> Declared | None:
    """What an operation's function declared, or None."""
    found = getattr(view, "api_declared", None)
    return found if isinstance(found, Declared) else None


def operation(
    router: Router,
    method: Method,
    path: str,
    *,
    vi: str,
    en: str,
    tag: str,
    scope: str | None,
    gives: Outcome | Sequence[Outcome],
    sends: type[Shape] | None = None,
    problems: Sequence[int] = (),
    is_keyed: bool = False,
    keeps_key: bool = False,
    is_update: bool = False,
    is_json: bool = True,
    parameters: Sequence[dict[str, Any]] = (),
    body: dict[str, Any] | None = None,
    deprecated: Deprecated | None = None,
) -> Callable[[View], View]:
    """Puts the function on the router as an operation.

    ``problems``: statuses beyond those that follow by themselves; ``body``: how a body that is no JSON looks.
    """
    outcomes = [gives] if isinstance(gives, Outcome) else list(gives)
    says = Declared(scope, is_keyed, keeps_key, is_update, is_json, deprecated)
    headers = [
        *([IDEMPOTENCY_KEY] if is_keyed else []),
        *([IF_MATCH] if is_update else []),
        *([IF_NONE_MATCH] if method == "GET" and any(one.is_tagged for one in outcomes) else []),
    ]
    extra: dict[str, Any] = {
        "x-summary-en": en,
        "x-scope": scope or "public",
        "parameters": [*headers, *parameters],
        "responses": {one.status: _good(one) for one in outcomes} | {s: _bad(s) for s in _statuses(says, problems)},
    }
    if deprecated is not None:
        extra["x-sunset"] = deprecated.sunset.isoformat()
    if scope is None:
        extra["security"] = []
    else:
        extra["security"] = [{"client": [scope]}]
    if body is not None:
        extra["requestBody"] = body
    if sends is not None:
        extra["requestBody"] = {"content": {"application/json": {"example": sends.example()}}}
    if any(one.is_tagged and one.status == 200 for one in outcomes) and method == "GET":
        extra["responses"][304] = {"description": "Not Modified"}

    def declare(view: View) -> View:
        answering = _noting_version(view)
        cast(Any, answering).api_declared = says
        router.api_operation(
            [method],
            path,
            response={one.status: one.shape for one in outcomes},
            operation_id=view.__name__,
            summary=vi,
            description=_described(en, deprecated),
            deprecated=True if deprecated else None,
            tags=[tag],
            openapi_extra=extra,
            url_name=view.__name__,
        )(answering)
        return view

    return declare


def _described(en: str, deprecated: Deprecated | None) -> str:
    if deprecated is None:
        return f"{en}."
    return f"{en}. Deprecated since {deprecated.since}, gone from {deprecated.sunset} on: use {deprecated.instead}."


def _noting_version(view: Callable[..., Any]) -> Callable[..., Any]:
    """Hands the shape of a versioned answer on, and leaves the version on the request for the ETag."""

    @wraps(view)
    def answering(request: HttpRequest, **values: Any) -> Any:
        answer = view(request, **values)
        if not isinstance(answer, Versioned):
            return answer
        cast(Any, request).api_answer = answer
        return Status(answer.status, answer.shape)

    return answering


def _good(one: Outcome) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if one.is_tagged:
        facts["headers"] = {"ETag": {"description": "Strong entity tag", "schema": {"type": "string"}}}
    if one.media != "application/json":
        facts["content"] = {one.media: {"schema": {"type": "string", "format": "binary"}}}
    elif one.shape is not None:
        example = one.example if one.example is not None else one.shape.example()
        facts["content"] = {"application/json": {"example": example}}
    return facts


def _statuses(says: Declared, more: Sequence[int]) -> list[int]:
    """The problems any such operation may answer with."""
    found = {400, 404, 405, 422, *more}
    if says.scope is not None:
        found |= {401, 403, 429}
    if says.is_keyed:
        found |= {409}
    if says.is_update:
        found |= {409, 412, 428}
    return sorted(found)


def _bad(status: int) -> dict[str, Any]:
    return {"description": "Problem", "content": {"application/problem+json": {"schema": PROBLEM}}}
