"""Uploads of one paper: a file as it is, or several photos as one PDF."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from tinhso.base.actor import Actor
from tinhso.kernel.files.actions import take_in, take_in_photos
from tinhso.kernel.files.models import FileReference


def take_paper(
    uploads: "Sequence[UploadedFile[Any]]", code: str, *, holder_kind: str, holder_id: UUID, by: Actor, at: datetime
) -> FileReference:
    """Takes in what was uploaded for the paper of that code. Raises what the door of files refuses."""
    named = [(upload, upload.name or code) for upload in uploads]
    if len(named) > 1:
        return take_in_photos(named, holder_kind=holder_kind, holder_id=holder_id, purpose=code, by=by, at=at)
    upload, name = named[0]
    return take_in(upload, name, holder_kind=holder_kind, holder_id=holder_id, purpose=code, by=by, at=at)
