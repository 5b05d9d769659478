"""Plans of reorganisation: drafted, looked at with all they would move, approved by another, done on their day."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base import tables
from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.organisations.actions import planning
from tinhso.kernel.organisations.actions.planning import REORGANISE, LineFacts
from tinhso.kernel.organisations.kinds import holdings
from tinhso.kernel.organisations.models import LineAct, Reorganisation, ReorganisationState, UnitKind
from tinhso.kernel.organisations.queries import reorganising as queries
from tinhso.kernel.organisations.queries.reorganising import Plan
from tinhso.kernel.organisations.rules.plan import PlanLine
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.fields import day_field, field, posted_day

PER_PAGE = 50
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LineUnclear(Refused):
    code = "reorganisation-line-unclear"
    title = gettext_noop("Chưa rõ đơn vị nào")
    mend = gettext_noop("Ghi đúng mã của đơn vị đang có, hoặc mã của đơn vị mới đã thêm vào phương án.")


class TableHasFaults(Refused):
    code = "reorganisation-table"
    title = gettext_noop("Bảng còn %(count)s chỗ sai: %(first)s")
    mend = gettext_noop("Sửa trong tệp rồi gửi lại; chưa dòng nào được thêm.")


@never_cache
@audience(REORGANISE)
def plans(request: ActorRequest) -> HttpResponse:
    """Every plan, and the place to begin one."""
    if request.method != "POST":
        return _plans(request)
    try:
        on = posted_day(request, "on")
        if on is None:
            raise planning.PlanUnclear(fields={"on": str(planning.PlanUnclear.mend)})
        title, decision = request.POST.get("title", ""), request.POST.get("decision", "")
        plan = planning.draft_reorganisation(title, decision, on=on, by=request.actor, at=now())
    except Refused as refusal:
        return _plans(request, refusal)
    return redirect("organisations:reorganisation", plan.pk)


def _plans(request: ActorRequest, refused: Refused | None = None) -> HttpResponse:
    typed = request.POST
    context = {
        "plans": queries.reorganisations(),
        "title_field": field("title", _("Tên phương án"), value=typed.get("title", "")),
        "decision_field": field("decision", _("Nghị quyết, quyết định"), value=typed.get("decision", "")),
        "day": day_field(request, "on", _("Có hiệu lực từ ngày")),
        "refused": refused,
    }
    status = refused.status if refused else 200
    return render(request, "organisations/reorganisations.html", context, status=status)


@never_cache
@audience(REORGANISE)
def plan(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    return plan_page(request, _chosen(plan_id))


def plan_page(request: ActorRequest, row: Reorganisation, refused: Refused | None = None) -> HttpResponse:
    is_open = row.state in (ReorganisationState.DRAFT, ReorganisationState.APPROVED)
    found = queries.plan_of(row) if is_open else None
    context: dict[str, Any] = {
        "plan": row,
        "lines": [_shown(line, found) for line in found.lines] if found else [_kept(line) for line in _kept_lines(row)],
        "troubles": found.troubles if found else (),
        "moved": queries.moved_by(found, row.on) if found else (),
        "done": [(one, row.moved.get(one.code, 0)) for one in sorted(holdings, key=lambda kind: kind.order)],
        "is_draft": row.state == ReorganisationState.DRAFT,
        "is_open": is_open,
        "is_waiting": row.state == ReorganisationState.APPROVED and row.on <= local_day(now()),
        "may_approve": row.state == ReorganisationState.DRAFT and request.actor.account_id != row.drafted_by,
        "acts": [(one.value, one.label) for one in LineAct],
        "kinds": [(kind.value, kind.label) for kind in UnitKind],
        "file": field("file", _("Bảng các việc (.xlsx, .csv)"), accept=".xlsx,.csv"),
        "typed": request.POST,
        "refused": refused,
    }
    return render(request, "organisations/reorganisation.html", context, status=refused.status if refused else 200)


def _kept_lines(row: Reorganisation) -> Any:
    return row.lines.order_by("id")


def _kept(line: Any) -> dict[str, Any]:
    """A line of a plan that was done or dropped: names as they are written."""
    before = line.unit.versions.latest("valid_from").name if line.unit_id else line.name
    founded = line.reorganisation.lines.filter(act=LineAct.FOUND, key=line.to_key).first() if line.to_key else None
    after = line.to_unit.versions.latest("valid_from").name if line.to_unit_id else founded.name if founded else ""
    return _told(line.act, before, after, line.name, line.key, line.is_partial, line.is_heir, None)


def _shown(line: PlanLine, found: Plan) -> dict[str, Any]:
    before = found.name_of(line.unit) if line.unit else line.name
    told = _told(
        line.act, before, found.name_of(line.to), line.name, line.key, line.is_partial, line.is_heir, line.place
    )
    return told | {"is_wrong": any(one.place == line.place for one in found.troubles if line.place)}


def _told(
    act: str, before: str, after: str, name: str, key: str, is_partial: bool, is_heir: bool, place: UUID | None
) -> dict[str, Any]:
    return {
        "act": LineAct(act).label, "is_new": act == LineAct.FOUND, "before": before, "after": after, "name": name,
        "key": key, "is_partial": is_partial, "is_heir": is_heir, "place": place,
    }  # fmt: skip


@never_cache
@audience(REORGANISE)
def held(request: ActorRequest, plan_id: UUID, code: str) -> HttpResponse:
    """Each thing of one kind that would go: on pages, or all of it as a workbook."""
    row = _chosen(plan_id)
    if code not in holdings:
        raise NotFound()
    kind, found = holdings.get(code), queries.plan_of(row)
    things = list(queries.held_by(found, kind, row.on))
    if request.GET.get("tep") == "xlsx":
        head = (_("Đơn vị đang giữ"), _("Nội dung"), _("Chuyển sang"))
        lines = (_line(one.unit_id, one.text, found) for one in things)
        name = f"sap-xep-{row.on:%Y%m%d}-{code.replace('.', '-')}.xlsx"
        data = tables.sheet_of(_(kind.title)[:31], head, lines)
        return HttpResponse(data, content_type=BOOK, headers={"Content-Disposition": f'attachment; filename="{name}"'})
    page = Paginator(things, PER_PAGE).get_page(request.GET.get("trang"))
    shown = [_line(one.unit_id, one.text, found) for one in page]
    return render(request, "organisations/held.html", {"plan": row, "kind": kind, "page": page, "lines": shown})


def _line(unit_id: UUID, text: str, found: Plan) -> tuple[str, str, str]:
    return found.name_of(unit_id), text, found.name_of(found.heirs.get(unit_id))


@audience(REORGANISE)
def blank(request: ActorRequest) -> HttpResponse:
    """The table to fill in, for plans of many units."""
    data = tables.template(_("Sắp xếp đơn vị"), planning.VERSION, planning.COLUMNS)
    headers = {"Content-Disposition": 'attachment; filename="mau-sap-xep-don-vi.xlsx"'}
    return HttpResponse(data, content_type=BOOK, headers=headers)


Act = Callable[[ActorRequest, Reorganisation], str]


def act_on_plan(act: Act) -> Callable[..., HttpResponse]:
    def view(request: ActorRequest, plan_id: UUID) -> HttpResponse:
        row = _chosen(plan_id)
        version = request.POST.get("version", "")
        row.version = int(version) if version.isdecimal() else row.version
        try:
            said = act(request, row)
        except NotFound:
            raise
        except Refused as refusal:
            return plan_page(request, _chosen(plan_id), refusal)
        messages.success(request, said)
        return redirect("organisations:reorganisation", plan_id)

    view.__name__, view.__doc__ = act.__name__, act.__doc__
    return never_cache(audience(REORGANISE)(require_POST(view)))  # type: ignore[return-value]


@act_on_plan
def add_line(request: ActorRequest, row: Reorganisation) -> str:
    """One act more."""
    texts = {name: request.POST.get(name, "").strip()[:200] for name in ("unit", "to", "name", "short_name", "address")}
    act, heir = request.POST.get("act", ""), request.POST.get("is_heir", "")
    if act not in LineAct.values:
        raise LineUnclear()
    is_new = act == LineAct.FOUND
    founded = set(row.lines.filter(act=LineAct.FOUND).values_list("key", flat=True))
    asked = [] if is_new else [texts["unit"]]
    asked += [texts["to"]] if texts["to"] or act in (LineAct.INTO, LineAct.UNDER) else []
    if (is_new and not texts["unit"]) or any(
        code not in founded and planning.code_meant(code) is None for code in asked
    ):
        raise LineUnclear()
    line = LineFacts(
        act=act, is_partial=request.POST.get("is_partial") == "yes", is_heir=None if not heir else heir == "yes",
        kind=request.POST.get("kind", "") if is_new else "", form=request.POST.get("form", "").strip()[:30], **texts,
    )  # fmt: skip
    planning.add_lines(row, [line], by=request.actor, at=now())
    return _("Đã thêm một việc.")


@act_on_plan
def add_table(request: ActorRequest, row: Reorganisation) -> str:
    """All acts of a table, or none of them."""
    sent = request.FILES.get("file")
    if sent is None:
        raise planning.PlanUnclear(fields={"file": _("Chọn tệp trên máy rồi gửi.")})
    lines, remarks = planning.lines_from(tables.read_table(sent, planning.COLUMNS))
    if remarks:
        first = remarks[0]
        raise TableHasFaults(count=len(remarks), first=f"dòng {first.place}, {first.message}")
    planning.add_lines(row, lines, by=request.actor, at=now())
    return _("Đã thêm %(count)s việc.") % {"count": len(lines)}


@act_on_plan
def remove_line(request: ActorRequest, row: Reorganisation) -> str:
    try:
        line_id = UUID(request.POST.get("line", ""))
    except ValueError:
        raise NotFound() from None
    planning.remove_line(row, line_id, by=request.actor, at=now())
    return _("Đã bỏ một việc khỏi phương án.")


@act_on_plan
def approve(request: ActorRequest, row: Reorganisation) -> str:
    """Another person's word; on its day the plan is done by itself."""
    planning.approve_reorganisation(row, by=request.actor, at=now())
    return _("Đã duyệt. Phương án tự thực hiện vào ngày có hiệu lực.")


@act_on_plan
def drop(request: ActorRequest, row: Reorganisation) -> str:
    planning.drop_reorganisation(row, by=request.actor, at=now())
    return _("Đã bỏ phương án; không có gì bị chuyển.")


def _chosen(plan_id: UUID) -> Reorganisation:
    row = Reorganisation.objects.filter(pk=plan_id).first()
    if row is None:
        raise NotFound()
    return row
