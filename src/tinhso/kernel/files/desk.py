"""A stored file in the browser: for whoever may see what holds it, and unable to do anything there."""

from uuid import UUID

from django.http import FileResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from tinhso.kernel.files.queries import open_file
from tinhso.kernel.files.rules import types
from tinhso.shell.audience import PUBLIC, ActorRequest, audience

_SHOWN = {types.PDF.media_type, types.JPEG.media_type, types.PNG.media_type}
_STILL = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
# A browser shows no PDF in a sandbox; its viewer is one already.
_POLICIES = {types.PDF.media_type: f"{_STILL}; object-src 'self'"}


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
