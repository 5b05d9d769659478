"""Answers at rest: JSON sealed with the keyring of identity, bound to the row they stand in."""

import json
from typing import Any

from tinhso.kernel.forms.models import Draft, Submission
from tinhso.kernel.forms.rules.state import DraftState, state_of
from tinhso.kernel.identity.queries import keyring


def sealed(row: Draft | Submission, content: dict[str, Any]) -> bytes:
    """The content sealed for that row: copied into another row it does not open."""
    return keyring().seal(json.dumps(content, ensure_ascii=False).encode(), bound_to=_bond(row))


def _opened(row: Draft | Submission) -> dict[str, Any]:
    content = json.loads(keyring().open(bytes(row.answers_sealed), bound_to=_bond(row)))
    return dict(content)


def _bond(row: Draft | Submission) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def state_of_draft(draft: Draft) -> DraftState:
    """What the draft holds: answers, what was typed wrongly, sources, pages passed."""
    return state_of(_opened(draft))


def answers_of(submission: Submission) -> dict[str, Any]:
    """The answers as submitted, by name of question."""
    return dict(_opened(submission)["answers"])


def sources_of(submission: Submission) -> dict[str, str]:
    """Which answers were filled from a source and left unchanged: name → code of the source."""
    return dict(_opened(submission)["sources"])
