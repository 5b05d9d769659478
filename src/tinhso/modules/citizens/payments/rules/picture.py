"""The picture of a code, for a bank's application to read off a screen. Pure."""

from io import BytesIO

import segno


def qr_picture(text: str) -> bytes:
    """An SVG at level M, dark on white with its quiet zone whatever the colours of the page around it."""
    out = BytesIO()
    code = segno.make(text, error="m", micro=False, boost_error=False)
    code.save(out, kind="svg", border=4, scale=6, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue()
