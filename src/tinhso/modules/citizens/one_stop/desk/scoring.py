"""The quarterly score of an office: what is counted, what people judge with their grounds, sum and grade."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.base.tables import sheet_of
from tinhso.modules.citizens.one_stop.actions.scoring import ScoreUnclear, score_office
from tinhso.modules.citizens.one_stop.desk.book import XLSX
from tinhso.modules.citizens.one_stop.queries import scoring as queries
from tinhso.modules.citizens.one_stop.queries.scoring import Sheet
from tinhso.modules.citizens.one_stop.rules.roles import LEAD
from tinhso.modules.citizens.one_stop.rules.scoring import Quarter, quarter_of, quarter_read
from tinhso.shell.audience import ActorRequest, audience


@never_cache
@audience(LEAD)
def scores(request: ActorRequest) -> HttpResponse:
    """The offices the actor answers for, each with its sum."""
    today = quarter_of(local_day(now()))
    quarter = quarter_read(request.GET.get("quy", "")) or today
    offices = [(unit, queries.sheet_of(unit.id, quarter)) for unit in queries.offices_scored(request.actor, quarter)]
    choices = [today]
    while len(choices) < 8:
        choices.append(choices[-1].before)
    return render(request, "one_stop/desk/scores.html", {"offices": offices, "quarter": quarter, "choices": choices})


@never_cache
@audience(LEAD)
def score(request: ActorRequest, unit_id: UUID, quarter: str) -> HttpResponse:
    """One office: nine indices; those nobody can count are chosen here."""
    chosen = quarter_read(quarter)
    office = next((one for one in queries.offices_scored(request.actor, chosen) if one.id == unit_id), None) \
        if chosen else None  # fmt: skip
    if chosen is None or office is None:
        raise NotFound()
    refused: Refused | None = None
    if request.method == "POST":
        try:
            written = score_office(unit_id, chosen, _typed(request), by=request.actor, at=now())
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("Đã lưu %(count)s chỉ số.") % {"count": len(written)})
            return redirect("one_stop:score", unit_id, chosen.text)
    sheet = queries.sheet_of(unit_id, chosen)
    if request.GET.get("dang") == "xlsx":
        return _table(office.name, chosen, sheet)
    context = {
        "office": office, "quarter": chosen, "sheet": sheet, "refused": refused,
        "rows": [(row, request.POST.get(f"points-{row.index.number}", "" if row.points is None else str(row.points)),
                  request.POST.get(f"ground-{row.index.number}", row.ground)) for row in sheet.rows],
    }  # fmt: skip
    return render(request, "one_stop/desk/score.html", context, status=refused.status if refused else 200)


def _typed(request: ActorRequest) -> dict[int, tuple[int, str]]:
    """What was chosen, by the number of its index; one left open stays open. Raises ScoreUnclear."""
    found: dict[int, tuple[int, str]] = {}
    for number in range(1, 10):
        points = request.POST.get(f"points-{number}", "")
        if points in ("0", "1", "2"):
            found[number] = int(points), request.POST.get(f"ground-{number}", "")
        elif points:
            raise ScoreUnclear()
    return found


def _table(office: str, quarter: Quarter, sheet: Sheet) -> HttpResponse:
    head = (_("Chỉ số"), _("Điểm"), _("Căn cứ"), _("Số liệu"))
    lines = [
        (
            f"{row.index.number}. {row.index.title}",
            "" if row.points is None else str(row.points),
            row.ground,
            row.evidence,
        )
        for row in sheet.rows
    ]
    lines.append((_("Tổng cộng"), "" if sheet.total is None else f"{sheet.total}/{sheet.most}", sheet.grade, office))
    headers = {"Content-Disposition": f'attachment; filename="cham-diem-{quarter.text}.xlsx"'}
    return HttpResponse(sheet_of(_("Chấm điểm quý"), head, lines), content_type=XLSX, headers=headers)
