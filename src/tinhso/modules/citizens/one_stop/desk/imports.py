"""The operator's lists: sent, tried, looked at, confirmed, done in the background."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import now
from tinhso.base.tables import sheet_of, template
from tinhso.modules.citizens.one_stop.actions.imports import (
    KINDS,
    ListKind,
    confirm_import,
    drop_import,
    fetch_passwords,
    send_list,
)
from tinhso.modules.citizens.one_stop.models import ListImport, ListImportRow
from tinhso.modules.citizens.one_stop.queries.imports import (
    WORKED_ON,
    counts_of,
    facts_of,
    import_of,
    imports_of,
    rows_of,
)
from tinhso.modules.citizens.one_stop.rules.roles import IMPORT
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.fields import field
from tinhso.shell.middleware import problem

PER_PAGE = 50
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OUTCOMES = {
    "refused": gettext_noop("Có lỗi"),
    "new": gettext_noop("Mới"),
    "changed": gettext_noop("Thay đổi"),
    "unchanged": gettext_noop("Không đổi"),
}


class NoFile(Refused):
    code = "no-list-file"
    title = gettext_noop("Chưa chọn tệp")
    mend = gettext_noop("Chọn tệp danh sách (.xlsx, .csv) trên máy rồi gửi.")


@never_cache
@audience(IMPORT)
def listed(request: ActorRequest) -> HttpResponse:
    """What can be sent, and what this account sent lately."""
    rows = [(row, KINDS[row.kind]) for row in imports_of(request.actor)[:50]]
    kinds = [kind for kind in KINDS.values() if kind.may(request.actor)]
    return render(request, "one_stop/desk/imports.html", {"kinds": kinds, "rows": rows})


@never_cache
@audience(IMPORT)
def send(request: ActorRequest, code: str) -> HttpResponse:
    """What the list must look like, and the place to send it."""
    kind = _kind(request, code)
    if request.method != "POST":
        return _send_page(request, kind)
    try:
        sent = request.FILES.get("file")
        if sent is None:
            raise NoFile()
        row = send_list(kind, sent, by=request.actor, at=now())
    except Refused as error:
        return _send_page(request, kind, error)
    return HttpResponseRedirect(reverse("one_stop:list_import", args=[row.pk]))


def _kind(request: ActorRequest, code: str) -> ListKind:
    """Raises NotFound, NotAllowed."""
    if code not in KINDS:
        raise NotFound()
    kind = KINDS[code]
    kind.must(request.actor)
    return kind


def _send_page(request: ActorRequest, kind: ListKind, error: Refused | None = None) -> HttpResponse:
    said = problem(error, "") if error else None
    accept = ".xlsx,.csv,.jsonl" if kind.code == "ho-so" else ".xlsx,.csv"
    hint = _("Excel (.xlsx) hoặc CSV; lớn nhất 20 MB, 20.000 dòng.")
    context = {
        "kind": kind,
        "columns": kind.columns(),
        "field": field("file", _("Tệp danh sách"), accept=accept, hint=hint, error=said["title"] if said else ""),
        "problem": said,
    }
    return render(request, "one_stop/desk/import_send.html", context, status=error.status if error else 200)


@audience(IMPORT)
def blank(request: ActorRequest, code: str) -> HttpResponse:
    """The template to fill in, with a row of examples."""
    kind = _kind(request, code)
    return _file(template(_(kind.title), kind.version, kind.columns()), f"mau-{kind.code}.xlsx")


@never_cache
@audience(IMPORT)
def look(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """How far it is and what becomes of each row; asks again by itself while it is worked on."""
    row = import_of(request.actor, import_id)
    counts = counts_of(row)
    chosen = request.GET.get("ket-qua", "")
    chosen = chosen if chosen in OUTCOMES else ""
    page = Paginator(rows_of(row, chosen), PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "row": row,
        "kind": KINDS[row.kind],
        "counts": counts,
        "good": counts.new + counts.changed,
        "is_worked_on": row.state in WORKED_ON,
        "may_confirm": row.state == "checked" and not row.problem and counts.new + counts.changed > 0,
        "tabs": _tabs(counts, chosen),
        "page": page,
        "lines": [_line(one, KINDS[row.kind]) for one in page],
        "chosen": chosen,
    }
    return render(request, "one_stop/desk/import.html", context)


def _tabs(counts: Any, chosen: str) -> list[dict[str, Any]]:
    shown = [(code, title, getattr(counts, code)) for code, title in OUTCOMES.items()]
    total = sum(count for _code, _title, count in shown)
    return [
        {"title": _("Tất cả"), "url": "?", "is_current": not chosen, "count": total},
        *(
            {"title": _(title), "url": f"?ket-qua={code}", "is_current": chosen == code, "count": count}
            for code, title, count in shown
        ),
    ]


def _line(one: ListImportRow, kind: ListKind) -> Mapping[str, Any]:
    """A row as people read it: columns by their titles."""
    titles = {column.code: column.title for column in kind.columns()}
    facts = facts_of(one)
    remarks = [remark | {"title": titles.get(remark["column"], remark["column"])} for remark in facts["remarks"]]
    return {**facts, "place": one.place, "outcome": one.outcome, "remarks": remarks}


@require_POST
@audience(IMPORT)
def confirm(request: ActorRequest, import_id: UUID) -> HttpResponse:
    row = import_of(request.actor, import_id)
    said = _("Đã xác nhận. Danh sách được nhập dần; có thể rời trang này.")
    return _acted(request, row, lambda: confirm_import(row, KINDS[row.kind], by=request.actor, at=now()), said)


@require_POST
@audience(IMPORT)
def drop(request: ActorRequest, import_id: UUID) -> HttpResponse:
    row = import_of(request.actor, import_id)
    return _acted(request, row, lambda: drop_import(row, by=request.actor, at=now()), _("Đã bỏ danh sách và xóa tệp."))


def _acted(request: ActorRequest, row: ListImport, act: Any, said: str) -> HttpResponse:
    try:
        act()
    except NotFound:
        raise
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("one_stop:list_import", args=[row.pk]))


@never_cache
@require_POST
@audience(IMPORT)
def passwords(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """The sheet of one-time passwords, once."""
    row = import_of(request.actor, import_id)
    try:
        told = fetch_passwords(row, by=request.actor, at=now())
    except Refused as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("one_stop:list_import", args=[row.pk]))
    head = (_("Tên đăng nhập"), _("Họ và tên"), _("Mật khẩu dùng một lần"))
    return _file(sheet_of(_("Mật khẩu"), head, told), "mat-khau-dung-mot-lan.xlsx")


@never_cache
@audience(IMPORT)
def problems(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """What is said of rows, as a workbook."""
    row = import_of(request.actor, import_id)
    head = (_("Dòng"), _("Nội dung"), _("Kết quả"), _("Cột"), _("Lý do"), _("Cách sửa"))
    lines = (
        (
            str(line["place"]),
            line["label"],
            _(OUTCOMES[line["outcome"]]),
            remark["title"],
            remark["message"],
            remark["suggestion"],
        )
        for line in (_line(one, KINDS[row.kind]) for one in rows_of(row).iterator())
        for remark in line["remarks"]
    )
    return _file(sheet_of(_("Dòng cần xem"), head, lines), f"can-xem-{row.kind}.xlsx")


def _file(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=BOOK, headers={"Content-Disposition": f'attachment; filename="{name}"'})
