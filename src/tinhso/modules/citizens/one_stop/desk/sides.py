"""What stands beside the acts on the dossier page: checklist, notes, opinions, sentences to pick from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.calendar.rules import Line
from tinhso.kernel.cases.models import Verdict
from tinhso.modules.citizens.one_stop.law import PLACES
from tinhso.modules.citizens.one_stop.queries.checklist import checklist_of, phrases_on
from tinhso.modules.citizens.one_stop.queries.course import course_of, units_to_ask
from tinhso.modules.citizens.one_stop.queries.dossier import Dossier
from tinhso.modules.citizens.one_stop.queries.findings import finding_boxes
from tinhso.modules.citizens.one_stop.queries.offices import opinions_wanted


@dataclass(frozen=True)
class Preview:
    """What the applicant will read when the act is done, and the date it promises with its explanation."""

    title: str
    items: tuple[str, ...] = ()
    due_at: datetime | None = None
    lines: tuple[Line, ...] = ()


def sides_of(d: Dossier, actor: Actor, at: datetime, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What the parts of the page need besides the dossier itself; a part that is not shown costs nothing."""
    course = course_of(d.case, d.supplements, actor, at)
    context: dict[str, Any] = {"course": course, "verdicts": Verdict.choices}
    if "supplement" in d.may and course.proposed is None:
        context["checklist"] = checklist_of(d.case, d.body, typed)
    if "draft" in d.may:
        context["findings"] = finding_boxes(d.case, typed)
    if "opinion" in course.may:
        context["units_to_ask"] = units_to_ask(d.case, at)
        asked = typed.getlist("unit") if hasattr(typed, "getlist") else []
        context["asked_units"] = asked or opinions_wanted(d.case, local_day(at))
    context["phrases"] = {place: phrases_on(place, local_day(at)) for place in PLACES} if d.may | course.may else {}
    return context
