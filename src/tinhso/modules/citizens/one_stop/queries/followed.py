"""A dossier as its applicant follows it: where it is, who holds it, by when, what comes next and from whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.moments import local_day
from tinhso.kernel.calendar.rules import Line, from_data
from tinhso.kernel.cases.models import Case, Charge, State, Supplement
from tinhso.kernel.cases.queries import timeline_of
from tinhso.kernel.cases.queries.timeline import TimelineLine
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.cases.rules.states import OPEN, TRANSITIONS
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import documents_of
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.one_stop.documents import DESK_LETTERS, FORM_01, LETTERS
from tinhso.modules.citizens.one_stop.queries.clock import Clock, clock_of

# What the applicant need not read: steps inside an office.
_INNER = frozenset(
    f"case.{what}"
    for what in (
        "assigned",
        "step_finished",
        "sent_back",
        "tracking_refused",
        "noted",
        "note_removed",
        "unmoved",
        "supplement_proposed",
        "supplement_refused",
        "opinion_asked",
        "opinion_answered",
        "opinion_taken_back",
    )
)


# What the office wrote to the applicant: forms 02 to 05 and ordinary letters.
_TOLD = frozenset(kind.code for kind in (*DESK_LETTERS, LETTERS[0]))


@dataclass(frozen=True)
class Followed:
    state_label: str
    clock: Clock
    holder: str
    next_step: str
    timeline: Sequence[TimelineLine]
    supplement: Supplement | None
    charges: Sequence[Charge]
    receipt: Document | None
    results: Sequence[Document]
    letters: Sequence[Document]
    promise_lines: Sequence[Line]
    may_withdraw: bool

    @property
    def submitted_entry(self) -> TimelineLine | None:
        return self.timeline[0] if self.timeline else None


def followed(case: Case, at: datetime) -> Followed:
    documents = [document for document in documents_of(case) if document.sealed_at is not None]
    kinds = {need.document_kind for need in read_body(case.definition.body).results}
    holding_id = case.step_unit_id if State(case.state) in OPEN else None
    holder = unit_on(holding_id, local_day(at)).name if holding_id else ""
    return Followed(
        state_label=str(State(case.state).label),
        clock=clock_of(case, at),
        holder=holder,
        next_step=_next_step(case),
        timeline=[line for line in timeline_of(case) if line.event not in _INNER],
        supplement=case.supplements.filter(asked_at__isnull=False, taken_at=None).first(),
        charges=list(case.charges.filter(paid_at=None)),
        receipt=next((document for document in documents if document.kind == FORM_01.code), None),
        results=[document for document in documents if document.kind in kinds] if _is_ready(case) else [],
        letters=[document for document in documents if document.kind in _TOLD],
        promise_lines=from_data(case.promise).lines if case.promise else (),
        may_withdraw=State.WITHDRAWN in TRANSITIONS[State(case.state)],
    )


def _is_ready(case: Case) -> bool:
    return case.state in (State.RESULT_READY, State.RETURNED)


def _next_step(case: Case) -> str:
    """What comes next and whose turn it is."""
    words: dict[State, Any] = {
        State.NEW: _("Bộ phận một cửa kiểm tra hồ sơ và trả lời bạn trong 8 giờ làm việc."),
        State.RECEIVED: _("Bộ phận một cửa chuyển hồ sơ cho cơ quan giải quyết."),
        State.IN_PROGRESS: _("Cơ quan giải quyết đang làm; bạn chưa phải làm gì."),
        State.SUPPLEMENT: _("Việc của bạn: bổ sung các mục nêu bên dưới."),
        State.PAYMENT: _("Việc của bạn: hoàn thành nghĩa vụ tài chính."),
        State.RESULT_READY: _("Kết quả đã có. Bạn tải bản điện tử hoặc đến nhận tại quầy."),
        State.RETURNED: _("Hồ sơ đã kết thúc."),
        State.NOT_RECEIVED: _("Hồ sơ không được tiếp nhận. Xem lý do bên dưới."),
        State.WITHDRAWN: _("Hồ sơ đã được rút."),
        State.STOPPED: _("Hồ sơ đã dừng giải quyết. Xem lý do bên dưới."),
    }
    return str(words[State(case.state)])


@dataclass(frozen=True)
class CitizenRow:
    case: Case
    state_label: str
    clock: Clock


def listed_for_citizen(case: Case, at: datetime) -> CitizenRow:
    return CitizenRow(case, str(State(case.state).label), clock_of(case, at))
