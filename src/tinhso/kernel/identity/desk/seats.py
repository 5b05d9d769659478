"""Administrators: seats given and ended, rights delegated and taken back."""

from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.identity import actions
from tinhso.kernel.identity.desk.account import account_page
from tinhso.kernel.identity.desk.fields import posted_day
from tinhso.kernel.identity.desk.staff import account_of
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import Account, Delegation, Seat
from tinhso.kernel.organisations.models import Post
from tinhso.shell.audience import ActorRequest, audience


class NotChosen(Refused):
    code = "not-chosen"
    title = gettext_noop("Còn mục chưa chọn hoặc ngày chưa đúng")
    mend = gettext_noop("Chọn đủ các mục và nhập ngày có thật, ví dụ 1 12 2026.")


def _day(request: HttpRequest, name: str) -> date:
    day = posted_day(request, name)
    if day is None:
        raise NotChosen()
    return day


M = TypeVar("M", bound=Model)


def _chosen(rows: QuerySet[M], value: str) -> M:
    try:
        row = rows.filter(pk=value).first() if value else None
    except ValidationError:
        row = None
    if row is None:
        raise NotChosen()
    return row


@never_cache
@require_POST
@audience(ADMINISTER)
def assign(request: ActorRequest, account_id: UUID) -> HttpResponse:
    at = now()
    account = account_of(request, account_id, at)
    try:
        _assign(request, account, at)
    except Refused as refusal:
        return account_page(request, account, at, refusal)
    messages.success(request, _("Đã bố trí vị trí công tác."))
    return redirect("identity:account", account_id)


def _assign(request: ActorRequest, account: Account, at: datetime) -> None:
    post = _chosen(Post.objects.all(), request.POST.get("post", ""))
    roles, day = request.POST.getlist("roles"), _day(request, "from")
    actions.assign_seat(account.person, post, roles, valid_from=day, by=request.actor, at=at)


@never_cache
@require_POST
@audience(ADMINISTER)
def end(request: ActorRequest, account_id: UUID, seat_id: UUID) -> HttpResponse:
    at = now()
    account = account_of(request, account_id, at)
    seat = get_object_or_404(Seat, id=seat_id, person_id=account.person_id)
    try:
        actions.end_seat(seat, valid_to=_day(request, "end"), by=request.actor, at=at)
    except Refused as refusal:
        return account_page(request, account, at, refusal)
    messages.success(request, _("Đã ghi ngày thôi giữ vị trí."))
    return redirect("identity:account", account_id)


@never_cache
@require_POST
@audience(ADMINISTER)
def delegate(request: ActorRequest, account_id: UUID) -> HttpResponse:
    at = now()
    account = account_of(request, account_id, at)
    try:
        _delegate(request, account, at)
    except Refused as refusal:
        return account_page(request, account, at, refusal)
    messages.success(request, _("Đã ghi nhận ủy quyền."))
    return redirect("identity:account", account_id)


def _delegate(request: ActorRequest, account: Account, at: datetime) -> None:
    seats = Seat.objects.select_related("person")
    actions.delegate(
        _chosen(seats.filter(person_id=account.person_id), request.POST.get("from_seat", "")),
        _chosen(seats, request.POST.get("to_seat", "")),
        request.POST.getlist("lent"),
        valid_from=_day(request, "lent-from"),
        valid_to=_day(request, "lent-to"),
        decision=request.POST.get("decision", ""),
        by=request.actor,
        at=at,
    )


@never_cache
@require_POST
@audience(ADMINISTER)
def revoke(request: ActorRequest, account_id: UUID, delegation_id: UUID) -> HttpResponse:
    at = now()
    account = account_of(request, account_id, at)
    delegation = get_object_or_404(Delegation, id=delegation_id, from_seat__person_id=account.person_id)
    actions.revoke_delegation(delegation, by=request.actor, at=at)
    messages.success(request, _("Đã thu hồi ủy quyền."))
    return redirect("identity:account", account_id)
