"""What the pages of applying show: the start page and the papers of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.cases.kinds import OnFile
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.cases.queries import definition_by_id, papers_on_file
from tinhso.kernel.cases.rules.definition import PaperNeed, read_body
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.files.queries import references_of
from tinhso.kernel.forms.models import Draft
from tinhso.kernel.identity.models import Consent
from tinhso.modules.citizens.one_stop.files import DRAFT_FILES
from tinhso.modules.citizens.one_stop.queries.offices import Desk, desks_on
from tinhso.modules.citizens.one_stop.rules.wording import allotted_text


@dataclass(frozen=True)
class VariantChoice:
    value: str
    label: str
    hint: str


@dataclass(frozen=True)
class Start:
    """The choices of the start page; ``consents``: the people this citizen may apply for."""

    title: str
    is_verified: bool
    variants: Sequence[VariantChoice]
    desks: Sequence[Desk]
    consents: Sequence[Consent]
    papers: Sequence[PaperNeed]


def start_of(definition: Definition, actor: Actor, at: datetime) -> Start:
    body = read_body(definition.body)
    consents = Consent.objects.filter(representative_id=actor.person_id, withdrawn_at=None).select_related("owner")
    return Start(
        title=definition.title,
        is_verified=definition.is_verified,
        variants=[
            VariantChoice(variant.code, variant.title, f"{allotted_text(variant)}.") for variant in body.variants
        ],
        desks=desks_on(body, local_day(at)),
        consents=list(consents),
        papers=body.papers,
    )


@dataclass(frozen=True)
class PaperPage:
    """A paper that may be brought, with the files uploaded for it."""

    code: str
    title: str
    is_required: bool
    files: Sequence[FileReference]

    @property
    def is_done(self) -> bool:
        return bool(self.files)


def needs_of(draft: Draft) -> tuple[PaperNeed, ...]:
    """What the draft's variant asks for, in the order of the procedure."""
    body = read_body(definition_by_id(UUID(draft.context["definition"])).body)
    return body.papers_for(draft.context["variant"])


def on_file_for(draft: Draft, actor: Actor, on: date) -> dict[str, list[OnFile]]:
    """What the writer's own store has of it; nothing while applying for somebody else, whose store is theirs alone."""
    if actor.person_id is None or draft.context.get("consent"):
        return {}
    return papers_on_file(actor.person_id, needs_of(draft), on)


def papers_of(draft: Draft) -> list[PaperPage]:
    """The papers of the draft's variant, in the order of the procedure."""
    brought = references_of(DRAFT_FILES.code, draft.pk)
    return [
        PaperPage(need.code, need.title, need.is_required, [file for file in brought if file.purpose == need.code])
        for need in needs_of(draft)
    ]
