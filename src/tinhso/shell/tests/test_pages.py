"""The pages of the shell answer, in Vietnamese, with everything they need and nothing from elsewhere."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    page = client.get("/tro-giup").content.decode()
    assert '<html lang="vi"' in page
    assert 'href="tel:1022"' in page


@pytest.mark.parametrize(
    "path",
    [
        "/tro-giup",
        "/kha-nang-tiep-can",
        "/quyen-rieng-tu",
        "/giao-dien",
        "/kieu-dang",
        "/kieu-dang?ban=1",
        "/robots.txt",
    ],
)
def test_every_page_of_the_shell_answers(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_missing_page_says_how_to_go_on(client: Client) -> None:
    answer = client.get("/khong-co")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.content.decode()
