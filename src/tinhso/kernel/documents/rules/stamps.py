"""What a visible signature shows: who, in which post and organisation, when."""

from datetime import datetime

from tinhso.base.moments import local
from tinhso.kernel.documents.kinds import Signatory
from tinhso.kernel.documents.rules.render import LIBRARY, render


def signing_time_text(at: datetime) -> str:
    """dd-mm-yyyy hh:mm:ss +07:00 (as Nghị định 30/2020/NĐ-CP wants the time of an agency's signature shown)."""
    there = local(at)
    zone = f"{there:%z}"
    return f"{there:%d-%m-%Y %H:%M:%S} {zone[:3]}:{zone[3:]}"


def stamp(who: Signatory, kind: str, at: datetime, *, width: float, height: float) -> bytes:
    """A one-page PDF of that size in points."""
    facts = {
        "kind": kind,
        "name": who.name,
        "title": who.title,
        "organisation": who.organisation,
        "time": signing_time_text(at),
        "width": width,
        "height": height,
    }
    return render(LIBRARY / "stamp.typ", facts, tagged=False)
