"""A stored file in the browser: for whoever may see what holds it, and unable to do anything there."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from tinhso.kernel.files.actions import thumbnail_of
from tinhso.kernel.files.queries import open_file
from tinhso.kernel.files.rules import types
from tinhso.shell.audience import PUBLIC, ActorRequest, audience

_SHOWN = {types.PDF.media_type, types.JPEG.media_type, types.PNG.media_type}
_STILL = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
# A browser shows no PDF in a sandbox; its viewer is one already.
_POLICIES = {types.PDF.media_type: f"{_STILL}; object-src 'self'"}

# What stands for a file that shows no picture: a page with lines.
_SHEET = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 64"><path fill="#fff" stroke="#6b7682" stroke-width="2" '
    b'd="M5 3h26l12 12v46H5zM31 3v12h12M13 27h22M13 36h22M13 45h14"/></svg>'
)


@audience(PUBLIC)
@require_safe
@xframe_options_sameorigin
def download(request: ActorRequest, reference_id: UUID) -> FileResponse:
    """``?tai=1`` saves the file instead of showing it. Raises FileNotThere."""
    opened = open_file(reference_id, request.actor)
    shown = opened.media_type in _SHOWN and "tai" not in request.GET
    response = FileResponse(
        opened.path.open("rb"), as_attachment=not shown, filename=opened.name, content_type=opened.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICIES.get(opened.media_type, f"sandbox; {_STILL}")
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@audience(PUBLIC)
@require_safe
def thumbnail(request: ActorRequest, reference_id: UUID) -> HttpResponse:
    """A small picture of the file, or a sheet in its place. Raises FileNotThere."""
    opened = open_file(reference_id, request.actor)
    picture = thumbnail_of(opened.path) if opened.media_type == types.PDF.media_type else b""
    response = HttpResponse(picture or _SHEET, content_type=types.JPEG.media_type if picture else "image/svg+xml")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = f"sandbox; {_STILL}"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
