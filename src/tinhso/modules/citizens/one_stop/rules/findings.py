"""What the official finds out and writes into a result besides the answers: which texts a document asks for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from tinhso.base.messages import Refused, gettext_noop
from tinhso.modules.citizens.one_stop.rules.results.land import INFORMATION

MOST = 4000
EMPTY = gettext_noop("Chưa viết: %(what)s.")


class FindingsMissing(Refused):
    code = "findings-missing"
    title = gettext_noop("Văn bản kết quả còn thiếu nội dung của chuyên viên")
    mend = gettext_noop("Điền từng mục được chỉ ra khi lập dự thảo, rồi trình ký.")


class FindingTooLong(Refused):
    code = "finding-too-long"
    title = gettext_noop("Nội dung dài quá %(most)s ký tự")
    mend = gettext_noop("Rút gọn, phần chi tiết kèm theo thành phụ lục.")


@dataclass(frozen=True)
class Finding:
    """One text to write: its name, and what it is about."""

    name: str
    label: str


def _planning(answers: Mapping[str, Any]) -> tuple[Finding, ...]:
    return tuple(Finding(name, INFORMATION[name][:1].upper() + INFORMATION[name][1:]) for name in answers["wanted"])


WRITTEN = {"planning_information": _planning}


def asks_findings(document_kind: str) -> bool:
    return document_kind in WRITTEN


def findings_asked(document_kind: str, answers: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The texts a document of that kind needs from the official, in the order they are printed."""
    return WRITTEN[document_kind](answers) if asks_findings(document_kind) else ()


def findings_given(asked: tuple[Finding, ...], given: Mapping[str, str]) -> dict[str, str]:
    """The texts that were asked for. Raises FindingTooLong, FindingsMissing with every one that is missing."""
    found = {one.name: given.get(one.name, "").strip() for one in asked}
    if long := {f"findings/{name}": gettext(FindingTooLong.title) % {"most": MOST} for name in _longer(found)}:
        raise FindingTooLong(most=MOST, fields=long)
    if missing := {
        f"findings/{one.name}": gettext(EMPTY) % {"what": one.label} for one in asked if not found[one.name]
    }:
        raise FindingsMissing(fields=missing)
    return found


def _longer(found: Mapping[str, str]) -> list[str]:
    return [name for name, text in found.items() if len(text) > MOST]
