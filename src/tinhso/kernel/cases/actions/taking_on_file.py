"""A paper of somebody's store is taken for a dossier instead of being asked for again."""

from datetime import datetime
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.cases.actions.filing import PaperIn
from tinhso.kernel.cases.kinds import OnFile, paper_sources
from tinhso.kernel.cases.models import Digital
from tinhso.kernel.cases.queries.on_file import papers_on_file
from tinhso.kernel.cases.rules.definition import PaperNeed
from tinhso.kernel.files.models import FileReference


class NotOnFile(Refused):
    code = "not-on-file"
    status = 409
    title = gettext_noop("Giấy tờ này không còn dùng lại được")
    mend = gettext_noop("Mở lại danh sách giấy tờ có sẵn và chọn bản khác, hoặc nộp bản mới.")


def take_on_file(
    key: str,
    person_id: UUID,
    need: PaperNeed,
    *,
    holder_kind: str,
    holder_id: UUID,
    by: Actor,
    at: datetime,
) -> PaperIn:
    """The paper of that key as a paper of the dossier, held by it. Only what serves this need of this person is given.

    Its store writes the entry. The caller has decided that ``by`` may take it. Raises NotOnFile.
    """
    offered = papers_on_file(person_id, (need,), local_day(at)).get(need.code, [])
    chosen = next((one for one in offered if one.key == key), None)
    if chosen is None:
        raise NotOnFile()
    source = paper_sources.get(chosen.source)
    reference = source.take(chosen, holder_kind=holder_kind, holder_id=holder_id, purpose=need.code, by=by, at=at)
    return paper_in(need, reference, chosen)


def paper_in(need: PaperNeed, reference: FileReference, chosen: OnFile) -> PaperIn:
    """How such a paper stands in the dossier."""
    return PaperIn(
        need.code,
        need.title,
        form="electronic",
        pages=reference.file.pages,
        file_reference=reference,
        digital=chosen.digital,
        result_code=chosen.code if chosen.digital == Digital.FROM_RESULT else "",
    )
