"""An enveloped XML signature (W3C XML Signature 1.1) on XML that is written in canonical form already. Pure.

Documents here have no namespace, no attribute and no comment, so their canonical form (C14N 1.0) is their own bytes,
and what has to be signed can be written down without a parser.
"""

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

from tinhso.kernel.documents.kinds import Detached

DSIG = "http://www.w3.org/2000/09/xmldsig#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED = f"{DSIG}enveloped-signature"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


def signed_xml(xml: str, algorithm: str, sign: Callable[[bytes], Detached]) -> bytes:
    """The XML with a Signature as the last child of its root."""
    info = _signed_info(xml, algorithm)
    made = sign(f'<SignedInfo xmlns="{DSIG}">{info}</SignedInfo>'.encode())
    signature = (
        f'<Signature xmlns="{DSIG}"><SignedInfo>{info}</SignedInfo>'
        f"<SignatureValue>{_base64(made.value)}</SignatureValue>"
        f"<KeyInfo><X509Data><X509Certificate>{_base64(made.certificate)}</X509Certificate></X509Data></KeyInfo>"
        "</Signature>"
    )
    body, end, root = xml.rpartition("</")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}{signature}{end}{root}'.encode()


def _signed_info(xml: str, algorithm: str) -> str:
    digest = _base64(sha256(xml.encode()).digest())
    return (
        f'<CanonicalizationMethod Algorithm="{C14N}"></CanonicalizationMethod>'
        f'<SignatureMethod Algorithm="{algorithm}"></SignatureMethod>'
        f'<Reference URI=""><Transforms><Transform Algorithm="{ENVELOPED}"></Transform>'
        f'<Transform Algorithm="{C14N}"></Transform></Transforms>'
        f'<DigestMethod Algorithm="{SHA256}"></DigestMethod><DigestValue>{digest}</DigestValue></Reference>'
    )


def _base64(data: bytes) -> str:
    return b64encode(data).decode()
