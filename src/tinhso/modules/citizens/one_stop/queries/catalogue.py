"""The catalogue as readers see it: a procedure on a day, finding, sectors."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from tinhso.base.messages import NotFound, gettext_noop
from tinhso.modules.citizens.one_stop.models import ChannelLine, ProcedureVersion
from tinhso.modules.citizens.one_stop.rules.finding import (
    Cursor,
    Question,
    question,
    telling_pairs,
    telling_words,
)
from tinhso.modules.citizens.one_stop.rules.importing import ChannelFacts, ProcedureFacts


class ProcedureNotThere(NotFound):
    code = "procedure-not-there"
    title = gettext_noop("Không có thủ tục mã %(procedure)s áp dụng vào ngày %(on)s")
    mend = gettext_noop("Kiểm tra lại mã thủ tục, hoặc tìm theo tên.")


@dataclass(frozen=True, slots=True)
class ProcedureHit:
    """A line in a list of procedures."""

    code: str
    name: str
    sector: str
    levels: tuple[str, ...]
    ministry: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; ``next`` asks for the next one; ``is_loose``: no procedure has all the words."""

    hits: tuple[ProcedureHit, ...]
    next: str | None
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Sector:
    name: str
    count: int


def versions_on(on: date) -> QuerySet[ProcedureVersion]:
    """The published versions in force on a day, one a procedure."""
    in_force = Q(valid_to=None) | Q(valid_to__gt=on)
    return ProcedureVersion.objects.filter(in_force, valid_from__lte=on, is_published=True).defer("search")


def procedure_on(code: str, on: date) -> ProcedureVersion:
    """The version of that day with its procedure and channel lines. Raises ProcedureNotThere."""
    version = (
        versions_on(on).filter(procedure__code=code).select_related("procedure").prefetch_related("channels").first()
    )
    if version is None:
        raise ProcedureNotThere(procedure=code, on=f"{on:%d/%m/%Y}")
    return version


def channel_lines(version: ProcedureVersion) -> list[ChannelLine]:
    """The lines of a version in the order of the source."""
    return sorted(version.channels.all(), key=lambda line: line.position)


def sectors(on: date, *, level: str | None = None) -> list[Sector]:
    """The sectors of a day with how many procedures each has, largest first."""
    versions = versions_on(on).exclude(sector="")
    if level is not None:
        versions = versions.filter(levels__contains=[level])
    counted = versions.values("sector").annotate(count=Count("id")).order_by("-count", "sector")
    return [Sector(row["sector"], row["count"]) for row in counted]


def procedures_found(
    text: str,
    *,
    level: str | None = None,
    sector: str | None = None,
    on: date,
    limit: int = 20,
    cursor: str | None = None,
) -> Found:
    """Procedures of a day by words of name and sector or by code, best first; without words, by name.

    Accents do not matter, the last word may be unfinished. Where no procedure has all the words, those that have
    most of them (rare words count more) are given as loose hits.
    """
    asked = question(text)
    place = Cursor.read(cursor)
    narrowed = {"on": on, "level": level, "sector": sector, "limit": limit + 1, "offset": place.offset}
    rows = [] if place.is_loose else _run(_sql(asked, narrowed), asked.parameters | narrowed)
    is_loose = place.is_loose or (not rows and place.offset == 0 and len(asked.words) > 1)
    if is_loose:
        rows = _loose(asked, narrowed)
    more = Cursor(place.offset + limit, is_loose).text if len(rows) > limit else None
    return Found(tuple(_hit(row) for row in rows[:limit]), more, is_loose)


# The code is looked up after the page is cut, so it is not joined to thousands of candidates.
_COLUMNS = (
    "(SELECT p.code FROM one_stop_procedure p WHERE p.id = v.procedure_id), v.name, v.sector, v.levels, v.ministry"
)
_FROM = """
  FROM one_stop_procedureversion v
 WHERE v.valid_from <= %(on)s AND (v.valid_to IS NULL OR v.valid_to > %(on)s) AND v.is_published
"""
_BY_NAME = "v.sort_key, v.id"
# 0 the name is the phrase, 1 it begins with it, 2 it holds it, 3 it has all the words, 4 the sector helps.
_BY_WORDS = """
    CASE WHEN v.name_words = %(phrase)s THEN 0
         WHEN left(v.name_words, length(%(phrase)s)) = %(phrase)s THEN 1
         WHEN strpos(' ' || v.name_words, ' ' || %(phrase)s) > 0 THEN 2
         WHEN v.search @@ %(name)s::tsquery THEN 3
         ELSE 4 END,
    length(v.name_words), v.sort_key, v.id
"""
_HAVING_ALL = " AND v.search @@ %(all)s::tsquery"
_HAVING_CODE = """ AND v.procedure_id IN
    (SELECT id FROM one_stop_procedure WHERE code LIKE %(code_prefix)s OR code LIKE %(code_suffix)s)"""
_PAGE = " LIMIT %(limit)s OFFSET %(offset)s"


def _filters(narrowed: dict[str, Any]) -> str:
    by_level = " AND v.levels ? %(level)s" if narrowed["level"] else ""
    return by_level + (" AND v.sector = %(sector)s" if narrowed["sector"] else "")


def _sql(asked: Question, narrowed: dict[str, Any]) -> str:
    if asked.is_code:
        having, order = _HAVING_CODE, "1"
    elif asked.words:
        having, order = _HAVING_ALL, _BY_WORDS
    else:
        having, order = "", _BY_NAME
    return f"SELECT {_COLUMNS}{_FROM}{_filters(narrowed)}{having} ORDER BY {order}{_PAGE}"


def _loose(asked: Question, narrowed: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Procedures with some of the words. Rare words choose and weigh: common ones would rank the whole catalogue."""
    newest = ProcedureVersion.objects.order_by("-id").values_list("id", flat=True).first()
    counts = _word_counts(newest)
    telling = telling_words({word: counts.get(word, 0) for word in asked.words})
    if not telling:
        return []
    given: dict[str, Any] = {"any": " | ".join(telling)}
    for place, (word, weight) in enumerate(telling.items()):
        given |= {f"w{place}": word, f"r{place}": weight}
    terms = [f"(v.search @@ %(w{n})s::tsquery)::int * %(r{n})s::float8" for n in range(len(telling))]
    for place, (pair, weight) in enumerate(telling_pairs(asked.words, counts).items()):
        given |= {f"p{place}": pair, f"q{place}": weight}
        terms.append(f"(strpos(' ' || v.name_words || ' ', %(p{place})s) > 0)::int * %(q{place})s::float8")
    weights = " + ".join(terms)
    sql = (
        f"SELECT {_COLUMNS}{_FROM}{_filters(narrowed)} AND v.search @@ %(any)s::tsquery"
        f" ORDER BY {weights} DESC, length(v.name_words), v.sort_key, v.id{_PAGE}"
    )
    return _run(sql, narrowed | given)


@lru_cache(maxsize=2)
def _word_counts(newest: UUID | None) -> dict[str, int]:
    """In how many versions each word stands: counted again when the catalogue has a newer version."""
    return dict(_run("SELECT word, ndoc FROM ts_stat('SELECT search FROM one_stop_procedureversion')", {}))


def _run(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _hit(row: tuple[Any, ...]) -> ProcedureHit:
    code, name, sector, levels, ministry = row
    return ProcedureHit(code, name, sector, tuple(json.loads(levels)), ministry)


def current_facts() -> dict[str, ProcedureFacts]:
    """Everything the catalogue holds as open versions, as the importer compares it: two queries."""
    versions = ProcedureVersion.objects.filter(valid_to=None).defer("search").select_related("procedure")
    return {row.procedure.code: _facts(row) for row in versions.prefetch_related("channels")}


def _facts(row: ProcedureVersion) -> ProcedureFacts:
    return ProcedureFacts(
        code=row.procedure.code,
        name=row.name,
        decision=row.decision,
        levels=tuple(row.levels),
        sector=row.sector,
        ministry=row.ministry,
        applicants=tuple(row.applicants),
        agencies=row.agencies,
        results=tuple((result["name"], result["code"]) for result in row.results),
        channels=tuple(_line_facts(channel_lines(row))),
        doubts=tuple(row.doubts),
    )


def _line_facts(lines: Iterable[ChannelLine]) -> Iterable[ChannelFacts]:
    for line in lines:
        amount: Decimal | None = line.amount
        yield ChannelFacts(line.channel, amount, line.unit, line.fee, line.fee_kind, tuple(line.doubts))
