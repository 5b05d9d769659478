"""The task list and the check of the answers, as view models."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tinhso.kernel.forms import kinds, rules
from tinhso.kernel.forms.models import Draft
from tinhso.kernel.forms.queries.fields import Errors, said_at
from tinhso.kernel.forms.queries.pages import TO_CHECK, known
from tinhso.kernel.forms.queries.sealing import state_of_draft
from tinhso.kernel.forms.rules.shape import parts_of, question_at, worded
from tinhso.kernel.forms.rules.state import DraftState, errors_of


@dataclass(frozen=True)
class TaskList:
    """``tasks`` for shell/_tasks.html; ``is_ready`` when the answers can be checked and submitted."""

    tasks: list[dict[str, str]]
    done: int
    is_ready: bool
    template: str = "forms/task_list.html"


@dataclass(frozen=True)
class CheckPage:
    """``parts``: title and rows for shell/_summary.html; ``errors`` link to the pages that mend them."""

    parts: list[dict[str, Any]]
    errors: list[dict[str, str]]
    template: str = "forms/check_answers.html"

    @property
    def is_ready(self) -> bool:
        return not self.errors


def task_list(draft: Draft, *, base_url: str, language: str = "vi") -> TaskList:
    """The sections with their status; a blocked one has no link."""
    state = state_of_draft(draft)
    done, todo, blocked = rules.SectionStatus.DONE, rules.SectionStatus.TO_DO, rules.SectionStatus.BLOCKED
    look = {done: "done", todo: "todo", blocked: "blocked"}
    states = rules.sections_state(
        draft.form.body, state.answers, wrong=state.typed, seen=state.seen, skip=known(draft, state)
    )
    tasks = [
        {
            "title": worded(one.section, "title", language),
            "url": "" if one.status is blocked else f"{base_url}{one.first[1:]}",
            "status": look[one.status],
            "word": _(one.title),
        }
        for one in states
    ]
    finished = sum(one.status is done for one in states)
    return TaskList(tasks=tasks, done=finished, is_ready=finished == len(states))


def check_page(draft: Draft, *, base_url: str, language: str = "vi") -> CheckPage:
    """All answers with links to change them; what is missing or wrong stands first, with the way to it."""
    body, state = draft.form.body, state_of_draft(draft)
    wrong, skip = errors_of(body, state), known(draft, state)
    rows = rules.printed(body, state.answers, language=language, drafts=True)
    parts = [
        {"title": part.title, "rows": [_row(row, state, wrong, skip, base_url) for row in part.rows]}
        for part in rules.parts(rows, language)
    ]
    errors = [
        {"href": f"{base_url}{_page_of(body, pointer)}{TO_CHECK}", "message": said_at(body, pointer, message, language)}
        for pointer, message in wrong.items()
    ]
    return CheckPage(parts=parts, errors=errors)


def _row(row: rules.Row, state: DraftState, wrong: Errors, skip: frozenset[str], base_url: str) -> dict[str, str]:
    source = state.sources.get(row.question.name, "") if row.group is None else ""
    is_wrong = any(where == row.pointer or where.startswith(f"{row.pointer}/") for where in wrong)
    left_open = _("Chưa trả lời") if is_wrong else _("Không khai")
    value = _(row.value) if row.question.kind == "yes_no" and row.value else row.value
    return {
        "label": row.label,
        "value": _("Cần sửa") if row.pointer in state.typed and is_wrong else value or left_open,
        "change_url": "" if row.pointer in skip else f"{base_url}{row.pointer[1:]}{TO_CHECK}",
        "source": _("Lấy từ %(source)s") % {"source": kinds.sources.get(source).title}
        if source in kinds.sources
        else "",
    }


def _page_of(definition: Mapping[str, Any], pointer: str) -> str:
    """The path of the page that mends an error: its question's (an address is mended whole)."""
    parts = parts_of(pointer)
    group = question_at(definition, parts[0])
    return "/".join(parts[:3]) if group is not None and group.is_group else parts[0]
