"""What the session remembers of lists: words searched for, and the order of the dossiers last looked through."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from tinhso.shell.audience import ActorRequest

WORDS, LISTS = "one_stop.words", "one_stop.lists"
MOST_WORDS, MOST_LISTS = 10, 4


@dataclass(frozen=True)
class Around:
    """Where a dossier stands in the list it was opened from; ``query`` leads back there."""

    query: str
    previous: str
    next: str
    place: int
    total: int


def keep_words(request: ActorRequest, text: str) -> str:
    """Keeps words out of addresses: the key under which the session has them, empty for no words."""
    if not text:
        return ""
    kept: dict[str, str] = request.session.get(WORDS, {})
    known = next((key for key, words in kept.items() if words == text), None)
    if known is None:
        known = secrets.token_hex(4)
        request.session[WORDS] = {**dict(list(kept.items())[1 - MOST_WORDS :]), known: text}
    return known


def words_of(request: ActorRequest) -> str:
    """The words the address speaks of; empty when the session knows none under that key."""
    return words_under(request, request.GET.get("tim", ""))


def words_under(request: ActorRequest, key: str) -> str:
    """The words the session keeps under that key, empty when it knows none."""
    found: str = request.session.get(WORDS, {}).get(key, "")
    return found


def keep_list(request: ActorRequest, query: str, numbers: Sequence[str]) -> None:
    """Remembers a list just shown, so that its dossiers lead on to one another and back."""
    before: list[tuple[str, list[str]]] = request.session.get(LISTS, [])
    after = [[query, list(numbers)], *(one for one in before if one[0] != query)][:MOST_LISTS]
    if after != before:
        request.session[LISTS] = after


def around(request: ActorRequest, number: str) -> Around | None:
    """The list last shown that holds the dossier, or None."""
    for query, numbers in request.session.get(LISTS, []):
        if number in numbers:
            place = numbers.index(number)
            previous = numbers[place - 1] if place else ""
            following = numbers[place + 1] if place + 1 < len(numbers) else ""
            return Around(query, previous, following, place + 1, len(numbers))
    return None
