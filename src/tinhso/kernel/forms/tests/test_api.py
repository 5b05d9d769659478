"""The API: the definition with its schema, and the check with problem+json."""

import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from tinhso.kernel.forms.tests.examples import GOOD_BIRTH
from tinhso.kernel.forms.tests.test_actions import publish

pytestmark = pytest.mark.django_db


def sent(client: Client, body: Any, code: str = "birth") -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(f"/api/v1/forms/{code}/check", text, content_type="application/json")


def test_it_works(client: Client) -> None:
    publish()
    assert sent(client, {"answers": GOOD_BIRTH}).status_code == 204


def test_every_error_comes_with_its_pointer(client: Client) -> None:
    publish()
    answers = GOOD_BIRTH | {"applicant_number": "12", "children": [{"name": "An"}]}
    response = sent(client, {"answers": answers})
    assert (response.status_code, response.headers["Content-Type"]) == (422, "application/problem+json")
    problem = response.json()
    assert problem["code"] == "answers-wrong"
    assert {error["pointer"] for error in problem["errors"]} == {
        "/applicant_number",
        "/children/0/born_on",
        "/children/0/sex",
        "/children/0/born_in_hospital",
    }
    assert "12 chữ số" in problem["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [" ", "{", '{"answers": {"copies": NaN}}', "[" * 100_000, '{"a": ' + "1" * 5000 + "}"],
)
def test_a_body_that_is_no_json_is_told_so(client: Client, body: str) -> None:
    publish()
    response = sent(client, body)
    assert (response.status_code, response.json()["code"]) == (400, "body-unreadable")


@pytest.mark.parametrize("body", ["[]", '{"answers": []}', "{}", '{"answers": {}, "more": 1}'])
def test_json_of_another_shape_is_told_what_is_wrong(client: Client, body: str) -> None:
    publish()
    response = sent(client, body)
    assert (response.status_code, response.json()["code"]) == (422, "request-wrong")
    assert response.json()["errors"][0]["message"]


def test_a_huge_body_is_turned_away(client: Client) -> None:
    publish()
    response = sent(client, {"answers": {"note": "a" * 1_100_000}})
    assert (response.status_code, response.json()["code"]) == (413, "body-too-large")


@pytest.mark.parametrize("value", ["\ud800", "\x00", 1e400, -1, [[[]]], {"x": 1}])
def test_odd_values_are_refused_not_broken_by(client: Client, value: Any) -> None:
    publish()
    text = json.dumps({"answers": GOOD_BIRTH | {"mother_name": value}}).replace("Infinity", "1e400")
    assert sent(client, text).status_code == 422


def test_the_definition_is_open_to_read_and_its_schema_is_sound(client: Client) -> None:
    publish()
    response = client.get("/api/v1/forms/birth")
    assert response.headers["ETag"].startswith('"1-')
    schema = response.json()["answers_schema"]
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(GOOD_BIRTH)
    assert client.get("/api/v1/forms/nothing").status_code == 404
    assert client.post("/api/v1/forms/birth").status_code == 405
    assert client.get("/api/v1/forms/birth/check").status_code == 405
