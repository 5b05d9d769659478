"""The sample keys: made once, kept private, out of service in production."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tinhso.connectors.signing import driver
from tinhso.connectors.signing.twin.authority import MARK, Authority
from tinhso.kernel.documents.kinds import Field, Signatory
from tinhso.kernel.documents.rules.render import LIBRARY, render
from tinhso.kernel.documents.rules.signatures import read_signatures

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
WHO = Signatory(uuid4(), "Nguyễn Thị Ỷ", "Chủ tịch", "Ủy ban nhân dân xã Đức Trọng")


@pytest.fixture
def pdf() -> bytes:
    return render(LIBRARY / "result.typ", {"title": "Quyết định"}, assets={})


def test_it_works(pdf: bytes):
    signed = driver.sign(pdf, WHO, "personal", AT, Field("personal-1"))
    reading = read_signatures(signed, driver.trusted_roots(), at=AT)
    assert reading.is_valid
    assert reading.signatures[0].signer_name == WHO.name


def test_production_neither_signs_nor_trusts_with_sample_keys(settings, pdf: bytes):
    settings.PROFILE = "production"
    assert not driver.is_ready()
    assert driver.trusted_roots() == ()
    with pytest.raises(driver.NotInProduction):
        driver.sign(pdf, WHO, "personal", AT, Field("personal-1"))


def test_every_certificate_says_it_is_a_sample(tmp_path: Path):
    authority = Authority(tmp_path / "ca")
    for pair in (authority.root(), authority.issuer(), authority.key_of("k", name="Ỷ", title="", organisation="X")):
        assert MARK in pair.certificate.subject.rfc4514_string()


def test_keys_are_for_their_owner_only_and_last(tmp_path: Path):
    folder = tmp_path / "ca"
    first = Authority(folder).key_of("k", name="Ỷ", title="Chủ tịch", organisation="X").certificate
    again = Authority(folder).key_of("k", name="Ỷ", title="Chủ tịch", organisation="X").certificate
    renamed = Authority(folder).key_of("k", name="Ỷ", title="Phó chủ tịch", organisation="X").certificate
    assert first == again != renamed
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_eight_at_once_make_one_authority(tmp_path: Path):
    with ThreadPoolExecutor(8) as pool:
        roots = {
            task.result().certificate.public_bytes(Encoding.DER)
            for task in [pool.submit(Authority(tmp_path / "ca").root) for _ in range(8)]
        }
    assert len(roots) == 1
    assert [path.name for path in (tmp_path / "ca").iterdir()] == ["root.pem"]


def test_a_name_longer_than_a_certificate_may_hold_is_cut_there_only(pdf: bytes):
    long = Signatory(uuid4(), "Trung tâm Phục vụ hành chính công " * 4, "", "Ủy ban nhân dân xã " * 6)
    signed = driver.sign(pdf, long, "organisation", AT, Field("organisation-1"))
    assert read_signatures(signed, driver.trusted_roots(), at=AT).is_valid
