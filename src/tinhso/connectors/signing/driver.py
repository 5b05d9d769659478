"""Software keys for samples: loaded once, kept in the process; out of service in production."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tinhso.connectors.signing.twin.authority import Authority, KeyPair
from tinhso.connectors.signing.wire import signed_pdf
from tinhso.kernel.documents.kinds import Field, Signatory, SigningDriver, register_driver


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
    private = pair.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain = SimpleCertificateStore()
    chain.register_multiple([x509.Certificate.load(_der(one)) for one in (authority.issuer(), authority.root())])
    return SimpleSigner(x509.Certificate.load(_der(pair)), keys.PrivateKeyInfo.load(private), chain)


def _der(pair: KeyPair) -> bytes:
    return pair.certificate.public_bytes(serialization.Encoding.DER)


SOFTWARE_KEYS = register_driver(
    SigningDriver(
        code="software",
        title="Khóa mềm mẫu",
        is_ready=is_ready,
        sign=sign,
        trusted_roots=trusted_roots,
    )
)
