"""Publishing the procedures that come ready with the product (facts/ready), each with its form."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions import publish_definition
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.forms.actions import publish_form
from tinhso.modules.citizens.one_stop.cases import PROCEDURE_CASE

_READY = Path(__file__).resolve().parent.parent / "facts" / "ready"


def ready_procedures() -> Iterator[Mapping[str, Any]]:
    """The facts of each ready procedure: code, form_code, definition, form."""
    for path in sorted(_READY.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


@transaction.atomic
def publish_ready_procedures(*, valid_from: date, by: Actor, at: datetime) -> list[str]:
    """Publishes what is not there yet; gives the codes it published."""
    return [facts["code"] for facts in ready_procedures() if _publish(facts, valid_from, by, at)]


def _publish(facts: Mapping[str, Any], valid_from: date, by: Actor, at: datetime) -> bool:
    if Definition.objects.filter(code=facts["code"]).exists():
        return False
    publish_form(facts["form_code"], **facts["form"], valid_from=valid_from, by=by, at=at)
    publish_definition(
        PROCEDURE_CASE.code,
        facts["code"],
        form_code=facts["form_code"],
        valid_from=valid_from,
        **facts["definition"],
        by=by,
        at=at,
    )
    return True
