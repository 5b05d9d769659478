"""One paper of a draft: uploaded as a file or as photos that become a PDF, or taken from the store of its writer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.kernel.cases.actions import PaperIn, add_paper, take_on_file
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.files.actions import take_in, take_in_photos
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.forms.models import Draft
from tinhso.modules.citizens.one_stop.files import CASE_FILES, DRAFT_FILES
from tinhso.modules.citizens.one_stop.queries.applying import needs_of


def take_paper(
    uploads: "Sequence[UploadedFile[Any]]", code: str, *, holder_kind: str, holder_id: UUID, by: Actor, at: datetime
) -> FileReference:
    """Takes in what was uploaded for the paper of that code. Raises what the door of files refuses."""
    named = [(upload, upload.name or code) for upload in uploads]
    if len(named) > 1:
        return take_in_photos(named, holder_kind=holder_kind, holder_id=holder_id, purpose=code, by=by, at=at)
    upload, name = named[0]
    return take_in(upload, name, holder_kind=holder_kind, holder_id=holder_id, purpose=code, by=by, at=at)


def take_from_store(draft: Draft, code: str, key: str, *, by: Actor, at: datetime) -> PaperIn:
    """A paper the writer has on file already serves for that one. Raises NotFound, NotOnFile."""
    need = next((one for one in needs_of(draft) if one.code == code), None)
    if need is None or by.person_id is None or draft.context.get("consent"):
        raise NotFound()
    return take_on_file(key, by.person_id, need, holder_kind=DRAFT_FILES.code, holder_id=draft.pk, by=by, at=at)


@transaction.atomic
def add_from_store(case: Case, code: str, key: str, *, by: Actor, at: datetime) -> None:
    """What was asked for again is on file already. Raises NotFound, NotOnFile and what ``add_paper`` refuses."""
    needs = read_body(case.definition.body).papers_for(case.variant)
    need = next((one for one in needs if one.code == code), None)
    if need is None or by.person_id is None or by.person_id != case.owner_id:
        raise NotFound()
    paper = take_on_file(key, by.person_id, need, holder_kind=CASE_FILES.code, holder_id=case.pk, by=by, at=at)
    add_paper(case, paper, by=by, at=at)
