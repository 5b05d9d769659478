"""The SOAP of TraCuuThongTinCongDan, pure (exchange.md section 3).

Read from public code: namespace, operation, the request's fields and the headers. Recalled (mẫu – chưa đối chiếu văn
bản gốc): what a CongDan holds beyond number, name and birth day, GioiTinh 1 male and 2 female, codes of refusals.
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import ParseError, fromstring

SOAP, BCA = "http://schemas.xmlsoap.org/soap/envelope/", "http://dancuquocgia.bca"
LOOK_UP = "037"  # MaTichHop: a look-up
OPERATION = "TraCuuThongTinCongDan"
REQUIRED = ("MaYeuCau", "MaDVC", "MaTichHop", "MaCanBo", "MaDonVi", "TaiKhoan", "HoVaTen")
SEX = {"1": "male", "2": "female"}


class WireFault(ValueError):
    """What came cannot be read, or a question lacks something; the text names the field, never its value."""


def request(question: Mapping[str, Any]) -> bytes:
    """The envelope. Raises WireFault for a question without name, or without number."""
    for name in ("request", "service", "officer", "unit", "account", "full_name"):
        if not question.get(name):
            raise WireFault(name)
    envelope = Element(f"{{{SOAP}}}Envelope")
    asked = SubElement(SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{BCA}}}{OPERATION}")
    told = {
        "MaYeuCau": question["request"],
        "MaDVC": question["service"],
        "MaTichHop": LOOK_UP,
        "MaCanBo": question["officer"],
        "MaDonVi": question["unit"],
        "TaiKhoan": question["account"],
        "SoDienThoai": question.get("phone", ""),
        **_number(str(question.get("number", ""))),
        "HoVaTen": str(question["full_name"]).upper(),
    }
    for name, value in told.items():
        SubElement(asked, f"{{{BCA}}}{name}").text = str(value)
    birth = str(question.get("birth_date", "")).replace("-", "")
    if birth:
        day = SubElement(asked, f"{{{BCA}}}NgayThangNamSinh")
        SubElement(day, f"{{{BCA}}}{'NgayThangNam' if len(birth) == 8 else 'Nam'}").text = birth
    return bytes(tostring(envelope, encoding="utf-8", xml_declaration=True))


def _number(number: str) -> dict[str, str]:
    if len(number) == 12:
        return {"SoDinhDanh": number}
    if len(number) == 9:
        return {"SoCMND": number}
    raise WireFault("number")


def authorization(url: str, user: str, secret: str, timestamp: str) -> str:
    """Basic base64(user:sha256hex(url + user + timestamp + secret))."""
    digest = hashlib.sha256(f"{url}{user}{timestamp}{secret}".encode()).hexdigest()
    return "Basic " + base64.b64encode(f"{user}:{digest}".encode()).decode()


def body_of(raw: bytes) -> Element:
    """The first element in the SOAP body. Raises WireFault."""
    try:
        envelope = fromstring(raw)
    except (ParseError, ValueError) as error:
        raise WireFault("xml") from error
    body = envelope.find(f"{{{SOAP}}}Body")
    if body is None or len(body) == 0:
        raise WireFault("body")
    return body[0]


def fields_of(element: Element) -> dict[str, str]:
    """Texts by local name; nested ones as ``NgayThangNamSinh.Nam``."""
    found: dict[str, str] = {}
    for child in element:
        name = child.tag.rpartition("}")[2]
        found |= {f"{name}.{key}": value for key, value in fields_of(child).items()} if len(child) else {}
        if not len(child):
            found[name] = (child.text or "").strip()
    return found


def read_answer(raw: bytes) -> dict[str, str]:
    """The citizen as neutral facts; ``found`` is empty when nobody was. Raises WireFault; Refusal by the service."""
    answer = body_of(raw)
    if answer.tag.rpartition("}")[2] == "Fault":
        fault = fields_of(answer)
        raise Refusal(fault.get("faultcode", "Fault"), fault.get("faultstring", ""))
    citizens = [one for one in answer.iter() if one.tag.rpartition("}")[2] == "CongDan"]
    if not citizens:
        return {"found": ""}
    fields = fields_of(citizens[0])
    birth = fields.get("NgayThangNamSinh.NgayThangNam", "") or fields.get("NgayThangNamSinh.Nam", "")
    return {
        "found": "1",
        "number": fields.get("SoDinhDanh", ""),
        "full_name": fields.get("HoVaTen", ""),
        "birth_date": f"{birth[:4]}-{birth[4:6]}-{birth[6:]}" if len(birth) == 8 else birth,
        "sex": SEX.get(fields.get("GioiTinh", ""), ""),
    }


class Refusal(Exception):
    """A SOAP fault: code and the service's words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code, self.words = code.rpartition(":")[2] or code, words
