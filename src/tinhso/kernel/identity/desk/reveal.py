"""Reading a personal number in full: with a reason, and leaving an entry."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import Refused
from tinhso.base.moments import now
from tinhso.kernel.identity import actions, queries
from tinhso.kernel.identity.desk.fields import field, page
from tinhso.kernel.identity.kinds import REVEAL
from tinhso.kernel.identity.models import Person
from tinhso.shell.audience import ActorRequest, audience


@never_cache
@audience(REVEAL)
def reveal(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """The masked card and a reason to give; the number stands on the answer alone, which nothing stores."""
    person = get_object_or_404(Person, id=person_id)
    reason = request.POST.get("reason", "")
    hint = _("Lý do, tên bạn và thời điểm xem được ghi vào sổ cái, không xóa được.")
    facts = {
        "card": queries.card_of(person),
        "field": field("reason", _("Lý do xem đầy đủ số định danh"), value=reason, hint=hint),
    }
    if request.method != "POST":
        return page(request, "reveal", facts)
    try:
        number = actions.reveal_number(person.id, reason, request.actor, now())
    except Refused as refusal:
        return page(request, "reveal", facts, refusal)
    return page(request, "reveal", {**facts, "number": number})
