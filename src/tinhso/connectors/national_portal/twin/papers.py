"""Papers that citizens of the twin attach: small sound PDFs, and what a phone makes of one on a bad day."""


def sheet(title: str) -> bytes:
    """A PDF of one page with the title on it (Latin letters; others become question marks)."""
    words = title.encode("ascii", "replace").replace(b"(", b"[").replace(b")", b"]").replace(b"\\", b"/")
    text = b"BT /F1 18 Tf 60 770 Td (" + words + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(text)).encode() + b" >>\nstream\n" + text + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += str(number).encode() + b" 0 obj\n" + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = str(len(objects) + 1).encode()
    trailer = b"trailer\n<< /Size " + size + b" /Root 1 0 R >>\nstartxref\n" + str(len(made)).encode() + b"\n%%EOF\n"
    return made + b"xref\n0 " + size + b"\n0000000000 65535 f \n" + table + trailer


def broken(data: bytes) -> bytes:
    """The first half of a file: an upload that was cut off."""
    return data[: len(data) // 2]
