"""What a module declares here: types of cases, and acts that may be done on many cases at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tinhso.base.messages import gettext_noop
from tinhso.base.modules import MenuItem
from tinhso.base.registry import Registry


@dataclass(frozen=True)
class CaseType:
    """The shape shared by all definitions of a type.

    ``result_facts(case, answers)`` gives the facts the result document prints; ``panel`` is a template
    shown on the dossier page; ``file_holder`` the holder (kernel/files) of the files of its papers.
    """

    code: str
    title: str
    result_facts: Callable[..., dict[str, Any]]
    panel: str = ""
    number_rule: str = "dossier-number"
    file_holder: str = ""


@dataclass(frozen=True)
class BulkAct:
    """One act that can be done on many cases in the background.

    ``run(case, params, *, by, at)`` does it on one case in a transaction of its own, raises ``Refused`` like any action
    and gives what ``undo(case, kept, *, by, at)`` needs to take it back (JSON without personal data, or None).
    ``refusal(case, params, by)`` says beforehand, without writing, why it would not be done (None: nothing known).
    """

    code: str
    title: str
    right: str
    run: Callable[..., dict[str, Any] | None]
    refusal: Callable[..., str | None]
    undo: Callable[..., object] | None = None


@dataclass(frozen=True)
class Offered:
    """A line with a link on a dossier's page; ``is_main``: what its reader should do next."""

    title: str
    url: str
    text: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class CaseOffer:
    """What a module offers on the pages of a dossier that another shows: None where it has nothing to offer.

    ``to_applicant(case)`` for whoever follows the dossier, signed in or by its number: nothing personal.
    ``to_desk(case, actor)`` for an official who may see it.
    """

    code: str
    to_applicant: Callable[..., Offered | None]
    to_desk: Callable[..., Offered | None]


@dataclass(frozen=True)
class OnFile:
    """A paper that a store holds and that may serve again in a dossier.

    ``digital`` is what the dossier's paper is marked with (models.Digital), ``code`` the type it has in its store;
    ``text`` tells it from others: number, day, issuer.
    """

    source: str
    id: UUID
    code: str
    title: str
    text: str
    digital: int
    pages: int | None = None

    @property
    def key(self) -> str:
        return f"{self.source}:{self.id}"


@dataclass(frozen=True)
class PaperSource:
    """Where papers of a person lie already, so that nobody asks for them again.

    ``on_file(person_id, needs, on)`` gives for the code of each need what may serve, the best first;
    ``take(on_file, *, holder_kind, holder_id, purpose, by, at)`` gives its bytes a new holder (a FileReference);
    ``came_from(reference_ids)`` says which of these files it gave, as a mapping to ``OnFile``.
    """

    code: str
    on_file: Callable[..., Mapping[str, Sequence[OnFile]]]
    take: Callable[..., Any]
    came_from: Callable[..., Mapping[UUID, OnFile]]


case_types: Registry[CaseType] = Registry("case type")
bulk_acts: Registry[BulkAct] = Registry("bulk act")
case_offers: Registry[CaseOffer] = Registry("case offer")
paper_sources: Registry[PaperSource] = Registry("paper source")


def register(kind: CaseType) -> CaseType:
    return case_types.register(kind)


def register_offer(offer: CaseOffer) -> CaseOffer:
    return case_offers.register(offer)


def register_source(source: PaperSource) -> PaperSource:
    return paper_sources.register(source)


def register_bulk(act: BulkAct) -> BulkAct:
    return bulk_acts.register(act)


MENU = (
    MenuItem(gettext_noop("Quy trình giải quyết"), "cases:definitions", "cases.define"),
    MenuItem(gettext_noop("Tính lại hẹn trả"), "cases:redating", "cases.redate"),
)
