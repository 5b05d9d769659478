"""The log of messages, one message, and what an operator decides about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import Refused
from tinhso.base.moments import now
from tinhso.kernel.exchange import actions
from tinhso.kernel.exchange.desk.fields import field, page
from tinhso.kernel.exchange.kinds import OPERATE
from tinhso.kernel.exchange.models import Incoming, Outgoing, OutgoingState, Partner
from tinhso.kernel.exchange.queries import log
from tinhso.kernel.exchange.queries.sealing import WORDS, opened
from tinhso.kernel.exchange.rules import without_personal_numbers
from tinhso.shell.audience import ActorRequest, audience

MOST_AT_ONCE = 500


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@never_cache
@audience(OPERATE)
def outgoing(request: ActorRequest) -> HttpResponse:
    """What went out and waits to, newest first."""
    sent = request.GET
    filters = log.Filters(
        sent.get("doi-tac", ""), sent.get("trang-thai", ""), sent.get("loai", ""), sent.get("tim", "").strip()
    )
    states = [("stuck", _("Cần xử lý")), *((state.value, _(str(state.label))) for state in OutgoingState)]
    facts = {
        "page": log.outgoing_found(filters, _id(sent.get("truoc", ""))),
        "filters": filters,
        "partner_field": field(
            "doi-tac",
            _("Đối tác"),
            value=filters.partner,
            choices=[{"value": one.code, "label": one.title} for one in Partner.objects.order_by("title")],
        ),
        "state_field": field(
            "trang-thai",
            _("Tình trạng"),
            value=filters.state,
            choices=[{"value": value, "label": label} for value, label in states],
        ),
        "text_field": field("tim", _("Mã hồ sơ, khóa hoặc mã thông điệp"), value=filters.text),
    }
    return page(request, "log", facts)


@never_cache
@audience(OPERATE)
def message(request: ActorRequest, message_id: UUID) -> HttpResponse:
    return _shown(request, message_id)


def _shown(
    request: ActorRequest, message_id: UUID, refused: Refused | None = None, body: object = None
) -> HttpResponse:
    row = get_object_or_404(Outgoing.objects.select_related("partner"), id=message_id)
    words = opened(row.words_sealed, row.id, WORDS).decode() if row.words_sealed else ""
    facts = {
        "row": row,
        "words": without_personal_numbers(_(words)) if words else "",
        "tries": row.tries.order_by("-id")[:100],
        "held": log.held_back(row),
        "later": log.later_sent(row),
        "body": body,
        "may_give_up": row.state in ("waiting", "refused", "dead"),
        "reason_field": field("reason", _("Lý do xem nội dung"), value=request.POST.get("reason", "")),
        "ground_field": field("ground", _("Lý do không gửi nữa"), value=request.POST.get("ground", "")),
    }
    return page(request, "message", facts, refused)


@never_cache
@require_POST
@audience(OPERATE)
def read_body(request: ActorRequest, message_id: UUID) -> HttpResponse:
    """The content stands on the answer alone, which nothing stores."""
    row = get_object_or_404(Outgoing.objects.select_related("partner"), id=message_id)
    try:
        body = actions.read_body(row, reason=request.POST.get("reason", ""), by=request.actor, at=now())
    except Refused as refusal:
        return _shown(request, message_id, refusal)
    return _shown(request, message_id, body=body)


@never_cache
@require_POST
@audience(OPERATE)
def give_up(request: ActorRequest, message_id: UUID) -> HttpResponse:
    row = get_object_or_404(Outgoing, id=message_id)
    try:
        actions.give_up(row, ground=request.POST.get("ground", ""), by=request.actor, at=now())
    except Refused as refusal:
        return _shown(request, message_id, refusal)
    messages.success(request, _("Đã bỏ thông điệp này; các thông điệp sau của cùng khóa được gửi tiếp."))
    return redirect("exchange:message", message_id)


@never_cache
@require_POST
@audience(OPERATE)
def replay(request: ActorRequest) -> HttpResponse:
    """First what would be sent again and what speaks against it, then, confirmed, the doing."""
    chosen = [found for text in request.POST.getlist("id")[:MOST_AT_ONCE] if (found := _id(text))]
    if not chosen:
        messages.error(request, _("Chưa chọn thông điệp nào."))
        return redirect("exchange:log")
    if request.POST.get("confirmed") != "1":
        rows = Outgoing.objects.filter(id__in=chosen).select_related("partner").defer("body_sealed").order_by("seq")
        lines = [{"row": row, "later": log.later_sent(row), "held": log.held_back(row)} for row in rows]
        return page(request, "replay", {"lines": lines})
    done, failed = actions.replay_many(chosen, by=request.actor, at=now())
    messages.success(request, _("%(done)s thông điệp đã vào hàng gửi lại.") % {"done": done})
    if failed:
        messages.warning(request, _("%(failed)s thông điệp không gửi lại được.") % {"failed": failed})
    return redirect("exchange:message", chosen[0]) if len(chosen) == 1 else redirect("exchange:log")


@never_cache
@audience(OPERATE)
def incoming(request: ActorRequest) -> HttpResponse:
    """What came in, newest first; a refused one is handled again by a POST."""
    if request.method == "POST":
        row = get_object_or_404(Incoming, id=_id(request.POST.get("id", "")))
        actions.replay_incoming(row, by=request.actor, at=now())
        messages.success(request, _("Thông điệp đến sẽ được xử lý lại."))
        return redirect("exchange:incoming")
    only_stuck = request.GET.get("trang-thai") == "stuck"
    return page(request, "incoming", {"rows": log.incoming_found(only_stuck=only_stuck), "only_stuck": only_stuck})
