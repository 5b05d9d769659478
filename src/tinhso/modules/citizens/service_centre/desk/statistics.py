"""Waiting and satisfaction for the head of the centre, and both as a table to take away."""

import codecs
import csv
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotAllowed, gettext_noop
from tinhso.base.moments import day_text, local_day, moment_text, now
from tinhso.base.tables import harmless, sheet_of
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.service_centre.actions.exporting import note_export
from tinhso.modules.citizens.service_centre.models import Centre
from tinhso.modules.citizens.service_centre.queries.figures import Period, faces_of, report_of, visits_of
from tinhso.modules.citizens.service_centre.queries.places import centres_with, code_of
from tinhso.modules.citizens.service_centre.queries.ruling import rating_rules
from tinhso.modules.citizens.service_centre.rules.figures import Figures, by_hour
from tinhso.modules.citizens.service_centre.rules.roles import WATCH
from tinhso.modules.citizens.service_centre.rules.sent import day_sent
from tinhso.modules.citizens.service_centre.rules.words import FACES
from tinhso.shell.audience import ActorRequest, audience

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
USUAL, LONGEST = 7, 366  # days


@never_cache
@audience(WATCH)
def statistics(request: ActorRequest) -> HttpResponse:
    """A week unless other days are asked for."""
    centre, centres = chosen_centre(request, WATCH)
    period, today = _period(request), local_day(now())
    context: dict[str, Any] = {"centres": centres, "period": period, "centre": centre, "today": today}
    if centre is not None:
        named = {one.code: one.title for one in rating_rules(today).reasons}
        words = dict(FACES)
        faces = [
            {
                "title": row.title,
                "total": row.total,
                "counts": [(words[face], count) for face, count in row.counts],
                "reasons": [(named.get(code, code), count) for code, count in row.reasons],
            }
            for row in faces_of(centre, period)
        ]
        context |= {"report": report_of(centre, period), "faces": faces, "code": code_of(centre, today)}
    return render(request, "service_centre/desk/statistics.html", context)


def chosen_centre(request: ActorRequest, right: str) -> tuple[Centre | None, list[tuple[str, str]]]:
    """The centre asked for by its code, else the first; with code and name of all there are to choose."""
    day = local_day(now())
    rows = [(code_of(one, day), one) for one in centres_with(request.actor, right)]
    wanted = request.GET.get("trung-tam", "")
    found = next((one for code, one in rows if code == wanted), rows[0][1] if rows else None)
    return found, [(code, unit_on(one.unit_id, day).name) for code, one in rows]


def _period(request: ActorRequest) -> Period:
    today = local_day(now())
    until = day_sent(request.GET.get("den", "")) or today
    since = day_sent(request.GET.get("tu", "")) or until - timedelta(days=USUAL - 1)
    return Period(max(min(since, until), until - timedelta(days=LONGEST)), until)


@audience(WATCH)
def export(request: ActorRequest, kind: str) -> HttpResponse:
    """By day, group and hour. The ledger knows that it left."""
    if kind not in TYPES:
        raise Http404
    centre, _centres = chosen_centre(request, WATCH)
    if centre is None:
        raise NotAllowed(right=WATCH)
    period, at = _period(request), now()
    lines = list(_lines(centre, period))
    note_export(centre, kind, period.since, period.until, len(lines), by=request.actor, at=at)
    head = [_(title) for title in HEAD]
    above = [_("Tính đến"), moment_text(at), request.actor.name]
    data = _csv([above, head, *lines]) if kind == "csv" else sheet_of(_("Thời gian chờ"), above, [head, *lines])
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="thoi-gian-cho-{period.since}-{period.until}.{kind}"'
    return response


HEAD = (
    gettext_noop("Ngày"),
    gettext_noop("Nhóm"),
    gettext_noop("Giờ"),
    gettext_noop("Lấy số"),
    gettext_noop("Đã phục vụ"),
    gettext_noop("Không đến"),
    gettext_noop("Bỏ số"),
    gettext_noop("Chờ p50 (phút)"),
    gettext_noop("Chờ p90 (phút)"),
)


def _lines(centre: Centre, period: Period) -> Iterator[list[str]]:
    rows = visits_of(centre, period)
    keys = sorted({(day, group.code, group.title) for group, day, _visit in rows})
    for day, code, title in keys:
        mine = [visit for group, on, visit in rows if group.code == code and on == day]
        for hour, figures in by_hour(mine):
            yield [day_text(day), f"{code} {title}", f"{hour}", *_cells(figures)]


def _cells(figures: Figures) -> list[str]:
    counts = [figures.taken, figures.served, figures.missed, figures.given_up]
    waits = ["" if one is None else f"{one / 60:.1f}".replace(".", ",") for one in (figures.p50, figures.p90)]
    return [*map(str, counts), *waits]


def _csv(lines: list[list[str]]) -> bytes:
    out = BytesIO(codecs.BOM_UTF8)  # without it a spreadsheet misreads the accents
    out.seek(0, 2)
    csv.writer(codecs.getwriter("utf-8")(out)).writerows([harmless(cell) for cell in line] for line in lines)
    return out.getvalue()
