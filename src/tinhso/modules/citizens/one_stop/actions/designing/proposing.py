"""A design goes to whoever publishes it, comes back, or is dropped."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, Stale, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.one_stop.actions.designing.changing import DesignClosed, locked
from tinhso.modules.citizens.one_stop.actions.designing.rights import DESIGN, PUBLISH
from tinhso.modules.citizens.one_stop.models import Design, DesignState
from tinhso.modules.citizens.one_stop.queries.designing.designs import findings_of
from tinhso.modules.citizens.one_stop.rules.designing.checks import blocking


class DesignUnsound(Refused):
    code = "design-unsound"
    title = gettext_noop("Bản soạn còn %(count)s mục phải sửa")
    mend = gettext_noop("Mở trang “Còn thiếu gì”, sửa từng mục rồi làm lại.")


class ProposalUnclear(Refused):
    code = "proposal-unclear"
    title = gettext_noop("Chưa rõ ngày áp dụng hoặc quyết định công bố")
    mend = gettext_noop("Sửa các ô được chỉ ra.")


@dataclass(frozen=True)
class Proposal:
    """From when, and by which decision: its number, day and issuer."""

    valid_from: date | None
    number: str
    signed_on: date | None
    issuer: str


@transaction.atomic
def propose_design(design_id: UUID, proposal: Proposal, *, seen: int, by: Actor, at: datetime) -> Design:
    """Closes the design for changes and asks for it to be published.

    Raises NotAllowed, DesignGone, DesignClosed, Stale, ProposalUnclear, DesignUnsound.
    """
    by.must_everywhere(DESIGN)
    design = locked(design_id)
    if design.state != DesignState.DRAFTING:
        raise DesignClosed()
    if design.version != seen:
        raise Stale()
    must_be_clear(proposal, at)
    must_be_sound(design, at)
    design.state, design.note, design.valid_from = DesignState.PROPOSED, "", proposal.valid_from
    signed_on = proposal.signed_on.isoformat() if proposal.signed_on else ""
    design.decision = {"number": proposal.number, "signed_on": signed_on, "issuer": proposal.issuer}
    _saved(design, at)
    payload = {"code": design.code, "version": design.version, "valid_from": str(proposal.valid_from)}
    write_entry("one_stop.design_proposed", design, by=by, at=at, payload=payload)
    return design


@transaction.atomic
def take_back_design(design_id: UUID, *, by: Actor, at: datetime) -> Design:
    """Opens a proposed design for changes again. Raises NotAllowed, DesignGone, DesignClosed."""
    by.must_everywhere(DESIGN)
    return _reopened(design_id, "", "one_stop.design_taken_back", by=by, at=at)


@transaction.atomic
def send_back_design(design_id: UUID, note: str, *, by: Actor, at: datetime) -> Design:
    """Gives it back to who wrote it, with the reason. Raises NotAllowed, DesignGone, DesignClosed, ProposalUnclear."""
    by.must_everywhere(PUBLISH)
    if not note.strip():
        raise ProposalUnclear(fields={"note": gettext_noop("Ghi điều cần sửa.")})
    return _reopened(design_id, note.strip()[:500], "one_stop.design_sent_back", by=by, at=at)


@transaction.atomic
def drop_design(design_id: UUID, *, by: Actor, at: datetime) -> Design:
    """Leaves a design aside; nothing published changes. Raises NotAllowed, DesignGone, DesignClosed."""
    by.must_everywhere(DESIGN)
    design = locked(design_id)
    if design.state != DesignState.DRAFTING:
        raise DesignClosed()
    design.state = DesignState.DROPPED
    _saved(design, at)
    write_entry("one_stop.design_dropped", design, by=by, at=at, payload={"code": design.code})
    return design


def _reopened(design_id: UUID, note: str, event: str, *, by: Actor, at: datetime) -> Design:
    design = locked(design_id)
    if design.state != DesignState.PROPOSED:
        raise DesignClosed()
    design.state, design.note = DesignState.DRAFTING, note
    _saved(design, at)
    write_entry(event, design, by=by, at=at, payload={"code": design.code})
    return design


def _saved(design: Design, at: datetime) -> None:
    design.version += 1
    design.changed_at = at
    design.save()


def must_be_clear(proposal: Proposal, at: datetime) -> None:
    """Raises ProposalUnclear."""
    wrong = {}
    if proposal.valid_from is None:
        wrong["valid_from"] = gettext_noop("Ghi ngày, tháng, năm bằng số.")
    elif proposal.valid_from < local_day(at):
        wrong["valid_from"] = gettext_noop("Không áp dụng lùi về trước: hồ sơ đã nhận giữ bản của lúc nhận.")
    if not proposal.number.strip():
        wrong["number"] = gettext_noop("Ghi số quyết định.")
    if proposal.signed_on is None:
        wrong["signed_on"] = gettext_noop("Ghi ngày, tháng, năm bằng số.")
    if not proposal.issuer.strip():
        wrong["issuer"] = gettext_noop("Ghi cơ quan ban hành quyết định.")
    if wrong:
        raise ProposalUnclear(fields=wrong)


def must_be_sound(design: Design, at: datetime) -> None:
    """Raises DesignUnsound."""
    if wrong := blocking(findings_of(design, local_day(at))):
        raise DesignUnsound(count=len(wrong))
