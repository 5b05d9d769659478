"""What other rooms may ask of the law."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.remembering import remembered
from tinhso.kernel.law.models import RuleSet

UNVERIFIED_MARK = gettext_noop("mẫu – chưa đối chiếu văn bản gốc")


class RulesMissing(Refused):
    code = "rules-missing"
    status = 503
    title = gettext_noop("Chưa có quy định “%(rule_set)s” cho ngày %(on)s")
    mend = gettext_noop("Nhờ người quản trị ban hành bộ quy tắc này rồi làm lại.")


@dataclass(frozen=True, slots=True)
class RuleSetView:
    """A rule set as readers see it. ``tables`` is shared between readers: read it, never change it."""

    id: UUID
    code: str
    tables: Mapping[str, Any]
    is_verified: bool
    legal_basis: str

    @property
    def mark(self) -> str:
        """What stands beside a value drawn from this rule set: empty when checked with the text."""
        return visible_mark(self.is_verified)


def visible_mark(is_verified: bool) -> str:
    """The visible mark of what was recalled rather than read from the legal text (house.md law 5)."""
    return "" if is_verified else gettext(UNVERIFIED_MARK)


def in_force(on: date) -> QuerySet[RuleSet]:
    """The rule sets in force on a day, one a code."""
    return RuleSet.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


@remembered
def _id_in_force(code: str, on: date) -> UUID | None:
    return in_force(on).filter(code=code).values_list("id", flat=True).first()


def rules_in_force(code: str, on: date) -> RuleSetView:
    """The rule set of that code on that day. Raises RulesMissing.

    Which one it is, is asked of the database every time (one step in an index); what stands in it never
    changes once enacted, so that part is kept in memory.
    """
    found = _id_in_force(code, on)
    if found is None:
        raise RulesMissing(rule_set=code, on=f"{on:%d/%m/%Y}")
    return pinned_rules(found)


@lru_cache(maxsize=256)
def pinned_rules(rule_set_id: UUID) -> RuleSetView:
    """The rule set a case was received under, in force or not. Raises RuleSet.DoesNotExist."""
    row = RuleSet.objects.get(id=rule_set_id)
    return RuleSetView(
        id=row.id, code=row.code, tables=row.tables, is_verified=row.is_verified, legal_basis=row.legal_basis
    )


T = TypeVar("T")
KEPT_AT_MOST = 20_000


@dataclass(frozen=True)
class _Shelf:
    """What was read of dated data while a stamp stood."""

    stamp: UUID | None
    kept: dict[Hashable, object] = field(default_factory=dict)


_shelf = _Shelf(None)


class _Held:
    """The stamp of a short piece of work, asked for when it is first needed.

    Django's property, not that of functools: the latter lets all threads of a process wait for one another's question.
    """

    @cached_property
    def stamp(self) -> UUID | None:
        return stamp()


_held: ContextVar[_Held | None] = ContextVar("stamp", default=None)


def stamp() -> UUID | None:
    """A value that changes with every change of units, seats, calendars, rule sets, forms and definitions.

    A row changed in a transaction of one's own shows at once, one changed by others when they commit.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM law_stamp")
        row = cursor.fetchone()
    return row[0] if row else None


@contextmanager
def one_stamp() -> Iterator[None]:
    """Inside, the stamp is asked for once: for a short piece of work that changes no dated data itself."""
    token = _held.set(_held.get() or _Held())
    try:
        yield
    finally:
        _held.reset(token)


def standing(key: Hashable, load: Callable[[], T]) -> T:
    """What ``load`` reads of dated data, kept in memory until any of it changes; shared, so never changed.

    Asks for the stamp (one row), unless ``one_stamp`` holds it. ``load`` reads nothing but tables that
    ``law_watch`` watches, and depends on nothing that is not in the key.
    """
    kept = _kept()
    if kept is None:
        return load()
    if key not in kept:
        kept[key] = load()
    return cast(T, kept[key])


def standing_each(kind: Hashable, ids: Iterable[UUID], load: Callable[[set[UUID]], Mapping[UUID, T]]) -> dict[UUID, T]:
    """The same for several things at once, kept one by one: ``load`` is asked for those not kept yet.

    What it does not find is left out, and that is kept as well.
    """
    wanted = set(ids)
    kept = _kept() if wanted else {}
    if kept is None:
        return dict(load(wanted))
    if missing := {one for one in wanted if (kind, one) not in kept}:
        found = load(missing)
        kept.update({(kind, one): found.get(one) for one in missing})
    return {one: cast(T, value) for one in wanted if (value := kept[kind, one]) is not None}


def _kept() -> dict[Hashable, object] | None:
    """What is kept under the present stamp; None where nothing may be."""
    global _shelf
    held = _held.get()
    current = held.stamp if held is not None else stamp()
    shelf = _shelf
    if current is None:
        return None
    if shelf.stamp != current or len(shelf.kept) > KEPT_AT_MOST:
        _shelf = shelf = _Shelf(current)
    return shelf.kept
