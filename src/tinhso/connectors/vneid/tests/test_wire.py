"""Formats: what a provider's document and claims become."""

from datetime import date

import pytest

from tinhso.connectors.vneid.twin.citizens import CITIZENS
from tinhso.connectors.vneid.wire import BASIC, POST, WireFault, citizen_claims, day_of, endpoints_of
from tinhso.kernel.identity.rules.numbers import number_fault, number_warnings

DOCUMENT = {
    "issuer": "https://sso.example",
    "authorization_endpoint": "https://sso.example/a",
    "token_endpoint": "https://sso.example/t",
    "jwks_uri": "https://sso.example/k",
    "userinfo_endpoint": "https://sso.example/u",
}


def test_it_works():
    claims = citizen_claims(CITIZENS["cd-01"].claims(), "https://sso.example", {})
    assert (claims.subject, claims.number, claims.birth_date, claims.sex) == (
        "cd-01",
        "099188000017",
        date(1988, 3, 14),
        "female",
    )


def test_a_province_maps_claims_of_its_own():
    raw = {"sub": "1", "ten": "NGUYỄN  VĂN NAM", "so": "099088000001"}
    claims = citizen_claims(raw, "https://sso.example", {"full_name": "ten", "number": "so"})
    assert (claims.full_name, claims.number) == ("Nguyễn Văn Nam", "099088000001")


@pytest.mark.parametrize(
    "raw", [{}, {"sub": "1"}, {"HoVaTen": "A"}, {"sub": "", "HoVaTen": "A"}, {"sub": "1", "HoVaTen": ["A"]}]
)
def test_who_is_not_named_is_nobody(raw):
    with pytest.raises(WireFault):
        citizen_claims(raw, "https://sso.example", {})


def test_an_organisation_is_one_only_when_the_account_says_so():
    raw = {**CITIZENS["tc-12"].claims()}
    assert citizen_claims(raw, "x", {}).tax_code == "0599999999"
    assert citizen_claims({**raw, "LoaiTaiKhoan": "1"}, "x", {}).tax_code == ""


@pytest.mark.parametrize("text", ["14/03/1988", "1988-03-14", "14-03-1988", "19880314"])
def test_a_birth_date_is_read_in_every_usual_way(text):
    assert day_of(text) == date(1988, 3, 14)


@pytest.mark.parametrize("text", ["", "31/02/1988", "1988", "mồng ba"])
def test_what_is_no_day_is_none(text):
    assert day_of(text) is None


def test_addresses_come_from_the_issuer_itself():
    assert endpoints_of(DOCUMENT, "https://sso.example").token_endpoint_auth_method == POST
    only_basic = {**DOCUMENT, "token_endpoint_auth_methods_supported": [BASIC]}
    assert endpoints_of(only_basic, "https://sso.example").token_endpoint_auth_method == BASIC
    for wrong in (
        {**DOCUMENT, "issuer": "https://other.example"},
        {**DOCUMENT, "token_endpoint": "http://sso.example/t"},
        {**DOCUMENT, "jwks_uri": None},
        {"issuer": "https://sso.example"},
    ):
        with pytest.raises(WireFault):
            endpoints_of(wrong, "https://sso.example")


def test_the_twins_citizens_are_coherent_and_nobody_real():
    for citizen in CITIZENS.values():
        born, sex = day_of(citizen.born), {"Nam": "male", "Nữ": "female"}[citizen.sex]
        assert number_fault(citizen.number) == ""
        assert number_warnings(citizen.number, birth_date=born, sex=sex) == ("place",), citizen.sub
    assert len({citizen.number for citizen in CITIZENS.values()}) == len(CITIZENS)
