"""How it was: one of five faces and reasons, once a ticket."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.service_centre.actions.locking import locked
from tinhso.modules.citizens.service_centre.models import QueueTicket, VisitRating
from tinhso.modules.citizens.service_centre.queries.ruling import rating_rules

register(Event("service_centre.rated", gettext_noop("Đánh giá tại quầy"), ("score", "reasons")))


class AlreadyRated(Refused):
    code = "already-rated"
    status = 409
    title = gettext_noop("Lượt này đã được đánh giá")
    mend = gettext_noop("Mỗi số thứ tự đánh giá một lần. Cảm ơn ông/bà.")


class NotRateable(Refused):
    code = "not-rateable"
    status = 409
    title = gettext_noop("Chưa đánh giá được lượt này")
    mend = gettext_noop("Đánh giá được ngay sau khi xong việc tại quầy, trong thời gian trung tâm đặt.")


class FaceMissing(Refused):
    code = "face-missing"
    title = gettext_noop("Chưa chọn mức hài lòng")
    mend = gettext_noop("Chọn một trong năm mức.")


@transaction.atomic
def rate(ticket: QueueTicket, score: int, reasons: Iterable[str], *, by: Actor, at: datetime) -> VisitRating:
    """Raises FaceMissing, NotRateable, AlreadyRated."""
    if not 1 <= score <= 5:
        raise FaceMissing()
    centre = locked(ticket.centre_id)
    found = QueueTicket.objects.get(pk=ticket.pk)
    rules = rating_rules(local_day(at))
    is_fresh = found.finished_at is not None and at - found.finished_at <= timedelta(minutes=rules.minutes)
    if found.state != QueueTicket.State.SERVED or not is_fresh:
        raise NotRateable()
    if VisitRating.objects.filter(ticket=found).exists():
        raise AlreadyRated()
    known = [one.code for one in rules.reasons]
    chosen = [code for code in known if code in set(reasons)]
    rating = VisitRating.objects.create(ticket=found, score=score, reasons=chosen, rated_at=at)
    payload = {"score": score, "reasons": chosen}
    write_entry("service_centre.rated", rating, by=by, at=at, payload=payload, unit_id=centre.unit_id)
    return rating
