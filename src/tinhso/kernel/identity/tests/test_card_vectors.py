"""The card is read alike by the server and by the script of the counter: one set of vectors, and random damage."""

import json
import random
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tinhso.kernel.identity.rules.card import read_card

HERE = Path(__file__).resolve().parent
SCRIPT = HERE.parents[4] / "frontend" / "js" / "card.js"
VECTORS = json.loads((HERE / "card_vectors.json").read_text(encoding="utf-8"))
KEPT = ("number", "full_name", "birth_date", "sex", "address")
RUN = """
import { readCard } from %s;
let text = "";
for await (const chunk of process.stdin) text += chunk;
console.log(JSON.stringify(JSON.parse(text).map(readCard)));
"""


def read_by_script(texts: list[str]) -> list[dict[str, str]]:
    program = RUN % json.dumps(SCRIPT.as_uri())
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    names = {"fullName": "full_name", "birthDate": "birth_date"}
    rows: list[dict[str, str]] = json.loads(done.stdout)
    return [{names.get(name, name): value for name, value in row.items()} for row in rows]


def read_by_server(text: str) -> dict[str, str]:
    found = read_card(text)
    if found.problem:
        return {"problem": found.problem}
    facts = {name: getattr(found, name) for name in KEPT}
    return {
        "problem": "",
        **{name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()},
    }


def test_it_works() -> None:
    assert read_by_server(VECTORS[0]["text"]) == {k: v for k, v in VECTORS[0].items() if k not in ("why", "text")}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["why"])
def test_the_server_reads_each_vector(vector: dict[str, str]) -> None:
    assert read_by_server(vector["text"]) == {name: vector[name] for name in vector if name not in ("why", "text")}


def test_the_script_reads_each_vector() -> None:
    wanted = [{name: vector[name] for name in vector if name not in ("why", "text")} for vector in VECTORS]
    assert read_by_script([vector["text"] for vector in VECTORS]) == wanted


def damaged(text: str, rng: random.Random) -> str:
    """A few keystrokes lost, doubled, swapped or composed, as an input method leaves them."""
    letters = list(text)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(letters))
        letters[at] = rng.choice(["", letters[at] * 2, "|", "ô", "1", "ữ", " "])
    return "".join(letters)


def test_both_readers_agree_on_five_hundred_damaged_cards() -> None:
    rng = random.Random(68)
    whole = [vector["text"] for vector in VECTORS if not vector["problem"]]
    texts = [damaged(rng.choice(whole), rng) for _ in range(500)]
    read = [read_by_server(text) for text in texts]
    assert read_by_script(texts) == read
    assert {row["problem"] for row in read} >= {"", "garbled"}
