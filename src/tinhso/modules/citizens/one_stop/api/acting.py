"""Declaring an act on a dossier: POST with If-Match, answered with the dossier as it is afterwards."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from ninja import Router

from tinhso.base.actor import Actor
from tinhso.base.moments import now
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.modules.citizens.one_stop.actions.letters import make_due_letters
from tinhso.modules.citizens.one_stop.api.shapes import Full
from tinhso.modules.citizens.one_stop.api.showing import dossier
from tinhso.shell.api import Body, Outcome, Versioned, must_match, operation
from tinhso.shell.audience import ActorRequest

Act = Callable[[Case, Any, Actor, datetime], object]
PREFER = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "description": "return=minimal: 204, chỉ có ETag / only the ETag (RFC 7240)",
    "schema": {"type": "string", "maxLength": 100, "pattern": "^[ -~]*$"},
}


def act(
    router: Router,
    path: str,
    *,
    vi: str,
    en: str,
    scope: str,
    sends: type[Body] | None = None,
    problems: Sequence[int] = (),
    is_keyed: bool = False,
    may_be_empty: bool = False,
    makes_letters: bool = True,
) -> Callable[[Act], Act]:
    """``do(case, data, by, at)`` becomes POST /dossiers/{number}/<path>; ``data`` is what was sent, or None.

    ``may_be_empty``: the act may be asked for without a body. ``makes_letters``: what it calls for in writing is made
    before the answer, as after an act on a screen.
    """

    def declare(do: Act) -> Act:
        def with_body(request: ActorRequest, number: str, data: Any) -> Versioned:
            return _done(request, number, do, data, makes_letters)

        def without(request: ActorRequest, number: str) -> Versioned:
            return _done(request, number, do, None, makes_letters)

        view: Callable[..., Versioned] = with_body if sends else without
        view.__name__ = do.__name__
        if sends:
            view.__annotations__["data"] = sends | None if may_be_empty else sends
            view.__defaults__ = (None,) if may_be_empty else None
        operation(
            router,
            "POST",
            f"/dossiers/{{str:number}}/{path}",
            vi=vi,
            en=en,
            tag="acts",
            scope=scope,
            gives=[Outcome(200, Full, is_tagged=True), Outcome(204, is_tagged=True)],
            sends=sends,
            problems=(409, *([413, 415] if sends else []), *problems),
            is_update=True,
            is_keyed=is_keyed,
            parameters=[PREFER],
        )(view)
        return do

    return declare


def _done(request: ActorRequest, number: str, do: Act, data: Any, makes_letters: bool) -> Versioned:
    at = now()
    case = case_by_number(number, request.actor)
    must_match(request, case.version)
    do(case, data, request.actor, at)
    if makes_letters:
        make_due_letters(case, at=at)
    if "return=minimal" in request.headers.get("Prefer", ""):
        return Versioned(None, case.version, status=204)
    return dossier(case, at)
