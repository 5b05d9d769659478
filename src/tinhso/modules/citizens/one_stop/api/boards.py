"""What waits for the client's seat: the work list and the numbers of the day."""

from ninja import Query, Router
from pydantic import ConfigDict, Field

from tinhso.base.moments import now
from tinhso.kernel.cases.models import State as CaseState
from tinhso.kernel.cases.queries import Filters, WorkRow, work_list
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.shapes import AT, DUE, State
from tinhso.modules.citizens.one_stop.queries.boards import STEP_RIGHTS, board_of
from tinhso.shell.api import Outcome, Shape, operation
from tinhso.shell.api.shapes import Moment
from tinhso.shell.audience import ActorRequest

ROUTER = Router()


class WorkLine(Shape):
    number: str
    title: str
    procedure: str
    applicant: str
    state: State
    step: str
    due_at: Moment | None
    submitted_at: Moment
    is_overdue: bool


class Work(Shape):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [
                    {
                        "number": "H36.31.1-261123-0042",
                        "title": "Đăng ký khai sinh",
                        "procedure": "1.001193",
                        "applicant": "Nguyễn Thị Mẫu",
                        "state": {"code": 1, "name": "Mới nộp"},
                        "step": "receive",
                        "due_at": DUE,
                        "submitted_at": AT,
                        "is_overdue": False,
                    }
                ],
                "page": 1,
                "has_more": False,
            }
        }
    )
    items: list[WorkLine]
    page: int
    has_more: bool


class BoardOut(Shape):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "waiting": 12, "is_new": 4, "due_today": 3, "overdue": 1, "paused": 2, "returned_today": 9,
            }
        }
    )  # fmt: skip
    waiting: int
    is_new: int
    due_today: int
    overdue: int
    paused: int
    returned_today: int


class WorkFilters(Shape):
    state: list[int] | None = Field(None, max_length=10)
    procedure: str = Field("", max_length=60)
    is_mine: bool = False
    is_overdue: bool = False
    page: int = Field(1, ge=1, le=10_000)


@operation(
    ROUTER,
    "GET",
    "/work",
    vi="Việc chờ vị trí này, gấp nhất trước",
    en="What waits for the client's seat, most urgent first",
    tag="work",
    scope=scopes.READ,
    gives=Outcome(200, Work),
)
def list_work(request: ActorRequest, filters: Query[WorkFilters]) -> Work:
    narrowed = Filters(
        rights=STEP_RIGHTS,
        states=tuple(CaseState(code) for code in filters.state or () if code in CaseState.values),
        code=filters.procedure,
        is_mine=filters.is_mine,
        is_overdue=filters.is_overdue,
    )
    rows, more = work_list(request.actor, narrowed, now(), page=filters.page)
    return Work(items=[_line(row) for row in rows], page=filters.page, has_more=more)


def _line(row: WorkRow) -> WorkLine:
    return WorkLine(
        number=row.number,
        title=row.title,
        procedure=row.code,
        applicant=row.applicant,
        state=State(code=int(row.state), name=str(row.state.label)),
        step=row.step,
        due_at=row.due_at,
        submitted_at=row.submitted_at,
        is_overdue=row.is_overdue,
    )


@operation(
    ROUTER,
    "GET",
    "/board",
    vi="Các con số trong ngày",
    en="The numbers of the day",
    tag="work",
    scope=scopes.READ,
    gives=Outcome(200, BoardOut),
)
def get_board(request: ActorRequest) -> BoardOut:
    board = board_of(request.actor, now())
    return BoardOut(
        waiting=board.waiting,
        is_new=board.is_new,
        due_today=board.due_today,
        overdue=board.overdue,
        paused=board.paused,
        returned_today=board.returned_today,
    )
