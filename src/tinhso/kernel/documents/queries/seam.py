"""Stands in until the rooms identity, organisations and files offer these; then goes."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from tinhso.base.sealed import Keyring
from tinhso.kernel.files.models import StoredFile
from tinhso.kernel.organisations.models import UnitVersion


def keyring() -> Keyring:
    pairs = (part.split(":") for part in settings.ENV["TINHSO_DATA_KEYS"].split(","))
    keys = {int(number): bytes.fromhex(key) for number, key in pairs}
    return Keyring(keys=keys, index_key=bytes.fromhex(settings.ENV["TINHSO_INDEX_KEY"]))


@dataclass(frozen=True)
class UnitView:
    id: UUID
    name: str
    short_name: str
    parent_id: UUID | None


def unit_on(unit_id: UUID, on: date) -> UnitView:
    row = UnitVersion.objects.filter(unit_id=unit_id, valid_from__lte=on).order_by("-valid_from")[0]
    return UnitView(unit_id, row.name, row.short_name, row.parent_id)


def put_bytes(data: bytes, media_type: str, *, at: datetime) -> StoredFile:
    name = sha256(data).hexdigest()
    folder = settings.DATA / "files" / name[:2]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    defaults = {"size": len(data), "media_type": media_type, "stored_at": at}
    return StoredFile.objects.get_or_create(sha256=name, defaults=defaults)[0]


def stored_bytes(name: str) -> bytes:
    return (settings.DATA / "files" / name[:2] / name).read_bytes()
