"""The printed copy of an application, as it was submitted."""

from pathlib import Path

from django.conf import settings

from tinhso.base.moments import local_day, moment_text
from tinhso.kernel.cases.models import Case
from tinhso.kernel.documents.kinds import LIBRARY
from tinhso.kernel.documents.rules.render import render
from tinhso.kernel.forms.queries import printed_submission
from tinhso.modules.citizens.one_stop.queries.offices import place_name

_TEMPLATE: Path = LIBRARY / "answers.typ"


def application_pdf(case: Case, *, is_masked: bool) -> bytes:
    """PDF/A of the answers under their headings; numbers in full only for whose they are (``is_masked`` False)."""
    submission = case.submission
    facts = {
        "title": submission.form.title,
        "excerpt": case.number,
        "sections": [
            {
                "title": part.title,
                "rows": [{"question": row.label, "answer": row.value} for row in part.rows],
            }
            for part in printed_submission(submission, is_masked=is_masked)
        ],
        "declaration": "Tôi cam đoan những nội dung khai trên đây là đúng và chịu trách nhiệm về lời khai của mình.",
        "signer_name": case.applicant.full_name,
        "submitted_at": moment_text(submission.submitted_at),
        "place": place_name(case.first_receipt_unit_id, local_day(case.submitted_at)),
        "paper": {"is_sample": settings.PROFILE == "sample"},
    }
    return render(_TEMPLATE, facts)
