"""The report of a day or a longer period: on the screen, in print, as a table to take away."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import day_text, local_day, moment_text, now
from tinhso.base.tables import sheet_of
from tinhso.modules.citizens.one_stop.desk.book import XLSX, BadPeriod, period_asked
from tinhso.modules.citizens.one_stop.queries import reports
from tinhso.modules.citizens.one_stop.queries.course_papers import Period
from tinhso.modules.citizens.one_stop.queries.reports import READ, Numbers, Report
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.middleware import problem as told

GROUPS = {"linh-vuc": gettext_noop("Lĩnh vực"), "thu-tuc": gettext_noop("Thủ tục"), "don-vi": gettext_noop("Đơn vị")}
HEAD = (
    gettext_noop("Từ kỳ trước"), gettext_noop("Trực tuyến"), gettext_noop("Trực tiếp"), gettext_noop("Bưu chính"),
    gettext_noop("Trước hạn"), gettext_noop("Đúng hạn"), gettext_noop("Quá hạn"), gettext_noop("Rút, dừng"),
    gettext_noop("Đang giải quyết"), gettext_noop("Đang quá hạn"), gettext_noop("Tỷ lệ đúng hạn"),
)  # fmt: skip
WAYS = {"cash": gettext_noop("Tiền mặt"), "online": gettext_noop("Trực tuyến")}


@never_cache
@audience(READ)
def report(request: ActorRequest) -> HttpResponse:
    """Today, unless a period is asked for."""
    at, problem = now(), None
    period = Period(local_day(at), local_day(at))
    try:
        period = period_asked(request, period)
    except BadPeriod as error:
        problem = error
    by = request.GET.get("theo", "")
    by = by if by in GROUPS else "linh-vuc"
    found = reports.report(request.actor, period, at, by)
    if request.GET.get("dang") == "xlsx" and not problem:
        return _table(found, by, period, request.actor.name, moment_text(at))
    context = {
        "found": found,
        "lines": [(line.name, _cells(line.numbers)) for line in found.lines],
        "total": _cells(found.total),
        "fees": [(_(WAYS[way]) if way in WAYS else way, many, money) for way, many, money in found.fees],
        "money": sum(money for _way, _many, money in found.fees),
        "head": [_(title) for title in HEAD],
        "tabs": _tabs(period, by),
        "group": _(GROUPS[by]),
        "by": by,
        "period": period,
        "spans": _spans(local_day(at), by),
        "at": at,
        "problem": told(problem, getattr(request, "request_id", "")) if problem else None,
        "typed": {"from": request.GET.get("tu", ""), "until": request.GET.get("den", "")},
    }
    return render(request, "one_stop/desk/report.html", context, status=problem.status if problem else 200)


def _cells(n: Numbers) -> list[str]:
    counts = (n.carried, n.online, n.counter, n.post, n.early, n.on_time, n.late, n.ended, n.going, n.overdue)
    return [*map(str, counts), "–" if n.percent is None else f"{n.percent} %"]


def _query(period: Period, by: str) -> str:
    return f"?tu={period.first.isoformat()}&den={period.last.isoformat()}&theo={by}"


def _tabs(period: Period, chosen: str) -> list[dict[str, Any]]:
    return [
        {"title": _(title), "url": _query(period, code), "is_current": code == chosen} for code, title in GROUPS.items()
    ]


def _spans(today: date, by: str) -> list[tuple[str, str]]:
    """The periods people ask for most."""
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    quarter = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    starts = ((_("Hôm nay"), today), (_("Tháng này"), month), (_("Quý này"), quarter), (_("Năm nay"), year))
    return [(title, _query(Period(first, today), by)) for title, first in starts]


def _table(found: Report, by: str, period: Period, who: str, made_at: str) -> HttpResponse:
    data = sheet_of(_("Báo cáo"), [_(GROUPS[by]), *(_(title) for title in HEAD)], _lines(found, period, who, made_at))
    name = f"bao-cao-{period.first.isoformat()}-{period.last.isoformat()}.xlsx"
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _lines(found: Report, period: Period, who: str, made_at: str) -> Iterator[Sequence[str]]:
    for line in found.lines:
        yield line.name, *_cells(line.numbers)
    yield _("Tổng cộng"), *_cells(found.total)
    yield ()
    yield _("Kỳ báo cáo"), f"{day_text(period.first)} – {day_text(period.last)}"
    yield _("Đã trả kết quả"), str(found.returned)
    for way, many, money in found.fees:
        yield _(WAYS[way]) if way in WAYS else way, str(many), str(money)
    yield _("Người xuất"), who, made_at
