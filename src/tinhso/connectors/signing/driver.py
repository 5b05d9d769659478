"""Software keys for samples: loaded once, kept in the process; out of service in production."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tinhso.connectors.signing.twin.authority import Authority, KeyPair
from tinhso.connectors.signing.wire import signed_pdf
from tinhso.kernel.documents.kinds import Detached, Field, Signatory, SigningDriver, register_driver

ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
HALF = 32  # bytes of each half of a P-256 signature


class NotInProduction(RuntimeError):
    """The sample keys were asked to sign in a production installation."""


def is_ready() -> bool:
    """Everywhere but in production."""
    return bool(settings.PROFILE != "production")


def sign(pdf: bytes, who: Signatory, kind: str, at: datetime, field: Field) -> bytes:
    """The PDF with a PAdES B-B signature of a sample certificate. Raises NotInProduction."""
    if not is_ready():
        raise NotInProduction()
    signer = _signer(_folder(), f"{kind}-{who.key_id}", who.name, who.title, who.organisation)
    return signed_pdf(pdf, signer, name=who.name, field=field.name, appearance=field.appearance, at=at)


def sign_words(data: bytes, who: Signatory, kind: str, at: datetime) -> Detached:
    """ECDSA with SHA-256, the two numbers one after the other (RFC 4050). Raises NotInProduction."""
    if not is_ready():
        raise NotInProduction()
    pair = _pair(_folder(), f"{kind}-{who.key_id}", who.name, who.title, who.organisation)
    numbers = decode_dss_signature(pair.key.sign(data, ec.ECDSA(hashes.SHA256())))
    return Detached(b"".join(number.to_bytes(HALF, "big") for number in numbers), _der(pair))


def trusted_roots() -> tuple[bytes, ...]:
    """The sample root, which nobody trusts in production."""
    return (_root(_folder()),) if is_ready() else ()


def _folder() -> Path:
    return Path(settings.DATA) / "ca"


@lru_cache(maxsize=4)
def _root(folder: Path) -> bytes:
    return _der(Authority(folder).root())


@lru_cache(maxsize=1024)
def _signer(folder: Path, key_id: str, name: str, title: str, organisation: str) -> SimpleSigner:
    authority = Authority(folder)
    pair = authority.key_of(key_id, name=name, title=title, organisation=organisation)
    chain = SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]
        load_certs_from_pemder_data(authority.issuer().pem() + authority.root().pem())
    )
    (certificate,) = load_certs_from_pemder_data(_der(pair))
    return SimpleSigner(certificate, load_private_key_from_pemder_data(pair.pem(), None), chain)


@lru_cache(maxsize=256)
def _pair(folder: Path, key_id: str, name: str, title: str, organisation: str) -> KeyPair:
    return Authority(folder).key_of(key_id, name=name, title=title, organisation=organisation)


def _der(pair: KeyPair) -> bytes:
    return pair.certificate.public_bytes(serialization.Encoding.DER)


SOFTWARE_KEYS = register_driver(
    SigningDriver(
        code="software",
        title="Khóa mềm mẫu",
        is_ready=is_ready,
        sign=sign,
        trusted_roots=trusted_roots,
        sign_words=sign_words,
        words_algorithm=ECDSA_SHA256,
    )
)
