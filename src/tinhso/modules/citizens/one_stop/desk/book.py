"""Forms 06 and 07: the control sheet of a dossier, and the follow-up book of a desk on screen, as PDF and as XLSX."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import IO
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from openpyxl import Workbook

from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.moments import day_text, local_day, now
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.organisations.queries import unit_near
from tinhso.kernel.organisations.queries.reorganising import taken_over_by
from tinhso.modules.citizens.one_stop.queries.course_papers import (
    HEAD,
    Period,
    book_rows,
    control_sheet,
    follow_up_book,
)
from tinhso.shell.audience import STAFF, ActorRequest, audience
from tinhso.shell.middleware import problem as told

RECEIVE = "cases.receive"
LONGEST = 366
SHOWN = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet would run as a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = (6, 26, 48, 8, 28, 40, 34, 12, 12, 14, 12, 18, 18, 30)


class BadPeriod(Refused):
    code = "bad-period"
    status = 422
    title = gettext_noop("Khoảng ngày chưa đúng")
    mend = gettext_noop("Ghi ngày đầu và ngày cuối, không quá một năm.")


@audience(STAFF)
def sheet(request: ActorRequest, number: str) -> HttpResponse:
    """Form 06 of a dossier, printed on demand."""
    case = case_by_number(number, request.actor)
    return HttpResponse(control_sheet(case, now()), content_type="application/pdf")


@audience(RECEIVE)
def book(request: ActorRequest) -> HttpResponseBase:
    """Form 07 of the official's own desk: the newest lines, and the whole to take away."""
    if request.actor.unit_id is None:
        raise NotAllowed()
    at, problem = now(), None
    period = Period(local_day(at).replace(day=1), local_day(at))
    try:
        period = period_asked(request, period)
    except BadPeriod as error:
        problem = error
    form = "" if problem else request.GET.get("dang", "")
    desks = _desks(request.actor.unit_id, local_day(at))
    desk_id = next((unit for unit, _name in desks if str(unit) == request.GET.get("don-vi")), request.actor.unit_id)
    if form == "pdf":
        return HttpResponse(follow_up_book(desk_id, period, request.actor, at), content_type="application/pdf")
    rows = book_rows(desk_id, period, request.actor)
    if form == "xlsx":
        return _workbook((list(row.values()) for row in rows), period)
    context = {
        "rows": list(islice(rows, SHOWN + 1)),
        "shown": SHOWN,
        "head": HEAD,
        "desks": desks,
        "desk_id": desk_id,
        "period": period,
        "problem": told(problem, getattr(request, "request_id", "")) if problem else None,
        "typed": {"from": request.GET.get("tu", ""), "until": request.GET.get("den", "")},
    }
    return render(request, "one_stop/desk/book.html", context, status=problem.status if problem else 200)


def _desks(unit_id: UUID, on: date) -> list[tuple[UUID, str]]:
    """The desk itself and those a reorganisation gave it the books of."""
    return [(one, unit_near(one, on).name) for one in (unit_id, *sorted(taken_over_by(unit_id)))]


def period_asked(request: ActorRequest, usual: Period) -> Period:
    """Raises BadPeriod for what is no period of at most a year."""
    texts = [request.GET.get(name, "").strip() for name in ("tu", "den")]
    first, last = (_day(text) if text else day for text, day in zip(texts, (usual.first, usual.last), strict=True))
    if last < first or last - first > timedelta(days=LONGEST):
        raise BadPeriod()
    return Period(first, last)


def _day(text: str) -> date:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    raise BadPeriod()


def _workbook(rows: Iterable[Sequence[object]], period: Period) -> FileResponse:
    place = tempfile.TemporaryFile()
    write_book(place, rows, period)
    place.seek(0)
    name = f"so-theo-doi-{period.first.isoformat()}-{period.last.isoformat()}.xlsx"
    return FileResponse(place, as_attachment=True, filename=name, content_type=XLSX)


def write_book(place: IO[bytes], rows: Iterable[Sequence[object]], period: Period) -> None:
    """Form 07 as a workbook; no cell is ever a formula."""
    workbook = Workbook(write_only=True)
    page = workbook.create_sheet(_("Sổ theo dõi hồ sơ"))
    for width, column in zip(WIDTHS, "ABCDEFGHIJKLMN", strict=True):
        page.column_dimensions[column].width = width
    page.append([_("Sổ theo dõi hồ sơ"), "", f"{day_text(period.first)} – {day_text(period.last)}"])
    page.append(list(HEAD))
    for row in rows:
        page.append([_harmless(cell) for cell in row])
    workbook.save(place)


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
