"""A design becomes definition, form, letters and catalogue, each a dated version, in one transaction."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, Stale, gettext_noop
from tinhso.base.moments import day_text
from tinhso.kernel.cases.actions import publish_definition
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.forms.actions import publish_form
from tinhso.kernel.forms.models import FormDefinition
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.one_stop.actions.catalogue import put_in_catalogue
from tinhso.modules.citizens.one_stop.actions.designing.changing import DesignClosed, locked
from tinhso.modules.citizens.one_stop.actions.designing.proposing import (
    DesignUnsound,
    Proposal,
    must_be_clear,
    must_be_sound,
)
from tinhso.modules.citizens.one_stop.actions.designing.rights import PUBLISH
from tinhso.modules.citizens.one_stop.actions.letter_templates import Wording, publish_template
from tinhso.modules.citizens.one_stop.cases import PROCEDURE_CASE
from tinhso.modules.citizens.one_stop.models import Design, DesignState
from tinhso.modules.citizens.one_stop.rules.designing.compiling import (
    catalogue_facts,
    definition_body,
    legal_basis_of,
)

__all__ = ["DesignUnsound", "OwnDesign", "publish_design"]


class OwnDesign(Refused):
    code = "own-design"
    status = 403
    title = gettext_noop("Người soạn không tự công bố thủ tục mình soạn")
    mend = gettext_noop("Nhờ một người khác có quyền công bố xem và công bố.")


@transaction.atomic
def publish_design(design_id: UUID, *, seen: int, by: Actor, at: datetime) -> Design:
    """Publishes what was proposed, from the day proposed. Dossiers already received keep the version of their day.

    ``seen`` is the version the publisher read. Raises NotAllowed, DesignGone, DesignClosed, Stale, OwnDesign,
    ProposalUnclear (the day passed), DesignUnsound, NotAfterTheLast, VersionOrder, OlderThanCatalogue.
    """
    by.must_everywhere(PUBLISH)
    design = locked(design_id)
    if design.state != DesignState.PROPOSED:
        raise DesignClosed()
    if design.version != seen:
        raise Stale()
    if by.account_id and str(by.account_id) in design.writers:
        raise OwnDesign()
    proposal = proposal_of(design)
    must_be_clear(proposal, at)
    must_be_sound(design, at)
    form = _publish_form(design, by, at)
    definition = _publish_definition(design, form.code, proposal, by, at)
    _publish_letters(design, definition.valid_from, by, at)
    put_in_catalogue(
        catalogue_facts(design.content), decision=proposal.number, source=f"{SOURCE}{definition.pk}",
        valid_from=definition.valid_from, by=by, at=at,
    )  # fmt: skip
    design.state, design.definition = DesignState.PUBLISHED, definition
    design.content["form"]["code"] = form.code
    design.version += 1
    design.changed_at = at
    design.save()
    design.steps.all().delete()
    payload = {
        "code": design.code, "definition": definition.version, "form": form.version,
        "valid_from": definition.valid_from.isoformat(), "decision": proposal.number,
    }  # fmt: skip
    write_entry("one_stop.design_published", design, by=by, at=at, payload=payload)
    return design


SOURCE = "Thủ tục soạn tại tỉnh, bản "


def proposal_of(design: Design) -> Proposal:
    signed_on = design.decision.get("signed_on", "")
    return Proposal(
        design.valid_from,
        design.decision.get("number", ""),
        date.fromisoformat(signed_on) if signed_on else None,
        design.decision.get("issuer", ""),
    )


def _publish_form(design: Design, by: Actor, at: datetime) -> FormDefinition:
    form, code = design.content["form"], own_form_code(design)
    assert design.valid_from is not None  # noqa: S101  (must_be_clear)
    return publish_form(
        code, form["title"], form["body"], valid_from=design.valid_from,
        legal_basis=form["legal_basis"] or legal_basis_of(design.content), is_verified=form["is_verified"],
        by=by, at=at,
    )  # fmt: skip


def own_form_code(design: Design) -> str:
    """The code its form has, or one made of the procedure's: ``thu_tuc_1_001193``."""
    return str(design.content["form"]["code"] or f"thu_tuc_{design.code.lower().replace('.', '_')}")


def _publish_definition(design: Design, form_code: str, proposal: Proposal, by: Actor, at: datetime) -> Definition:
    assert proposal.valid_from and proposal.signed_on  # noqa: S101  (must_be_clear)
    decision = f"Quyết định {proposal.number} ngày {day_text(proposal.signed_on)} ({proposal.issuer})"
    return publish_definition(
        PROCEDURE_CASE.code, design.code, title=design.title, form_code=form_code,
        body=definition_body(design.content), valid_from=proposal.valid_from,
        legal_basis=f"{decision}; {legal_basis_of(design.content)}",
        is_verified=design.content["general"]["is_verified"], by=by, at=at,
    )  # fmt: skip


def _publish_letters(design: Design, valid_from: date, by: Actor, at: datetime) -> None:
    for row in design.content["letters"]:
        names = ("title", "excerpt", "to", "body", "is_for_agency", "legal_basis")
        wording = Wording(**{name: row[name] for name in names}, procedure=design.code)
        code = f"{design.code.lower().replace('.', '-')}-{row['code'].replace('_', '-')}"[:60]
        publish_template(code, wording, valid_from=valid_from, by=by, at=at)
