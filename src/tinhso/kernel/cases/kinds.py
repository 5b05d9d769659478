"""What a module declares here: types of cases, and acts that may be done on many cases at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tinhso.base.messages import gettext_noop
from tinhso.base.modules import MenuItem
from tinhso.base.registry import Registry


@dataclass(frozen=True)
class CaseType:
    """The shape shared by all definitions of a type.

    ``result_facts(case, answers)`` gives the facts the result document prints; ``panel`` is a template
    shown on the dossier page.
    """

    code: str
    title: str
    result_facts: Callable[..., dict[str, Any]]
    panel: str = ""
    number_rule: str = "dossier-number"


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


case_types: Registry[CaseType] = Registry("case type")
bulk_acts: Registry[BulkAct] = Registry("bulk act")


def register(kind: CaseType) -> CaseType:
    return case_types.register(kind)


def register_bulk(act: BulkAct) -> BulkAct:
    return bulk_acts.register(act)


MENU = (
    MenuItem(gettext_noop("Quy trình giải quyết"), "cases:definitions", "cases.define"),
    MenuItem(gettext_noop("Tính lại hẹn trả"), "cases:redating", "cases.redate"),
)
