"""The QR code on paper."""

from io import BytesIO

import segno


def qr_svg(text: str) -> bytes:
    """An SVG of the QR code at level M without a quiet zone: the template keeps the white around it."""
    out = BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue()
