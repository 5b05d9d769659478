"""Puts the routers of all rooms, modules and connectors together, with one way to read and to refuse."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NoReturn

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser

from tinhso.base.messages import NotFound, Refused, Stale
from tinhso.shell.api import declared_of
from tinhso.shell.api.conditions import VersionPassed
from tinhso.shell.api.problems import OTHERWISE, SENTENCES, BodyUnreadable, RequestWrong
from tinhso.shell.middleware import refusal_response
from tinhso.site import discovery
from tinhso.site.api.texts import unusable_texts

TITLE = "Tỉnh Số API"
VERSION = "1.0.0"
DESCRIPTION = "API của hệ thống thông tin giải quyết thủ tục hành chính / API of the province's one-stop shop."


class StrictJson(Parser):
    """JSON as RFC 8259 has it: no NaN, and no text a database cannot keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            body = json.loads(request.body, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise BodyUnreadable() from None
        if faults := list(unusable_texts(body)):
            raise RequestWrong(
                [{"pointer": place, "code": "text_unusable", "message": _said("text_unusable")} for place in faults]
            )
        return body


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def routers() -> Iterator[Router]:
    """Every ROUTER of an api.py, or ROUTERS where it has several subjects."""
    for package in discovery.everything():
        found: Any = discovery.submodule(package, "api")
        if found is not None:
            yield from getattr(found, "ROUTERS", None) or (found.ROUTER,)


@lru_cache(maxsize=1)
def api() -> NinjaAPI:
    built = NinjaAPI(
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
        parser=StrictJson(),
    )
    for router in routers():
        built.add_router("", router)
    built.add_exception_handler(Refused, _refused)
    built.add_exception_handler(ValidationError, _wrong)
    built.add_exception_handler(Http404, lambda request, error: refusal_response(request, NotFound()))
    built.add_exception_handler(HttpError, _http_error)
    return built


@lru_cache(maxsize=1)
def addresses() -> dict[str, list[Operation]]:
    """Every address of the API below the prefix with the operations on it; several routers may share one."""
    found: dict[str, list[Operation]] = {}
    for router in api()._get_bound_routers():
        for path, view in router.path_operations.items():
            found.setdefault(path.lstrip("/"), []).extend(view.operations)
    return found


def operations() -> Iterator[tuple[str, Operation]]:
    for address, found in addresses().items():
        yield from ((address, operation) for operation in found)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    says = declared_of(getattr(request, "api_view", None) or _refused)
    if isinstance(error, Stale) and says is not None and says.is_update:
        error = VersionPassed()  # somebody else was first between our look and our write
    return refusal_response(request, error)


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    """The framework throws these for bodies it cannot read; what StrictJson said of them stands behind."""
    if isinstance(error.__context__, Refused):
        return refusal_response(request, error.__context__)
    if error.status_code != 400:
        raise error
    return refusal_response(request, BodyUnreadable())


def _wrong(request: HttpRequest, error: Any) -> HttpResponse:
    return refusal_response(request, RequestWrong([_fault(one) for one in error.errors]))


def _fault(one: dict[str, Any]) -> dict[str, str]:
    """Where, as a JSON pointer: into the body, or to the parameter; the framework's own argument names left out."""
    source, *rest = one["loc"]
    place = rest[1:] if source == "body" else rest[-1:]
    pointer = "".join(f"/{part}" for part in place)
    return {"pointer": pointer, "code": one["type"], "message": _said(one["type"]), "in": str(source)}


def _said(code: str) -> str:
    return gettext(SENTENCES.get(code, OTHERWISE))
