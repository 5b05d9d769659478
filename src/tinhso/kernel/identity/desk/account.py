"""The page of one account: seats, delegations, and the forms that change them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tinhso.base import rights
from tinhso.base.actor import Actor
from tinhso.base.messages import Refused
from tinhso.base.moments import local_day
from tinhso.kernel.identity import queries
from tinhso.kernel.identity.desk.fields import Field, day_field, field, page
from tinhso.kernel.identity.desk.session import seat_text
from tinhso.kernel.identity.models import Account, Seat
from tinhso.kernel.identity.queries.accounts import colleagues_of, delegations_of, posts_found, rows_of
from tinhso.shell.audience import ActorRequest


def account_page(request: ActorRequest, account: Account, at: datetime, refused: Refused | None = None) -> HttpResponse:
    on = local_day(at)
    seats = queries.seats_of(account.person_id, on)
    facts = {
        "account": account,
        "row": rows_of([account], on)[0],
        "is_own": account.id == request.actor.account_id,
        "seats": [_seat_facts(request, seat, at) for seat in seats],
        "delegations": [{"row": row, "roles": role_titles(row.roles)} for row in delegations_of(account.person_id, on)],
        **_seat_form(request, at),
        **delegation_form(request, [seat.id for seat in seats], at),
    }
    return page(request, "account", facts, refused)


def _seat_facts(request: HttpRequest, seat: queries.SeatView, at: datetime) -> dict[str, Any]:
    end_field = day_field(request, "end", _("Thôi giữ từ ngày")) | {"id": f"end-{seat.id}"}
    return {
        "id": seat.id,
        "text": seat_text(seat, at),
        "seat": seat,
        "roles": role_titles(seat.roles),
        "end_field": end_field,
    }


def role_titles(codes: Any) -> list[str]:
    return [rights.roles.get(code).title if code in rights.roles else code for code in codes]


def _sent(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, request.GET.get(name, "")))


def _seat_form(request: ActorRequest, at: datetime) -> dict[str, Any]:
    """First the unit by name, then one of its posts, roles and days."""
    unit = _sent(request, "unit")
    posts = posts_found(unit, local_day(at), request.actor) if unit else []
    choices = [{"value": str(post.id), "label": f"{post.title} – {name}"} for post, name in posts]
    return {
        "unit_field": field("unit", _("Tên hoặc mã đơn vị"), value=unit),
        "unit": unit,
        "post_field": {
            "id": "post",
            "name": "post",
            "label": _("Chức danh"),
            "choices": choices,
            "value": request.POST.get("post", ""),
        },
        "role_field": _role_field(request, "roles", request.actor),
        "from_field": day_field(request, "from", _("Từ ngày")),
    }


def _role_field(request: HttpRequest, name: str, actor: Actor) -> Field:
    offered = [role for role in rights.roles if not role.everywhere or actor.has_everywhere("identity.administer")]
    return {
        "id": name,
        "name": name,
        "label": _("Vai trò"),
        "is_many": True,
        "choices": [{"value": role.code, "label": role.title, "hint": _allows(role)} for role in offered],
        "values": request.POST.getlist(name),
    }


def _allows(role: rights.Role) -> str:
    """What a role lets its holder do, in plain words."""
    return "; ".join(rights.rights.get(code).title for code in role.rights if code in rights.rights)


def delegation_form(request: ActorRequest, seat_ids: list[UUID], at: datetime) -> dict[str, Any]:
    """Which of the person's seats lends which of its roles to whom in the same unit."""
    seats = list(Seat.objects.filter(id__in=seat_ids).select_related("post"))
    receivers = {row.id: row for seat in seats for row in colleagues_of(seat, local_day(at))}
    held = list(dict.fromkeys(code for seat in seats for code in seat.roles))
    titles = dict(zip(held, role_titles(held), strict=True))
    return {
        "lender_field": {
            "id": "from_seat",
            "name": "from_seat",
            "label": _("Vị trí ủy quyền"),
            "choices": [{"value": str(seat.id), "label": seat.post.title} for seat in seats],
            "value": request.POST.get("from_seat", str(seats[0].id) if len(seats) == 1 else ""),
        },
        "receiver_field": {
            "id": "to_seat",
            "name": "to_seat",
            "label": _("Người nhận ủy quyền"),
            "choices": [
                {"value": str(row.id), "label": f"{row.person.full_name} – {row.post.title}"}
                for row in receivers.values()
            ],
            "value": request.POST.get("to_seat", ""),
        },
        "lent_field": {
            "id": "lent",
            "name": "lent",
            "label": _("Vai trò được ủy quyền"),
            "is_many": True,
            "choices": [{"value": code, "label": title} for code, title in titles.items()],
            "values": request.POST.getlist("lent"),
        },
        "lent_from_field": day_field(request, "lent-from", _("Từ ngày")),
        "lent_to_field": day_field(request, "lent-to", _("Đến trước ngày")),
        "decision_field": field("decision", _("Căn cứ"), value=request.POST.get("decision", "")),
    }
