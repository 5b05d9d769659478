"""What concerns the whole province is not done with a right granted in one commune (house.md law 8)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from tinhso.base.actor import Actor, ActorKind, Grant, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed
from tinhso.base.moments import now
from tinhso.base.rights import is_everywhere, rights, roles
from tinhso.kernel.calendar import actions as calendars
from tinhso.kernel.calendar.models import CalendarException
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.queries import search
from tinhso.shell.audience import audience_of


def _views(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _views(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


VIEWS = list(_views(get_resolver()))  # read first: rights are declared by what they load
WIDE = sorted(one.code for one in rights if one.everywhere)
UNIT = new_id()
LOCAL = Actor(
    ActorKind.STAFF, account_id=new_id(), unit_id=UNIT, grants=frozenset(Grant(one.code, UNIT) for one in rights)
)
OPERATORS = [(route, view) for route, view in VIEWS if (found := audience_of(view)) and found.code in WIDE]


def test_it_works() -> None:
    """A grant in one commune gives nothing of such a right; a grant everywhere gives it in every commune."""
    for right in WIDE:
        assert not LOCAL.may(right) and not LOCAL.may(right, UNIT)
        with pytest.raises(NotAllowed):
            LOCAL.must(right, UNIT)
        province = Actor(ActorKind.STAFF, grants=frozenset({Grant(right)}))
        assert province.may(right) and province.may(right, UNIT)
    assert LOCAL.may("cases.read", UNIT) and not LOCAL.may("cases.read", new_id())


def test_what_concerns_the_whole_province_is_declared_so() -> None:
    assert {
        "cases.define",
        "exchange.operate",
        "forms.publish",
        "law.enact",
        "notices.define",
        "one_stop.design",
        "one_stop.front_door",
        "one_stop.letters",
        "one_stop.publish_design",
        "one_stop.publish_procedures",
        "organisations.reorganise",
        "site.watch",
    } == set(WIDE)


def test_a_role_gives_such_a_right_everywhere() -> None:
    """Otherwise it would promise what it cannot give."""
    assert [one.code for one in roles if not one.everywhere and any(is_everywhere(right) for right in one.rights)] == []


@pytest.mark.parametrize("route", [route for route, _ in OPERATORS])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_operator_route_refuses_an_official_of_one_commune(route: str, method: str) -> None:
    request = getattr(RequestFactory(), method)("/" + route)
    request.actor = LOCAL
    view = dict(OPERATORS)[route]
    names = [part.partition(":")[2] for part in route.replace(">", "<").split("<") if ":" in part]
    try:
        answer = view(request, **dict.fromkeys(names, "x"))
    except NotAllowed:
        return
    assert isinstance(answer, HttpResponse) and answer.status_code == 405  # the other method is the one that is read


def test_there_are_operator_routes() -> None:
    assert len(OPERATORS) >= 20


@pytest.mark.django_db
def test_a_commune_chooses_its_calendar_but_changes_none() -> None:
    by, at = system_actor("test"), now()
    calendar = calendars.set_up_standard(by=by, at=at)
    days = CalendarException.objects.count()
    with pytest.raises(NotAllowed):
        calendars.create_calendar("rieng", "Lịch riêng", by=LOCAL, at=at)
    with pytest.raises(NotAllowed):
        calendars.set_exception(
            calendar, at.date(), "off", None, decision="1", note="", is_verified=True, by=LOCAL, at=at
        )
    assert CalendarException.objects.count() == days
    with pytest.raises(NotAllowed):
        calendars.assign_calendar(new_id(), calendar, valid_from=at.date(), by=LOCAL, at=at)


@pytest.mark.django_db
def test_who_may_search_the_ledger_of_one_commune_finds_its_entries_alone() -> None:
    at = now()
    wanted = search.Wanted(since=at - timedelta(days=1), until=at + timedelta(days=1))
    calendars.set_up_standard(by=system_actor("test"), at=at)
    assert Entry.objects.exists()
    assert list(search.entries_found(LOCAL, wanted)) == []
