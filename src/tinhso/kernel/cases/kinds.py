"""What a module declares here: types of cases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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


case_types: Registry[CaseType] = Registry("case type")


def register(kind: CaseType) -> CaseType:
    return case_types.register(kind)
