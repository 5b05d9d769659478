"""The case type of this module: an administrative procedure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tinhso.kernel.cases.kinds import CaseType, register
from tinhso.kernel.cases.models import Case
from tinhso.modules.citizens.one_stop.files import CASE_FILES
from tinhso.modules.citizens.one_stop.queries.offices import result_places, result_setting
from tinhso.modules.citizens.one_stop.rules.results import RESULT_FACTS
from tinhso.modules.citizens.one_stop.rules.results.own import own_result


def result_facts(
    case: Case, answers: Mapping[str, Any], document_kind: str, *, findings: Mapping[str, str], **signer: Any
) -> dict[str, Any]:
    """The facts that the result document of that kind prints; ``findings`` are the official's own texts."""
    setting = replace(result_setting(case, **signer), findings=findings)
    if document_kind in RESULT_FACTS:
        return RESULT_FACTS[document_kind](answers, setting)
    results = case.definition.body["results"]
    template = next(need["template"] for need in results if need["document_kind"] == document_kind)
    return own_result(template, case.submission.form.body, answers, setting, result_places(case, setting.issuer))


PROCEDURE_CASE = register(
    CaseType(
        code="administrative_procedure",
        title="Thủ tục hành chính",
        result_facts=result_facts,
        file_holder=CASE_FILES.code,
    )
)
