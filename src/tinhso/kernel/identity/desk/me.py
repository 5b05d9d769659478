"""One's own page: contact details and consents of citizens, password and seat of staff."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.identity import actions, queries
from tinhso.kernel.identity.actions.throttling import take_try
from tinhso.kernel.identity.desk.fields import Field, field, page
from tinhso.kernel.identity.desk.session import open_session, own_account, own_person, seat_text
from tinhso.kernel.identity.desk.staff_sign_in import changed_password, password_fields
from tinhso.kernel.identity.models import Account, Consent, Person
from tinhso.kernel.identity.rules.numbers import digits
from tinhso.kernel.identity.rules.waiting import LOGIN
from tinhso.shell.audience import CITIZEN, PUBLIC, STAFF, ActorRequest, audience


@never_cache
@audience(PUBLIC)
def me(request: ActorRequest) -> HttpResponse:
    """The page of whoever is signed in."""
    if request.actor.is_anonymous:
        return redirect("identity:citizen_sign_in")
    if request.actor.is_staff:
        return _staff_page(request)
    return _citizen_page(request)


def _staff_page(request: ActorRequest, refused: Refused | None = None) -> HttpResponse:
    at = now()
    person_id = request.actor.person_id
    seats = queries.seats_of(person_id, local_day(at)) if person_id else []
    facts = {
        "seats": [{"text": seat_text(seat, at), "is_current": seat.id == request.actor.seat_id} for seat in seats],
        "fields": [
            field("current", _("Mật khẩu đang dùng"), type="password", autocomplete="current-password"),
            *password_fields(),
        ],
        "may_administer": request.actor.may("identity.administer"),
    }
    return page(request, "me_staff", facts, refused)


def _citizen_page(request: ActorRequest, refused: Refused | None = None) -> HttpResponse:
    person = own_person(request)
    facts = {
        "card": queries.card_of(person),
        "contact_fields": _contact_fields(request, person),
        "consents": queries.consents_of(person.id),
        "consent_fields": _consent_fields(request),
    }
    return page(request, "me_citizen", facts, refused)


def _contact_fields(request: HttpRequest, person: Person) -> list[Field]:
    known = queries.contact_of(person)
    typed = request.POST
    return [
        field("phone", _("Số điện thoại"), value=typed.get("phone", known.phone), type="tel", autocomplete="tel"),
        field("email", _("Thư điện tử"), value=typed.get("email", known.email), type="email", autocomplete="email"),
    ]


def _consent_fields(request: HttpRequest) -> list[Field]:
    typed = request.POST
    return [
        field("name", _("Họ và tên người nộp hộ"), value=typed.get("name", "")),
        field(
            "number", _("Số định danh của người nộp hộ"), value=typed.get("number", ""), inputmode="numeric", width=12
        ),
        field("relation", _("Quan hệ với bạn"), value=typed.get("relation", ""), hint=_("Ví dụ: con, vợ, hàng xóm.")),
    ]


@never_cache
@require_POST
@audience(CITIZEN)
def change_contact(request: ActorRequest) -> HttpResponse:
    person = own_person(request)
    given = {"phone": request.POST.get("phone", ""), "email": request.POST.get("email", "")}
    try:
        actions.change_contact(person, **given, by=request.actor, at=now())
    except Refused as refusal:
        return _citizen_page(request, refusal)
    messages.success(request, _("Đã lưu cách liên hệ với bạn."))
    return redirect("identity:me")


BASIS = "Đồng ý trên trang tài khoản"  # kept as written, whatever language the page is read in


class RepresentativeUnclear(Refused):
    code = "representative-unclear"
    title = gettext_noop("Họ tên và số định danh của người nộp hộ chưa khớp")
    mend = gettext_noop("Xem lại căn cước của người nộp hộ rồi nhập lại.")


@never_cache
@require_POST
@audience(CITIZEN)
def give_consent(request: ActorRequest) -> HttpResponse:
    """A citizen lets somebody else apply for them."""
    owner = own_person(request)
    try:
        representative = _representative(request)
        relation, basis = request.POST.get("relation", ""), BASIS
        actions.record_consent(owner, representative, relation, basis, request.actor, now())
    except Refused as refusal:
        return _citizen_page(request, refusal)
    messages.success(request, _("Đã ghi nhận đồng ý cho nộp hộ. Bạn có thể rút lại bất cứ lúc nào."))
    return redirect("identity:me")


def _representative(request: ActorRequest) -> Person:
    """The person named by number and name. Few tries: the page is no way to find out who has which number."""
    at, number, name = now(), request.POST.get("number", ""), request.POST.get("name", "")
    take_try("consent", str(request.actor.person_id), LOGIN, at=at)
    known = queries.person_by_number(number)
    if known is None:
        return actions.create_person(name, number=digits(number) or "0", source="consent", by=request.actor, at=at)
    if not queries.is_called(known, name):
        raise RepresentativeUnclear()
    return known


@never_cache
@require_POST
@audience(CITIZEN)
def withdraw_consent(request: ActorRequest, consent_id: UUID) -> HttpResponse:
    consent = get_object_or_404(Consent, id=consent_id, owner_id=request.actor.person_id)
    actions.withdraw_consent(consent, by=request.actor, at=now())
    messages.success(request, _("Đã rút đồng ý cho nộp hộ."))
    return redirect("identity:me")


@never_cache
@require_POST
@sensitive_post_parameters("current", "password", "again")
@audience(STAFF)
def change_password(request: ActorRequest) -> HttpResponse:
    """One's own password, proven by the one in use; other sessions end, this one goes on under a new key."""
    at = now()
    account = cast(Account, own_account(request))
    try:
        actions.prove_password(account, request.POST.get("current", ""), at=at)
        changed_password(request, account, request.actor, at)
    except Refused as refusal:
        return _staff_page(request, refusal)
    open_session(request, account, at=at)
    messages.success(request, _("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."))
    return redirect("identity:me")
