"""Files for machines: uploaded first, named in a dossier afterwards; kept a day when nothing names them."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from ninja import Router
from pydantic import ConfigDict

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import now
from tinhso.base.scopes import Scope, register
from tinhso.kernel.files.actions import take_in
from tinhso.kernel.files.kinds import UPLOAD
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.files.queries import open_file
from tinhso.shell.api import Outcome, Shape, operation
from tinhso.shell.api.problems import MediaUnknown
from tinhso.shell.audience import ActorRequest

ROUTER = Router()
WRITE, READ = "files.write", "files.read"
register(Scope(WRITE, "Tải tệp lên"), Scope(READ, "Đọc tệp của hồ sơ được xem"))
MULTIPART: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
                "required": ["file"],
            },
            "example": {"file": "giay-chung-sinh.jpg"},
        }
    },
}


class FileMissing(Refused):
    code = "no-file-sent"
    title = gettext_noop("Chưa có tệp nào được gửi")
    mend = gettext_noop("Gửi đúng một tệp trong mục file của multipart/form-data.")


class FileOut(Shape):
    """A file as it is kept; a photo has become a PDF."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e31",
                "name": "giay-chung-sinh.pdf",
                "media_type": "application/pdf",
                "size": 48213,
                "pages": 1,
                "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            }
        }
    )
    id: UUID
    name: str
    media_type: str
    size: int
    pages: int | None
    sha256: str


@operation(
    ROUTER,
    "POST",
    "/files",
    vi="Tải một tệp lên",
    en="Upload a file",
    tag="files",
    scope=WRITE,
    gives=Outcome(201, FileOut),
    problems=(409, 413, 415, 503),
    is_keyed=True,
    is_json=False,
    body=MULTIPART,
)
def upload_file(request: ActorRequest) -> FileOut:
    if request.content_type != "multipart/form-data":
        raise MediaUnknown(media="multipart/form-data")
    sent = request.FILES.getlist("file")
    if len(sent) != 1:
        raise FileMissing(fields={"file": str(FileMissing.title)})
    assert request.actor.account_id is not None  # noqa: S101  (a client)
    reference = take_in(
        sent[0],
        sent[0].name or "tep",
        holder_kind=UPLOAD.code,
        holder_id=request.actor.account_id,
        purpose="api",
        by=request.actor,
        at=now(),
    )
    return _shown(reference)


def _shown(reference: FileReference) -> FileOut:
    stored = reference.file
    return FileOut(
        id=reference.pk,
        name=reference.name,
        media_type=stored.media_type,
        size=stored.size,
        pages=stored.pages,
        sha256=stored.sha256,
    )


@operation(
    ROUTER,
    "GET",
    "/files/{uuid:reference_id}",
    vi="Nội dung một tệp",
    en="The bytes of a file the client may see",
    tag="files",
    scope=READ,
    gives=Outcome(200, media="application/octet-stream"),
)
def download_file(request: ActorRequest, reference_id: UUID) -> FileResponse:
    opened = open_file(reference_id, request.actor)
    return FileResponse(
        opened.path.open("rb"), as_attachment=True, filename=opened.name, content_type="application/octet-stream"
    )
