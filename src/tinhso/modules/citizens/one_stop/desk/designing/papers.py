"""Results and letters of a design as paper, filled with synthetic answers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.kernel.documents.kinds import LIBRARY, document_kinds
from tinhso.kernel.documents.rules import render as printing
from tinhso.kernel.forms.rules import problems
from tinhso.modules.citizens.one_stop.actions.designing import DESIGN
from tinhso.modules.citizens.one_stop.models import Design
from tinhso.modules.citizens.one_stop.queries.designing.designs import design_of
from tinhso.modules.citizens.one_stop.rules.designing.compiling import is_own, template_of
from tinhso.modules.citizens.one_stop.rules.designing.examples import sample_answers
from tinhso.modules.citizens.one_stop.rules.placeholders import EXAMPLES, filled, paragraphs
from tinhso.modules.citizens.one_stop.rules.results import Setting
from tinhso.modules.citizens.one_stop.rules.results.own import own_result
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.framing import shown_beside

SETTING = Setting(
    case_number=EXAMPLES["case_number"],
    issuer=EXAMPLES["office"],
    place="Mẫu",
    signer_title="Người ký mẫu",
    signer_name="Trần Thị Mẫu",
)


class FormFirst(Refused):
    code = "design-form-first"
    title = gettext_noop("Chưa xem được bản in vì tờ khai còn chỗ chưa xong")
    mend = gettext_noop("Sửa tờ khai trước: bản in lấy câu trả lời mẫu từ đó.")


@never_cache
@audience(DESIGN)
@shown_beside
def result_pdf(request: ActorRequest, design_id: UUID, code: str) -> HttpResponse:
    """Raises NotFound, FormFirst."""
    return HttpResponse(
        printing.render(LIBRARY / "result.typ", _result(design_of(design_id), code)), content_type="application/pdf"
    )


@never_cache
@audience(DESIGN)
def picture(request: ActorRequest, design_id: UUID, code: str) -> HttpResponse:
    """The first page, for beside the boxes. Raises NotFound, FormFirst."""
    pages = printing.page_pictures(LIBRARY / "result.typ", _result(design_of(design_id), code), ppi=72)
    return HttpResponse(pages[0], content_type="image/png")


@never_cache
@audience(DESIGN)
@shown_beside
def letter_pdf(request: ActorRequest, design_id: UUID, code: str) -> HttpResponse:
    """Raises NotFound."""
    row = _row(design_of(design_id), "letters", code)
    facts = {
        "title": row["title"],
        "excerpt": filled(row["excerpt"], EXAMPLES),
        "to": filled(row["to"], EXAMPLES),
        "body": paragraphs(filled(row["body"], EXAMPLES)),
        "recipients": ["Như trên", "Lưu: VT"],
        "paper": {"issuer": EXAMPLES["office"], "is_draft": True},
    }
    return HttpResponse(printing.render(LIBRARY / "letter.typ", facts), content_type="application/pdf")


def _result(design: Design, code: str) -> dict[str, Any]:
    row, body = _row(design, "results", code), design.content["form"]["body"]
    if not is_own(row) or row["document_kind"] not in document_kinds:
        raise NotFound()
    if problems(body):
        raise FormFirst()
    facts = own_result(template_of(row), body, sample_answers(body), SETTING, EXAMPLES)
    return facts | {"paper": {"issuer": EXAMPLES["office"], "is_draft": True}}


def _row(design: Design, part: str, code: str) -> Mapping[str, Any]:
    for row in design.content[part]:
        if row["code"] == code:
            found: Mapping[str, Any] = row
            return found
    raise NotFound()
