"""Which dossiers of a work list were chosen: those ticked, or the whole list as it is narrowed."""

from django.http import QueryDict

from tinhso.base.moments import now
from tinhso.kernel.cases.queries import listed_cases, ordered
from tinhso.modules.citizens.one_stop.desk.remembered import words_under
from tinhso.modules.citizens.one_stop.queries.bulk import MOST
from tinhso.modules.citizens.one_stop.rules.lists import as_filters, read_choice
from tinhso.shell.audience import ActorRequest

WHOLE = "ca-danh-sach"


def picks_of(request: ActorRequest, most: int = MOST) -> dict[str, int]:
    """Number → version as the list showed it, at most ``most``; empty where nothing was chosen."""
    if WHOLE in request.POST:
        return _whole_list(request, most)
    pairs = [text.rpartition(":") for text in request.POST.getlist("chon")[:most]]
    return {number: int(version) for number, _colon, version in pairs if version.isdecimal() and len(version) < 9}


def _whole_list(request: ActorRequest, most: int) -> dict[str, int]:
    """All the pages of the list the official looked at, in its order."""
    query, at = QueryDict(request.POST.get("query", "")), now()
    choice = read_choice(query.dict())
    filters = as_filters(choice, at, text=words_under(request, query.get("tim", "")))
    cases = ordered(listed_cases(request.actor, filters, at), choice.order)
    return dict(cases.values_list("number", "version")[:most])
