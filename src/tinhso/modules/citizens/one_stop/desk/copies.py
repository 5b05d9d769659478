"""Certified copies: a grid for many originals of many people, and one screen to lead them all on."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.models import Case, Definition
from tinhso.kernel.cases.queries import definition_in_force, visible_cases
from tinhso.kernel.cases.queries.lists import waiting_for
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.modules.citizens.one_stop.actions.copies import LEADS, Told, lead_on, receive_copies
from tinhso.modules.citizens.one_stop.actions.counter import collect_cash, forget_draft, keep_draft
from tinhso.modules.citizens.one_stop.desk.intake_page import typed_text
from tinhso.modules.citizens.one_stop.desk.taken import say_collected, whole
from tinhso.modules.citizens.one_stop.queries.acts_open import MOVES, acts_open
from tinhso.modules.citizens.one_stop.queries.boards import STEP_RIGHTS
from tinhso.modules.citizens.one_stop.queries.counter import kept_draft
from tinhso.modules.citizens.one_stop.rules.copies import COLUMNS, MOST_PEOPLE, MOST_ROWS, checked, rows_of, sittings
from tinhso.shell.audience import STAFF, ActorRequest, audience

COPIES, DRAFT = "2.000815", "copies"
ROWS, MORE = 10, 10
AT_ONCE = 20
TITLES = {
    "hand_over": gettext_noop("Chuyển bộ phận chứng thực"),
    "draft": gettext_noop("Lập lời chứng và trình ký"),
    "sign": gettext_noop("Ký chứng thực"),
    "issue": gettext_noop("Đóng dấu, phát hành"),
    "return": gettext_noop("Trả tại quầy"),
}


@audience("cases.receive")
def grid(request: ActorRequest) -> HttpResponse:
    """The grid; POST takes everybody in, and what was refused stays in the grid."""
    definition = definition_in_force(COPIES, local_day(now()))
    if request.method != "POST":
        kept = kept_draft(request.actor.seat_id, DRAFT, now())
        return _grid(request, definition, kept.posted if kept else QueryDict())
    if "drop" in request.POST:
        forget_draft(request.actor.seat_id, DRAFT)
        return HttpResponseRedirect(reverse("one_stop:copies"))
    rows = checked(rows_of(request.POST, MOST_ROWS))
    people = sittings(rows)
    if "more" in request.POST or not rows or any(row.wrong for row in rows) or len(people) > MOST_PEOPLE:
        return _grid(request, definition, request.POST, is_checked="more" not in request.POST)
    told = receive_copies(definition, people, key=request.POST.get("key", ""), by=request.actor, at=now())
    forget_draft(request.actor.seat_id, DRAFT)
    left = [row for one, line in zip(people, told, strict=True) if line.why for row in one.rows]
    posted = QueryDict(mutable=True)
    for at, row in enumerate(left):
        posted.update({f"r{at}-{column}": row.typed[column] for column in COLUMNS})
    return _grid(request, definition, posted, told=told)


def _grid(
    request: ActorRequest,
    definition: Definition,
    posted: QueryDict,
    *,
    is_checked: bool = False,
    told: list[Told] | None = None,
) -> HttpResponse:
    asked = posted.get("count", "")
    count = int(asked) if asked.isdecimal() and len(asked) < 4 else ROWS
    count = min(max(count, ROWS) + (MORE if "more" in posted else 0), MOST_ROWS)
    rows = rows_of(posted, count)
    wrong = {row.number: row.wrong for row in checked(rows)} if is_checked else {}
    errors = [
        {"href": f"#r{number - 1}-{column}", "message": _("Dòng %(row)s: %(what)s") % {"row": number, "what": _(what)}}
        for number, found in wrong.items()
        for column, what in found.items()
    ]
    if is_checked and not wrong:
        errors = [{"href": "#r0-name", "message": _("Chưa có dòng nào. Ghi ít nhất một giấy tờ.")}]
    if len(sittings(checked(rows))) > MOST_PEOPLE:
        errors = [{"href": "#r0-name", "message": _("Mỗi lượt tối đa %(most)s người.") % {"most": MOST_PEOPLE}}]
    need = read_body(definition.body).charges[0]
    rule = {"price": need.unit_price, "first": need.first_pages, "later": need.later_price, "cap": need.cap}
    context: dict[str, Any] = {
        "definition": definition,
        "need": need,
        "rows": [(row, wrong.get(row.number, {})) for row in rows],
        "count": count,
        "is_full": count >= MOST_ROWS,
        "key": posted.get("key") or str(new_id()),
        "rule": json.dumps(rule),
        "errors": errors,
        "kept": bool(posted) and not is_checked and told is None and request.method != "POST",
    }
    if told is not None:
        context |= _told(told)
    return render(request, "one_stop/desk/copies.html", context, status=422 if errors else 200)


def _told(told: list[Told]) -> dict[str, Any]:
    taken = [line.case for line in told if line.case is not None]
    owed = {case.pk: sum(c.amount for c in case.charges.all() if c.paid_at is None) for case in taken}
    return {
        "told": [(line, owed.get(line.case.pk, 0) if line.case else 0) for line in told],
        "taken": taken,
        "owed": sum(owed.values()),
    }


@audience("cases.receive")
@require_POST
def keep(request: ActorRequest) -> HttpResponse:
    """Keeps the grid while it is being filled."""
    if request.actor.seat_id is not None:
        keep_draft(request.actor.seat_id, DRAFT, typed_text(request.POST), at=now())
    return HttpResponse(status=204)


def _chosen(request: ActorRequest) -> list[Case]:
    numbers = request.POST.getlist("ho-so")[:AT_ONCE]
    found = visible_cases(request.actor).select_related("definition", "applicant", "owner")
    return list(found.filter(number__in=numbers, definition__code=COPIES).order_by("number"))


@audience("cases.collect")
@require_POST
def collect(request: ActorRequest) -> HttpResponse:
    """The cash of a whole sitting: what is given counts against the sum."""
    cases, at = _chosen(request), now()
    owed = sum(c.amount for case in cases for c in case.charges.filter(paid_at=None))
    given = whole(request.POST.get("given", ""))
    if given is not None and given < owed:
        messages.error(request, _("Số tiền đưa chưa đủ; chưa ghi thu khoản nào."))
        return HttpResponseRedirect(reverse("one_stop:copies_waiting"))
    for case in cases:
        try:
            collect_cash(case, given=None, by=request.actor, at=at)
        except Refused as refusal:
            messages.error(request, f"{case.number}: {refusal}")
    say_collected(request, given - owed if given is not None else 0)
    return HttpResponseRedirect(reverse("one_stop:copies_waiting"))


@audience(STAFF)
def waiting(request: ActorRequest) -> HttpResponse:
    """The copies that wait for this official, by what is to be done; POST does it to those ticked."""
    told: list[Told] | None = None
    if request.method == "POST" and request.POST.get("act") in LEADS:
        seen = {case.number: request.POST.get(f"version-{case.number}", "") for case in _chosen(request)}
        pairs = [(case, int(seen[case.number]) if seen[case.number].isdecimal() else -1) for case in _chosen(request)]
        told = lead_on(request.POST["act"], pairs, by=request.actor, at=now())
    groups = _groups(request)
    context = {
        "groups": [(act, TITLES[act], cases) for act, cases in groups.items() if cases],
        "told": told,
        "done": sum(1 for line in told or () if not line.why),
        "at_once": AT_ONCE,
    }
    return render(request, "one_stop/desk/copies_waiting.html", context)


def _groups(request: ActorRequest) -> dict[str, list[Case]]:
    mine = waiting_for(request.actor, STEP_RIGHTS).filter(definition__code=COPIES)
    groups: dict[str, list[Case]] = {act: [] for act in TITLES}
    for case in mine.select_related("definition", "applicant").order_by("submitted_at", "id")[:200]:
        may = acts_open(case, read_body(case.definition.body), request.actor)
        act = next((one for one in MOVES if one in may and one in groups), "")
        if act:
            groups[act].append(case)
    return groups
