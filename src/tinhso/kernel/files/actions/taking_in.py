"""Letting uploads in: received, looked at, kept, and held by something."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, gettext_noop
from tinhso.kernel.files.actions.inspecting import asked
from tinhso.kernel.files.actions.refusals import Infected, NotPhotos, TooManyPhotos
from tinhso.kernel.files.actions.storing import Readable, incoming, keep, received
from tinhso.kernel.files.kinds import scanners
from tinhso.kernel.files.models import FileReference, StoredFile
from tinhso.kernel.files.rules import types
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event
from tinhso.kernel.ledger.kinds import register as register_events

MOST_PHOTOS = 30
register_events(
    Event("files.taken_in", gettext_noop("Nhận tệp"), ("sha256", "size", "media_type", "pages", "purpose")),
    Event("files.dropped", gettext_noop("Bỏ tệp"), ("sha256", "purpose")),
)


class ReferenceMissing(NotFound):
    code = "file-missing"
    title = gettext_noop("Không có tệp này")
    mend = gettext_noop("Tệp có thể đã được bỏ. Mở lại trang để xem các tệp còn lại.")


def take_in(
    stream: Readable, name: str, *, holder_kind: str, holder_id: UUID, purpose: str, by: Actor, at: datetime
) -> FileReference:
    """Takes in an uploaded file; a photo becomes a PDF of one page.

    Raises EmptyFile, TooLarge, WrongType, Encrypted, Corrupt, ActiveContent, TooManyPages, Bomb, Infected,
    UploadBroken. Nothing of a refused file stays.
    """
    with incoming() as path, incoming() as printed:
        kind, pages = _looked_at(stream, name, path)
        if kind in types.IMAGES:
            pages = _print([(path, kind)], printed, at)
            path, kind = printed, types.PDF
        return _held(path, kind, pages, name, holder_kind, holder_id, purpose, by, at)


def take_in_photos(
    photos: Sequence[tuple[Readable, str]],
    *,
    name: str = "",
    holder_kind: str,
    holder_id: UUID,
    purpose: str,
    by: Actor,
    at: datetime,
) -> FileReference:
    """Takes in photos (stream, name) as one PDF, a page each in that order, named like the first if not named.

    Raises as ``take_in``, and NotPhotos, TooManyPhotos.
    """
    if not 0 < len(photos) <= MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    with ExitStack() as places:
        taken = []
        for number, (stream, photo_name) in enumerate(photos, start=1):
            path = places.enter_context(incoming())
            kind, _ = _looked_at(stream, photo_name, path)
            if kind not in types.IMAGES:
                raise NotPhotos(number=number)
            taken.append((path, kind))
        printed = places.enter_context(incoming())
        pages = _print(taken, printed, at)
        return _held(printed, types.PDF, pages, name or photos[0][1], holder_kind, holder_id, purpose, by, at)


@transaction.atomic
def move_holder(reference_id: UUID, holder_kind: str, holder_id: UUID) -> None:
    """Hands a file to another holder, as part of the action, and its entry, that makes it so.

    Raises ReferenceMissing.
    """
    if not FileReference.objects.filter(id=reference_id).update(holder_kind=holder_kind, holder_id=holder_id):
        raise ReferenceMissing


@transaction.atomic
def hold_again(
    reference: FileReference, *, holder_kind: str, holder_id: UUID, purpose: str, by: Actor, at: datetime
) -> FileReference:
    """The same bytes held by something else as well (a paper on file used again). The caller checks who may."""
    return hold_stored(reference.file, reference.name, holder_kind, holder_id, purpose, by=by, at=at)


@transaction.atomic
def drop(reference_id: UUID, *, by: Actor, at: datetime) -> None:
    """Lets go of a file; its bytes are swept later when nothing else holds them. Raises ReferenceMissing."""
    reference = FileReference.objects.select_for_update().filter(id=reference_id).first()
    if reference is None:
        raise ReferenceMissing
    payload = {"sha256": reference.file_id, "purpose": reference.purpose}
    write_entry("files.dropped", reference, by=by, at=at, payload=payload)
    reference.delete()


def _looked_at(stream: Readable, name: str, path: Path) -> tuple[types.FileType, int | None]:
    """Writes the upload to the path and gives its type and pages. Raises the refusals of ``take_in``."""
    received(stream, path)
    found = asked("inspect", path=str(path), name=name)
    for scanner in scanners:
        if scanner.finds_harm(path):
            raise Infected
    return types.BY_MEDIA_TYPE[found["media_type"]], found["pages"]


def _print(photos: list[tuple[Path, types.FileType]], target: Path, at: datetime) -> int:
    listed = [(str(path), kind.media_type) for path, kind in photos]
    found = asked("photos", photos=listed, target=str(target), made_at=at.timestamp())
    pages: int = found["pages"]
    return pages


@transaction.atomic
def _held(
    path: Path,
    kind: types.FileType,
    pages: int | None,
    name: str,
    holder_kind: str,
    holder_id: UUID,
    purpose: str,
    by: Actor,
    at: datetime,
) -> FileReference:
    stored = keep(path, kind.media_type, pages, at=at)
    return hold_stored(stored, types.clean_name(name, kind), holder_kind, holder_id, purpose, by=by, at=at)


@transaction.atomic
def hold_stored(
    stored: StoredFile, name: str, holder_kind: str, holder_id: UUID, purpose: str, *, by: Actor, at: datetime
) -> FileReference:
    """One more holder of bytes that were looked at and kept before; nothing is read or written again."""
    reference = FileReference.objects.create(
        file=stored,
        name=name,
        holder_kind=holder_kind,
        holder_id=holder_id,
        purpose=purpose,
        added_by=by.account_id,
        added_at=at,
    )
    payload = {
        "sha256": stored.sha256,
        "size": stored.size,
        "media_type": stored.media_type,
        "pages": stored.pages,
        "purpose": purpose,
    }
    write_entry("files.taken_in", reference, by=by, at=at, payload=payload)
    return reference
