"""Officials enter the points that no count gives, each with its ground."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.base.text import nfc
from tinhso.kernel.law.queries import rules_in_force
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.one_stop.models import OfficeScore
from tinhso.modules.citizens.one_stop.queries.scoring import RULES
from tinhso.modules.citizens.one_stop.rules.roles import LEAD
from tinhso.modules.citizens.one_stop.rules.scoring import MOST, Quarter, indices_of, quarter_of

register(
    Event("one_stop.office_scored", gettext_noop("Chấm điểm đơn vị"), ("unit", "quarter", "index", "points")),
)
LONGEST = 500


class ScoreUnclear(Refused):
    code = "score-unclear"
    title = gettext_noop("Điểm chưa đúng hoặc chưa ghi căn cứ")
    mend = gettext_noop("Chọn 0, 1 hoặc 2 điểm cho chỉ số do người chấm và ghi căn cứ.")


class QuarterAhead(Refused):
    code = "score-quarter-ahead"
    title = gettext_noop("Quý này chưa đến")
    mend = gettext_noop("Chọn quý hiện tại hoặc một quý đã qua.")


@transaction.atomic
def score_office(
    unit_id: UUID, quarter: Quarter, points: Mapping[int, tuple[int, str]], *, by: Actor, at: datetime
) -> list[OfficeScore]:
    """Points and ground by the number of their index; what stands as it is makes no entry.

    Raises NotAllowed, ScoreUnclear for a counted index or one without a ground, QuarterAhead.
    """
    by.must(LEAD, unit_id)
    if quarter.first > quarter_of(local_day(at)).first:
        raise QuarterAhead()
    judged = {one.number for one in indices_of(rules_in_force(RULES, quarter.first).tables) if not one.counted}
    standing = {row.index: row for row in OfficeScore.objects.select_for_update().filter(
        unit_id=unit_id, quarter=quarter.text)}  # fmt: skip
    written = []
    for number, (value, ground) in points.items():
        text = nfc(ground.strip())[:LONGEST]
        if number not in judged or not 0 <= value <= MOST or not text:
            raise ScoreUnclear(fields={f"ground-{number}": str(ScoreUnclear.mend)})
        row = standing.get(number) or OfficeScore(unit_id=unit_id, quarter=quarter.text, index=number)
        if (row.points, row.ground) == (value, text):
            continue
        row.points, row.ground, row.seat_id, row.scored_at = value, text, by.seat_id, at
        row.save()
        payload = {"unit": str(unit_id), "quarter": quarter.text, "index": number, "points": value}
        write_entry("one_stop.office_scored", row, by=by, at=at, payload=payload, unit_id=unit_id)
        written.append(row)
    return written
