"""The boxes of a paper's form: what stands in each, as typed or as kept."""

from collections.abc import Mapping

from tinhso.base.moments import day_text
from tinhso.modules.citizens.results.actions import OwnerIn
from tinhso.modules.citizens.results.desk.sent import text_of
from tinhso.modules.citizens.results.models import StoredPaper
from tinhso.modules.citizens.results.queries.papers import abstract_of
from tinhso.shell.audience import ActorRequest

OWNER = ("owner_number", "owner_name", "tax_code")


def boxes_of(row: StoredPaper, typed: Mapping[str, str] | None) -> dict[str, str]:
    """By the name of the field. The owner's number is never filled in: it is typed, or the owner known stays."""
    if typed is not None:
        return {name: str(typed.get(name, "")) for name in (*_kept(row), *OWNER)}
    return _kept(row)


def _kept(row: StoredPaper) -> dict[str, str]:
    return {
        "kind": str(row.kind),
        "code": row.code,
        "title": row.title,
        "number_text": row.number_text,
        "issued_on": day_text(row.issued_on) if row.issued_on else "",
        "valid_until": day_text(row.valid_until) if row.valid_until else "",
        "is_lasting": "1" if row.is_lasting else "",
        "scope": row.scope,
        "abstract": abstract_of(row),
        "issuer": row.issuer,
        "signer": row.signer,
        "case_number": row.case_number,
        "procedure_code": row.procedure_code,
        "sector": row.sector,
    }


def owner_sent(request: ActorRequest, row: StoredPaper) -> OwnerIn | None:
    """Whose paper it is as typed; None where the owner known already stays."""
    number, name, tax_code = (text_of(request, one, 300) for one in OWNER)
    has_owner = row.owner_id is not None or row.owner_business_id is not None
    if has_owner and not (number or name or tax_code):
        return None
    return OwnerIn(number=number, name=name, tax_code=tax_code)
