"""The operator searches the ledger; looking at what a person did is written down."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.actor import ActorKind
from tinhso.base.messages import gettext_noop
from tinhso.base.moments import LOCAL, local_day, moment_text, now
from tinhso.kernel.ledger.actions import note_export, note_search
from tinhso.kernel.ledger.kinds import SEARCH, events, finders
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.queries.search import Wanted, entries_found, page_of
from tinhso.shell.audience import ActorRequest, audience

USUAL = timedelta(days=7)
MOST_ROWS = 100_000
ACTORS: dict[str, str] = {
    ActorKind.SYSTEM: gettext_noop("hệ thống"),
    ActorKind.STAFF: gettext_noop("cán bộ"),
    ActorKind.CITIZEN: gettext_noop("công dân"),
    ActorKind.ANONYMOUS: gettext_noop("người chưa đăng nhập"),
}
COLUMNS = ("id", "event", "at", "recorded_at", "subject_kind", "subject_id", "actor_kind", "actor_id", "seat_id",
           "unit_id", "request_id", "payload")  # fmt: skip


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text


@never_cache
@audience(SEARCH)
def search(request: ActorRequest) -> HttpResponse:
    """A page of entries; the words are posted, so that no number or login stands in an address."""
    at, asked = now(), request.POST
    wanted, problem = _wanted(request, at)
    entries, following = page_of(entries_found(request.actor, wanted), _id(asked.get("before", "")))
    if wanted.actors and entries:
        note_search(wanted.actors, since=wanted.since, until=wanted.until, by=request.actor, at=at)
    context = {
        "rows": [{"entry": entry, "title": _title(entry), "kind": _kind(entry)} for entry in entries],
        "next": following,
        "asked": asked,
        "finders": [(one, asked.get(f"find-{one.code}", "")) for one in finders],
        "events": sorted(((one.code, pgettext("event", one.title)) for one in events), key=lambda pair: pair[1]),
        "since": local_day(wanted.since),
        "until": local_day(wanted.until - timedelta(seconds=1)),
        "problem": problem,
    }
    return render(request, "ledger/search.html", context)


@never_cache
@require_POST
@audience(SEARCH)
def export(request: ActorRequest) -> HttpResponseBase:
    """The same rows as CSV, written out as they are read."""
    at = now()
    wanted, _problem = _wanted(request, at)
    found = entries_found(request.actor, wanted)[:MOST_ROWS]
    note_export(wanted.event, found.count(), since=wanted.since, until=wanted.until, by=request.actor, at=at)
    response = StreamingHttpResponse(_lines(found.iterator(chunk_size=2000)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="so-cai-{local_day(at):%Y%m%d}.csv"'
    return response


def _lines(entries: Iterator[Entry]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + str(writer.writerow(COLUMNS))
    for entry in entries:
        yield str(writer.writerow([_cell(getattr(entry, column)) for column in COLUMNS]))


def _cell(value: Any) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = moment_text(value) if isinstance(value, datetime) else str(value if value is not None else "")
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _wanted(request: ActorRequest, at: datetime) -> tuple[Wanted, str]:
    """What was asked for, and the title of the field in which nothing was found ("" when all were)."""
    asked = request.POST
    until = _day(asked.get("until", "")) or local_day(at)
    since = _day(asked.get("since", "")) or until - USUAL
    found: dict[bool, list[UUID] | None] = {True: None, False: None}
    problem = ""
    for finder in finders:
        text = asked.get(f"find-{finder.code}", "").strip()[:100]
        if text:
            ids = finder.find(text)
            found[finder.is_person] = [*(found[finder.is_person] or []), *ids]
            problem = problem or ("" if ids else finder.title)
    subject = _id(asked.get("subject", "").strip())
    if subject is not None:
        found[False] = [*(found[False] or []), subject]
    wanted = Wanted(
        since=datetime.combine(since, time(), LOCAL),
        until=datetime.combine(until + timedelta(days=1), time(), LOCAL),
        subjects=found[False],
        actors=found[True],
        event=asked.get("event", "")[:80],
        unit_id=_id(asked.get("unit", "")),
    )
    return wanted, problem


def _kind(entry: Entry) -> str:
    """Whose act it was, in a word, where no account stands behind it."""
    return _(ACTORS[entry.actor_kind]) if entry.actor_kind in ACTORS else entry.actor_kind


def _title(entry: Entry) -> str:
    return pgettext("event", events.get(entry.event).title) if entry.event in events else entry.event


def _day(text: str) -> date | None:
    """dd/mm/yyyy."""
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y").replace(tzinfo=LOCAL).date()
    except ValueError:
        return None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
