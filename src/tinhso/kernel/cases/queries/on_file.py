"""What the stores of papers have already for a person, asked before anybody is told to bring it."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from tinhso.kernel.cases.kinds import OnFile, paper_sources
from tinhso.kernel.cases.rules.definition import PaperNeed


def papers_on_file(person_id: UUID, needs: Sequence[PaperNeed], on: date) -> dict[str, list[OnFile]]:
    """For the code of each paper needed what may serve again; the caller has decided who may know it."""
    found: dict[str, list[OnFile]] = {}
    for source in paper_sources:
        for code, papers in source.on_file(person_id, needs, on).items():
            found.setdefault(code, []).extend(papers)
    return found


def came_from(reference_ids: Iterable[UUID]) -> dict[UUID, OnFile]:
    """Which of these files a store gave."""
    wanted = list(reference_ids)
    return {key: paper for source in paper_sources for key, paper in source.came_from(wanted).items()}
