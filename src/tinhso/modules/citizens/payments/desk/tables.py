"""The periodic table of receipts: looked at, and taken away as XLSX or CSV."""

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tinhso.base.moments import local_day, now
from tinhso.base.money import dong
from tinhso.base.tables import harmless, sheet_of
from tinhso.modules.citizens.payments.actions.exporting import note_table
from tinhso.modules.citizens.payments.desk.sent import day_of
from tinhso.modules.citizens.payments.queries.table import COLUMNS, table_rows
from tinhso.modules.citizens.payments.rules.roles import SETTLE
from tinhso.shell.audience import ActorRequest, audience

SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_DAYS = 366


def _period(request: ActorRequest) -> tuple[date, date]:
    """The days asked for, in order and at most a year; this month where nothing was asked."""
    today = local_day(now())
    since = day_of(request.GET.get("tu", ""), today.replace(day=1))
    until = day_of(request.GET.get("den", ""), today)
    since, until = min(since, until), max(since, until)
    return since, min(until, date.fromordinal(min(since.toordinal() + MOST_DAYS, date.max.toordinal())))


@audience(SETTLE)
def table(request: ActorRequest) -> HttpResponse:
    since, until = _period(request)
    rows = list(table_rows(request.actor, since, until))
    total = sum(int(row[5]) for row in rows if not row[8])
    context = {
        "since": since,
        "until": until,
        "columns": [_(title) for title in COLUMNS],
        "rows": [(*row[:5], dong(int(row[5])), *row[6:]) for row in rows[:SHOWN]],
        "count": len(rows),
        "total": total,
        "shown": SHOWN,
    }
    return render(request, "payments/desk/table.html", context)


@audience(SETTLE)
def taken(request: ActorRequest, form: str) -> HttpResponse:
    """The table as a file; that it left is an entry."""
    if form not in ("xlsx", "csv"):
        raise Http404
    since, until = _period(request)
    rows = list(table_rows(request.actor, since, until))
    note_table(since, until, len(rows), by=request.actor, at=now())
    head = [_(title) for title in COLUMNS]
    made = sheet_of("01-TH-BLDT", head, rows) if form == "xlsx" else _csv([head, *rows])
    answer = HttpResponse(made, content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="01-TH-BLDT-{since}-{until}.{form}"'
    return answer


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")  # without the mark a spreadsheet misreads the accents
