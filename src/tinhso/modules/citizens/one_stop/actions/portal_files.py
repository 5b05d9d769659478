"""Papers that lie at the national portal: fetched, looked at by the files room, and added to the dossier."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotFound, Refused
from tinhso.kernel.cases.actions import PaperIn, add_paper
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.definition import Body
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.kernel.exchange.queries.sealing import opened, sealed
from tinhso.kernel.files.actions import take_in
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.one_stop.files import CASE_FILES
from tinhso.modules.citizens.one_stop.models import PortalFile, PortalFileState
from tinhso.modules.citizens.one_stop.rules.inbound import FileSaid

URL = "one_stop.portal_file"
WAITS = (5, 15, 60, 300, 900, 1800, 3600)  # seconds before each next try; then the file counts as lost
register(
    Event("one_stop.portal_file_refused", "Tệp trên Cổng không nhận được", ("paper", "code")),
    Event("one_stop.portal_file_asked", "Tải lại tệp từ Cổng", ("paper",)),
)


def ask_for_files(
    case: Case,
    files: Sequence[FileSaid],
    body: Body,
    *,
    supplement: str = "",
    doubts: list[str] | None = None,
    at: datetime,
) -> None:
    """Notes what is to be fetched; part of the act that brought it."""
    titles = {paper.code: paper.title for paper in body.papers}
    if doubts is not None and any(file.paper_code not in titles for file in files):
        doubts.append("paper_unknown")
    rows = []
    for position, file in enumerate(files):
        file_id = new_id()
        rows.append(
            PortalFile(
                id=file_id,
                case=case,
                supplement=supplement,
                position=position,
                paper_code=file.paper_code,
                title=titles.get(file.paper_code, file.name),
                url_sealed=sealed(file.url.encode(), file_id, URL),
                next_at=at,
            )
        )
    PortalFile.objects.bulk_create(rows, ignore_conflicts=True)


def url_of(file: PortalFile) -> str:
    return opened(file.url_sealed, file.id, URL).decode()


@transaction.atomic
def keep_file(file_id: UUID, data: bytes, *, by: Actor, at: datetime) -> PortalFile | None:
    """The bytes as a paper of the dossier, or why the files room does not take them; None when it was done before."""
    file = _waiting(file_id)
    if file is None:
        return None
    case = Case.objects.select_for_update(of=("self",)).select_related("definition").get(pk=file.case_id)
    if State(case.state) not in OPEN:
        return _settled(file, PortalFileState.LOST, "case-ended")
    try:
        with transaction.atomic():
            _added(case, file, data, by=by, at=at)
    except NotFound:
        raise
    except Refused as refusal:
        return _refused(case, file, refusal.code, by=by, at=at)
    return _settled(file, PortalFileState.KEPT, "")


def _added(case: Case, file: PortalFile, data: bytes, *, by: Actor, at: datetime) -> None:
    code = file.paper_code or "other"
    reference = take_in(
        BytesIO(data), file.title, holder_kind=CASE_FILES.code, holder_id=case.pk, purpose=code, by=by, at=at
    )
    paper = PaperIn(code, file.title, form="electronic", pages=reference.file.pages, file_reference=reference)
    add_paper(case, paper, by=by, at=at)


def _refused(case: Case, file: PortalFile, code: str, *, by: Actor, at: datetime) -> PortalFile:
    payload = {"paper": file.paper_code, "code": code}
    write_entry("one_stop.portal_file_refused", case, by=by, at=at, payload=payload, unit_id=case.receipt_unit_id)
    return _settled(file, PortalFileState.REFUSED, code)


@transaction.atomic
def file_not_had(file_id: UUID, code: str, *, at: datetime) -> PortalFile | None:
    """The portal did not give it: tried again later, in the end lost until somebody asks anew."""
    file = _waiting(file_id)
    if file is None:
        return None
    if file.attempts >= len(WAITS):
        return _settled(file, PortalFileState.LOST, code)
    file.next_at = at + timedelta(seconds=WAITS[file.attempts])
    file.attempts += 1
    file.problem = code[:60]
    file.save(update_fields=["attempts", "next_at", "problem"])
    return file


@transaction.atomic
def ask_again(case: Case, *, by: Actor, at: datetime) -> int:
    """Whoever receives lets what was refused or lost be fetched anew; gives how many files. Raises NotAllowed."""
    by.must("cases.receive", case.receipt_unit_id)
    missing = PortalFile.objects.select_for_update().filter(
        case=case, state__in=[PortalFileState.REFUSED, PortalFileState.LOST]
    )
    files = list(missing)
    for file in files:
        file.state, file.attempts, file.next_at, file.problem = PortalFileState.WAITING, 0, at, ""
        file.save(update_fields=["state", "attempts", "next_at", "problem"])
        payload = {"paper": file.paper_code}
        write_entry("one_stop.portal_file_asked", case, by=by, at=at, payload=payload, unit_id=case.receipt_unit_id)
    return len(files)


def _waiting(file_id: UUID) -> PortalFile | None:
    rows = PortalFile.objects.select_for_update().filter(pk=file_id, state=PortalFileState.WAITING)
    return rows.first()


def _settled(file: PortalFile, state: PortalFileState, problem: str) -> PortalFile:
    file.state, file.problem = state, problem[:60]
    file.save(update_fields=["state", "problem"])
    return file
