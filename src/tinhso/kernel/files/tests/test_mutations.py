"""Sound files with bytes changed at random: refused or taken, never a crash, never a byte elsewhere."""

import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tinhso.base.ids import new_id
from tinhso.base.messages import Refused
from tinhso.kernel.files import actions
from tinhso.kernel.files.tests.test_files import AT, CITIZEN, heic, kept, pdf, photo, store, stream_of, xlsx

pytestmark = pytest.mark.django_db

__all__ = ["store"]

TIMES = 30
SEEDS = {
    "a.pdf": lambda: pdf(3, lambda writer: stream_of(writer, b"BT (xin chao) Tj ET")),
    "a.jpg": lambda: photo(size=(96, 64)),
    "a.png": lambda: photo("PNG", (64, 48)),
    "a.heic": heic,
    "a.xlsx": xlsx,
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A few bytes flipped, cut out, doubled or replaced."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(body))
        length = chance.choice((1, 1, 2, 4, 16, 200))
        act = chance.randrange(4)
        if act == 0:
            body[place] ^= 1 << chance.randrange(8)
        elif act == 1:
            body[place : place + length] = chance.randbytes(length)
        elif act == 2 and len(body) > 300:
            del body[place : place + length]
        else:
            body[place:place] = body[place : place + length]
    return bytes(body)


@pytest.mark.parametrize("name", SEEDS)
def test_a_mutated_file_is_refused_or_taken_and_nothing_else(name: str, store: Path, tmp_path: Path) -> None:
    make: Callable[[], bytes] = SEEDS[name]
    seed, chance = make(), random.Random(f"2026 {name}")
    outcomes: dict[str, int] = {}
    for _ in range(TIMES):
        try:
            actions.take_in(
                io.BytesIO(mutated(seed, chance)),
                name,
                holder_kind="upload",
                holder_id=new_id(),
                purpose="",
                by=CITIZEN,
                at=AT,
            )
            outcome = "taken"
        except Refused as error:
            outcome = error.code
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert sum(outcomes.values()) == TIMES
    assert outcomes.keys() - {"taken"}, "no mutation was noticed"
    assert {path.name for path in tmp_path.iterdir()} == {"data"}
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"files"}
    assert list((store / "incoming").iterdir()) == []
    assert len(kept(store)) <= outcomes.get("taken", 0)
