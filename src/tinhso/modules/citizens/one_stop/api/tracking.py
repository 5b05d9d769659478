"""Tracking for everybody: the dossier number and the last four digits of a personal number."""

from ninja import Router
from pydantic import ConfigDict, Field

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.actions import note_wrong_digits
from tinhso.kernel.cases.models import State as CaseState
from tinhso.kernel.cases.queries import track
from tinhso.modules.citizens.one_stop.api.shapes import AT, DUE, State
from tinhso.modules.citizens.one_stop.queries.followed import followed
from tinhso.shell.api import Body, Outcome, Shape, operation
from tinhso.shell.api.shapes import Moment
from tinhso.shell.audience import ActorRequest

ROUTER = Router()


class NoMatch(Refused):
    """The same words for a number that is not there and for wrong digits."""

    code = "tracking-no-match"
    title = gettext_noop("Không có hồ sơ nào khớp mã và bốn số này")
    mend = gettext_noop("Kiểm tra mã trên giấy hẹn và bốn số cuối của số định danh người nộp.")


class Question(Body):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"number": "H36.31.1-261123-0042", "last_four": "0123"}}
    )
    number: str = Field(min_length=1, max_length=60)
    last_four: str = Field(min_length=4, max_length=4)


class Step(Shape):
    at: Moment
    title: str


class Tracked(Shape):
    """Where the dossier is and what comes next; no personal data."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "number": "H36.31.1-261123-0042",
                "title": "Đăng ký khai sinh",
                "state": {"code": 4, "name": "Đang giải quyết"},
                "holder": "Phường Xuân Hương - Đà Lạt",
                "next_step": "Cơ quan giải quyết đang làm; bạn chưa phải làm gì.",
                "submitted_at": AT,
                "due_at": DUE,
                "timeline": [{"at": AT, "title": "Nộp hồ sơ"}],
            }
        }
    )
    number: str
    title: str
    state: State
    holder: str
    next_step: str
    submitted_at: Moment
    due_at: Moment | None
    timeline: list[Step]


@operation(
    ROUTER,
    "POST",
    "/tracking",
    vi="Tra cứu hồ sơ không cần khóa",
    en="Track a dossier without a key",
    tag="tracking",
    scope=None,
    gives=Outcome(200, Tracked),
    sends=Question,
    problems=(413, 415, 429),
)
def track_dossier(request: ActorRequest, data: Question) -> Tracked:
    at = now()
    try:
        case, matches = track(data.number, data.last_four, local_day(at))
    except NotFound:
        raise NoMatch() from None
    if case is None or not matches:
        if case is not None:
            note_wrong_digits(case, by=request.actor, at=at)
        raise NoMatch()
    found = followed(case, at)
    return Tracked(
        number=case.number,
        title=case.title,
        state=State(code=case.state, name=str(CaseState(case.state).label)),
        holder=found.holder,
        next_step=found.next_step,
        submitted_at=case.submitted_at,
        due_at=case.due_at,
        timeline=[Step(at=line.at, title=line.title) for line in found.timeline],
    )
