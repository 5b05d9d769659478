"""The pages of the shell answer, in Vietnamese, with everything they need and nothing from elsewhere."""

import pytest
from django.test import Client, RequestFactory

from tinhso.base.messages import Refused
from tinhso.shell import pages
from tinhso.shell.middleware import ContentPolicy, refusal_response

pytestmark = pytest.mark.django_db
PAGES = [
    "/tro-giup",
    "/kha-nang-tiep-can",
    "/quyen-rieng-tu",
    "/giao-dien",
    "/kieu-dang",
    "/kieu-dang?ban=1",
    "/robots.txt",
]


def test_it_works(client: Client) -> None:
    page = client.get("/tro-giup").content.decode()
    assert '<html lang="vi"' in page
    assert 'href="tel:1022"' in page


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_under_the_strict_content_policy(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == ContentPolicy.POLICY
    assert "unsafe" not in ContentPolicy.POLICY
    page = answer.content.decode()
    assert "style=" not in page
    assert "<script>" not in page
    assert "https://" not in page


def test_a_page_of_the_shell_asks_the_database_nothing_of_a_passer_by(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get("/tro-giup")


def test_sample_data_say_so_and_the_style_guide_stays_out_of_production(client: Client, settings: object) -> None:
    settings.PROFILE = "sample"  # type: ignore[attr-defined]
    assert "không phải hồ sơ thật" in client.get("/tro-giup").content.decode()
    settings.PROFILE = "production"  # type: ignore[attr-defined]
    assert "không phải hồ sơ thật" not in client.get("/tro-giup").content.decode()
    assert client.get("/kieu-dang").status_code == 404


def test_a_refusal_says_what_happened_how_to_mend_it_and_a_code_to_read_out(client: Client) -> None:
    request = client.get("/tro-giup").wsgi_request
    page = refusal_response(request, Refused({"name": "Viết họ và tên."})).content.decode()
    assert "<title>Lỗi: Chưa làm được việc này – Tỉnh Số</title>" in page
    assert "Viết họ và tên." in page
    assert request.request_id in page  # type: ignore[attr-defined]


def test_a_missing_page_says_how_to_go_on(client: Client) -> None:
    answer = client.get("/khong-co")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.content.decode()
    facts = client.get("/api/v1/khong-co").json()
    assert (facts["code"], facts["status"]) == ("not-found", 404)


def test_a_form_sent_after_the_session_ended_says_the_draft_is_kept() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/giao-dien", {"text": "a2"})
    assert answer.status_code == 403
    assert "Nội dung đã nhập vẫn còn trong bản nháp" in answer.content.decode()


@pytest.mark.parametrize(
    ("handler", "status"), [(pages.bad_request, 400), (pages.forbidden, 403), (pages.server_error, 500)]
)
def test_error_pages_stand_without_database_session_or_actor(handler: object, status: int) -> None:
    answer = handler(RequestFactory().get("/x"))  # type: ignore[operator]
    assert answer.status_code == status
    assert 'href="tel:1022"' in answer.content.decode()


def test_text_size_and_theme_are_kept_in_a_cookie(client: Client) -> None:
    answer = client.post("/giao-dien", {"text": "a2", "theme": "dark", "density": "nonsense", "next": "/tro-giup"})
    assert answer.headers["Location"] == "/tro-giup"
    page = client.get("/tro-giup").content.decode()
    assert 'data-text="a2"' in page
    assert 'data-theme="dark"' in page
    assert 'data-density="comfortable"' in page


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, target: str) -> None:
    answer = client.post("/giao-dien", {"text": "a", "next": target})
    assert answer.headers["Location"] == "/"


def test_a_passer_by_starts_no_session_by_asking_for_more_time(client: Client) -> None:
    client.post("/tiep-tuc")
    assert "tinhso_session" not in client.cookies
