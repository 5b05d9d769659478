"""Papers are read beside their dossier; nothing else is ever framed."""

from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tinhso.shell.framing import shown_beside


@shown_beside
def paper(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"%PDF", content_type=request.GET.get("kieu", "application/pdf"))


def test_it_works(rf: RequestFactory) -> None:
    answer = paper(rf.get("/"))
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_page_is_not_let_into_a_frame_by_the_same_view(rf: RequestFactory) -> None:
    assert not paper(rf.get("/", {"kieu": "text/html"})).has_header("X-Frame-Options")


def test_ordinary_pages_stay_out_of_frames(client: Client) -> None:
    answer = client.get("/tro-giup")
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
