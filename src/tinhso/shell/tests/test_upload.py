"""Uploading in a real browser: the answer takes the page's place, and a lost connection loses nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from playwright.sync_api import Page

from tinhso.shell.audience import PUBLIC, audience

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]
FIELD = {"id": "tep", "name": "tep", "label": "Ảnh giấy tờ"}


@audience(PUBLIC)
def upload(request: HttpRequest) -> HttpResponse:
    """A page with an upload that refuses what it gets, and says how much came."""
    errors = []
    if request.method == "POST":
        came = request.FILES["tep"]
        errors = [{"href": "#tep", "message": f"Đã nhận {came.size} byte, nhưng tệp trống chữ ký."}]
    return render(request, "upload_test.html", {"errors": errors, "field": FIELD})


urlpatterns = [path("tai-len", csrf_exempt(upload)), path("", include("tinhso.site.urls"))]


@pytest.fixture
def page(new_page: Callable[..., Page], settings: Any, tmp_path: Path, live_server: Any) -> Page:
    (tmp_path / "upload_test.html").write_text(
        '{% extends "shell/base.html" %}{% block main %}{% include "shell/_errors.html" %}<h1>Tải lên</h1>'
        '<form method="post" enctype="multipart/form-data">{% include "shell/_upload.html" %}'
        '<button class="button" type="submit">Tiếp tục</button></form>{% endblock %}',
        encoding="utf-8",
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]
    opened = new_page()
    opened.goto(f"{live_server}/tai-len")
    opened.set_input_files("#tep", {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 300_000})
    return opened


def test_it_works(page: Page) -> None:
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_text("Đã nhận 300000 byte").wait_for()
    assert page.title().startswith("Lỗi: ")
    assert page.evaluate("document.activeElement.className") == "error-summary"


def test_a_lost_connection_keeps_the_chosen_file_and_sending_again_works(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_text("Mất kết nối khi đang tải lên").wait_for()
    assert page.evaluate("document.querySelector('#tep').files.length") == 1
    page.context.set_offline(False)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_text("Đã nhận 300000 byte").wait_for()
