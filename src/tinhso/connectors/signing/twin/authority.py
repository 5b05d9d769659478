"""The sample authority on disk: root, issuing authority and one key per signer; every subject says CHỮ KÝ MẪU."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

MARK = "CHỮ KÝ MẪU"
VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)  # wide enough for a simulated clock
VALID_TO = datetime(2050, 1, 1, tzinfo=UTC)
LONGEST = 64  # bytes: ub-common-name, ub-organization-name (RFC 5280 appendix A), as OpenSSL counts them


@dataclass(frozen=True)
class KeyPair:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def pem(self) -> bytes:
        private = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return private + self.certificate.public_bytes(serialization.Encoding.PEM)

    @classmethod
    def from_pem(cls, pem: bytes) -> "KeyPair":
        key = serialization.load_pem_private_key(pem, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("the sample authority keeps P-256 keys only")
        return cls(x509.load_pem_x509_certificate(pem), key)


@dataclass(frozen=True)
class Authority:
    """The sample authority in a folder; made at first use, the same ever after, also between processes."""

    folder: Path

    def root(self) -> KeyPair:
        return self._kept("root", lambda: _issued(_name("Gốc chứng thực mẫu"), None, is_authority=True))

    def issuer(self) -> KeyPair:
        name = _name("Chứng thực chữ ký số mẫu")
        return self._kept("issuing", lambda: _issued(name, self.root(), is_authority=True))

    def key_of(self, key_id: str, *, name: str, title: str, organisation: str) -> KeyPair:
        """The key of that signer under that name; another name, post or organisation gets another certificate."""
        subject = _name(name, title=title, organisation=organisation)
        called = sha256(subject.public_bytes()).hexdigest()[:16]
        return self._kept(f"{key_id}-{called}", lambda: _issued(subject, self.issuer(), is_authority=False))

    def _kept(self, called: str, make: Callable[[], KeyPair]) -> KeyPair:
        path = self.folder / f"{called}.pem"
        if not path.exists():
            self._keep(path, make().pem())
        return KeyPair.from_pem(path.read_bytes())

    def _keep(self, path: Path, pem: bytes) -> None:
        """Written aside and linked: of two processes at once the first wins, the other reads what it made."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = self.folder / f".{path.name}.{secrets.token_hex(4)}"
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()


def _name(common: str, *, title: str = "", organisation: str = "") -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, MARK),
        (NameOID.TITLE, title),
        (NameOID.COMMON_NAME, common),
    ]
    return x509.Name([x509.NameAttribute(oid, _cut(value)) for oid, value in parts if value])


def _cut(value: str) -> str:
    return value.encode()[:LONGEST].decode(errors="ignore")


def _issued(subject: x509.Name, issuer: KeyPair | None, *, is_authority: bool) -> KeyPair:
    """A fresh P-256 key with its certificate, signed by the issuer, or by itself for the root."""
    key = ec.generate_private_key(ec.SECP256R1())
    signing_key = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_TO)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(_usage(is_authority=is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
    )
    return KeyPair(builder.sign(signing_key, hashes.SHA256()), key)


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
