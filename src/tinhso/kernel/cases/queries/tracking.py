"""Tracking without signing in: a dossier number and the last four digits of a personal number."""

import hmac
from collections.abc import MutableMapping
from datetime import date
from typing import Any
from uuid import UUID

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.kernel.cases.models import Case, TrackingFailure
from tinhso.kernel.cases.rules.numbering import as_number
from tinhso.kernel.identity.queries import person_card
from tinhso.kernel.law.queries import rules_in_force

GUESSES_A_DAY = 5
# Which dossiers a visitor proved to know, kept in the session: nothing of it stands in an address.
_KNOWN = "tracked_cases"


def remember_known(session: MutableMapping[str, Any], case_id: UUID) -> None:
    """The visitor of this session gave the right digits of that dossier."""
    session[_KNOWN] = [*session.get(_KNOWN, [])[-20:], str(case_id)]


def is_known(session: MutableMapping[str, Any], case_id: UUID) -> bool:
    """Whether the visitor of this session gave the right digits of that dossier."""
    return str(case_id) in session.get(_KNOWN, [])


class TooManyGuesses(Refused):
    code = "too-many-guesses"
    status = 429
    title = gettext_noop("Hồ sơ này đã bị tra cứu sai nhiều lần hôm nay")
    mend = gettext_noop("Thử lại vào ngày mai, đăng nhập để xem, hoặc gọi tổng đài 1022.")


def case_for_tracking(number: str) -> Case | None:
    """The case of that number, for the digits to be compared; nothing of it is shown yet."""
    return Case.objects.select_related("definition").filter(number=number).first()


def is_closed_today(case: Case, on: date) -> bool:
    return TrackingFailure.objects.filter(case=case, day=on, failures__gte=GUESSES_A_DAY).exists()


def digits_match(case: Case, last_four: str) -> bool:
    """Whether they are the last four digits of the applicant's or the owner's number."""
    people = {case.applicant_id, case.owner_id} - {None}
    known = [person_card(person_id).number_last4 for person_id in people if person_id]
    return any(hmac.compare_digest(digits.encode(), last_four.encode()) for digits in known if len(digits) == 4)


def track(number: str, last_four: str, on: date) -> tuple[Case | None, bool]:
    """(case, whether the digits match). Raises TooManyGuesses; NotFound for an unknown number."""
    read = as_number(rules_in_force("dossier-number", on).tables, number)
    case = case_for_tracking(read) if read else None
    if case is None:
        raise NotFound()
    if is_closed_today(case, on):
        raise TooManyGuesses()
    return case, digits_match(case, last_four)
