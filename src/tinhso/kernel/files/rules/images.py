"""Photos: sound, of human size, turned upright, without place and camera data, as pages of one PDF."""

from collections.abc import Sequence
from pathlib import Path
from time import struct_time

import pillow_heif
from PIL import Image, ImageOps

from tinhso.kernel.files.rules.faults import Unfit

MOST_PIXELS = 50_000_000
# Decoding HEIC takes about nine bytes a pixel, and has 256 MB.
MOST_PIXELS_OF_HEIC = 26_000_000
LONGEST_SIDE = 2_000
QUALITY = 80
# The longest side becomes that of an A4 page (297 mm).
_RESOLUTION = LONGEST_SIDE / (297 / 25.4)
_PNG_END = b"IEND\xaeB`\x82"
_TAIL = 4096
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": "HEIF"}

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def photos_as_pdf(photos: Sequence[tuple[Path, str]], target: Path, made_at: struct_time) -> int:
    """Writes one PDF with a page a photo (path, media type) and gives the number of pages. Raises Unfit."""
    for number, (path, media_type) in enumerate(photos):
        page = _page(path, media_type, number)
        page.save(
            target,
            "PDF",
            append=number > 0,
            resolution=_RESOLUTION,
            quality=QUALITY,
            title="",
            creationDate=made_at,
            modDate=made_at,
        )
    return len(photos)


def _page(path: Path, media_type: str, number: int) -> Image.Image:
    if media_type == "image/png" and _PNG_END not in path.read_bytes()[-_TAIL:]:
        # The decoder is content without the end, but a file cut off is not to be trusted.
        raise Unfit("corrupt", number=number + 1)
    try:
        with Image.open(path, formats=[_FORMATS[media_type]]) as photo:
            most = MOST_PIXELS_OF_HEIC if photo.format == "HEIF" else MOST_PIXELS
            if photo.width * photo.height > most:
                raise Unfit("bomb")
            if photo.format == "JPEG":
                # Decodes at a half, a quarter or an eighth where that is enough: less memory and time.
                photo.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _flat(photo)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit("bomb") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unfit("corrupt", number=number + 1) from error


def _flat(photo: Image.Image) -> Image.Image:
    """The pixels alone: upright, at most LONGEST_SIDE long, on white, in RGB."""
    turned = photo.getexif()
    # In place: a second copy of a large photo would not fit into the memory one file may take.
    photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    photo.info = {"exif": turned.tobytes()} if turned else {}
    upright = ImageOps.exif_transpose(photo)
    if upright.mode in ("RGBA", "LA", "PA", "P", "La", "RGBa"):
        upright = upright.convert("RGBA")
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright)
    flat = Image.new("RGB", upright.size)
    flat.paste(upright.convert("RGB"))
    return flat
