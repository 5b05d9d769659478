"""One act on many dossiers: accepted at once, worked on in the background, a result for each (jobs)."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Status
from pydantic import ConfigDict, Field

from tinhso.base.messages import NotFound
from tinhso.base.moments import now
from tinhso.kernel.cases.actions import start_batch, undo_batch
from tinhso.kernel.cases.models import Batch, Case, RowState
from tinhso.kernel.cases.queries import visible_cases
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.shapes import AT
from tinhso.modules.citizens.one_stop.queries.seats import known_seat
from tinhso.shell.api import WORDS, Body, Outcome, Shape, operation
from tinhso.shell.api.shapes import Moment
from tinhso.shell.audience import ActorRequest

ROUTER = Router()
ID = "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8eb1"
JOB: dict[str, Any] = {
    "id": ID, "act": "assign", "state": "done", "total": 2, "done": 1, "refused": 1, "asked_at": AT,
    "finished_at": AT,
    "rows": [
        {"dossier": "H36.31.1-261123-0042", "state": "done", "code": "", "message": ""},
        {"dossier": "H36.31.1-261123-0043", "state": "refused", "code": "stale", "message": "Người khác vừa thay đổi"},
    ],
}  # fmt: skip


class Chosen(Body):
    """A dossier in the version it was chosen in."""

    number: str = Field(min_length=1, max_length=60)
    version: int = Field(ge=1, le=2_000_000_000)


class BatchBody(Body):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"act": "assign", "dossiers": [{"number": "H36.31.1-261123-0042", "version": 3}], "to_seat": ID}
        },
    )
    act: Literal["assign", "hand_over", "note"]
    dossiers: list[Chosen] = Field(min_length=1, max_length=10_000)
    to_seat: UUID | None = None
    note: str = Field("", max_length=WORDS)


class JobRow(Shape):
    dossier: str
    state: str
    code: str
    message: str


class Job(Shape):
    """Work in the background: how far it is, and what became of each dossier."""

    model_config = ConfigDict(json_schema_extra={"example": JOB})
    id: UUID
    act: str
    state: str
    total: int
    done: int
    refused: int
    asked_at: Moment
    finished_at: Moment | None
    rows: list[JobRow]


def _job(batch: Batch) -> Job:
    rows = list(batch.rows.select_related("case").order_by("order"))
    return Job(
        id=batch.pk,
        act=batch.act,
        state=batch.state,
        total=len(rows),
        done=sum(row.state == RowState.DONE for row in rows),
        refused=sum(row.state == RowState.REFUSED for row in rows),
        asked_at=batch.asked_at,
        finished_at=batch.finished_at,
        rows=[
            JobRow(dossier=row.case.number, state=row.state, code=row.problem_code, message=row.problem) for row in rows
        ],
    )


def _own(request: ActorRequest, job_id: UUID) -> Batch:
    batch = Batch.objects.filter(pk=job_id, account_id=request.actor.account_id).first()
    if batch is None:
        raise NotFound()
    return batch


@operation(
    ROUTER,
    "POST",
    "/batches",
    vi="Làm một việc cho nhiều hồ sơ",
    en="Do one act on many dossiers in the background",
    tag="jobs",
    scope=scopes.RECEIVE,
    gives=Outcome(202, Job),
    sends=BatchBody,
    problems=(413, 415),
    is_keyed=True,
)
def start_dossier_batch(request: ActorRequest, response: HttpResponse, data: BatchBody) -> Status[Job]:
    seen = {one.number: one.version for one in data.dossiers}
    cases: list[Case] = list(visible_cases(request.actor).filter(number__in=seen))
    if len(cases) != len(seen):
        raise NotFound(fields={"dossiers": str(NotFound.title)})
    params = {"seat_id": str(known_seat(data.to_seat) or "") or None, "note": data.note}
    batch = start_batch(
        data.act,
        [(case, seen[case.number]) for case in cases],
        params,
        key=request.headers["Idempotency-Key"],
        by=request.actor,
        at=now(),
    )
    response["Location"] = f"/api/v1/jobs/{batch.pk}"
    return Status(202, _job(batch))


@operation(
    ROUTER,
    "GET",
    "/jobs/{uuid:job_id}",
    vi="Tiến độ một việc chạy nền",
    en="How far a job is, with a result for each dossier",
    tag="jobs",
    scope=scopes.READ,
    gives=Outcome(200, Job),
)
def get_job(request: ActorRequest, job_id: UUID) -> Job:
    return _job(_own(request, job_id))


@operation(
    ROUTER,
    "POST",
    "/jobs/{uuid:job_id}/undo",
    vi="Hoàn tác một việc chạy nền",
    en="Take a job back where nobody acted since",
    tag="jobs",
    scope=scopes.RECEIVE,
    gives=Outcome(202, Job),
    is_keyed=True,
)
def undo_job(request: ActorRequest, job_id: UUID) -> Status[Job]:
    return Status(202, _job(undo_batch(_own(request, job_id), by=request.actor, at=now())))
