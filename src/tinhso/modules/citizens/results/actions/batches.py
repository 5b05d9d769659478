"""Many scans at once: an archive is kept, each file passes the door on its own and is taken or refused with the reason.

A batch goes on where it stopped: a row is one transaction, and a worker that dies leaves its row waiting. The same
archive sent again to the same unit is the same batch.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed, NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.base.tables import read_bytes
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.files.actions import forget, put_stream, take_in
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.files.queries import path_of
from tinhso.kernel.identity.queries.sealing import opened_text, sealed_text
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.results.actions.digitising import keep_scan, must_be_new
from tinhso.modules.citizens.results.actions.owners import OwnerIn, owner_of
from tinhso.modules.citizens.results.files import PAPER_FILES
from tinhso.modules.citizens.results.models import BatchState, PaperState, ScanBatch, ScanRow, ScanState, StoredPaper
from tinhso.modules.citizens.results.rules import archive as archives
from tinhso.modules.citizens.results.rules.archive import Packed
from tinhso.modules.citizens.results.rules.index import COLUMNS, facts_in, key_of
from tinhso.modules.citizens.results.rules.metadata import read_metadata
from tinhso.modules.citizens.results.rules.roles import DIGITISE

ZIP = "application/zip"
FACTS = "scan.facts"
MEGABYTE = 2**20
NOT_IN_BATCH = gettext_noop("Danh mục có dòng này nhưng lô không có tệp.")
# What zipfile raises for an archive that was cut off, changed or locked.
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


class BrokenArchive(Refused):
    code = "results-broken-archive"
    title = gettext_noop("Không mở được tệp ZIP này")
    mend = gettext_noop("Tệp bị cắt ngang hoặc không phải ZIP. Nén lại thư mục quét rồi gửi lại.")


class NothingInside(Refused):
    code = "results-nothing-inside"
    title = gettext_noop("Trong tệp ZIP không có tệp nào")
    mend = gettext_noop("Nén thư mục có các tệp quét rồi gửi lại.")


class TooManyInside(Refused):
    code = "results-too-many-inside"
    title = gettext_noop("Lô có quá %(most)s tệp")
    mend = gettext_noop("Chia thành nhiều lô rồi gửi từng lô.")


class BrokenEntry(Refused):
    code = "results-broken-entry"
    title = gettext_noop("Tệp trong lô bị hỏng, không giải nén được")
    mend = gettext_noop("Quét lại giấy tờ này.")


class SameScan(Refused):
    code = "results-same-scan"
    title = gettext_noop("Trùng với một bản quét đã nhận")
    mend = gettext_noop("Mở giấy tờ đã nhận để xem; không cần gửi lại.")


def send_batch(stream: IO[bytes], name: str, *, unit_id: UUID, by: Actor, at: datetime) -> ScanBatch:
    """Keeps an archive of scans and puts its files in line. Raises NotAllowed, BrokenArchive, NothingInside,
    TooManyInside, WrongTable (the index), EmptyFile, TooLarge.
    """
    by.must(DIGITISE, unit_id)
    if by.account_id is None:
        raise NotAllowed(right=DIGITISE)
    with transaction.atomic():
        stored = put_stream(stream, ZIP, most=archives.MOST_ARCHIVE // MEGABYTE, at=at)
        key = hashlib.sha256(f"{unit_id}:{stored.sha256}".encode()).hexdigest()
        known = ScanBatch.objects.filter(key=key).first()
        if known is not None:
            return known
        with _opened(stored.sha256) as archive:
            packed, index = archives.packed_in(archive)
            rows = _rows(packed, _index_of(archive, index))
        if not rows:
            raise NothingInside()
        if len(rows) > archives.MOST_FILES:
            raise TooManyInside(most=archives.MOST_FILES)
        batch = ScanBatch.objects.create(
            name=name[:200],
            key=key,
            unit_id=unit_id,
            account_id=by.account_id,
            seat_id=by.seat_id,
            archive=stored,
            total=len(rows),
            sent_at=at,
        )
        for row in rows:
            row.batch = batch
        ScanRow.objects.bulk_create(rows, batch_size=500)
        write_entry("results.batch_sent", batch, by=by, at=at, payload={"files": len(rows)}, unit_id=unit_id)
    return batch


@contextmanager
def _opened(sha256: str) -> Iterator[zipfile.ZipFile]:
    """Raises BrokenArchive."""
    try:
        archive = zipfile.ZipFile(path_of(sha256))
    except _BROKEN as error:
        raise BrokenArchive() from error
    with archive:
        yield archive


def _index_of(archive: zipfile.ZipFile, index: Packed | None) -> dict[str, Mapping[str, str]]:
    """Rows of the index by the name of their file; empty without one. Raises WrongTable, BrokenArchive."""
    if index is None:
        return {}
    try:
        with archive.open(archive.infolist()[index.place]) as entry:
            data = entry.read(20 * MEGABYTE + 1)
    except _BROKEN as error:
        raise BrokenArchive() from error
    return {key_of(row.cells["file"]): row.cells for row in read_bytes(data, COLUMNS) if row.cells.get("file")}


def _rows(packed: Sequence[Packed], index: Mapping[str, Mapping[str, str]]) -> list[ScanRow]:
    """A row for each file, and one for each line of the index without a file."""
    rows = [_row(one.place, one.name, one.problem, index.get(key_of(one.name))) for one in packed]
    there, last = {key_of(one.name) for one in packed}, max((one.place for one in packed), default=0)
    missing = [cells for key, cells in index.items() if key not in there]
    return rows + [_row(last + at, cells["file"], NOT_IN_BATCH, None) for at, cells in enumerate(missing, start=1)]


def _row(place: int, name: str, problem: str, cells: Mapping[str, str] | None) -> ScanRow:
    row_id = new_id()
    facts = json.dumps(facts_in(cells), ensure_ascii=False) if cells else ""
    return ScanRow(
        id=row_id,
        place=place,
        name=name[:300],
        facts_sealed=sealed_text(facts, row_id, FACTS) if facts else None,
        state=ScanState.REFUSED if problem else ScanState.WAITING,
        problem=problem,
    )


def run_batch(batch: ScanBatch, *, by: Actor, at: datetime, most: int) -> bool:
    """Works on up to so many files in the name of who sent them; gives whether the batch is over."""
    if batch.archive_id is None:
        return True
    with _opened(batch.archive_id) as archive:
        for _ in range(most):
            if not _run_next(batch, archive, by, at):
                return _finish(batch, by, at)
    return False


def _run_next(batch: ScanBatch, archive: zipfile.ZipFile, by: Actor, at: datetime) -> bool:
    """One file, in a transaction of its own; False when none waits."""
    with transaction.atomic():
        waiting = ScanRow.objects.select_for_update(skip_locked=True).filter(batch=batch, state=ScanState.WAITING)
        row = waiting.order_by("place").first()
        if row is None:
            return False
        try:
            with transaction.atomic():
                row.paper = _taken(batch, row, archive, by, at)
        except Refused as refusal:
            row.paper, row.state, row.problem = None, ScanState.REFUSED, str(refusal)[:500]
        else:
            row.state = ScanState.TAKEN
        row.facts_sealed = None  # it had its use, and is personal data
        row.save(update_fields=["state", "problem", "paper", "facts_sealed"])
    return True


def _taken(batch: ScanBatch, row: ScanRow, archive: zipfile.ZipFile, by: Actor, at: datetime) -> StoredPaper:
    by.must(DIGITISE, batch.unit_id)
    said = json.loads(opened_text(row.facts_sealed, row.pk, FACTS) or "{}")
    paper_id = new_id()
    name = row.name.rpartition("/")[2]
    with _entry_of(archive, row.place) as entry:
        held = {"holder_kind": PAPER_FILES.code, "holder_id": paper_id, "purpose": "scan"}
        reference = take_in(_Entry(entry), name, **held, by=by, at=at)  # type: ignore[arg-type]
    _must_be_new_scan(reference, batch.unit_id)
    facts, _errors = read_metadata(said, on=local_day(at))  # what is wrong is mended when it is checked
    case = _case_of(said.get("case_number", ""), by)
    paper = keep_scan(paper_id, reference, unit_id=batch.unit_id, case=case, facts=facts, by=by, at=at)
    if said.get("owner_name"):
        who = OwnerIn(said.get("owner_number", ""), said["owner_name"], said.get("tax_code", ""))
        paper.owner, paper.owner_business = owner_of(who, by=by, at=at)
        must_be_new(paper)
        paper.save(update_fields=["owner", "owner_business"])
    return paper


def _entry_of(archive: zipfile.ZipFile, place: int) -> IO[bytes]:
    """Raises BrokenEntry."""
    try:
        return archive.open(archive.infolist()[place])
    except _BROKEN as error:
        raise BrokenEntry() from error


class _Entry:
    """A file of the archive as it is unpacked; what is broken is a refusal, not a fault of the product."""

    def __init__(self, entry: IO[bytes]) -> None:
        self._entry = entry

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._entry.read(size)
        except _BROKEN as error:
            raise BrokenEntry() from error


def _must_be_new_scan(reference: FileReference, unit_id: UUID) -> None:
    same = StoredPaper.objects.filter(scan__file_id=reference.file_id, unit_id=unit_id)
    if same.exclude(state=PaperState.DROPPED).exists():
        raise SameScan()


def _case_of(number: str, by: Actor) -> Case | None:
    """The dossier of ours with that number, where who sent the batch may see it."""
    if not number:
        return None
    try:
        return case_by_number(number, by)
    except NotFound:
        return None


def _finish(batch: ScanBatch, by: Actor, at: datetime) -> bool:
    """Closes a batch of which no row is left or in other hands; its archive is forgotten."""
    with transaction.atomic():
        row = ScanBatch.objects.select_for_update().get(pk=batch.pk)
        if row.rows.filter(state=ScanState.WAITING).exists():
            return False
        if row.state == BatchState.DONE:
            return True
        kept = row.archive_id
        row.state, row.finished_at, row.archive = BatchState.DONE, at, None
        row.save(update_fields=["state", "finished_at", "archive"])
        taken = row.rows.filter(state=ScanState.TAKEN).count()
        payload = {"taken": taken, "refused": row.total - taken}
        write_entry("results.batch_done", row, by=by, at=at, payload=payload, unit_id=row.unit_id)
    if kept:
        forget(kept)
    return True
