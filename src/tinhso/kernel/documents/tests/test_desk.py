"""The check page behind the QR, as anybody sees it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tinhso.base.actor import Actor
from tinhso.kernel.documents import actions, queries
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.rules.tokens import grouped
from tinhso.kernel.documents.tests.conftest import AT

pytestmark = pytest.mark.django_db


def _page(client: Client, document: Document) -> str:
    return client.get(f"/kt/{document.token}").content.decode()


def test_it_works(client: Client, signed: Document):
    response = client.get(reverse("documents:check", args=[signed.token]))
    page = response.content.decode()
    assert response.status_code == 200
    for words in ("đang có hiệu lực", "01/GKS-ĐT", "23/11/2026", "Ủy ban nhân dân xã Đức Trọng", "hợp lệ"):
        assert words in page, words


def test_only_public_facts_are_shown(client: Client, signed: Document):
    page = _page(client, signed)
    assert "Số vào sổ" in page
    assert "Tên giấy" in page
    assert "Nguyễn Thị Ỷ" not in page


def test_the_code_may_be_typed_carelessly(client: Client, signed: Document):
    typed = grouped(signed.token).lower().replace("-", " ")
    response = client.get("/kt", {"ma": typed})
    assert response.headers["Location"] == f"/kt/{signed.token}"
    assert "Mã gồm 12 chữ và số" in client.get("/kt", {"ma": "abc"}).content.decode()


def test_an_unknown_code_and_a_draft_are_not_there(client: Client, draft: Document):
    for token in ("7K2M9QXR4TWD", draft.token, "x"):
        response = client.get(f"/kt/{token}")
        assert response.status_code == 404
        assert "Không có văn bản nào mang mã này" in response.content.decode()


def test_a_revoked_document_says_so_with_the_reason(client: Client, signed: Document, chairman: Actor):
    actions.revoke(signed, "Cấp sai thẩm quyền", by=chairman, at=AT)
    page = _page(client, signed)
    assert "đã bị thu hồi" in page
    assert "Cấp sai thẩm quyền" in page


def test_an_unsigned_document_says_so(client: Client, draft: Document, clerk: Actor):
    assert "chưa có chữ ký số" in _page(client, actions.seal(draft, by=clerk, at=AT))


def _verdict(client: Client, document: Document, data: bytes) -> str:
    file = SimpleUploadedFile("tep.pdf", data, content_type="application/pdf")
    response = client.post(f"/kt/{document.token}", {"tep": file})
    return response.content.decode()


def test_the_issued_file_is_recognised_and_a_changed_one_is_not(client: Client, signed: Document):
    pdf = queries.bytes_of(signed)
    wrong = bytearray(pdf)
    wrong[pdf.find(b"/Title") + 12] ^= 1
    assert "Tệp này đúng là văn bản đã ban hành" in _verdict(client, signed, pdf)
    page = _verdict(client, signed, bytes(wrong))
    assert "Tệp này không phải văn bản đã ban hành" in page
    assert "Nội dung đã bị sửa sau khi ký" in page
    assert "Không đọc được tệp này" in _verdict(client, signed, b"not a pdf")


def test_no_file_gets_an_error_with_the_way_out(client: Client, signed: Document):
    response = client.post(f"/kt/{signed.token}", {})
    assert response.status_code == 422
    assert "Chọn tệp PDF cần kiểm tra" in response.content.decode()


def test_a_checked_file_is_not_kept(client: Client, signed: Document):
    from tinhso.kernel.files.models import StoredFile

    before = set(StoredFile.objects.values_list("sha256", flat=True))
    _verdict(client, signed, b"%PDF-1.7 mine")
    assert set(StoredFile.objects.values_list("sha256", flat=True)) == before


def test_the_pdf_is_not_there_for_a_stranger_and_nothing_tells_it_from_a_missing_one(client: Client, signed: Document):
    there = client.get(f"/van-ban/{signed.pk}.pdf")
    missing = client.get(f"/van-ban/{signed.unit_id}.pdf")
    assert (there.status_code, missing.status_code) == (404, 404)

    traces = r'value="\w{64}"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'  # form tokens, request and document ids
    pages = {re.sub(traces, "", response.content.decode()) for response in (there, missing)}
    assert len(pages) == 1


def test_no_page_of_this_room_has_inline_script_or_style(client: Client, signed: Document):
    for page in (_page(client, signed), client.get("/kt").content.decode()):
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page


def test_the_check_page_asks_the_database_little(client: Client, signed: Document, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        _page(client, signed)
