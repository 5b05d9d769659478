"""A paper as pages show it: its code without the owner's number, whether it counts today, what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tinhso.base.moments import day_text
from tinhso.kernel.identity.queries import number_of
from tinhso.kernel.organisations.queries import units_on
from tinhso.modules.citizens.results.models import PaperKind, PaperState, StoredPaper
from tinhso.modules.citizens.results.queries.papers import abstract_of
from tinhso.modules.citizens.results.rules.codes import store_code

# state → (tone of the chip, icon)
LOOKS = {
    PaperState.UPLOADED: ("work", "wait"),
    PaperState.CHECKED: ("work", "wait"),
    PaperState.CONFIRMED: ("sign", "sign"),
    PaperState.IN_FORCE: ("good", "success"),
    PaperState.REVOKED: ("bad", "error"),
    PaperState.REPLACED: ("warn", "warning"),
    PaperState.DROPPED: ("plain", "info"),
}


@dataclass(frozen=True)
class Shown:
    """``tone``, ``icon`` and ``word`` say how it stands on the day asked about."""

    paper: StoredPaper
    code: str
    owner: str
    tone: str
    icon: str
    word: str
    is_expired: bool

    @property
    def is_in_force(self) -> bool:
        return self.paper.state == PaperState.IN_FORCE and not self.is_expired


def is_expired(paper: StoredPaper, on: date) -> bool:
    return paper.valid_until is not None and paper.valid_until < on


def shown(paper: StoredPaper, on: date) -> Shown:
    tone, icon = LOOKS[PaperState(paper.state)]
    word, ended = _(str(PaperState(paper.state).label)), is_expired(paper, on)
    if paper.state == PaperState.IN_FORCE and ended:
        tone, icon, word = "warn", "warning", _("đã hết hạn")
    return Shown(paper, code_of(paper), owner_name(paper), tone, icon, word, ended)


def code_of(paper: StoredPaper) -> str:
    """Its code in the store, the owner's number masked; empty before it is there."""
    return masked_code(paper, paper.order) if paper.entered_at else ""


def masked_code(paper: StoredPaper, order: int) -> str:
    if paper.owner_business is not None:
        return store_code(paper.owner_business.tax_code, paper.code, paper.number_text, order)
    number = number_of(paper.owner) if paper.owner is not None else ""
    return store_code(number, paper.code, paper.number_text, order)


def owner_name(paper: StoredPaper) -> str:
    if paper.owner_business is not None:
        return paper.owner_business.name
    return paper.owner.full_name if paper.owner is not None else ""


def validity_text(paper: StoredPaper) -> str:
    if paper.is_lasting:
        return _("Không thời hạn")
    return day_text(paper.valid_until) if paper.valid_until else _("Theo nội dung giấy tờ")


def rows_of(paper: StoredPaper, on: date) -> Sequence[dict[str, str]]:
    """What is known of it, as shell/_summary.html takes it; what is not known is left out."""
    unit = units_on([paper.unit_id], on).get(paper.unit_id)
    rows = (
        (_("Mã trong kho"), code_of(paper)),
        (_("Chủ giấy tờ"), owner_name(paper)),
        (_("Loại"), _(str(PaperKind(paper.kind).label)).capitalize()),
        (_("Mã giấy tờ"), paper.code),
        (_("Số, ký hiệu"), paper.number_text),
        (_("Ngày ban hành"), day_text(paper.issued_on) if paper.issued_on else ""),
        (_("Thời hạn hiệu lực"), validity_text(paper)),
        (_("Phạm vi hiệu lực"), paper.scope),
        (_("Trích yếu"), abstract_of(paper)),
        (_("Cơ quan ban hành"), paper.issuer),
        (_("Người ký"), paper.signer),
        (_("Mã hồ sơ"), paper.case_number),
        (_("Mã thủ tục"), paper.procedure_code),
        (_("Lĩnh vực"), paper.sector),
        (_("Đơn vị giữ"), unit.authority_name if unit else ""),
        (_("Lý do"), paper.note),
        (_("Căn cứ"), paper.basis),
    )
    return [{"label": label, "value": value} for label, value in rows if value]
