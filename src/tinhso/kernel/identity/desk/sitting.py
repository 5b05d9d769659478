"""Who sits where in a unit, and lending one's own roles for a time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.identity import actions, queries
from tinhso.kernel.identity.actions.seats import PeriodWrong
from tinhso.kernel.identity.desk.account import delegation_form, role_titles
from tinhso.kernel.identity.desk.fields import page, posted_day
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import Account, AccountKind, Delegation, Seat
from tinhso.kernel.identity.queries.accounts import delegations_of
from tinhso.kernel.organisations.kinds import UnitPage, unit_pages
from tinhso.shell.audience import STAFF, ActorRequest, audience

unit_pages.register(UnitPage("seats", "Người đang giữ vị trí", "identity:who_sits", ADMINISTER))


@never_cache
@audience(ADMINISTER)
def who_sits(request: ActorRequest) -> HttpResponse:
    """The seats of a unit (?don-vi=) with roles, and the account behind each."""
    on, unit_id = local_day(now()), _id(request.GET.get("don-vi", "")) or request.actor.unit_id
    name = queries.unit_name(unit_id, on) if unit_id else ""
    if unit_id is None or not request.actor.may(ADMINISTER, unit_id):
        return page(request, "who_sits", {"rows": [], "unit_name": name})
    seats = queries.seats_in(unit_id, on)
    accounts = Account.objects.filter(kind=AccountKind.STAFF, person_id__in=[seat.person_id for seat in seats])
    by_person = {account.person_id: account for account in accounts}
    rows = [
        {"seat": seat, "roles": role_titles(seat.roles), "account": by_person.get(seat.person_id)} for seat in seats
    ]
    return page(request, "who_sits", {"rows": rows, "unit_name": name})


@never_cache
@audience(STAFF)
def my_delegations(request: ActorRequest) -> HttpResponse:
    """What I lent and was lent, and a form to lend roles of the seat I work in."""
    if request.actor.seat_id is None or request.actor.person_id is None:
        raise NotFound()
    if request.method != "POST":
        return _page(request)
    try:
        _delegate(request, request.actor.seat_id)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, _("Đã ghi nhận ủy quyền."))
    return redirect("identity:my_delegations")


def _delegate(request: ActorRequest, seat_id: UUID) -> None:
    valid_from, valid_to = posted_day(request, "lent-from"), posted_day(request, "lent-to")
    if valid_from is None or valid_to is None:
        raise PeriodWrong()
    mine = get_object_or_404(Seat, id=seat_id)
    colleague = get_object_or_404(Seat, id=_id(request.POST.get("to_seat", "")), unit_id=mine.unit_id)
    actions.delegate(
        mine, colleague, request.POST.getlist("lent"), valid_from=valid_from, valid_to=valid_to,
        decision=request.POST.get("decision", ""), by=request.actor, at=now(),
    )  # fmt: skip


def _page(request: ActorRequest, refused: Refused | None = None) -> HttpResponse:
    at, actor = now(), request.actor
    assert actor.seat_id is not None and actor.person_id is not None  # noqa: S101  (my_delegations looked)
    rows = delegations_of(actor.person_id, local_day(at))
    facts = {
        "delegations": [
            {"row": row, "roles": role_titles(row.roles), "is_mine": row.from_seat_id == actor.seat_id} for row in rows
        ],
        **delegation_form(request, [actor.seat_id], at),
    }
    return page(request, "my_delegations", facts, refused)


@never_cache
@require_POST
@audience(STAFF)
def revoke_mine(request: ActorRequest, delegation_id: UUID) -> HttpResponse:
    """Only what the seat I work in has lent."""
    delegation = get_object_or_404(Delegation, id=delegation_id, from_seat_id=request.actor.seat_id)
    actions.revoke_delegation(delegation, by=request.actor, at=now())
    messages.success(request, _("Đã thu hồi ủy quyền."))
    return redirect("identity:my_delegations")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
