"""The document of the API: committed as it is made, its examples true, and nothing broken unawares."""

import copy
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tinhso.base.scopes import scopes
from tinhso.shell.api import Shape
from tinhso.site.api.document import breaking, document, text

COMMITTED = Path(__file__).resolve().parents[4] / "docs" / "openapi.json"


def parts() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_it_works() -> None:
    assert document()["openapi"] == "3.1.0"
    assert len(list(parts())) > 35


def test_the_committed_document_breaks_nobody_and_is_the_one_that_is_made() -> None:
    old = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert breaking(old, document()) == [], "say so in docs/api-changes.md and commit the new document"
    assert COMMITTED.read_text(encoding="utf-8") == text(), "run: ./tinhso api document > docs/openapi.json"


def test_every_operation_speaks_both_languages_and_names_its_scope() -> None:
    wrong = [
        name
        for name, one in parts()
        if not (one["summary"] and one["x-summary-en"] and one["summary"] != one["x-summary-en"])
        or (one["x-scope"] != "public" and one["x-scope"] not in scopes)
        or bool(one["security"]) != (one["x-scope"] != "public")
    ]
    assert wrong == []


def test_every_operation_has_examples_that_are_true() -> None:
    whole = document()
    wrong, tried = [], 0
    for name, one in parts():
        bodies = [("sent", one.get("requestBody", {})), *one["responses"].items()]
        for where, body in bodies:
            for media, content in body.get("content", {}).items():
                if media not in ("application/json", "application/x-www-form-urlencoded"):
                    continue
                if "example" not in content:
                    wrong.append(f"{name} {where} has no example")
                    continue
                tried += 1
                schema = {"components": whole["components"], **content["schema"]}
                faults = jsonschema.Draft202012Validator(schema).iter_errors(content["example"])
                wrong += [f"{name} {where}: {fault.message}" for fault in faults]
    assert wrong == []
    assert tried > 40


def test_no_two_shapes_share_a_name() -> None:
    """In the document they would be one."""

    def below(kind: type[Shape]) -> Iterator[type[Shape]]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    ours = {one for one in below(Shape) if one.__module__.startswith("tinhso.")}
    names = Counter(one.__name__ for one in ours)
    assert [name for name, count in names.items() if count > 1] == []


def test_operation_ids_are_unique() -> None:
    ids = Counter(one["operationId"] for _, one in parts())
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda new: new["paths"].pop("/api/v1/work"), "GET /api/v1/work is gone"),
        (
            lambda new: new["components"]["schemas"]["Filing"]["required"].append("channel"),
            "POST /api/v1/dossiers now needs channel",
        ),
        (
            lambda new: new["components"]["schemas"]["Filing"]["properties"].pop("channel"),
            "POST /api/v1/dossiers no longer takes channel",
        ),
        (
            lambda new: new["components"]["schemas"]["Summary"]["properties"].pop("due_at"),
            "GET /api/v1/dossiers no longer gives items[].due_at",
        ),
        (
            lambda new: new["components"]["schemas"]["Summary"]["properties"]["version"].update(type="string"),
            "GET /api/v1/dossiers: items[].version was integer, is string",
        ),
        (
            lambda new: new["paths"]["/api/v1/work"]["get"]["parameters"].append(
                {"in": "query", "name": "year", "required": True, "schema": {}}
            ),
            "GET /api/v1/work needs a new parameter year",
        ),
        (
            lambda new: new["paths"]["/api/v1/work"]["get"].update({"x-scope": "dossiers.process"}),
            "GET /api/v1/work asks for another scope",
        ),
    ],
)
def test_a_breaking_change_is_told(change: Any, said: str) -> None:
    new = copy.deepcopy(document())
    change(new)
    assert said in breaking(document(), new)


def test_what_is_added_breaks_nobody() -> None:
    new = copy.deepcopy(document())
    new["components"]["schemas"]["Summary"]["properties"]["priority"] = {"type": "integer"}
    new["paths"]["/api/v1/new"] = {"get": new["paths"]["/api/v1/work"]["get"]}
    assert breaking(document(), new) == []
