"""Finding a case by number, name, phone or personal number, among those the actor may see."""

import re

from django.db.models import Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.text import fold
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries.visible import visible_cases
from tinhso.kernel.identity.queries import number_index, phone_index


def cases_found(actor: Actor, text: str, *, limit: int = 50) -> QuerySet[Case]:
    """Newest first. Digits are a personal number, a phone or the end of a dossier number; words are a name or title."""
    wanted = _wanted(text.strip())
    cases = visible_cases(actor).select_related("definition", "applicant", "owner").filter(wanted)
    return cases.order_by("-submitted_at", "-id")[:limit]


def _wanted(text: str) -> Q:
    digits = re.sub(r"[\s.\-]", "", text)
    wanted = Q(number__iendswith=re.sub(r"\s", "", text)) if re.search(r"\d", text) else Q(pk__in=[])
    if re.fullmatch(r"\d{9}|\d{12}", digits):
        index = number_index(digits)
        wanted |= Q(applicant__number_index=index) | Q(owner__number_index=index)
    if re.fullmatch(r"\+?\d{10,12}", digits):
        index = phone_index(digits)
        wanted |= Q(applicant__phone_index=index) | Q(owner__phone_index=index)
    folded = fold(text)
    if folded and not digits.isdigit():
        wanted |= Q(applicant__name_folded__contains=folded) | Q(owner__name_folded__contains=folded)
    return wanted
