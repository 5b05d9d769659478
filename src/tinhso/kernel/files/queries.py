"""Files by what holds them, and their bytes for who may see the holder."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, gettext_noop
from tinhso.kernel.files.kinds import holders
from tinhso.kernel.files.models import FileReference


class FileNotThere(NotFound):
    """There is none, or it is none of the actor's business: one answer for both."""

    code = "file-not-there"
    title = gettext_noop("Không tìm thấy tệp")
    mend = gettext_noop("Mở tệp từ trang hồ sơ. Nếu chưa đăng nhập, hãy đăng nhập rồi mở lại.")


@dataclass(frozen=True, slots=True)
class OpenedFile:
    id: UUID
    path: Path
    name: str
    media_type: str
    size: int
    pages: int | None


def store() -> Path:
    """The folder of the content store."""
    return Path(settings.DATA) / "files"


def path_of(sha256: str) -> Path:
    return store() / sha256[:2] / sha256[2:4] / sha256


def open_file(reference_id: UUID, actor: Actor) -> OpenedFile:
    """The file, if the actor may see what holds it. Raises FileNotThere."""
    reference = FileReference.objects.select_related("file").filter(id=reference_id).first()
    if reference is None or not _may_read(reference, actor):
        raise FileNotThere
    return OpenedFile(
        id=reference.id,
        path=path_of(reference.file_id),
        name=reference.name,
        media_type=reference.file.media_type,
        size=reference.file.size,
        pages=reference.file.pages,
    )


def _may_read(reference: FileReference, actor: Actor) -> bool:
    kind = reference.holder_kind
    return kind in holders and holders.get(kind).may_read(actor, reference.holder_id)


def references_of(holder_kind: str, holder_id: UUID) -> list[FileReference]:
    """What a holder holds, in the order it came, each with its file."""
    held = FileReference.objects.filter(holder_kind=holder_kind, holder_id=holder_id)
    return list(held.select_related("file").order_by("added_at", "id"))


def stored_bytes(sha256: str) -> bytes:
    """The bytes of a stored file, for the room that holds its row."""
    return path_of(sha256).read_bytes()
