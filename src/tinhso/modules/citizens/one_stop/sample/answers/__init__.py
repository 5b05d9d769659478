"""Synthetic answers for the ready procedures: ``ANSWERS[code](who, on, rng)``."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from tinhso.modules.citizens.one_stop.sample.answers import civil_status, land, papers
from tinhso.modules.citizens.one_stop.sample.names import Synthetic

ANSWERS: dict[str, Callable[[Synthetic, date, Random], dict[str, Any]]] = {
    "1.000894": civil_status.marriage,
    "1.001193": civil_status.birth,
    "1.001662": land.groundwater,
    "1.004122": land.drilling,
    "1.004873": civil_status.marital_status,
    "1.004884": civil_status.birth_again,
    "1.012784": land.parcel_split,
    "1.013225": land.building,
    "1.014159": land.planning,
    "2.000635": civil_status.extract,
    "2.000815": papers.certified_copies,
    "2.000986": civil_status.birth_residence_insurance,
}
