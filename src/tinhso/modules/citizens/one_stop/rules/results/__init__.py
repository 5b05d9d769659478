"""What a result document prints, drawn from the answers. Pure: answers and names in, facts out."""

from collections.abc import Callable
from typing import Any

from tinhso.modules.citizens.one_stop.rules.results.civil_status import (
    birth_certificate,
    civil_status_extract,
    marital_status_certificate,
    marriage_certificate,
)
from tinhso.modules.citizens.one_stop.rules.results.copies import copy_certification
from tinhso.modules.citizens.one_stop.rules.results.household import health_insurance_card, residence_notice
from tinhso.modules.citizens.one_stop.rules.results.land import (
    building_permit,
    parcel_split_notice,
    planning_information,
)
from tinhso.modules.citizens.one_stop.rules.results.setting import Answers, Setting
from tinhso.modules.citizens.one_stop.rules.results.water import drilling_licence, groundwater_confirmation

__all__ = ["RESULT_FACTS", "Answers", "Setting"]
RESULT_FACTS: dict[str, Callable[[Answers, Setting], dict[str, Any]]] = {
    "birth_certificate": birth_certificate,
    "building_permit": building_permit,
    "civil_status_extract": civil_status_extract,
    "copy_certification": copy_certification,
    "drilling_licence": drilling_licence,
    "groundwater_confirmation": groundwater_confirmation,
    "health_insurance_card": health_insurance_card,
    "marital_status_certificate": marital_status_certificate,
    "marriage_certificate": marriage_certificate,
    "parcel_split_notice": parcel_split_notice,
    "planning_information": planning_information,
    "residence_notice": residence_notice,
}
