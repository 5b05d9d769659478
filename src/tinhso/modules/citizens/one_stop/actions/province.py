"""The sample province's units, from the facts the package carries."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.organisations.actions import Loaded, add_code, found_unit, load_province
from tinhso.kernel.organisations.queries import unit_by_code, unit_on
from tinhso.modules.citizens.one_stop.queries.province import commune_offices, province_facts


def load_sample_province(*, by: Actor, at: datetime) -> Loaded:
    """Lâm Đồng with its departments, communes and history; run again it adds nothing."""
    return load_province(province_facts(), by=by, at=at)


@transaction.atomic
def found_commune_offices(commune_id: UUID, *, on: date, by: Actor, at: datetime) -> list[UUID]:
    """The usual offices of a commune, in the order of the facts; those that stand are given back."""
    commune = unit_on(commune_id, on)
    place = commune.name[:1].lower() + commune.name[1:]
    return [
        _office(commune_id, f"{commune.codes['qd20']}.{group}", name.format(commune=place), short_name, on, by, at)
        for group, name, short_name in commune_offices()
    ]


def _office(parent_id: UUID, code: str, name: str, short_name: str, on: date, by: Actor, at: datetime) -> UUID:
    standing = unit_by_code("qd20", code)
    if standing is not None:
        return standing
    office = found_unit("office", name, on=on, parent_id=parent_id, short_name=short_name, by=by, at=at)
    add_code(office.id, "qd20", code, valid_from=on, is_sample=True, by=by, at=at)
    return office.id
