"""What a room or module declares here: the shape of a rule set it reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tinhso.base.messages import gettext_noop
from tinhso.base.modules import MenuItem
from tinhso.base.registry import Registry


@dataclass(frozen=True, eq=False)
class RuleSchema:
    """``schema`` is a JSON Schema 2020-12 that every rule set of this code must satisfy.

    ``words`` says how each value is called on the screens, by its path in the tables (``hours.1``).
    """

    code: str
    title: str
    schema: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)


rule_schemas: Registry[RuleSchema] = Registry("rule schema")


def register(kind: RuleSchema) -> RuleSchema:
    return rule_schemas.register(kind)


MENU = (MenuItem(gettext_noop("Bộ quy tắc"), "law:rule_sets", "law.enact"),)
