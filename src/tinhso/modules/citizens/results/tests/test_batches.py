"""Many scans at once: each is taken or refused with its reason, nothing twice, nothing lost when the power goes."""

import io
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tinhso.base.messages import NotAllowed
from tinhso.base.moments import now
from tinhso.kernel.cases.tests.conftest import AT, World
from tinhso.kernel.files.models import StoredFile
from tinhso.kernel.files.queries import path_of
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.actions import batches
from tinhso.modules.citizens.results.commands import app
from tinhso.modules.citizens.results.models import BatchState, PaperState, ScanBatch, ScanState, StoredPaper
from tinhso.modules.citizens.results.queries.batches import batch_seen, batches_seen, progress_of, report_of
from tinhso.modules.citizens.results.tests.conftest import NAME, NUMBER, Staff, a_pdf

pytestmark = pytest.mark.django_db
HEAD = "Tên tệp,Số định danh,Họ tên chủ giấy tờ,Mã giấy tờ,Tên giấy tờ,Ghi chú,number_text,Hiệu lực đến,Ngày ban hành\n"


def zipped(files: Mapping[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
    out.seek(0)
    return out


def pdfs(count: int) -> dict[str, bytes]:
    """Scans that differ in their bytes."""
    return {f"quet/{order:04d}.pdf": a_pdf(width=300 + order) for order in range(1, count + 1)}


def sent(staff: Staff, world: World, files: Mapping[str, bytes]) -> ScanBatch:
    return actions.send_batch(zipped(files), "lo.zip", unit_id=world.office, by=staff.digitiser, at=AT)


def run(batch: ScanBatch, staff: Staff, most: int = 1000) -> bool:
    return actions.run_batch(batch, by=staff.digitiser, at=AT, most=most)


def reasons(batch: ScanBatch) -> dict[str, str]:
    return {row.name: row.problem for row in batch.rows.all() if row.state == ScanState.REFUSED}


def test_it_works(staff: Staff, world: World) -> None:
    """Taken with what the index says, each waiting to be checked; the archive is forgotten, the report tells all."""
    index = HEAD + f"quet/0001.pdf,{NUMBER},{NAME},KQ.G15.000031,Giấy khai sinh,,12/2019,không thời hạn,06/05/2019\n"
    batch = sent(staff, world, {**pdfs(3), "danh-muc.csv": index.encode()})
    kept = batch.archive_id
    assert batch.total == 3
    assert run(batch, staff)
    batch.refresh_from_db()
    assert (batch.state, batch.archive_id) == (BatchState.DONE, None)
    assert not StoredFile.objects.filter(sha256=kept).exists()
    assert not path_of(str(kept)).exists()
    first = StoredPaper.objects.get(number_text="12/2019")
    assert (first.owner_id, first.is_lasting, first.kind) == (world.applicant.pk, True, 1)
    assert StoredPaper.objects.filter(state=PaperState.UPLOADED).count() == 3
    assert [row[2] for row in report_of(batch)] == ["đã nhận"] * 3
    assert not batch.rows.exclude(facts_sealed=None).exists()


def test_each_file_is_refused_with_its_own_reason_and_stops_no_other(staff: Staff, world: World) -> None:
    good = pdfs(2)
    index = HEAD + "khong-co.pdf,,,,,,,,\nquet/sai-ten.pdf," + NUMBER + ",Tên Khác Hẳn,,,,,,\n"
    files = {
        **good,
        "quet/trung.pdf": good["quet/0001.pdf"],
        "quet/rong.pdf": b"",
        "quet/cat.pdf": a_pdf()[:200],
        "quet/virus.exe": b"MZ\x90\x00" * 20,
        "quet/sai-ten.pdf": a_pdf(width=999),
        "../../etc/cron.d/xau.pdf": a_pdf(width=998),
        "/tmp/xau.pdf": a_pdf(width=997),  # noqa: S108
        "danh-muc.csv": index.encode(),
        "__MACOSX/._0001.pdf": b"rac",
        "Thumbs.db": b"rac",
    }
    batch = sent(staff, world, files)
    assert run(batch, staff)
    told = reasons(batch)
    assert set(told) == set(files) - set(good) - {"danh-muc.csv", "__MACOSX/._0001.pdf", "Thumbs.db"} | {"khong-co.pdf"}
    assert "ra ngoài lô" in told["../../etc/cron.d/xau.pdf"]
    assert "ra ngoài lô" in told["/tmp/xau.pdf"]  # noqa: S108
    assert "Trùng với một bản quét" in told["quet/trung.pdf"]
    assert "tên khác" in told["quet/sai-ten.pdf"]
    assert "không có tệp" in told["khong-co.pdf"]
    assert progress_of(batch).taken == StoredPaper.objects.count() == 2
    assert not Path("/etc/cron.d/xau.pdf").exists()


def test_an_archive_that_is_none_leaves_nothing(staff: Staff, world: World) -> None:
    whole = zipped(pdfs(3)).getvalue()
    for data, refusal in (
        (b"khong phai zip", actions.BrokenArchive),
        (whole[: len(whole) // 2], actions.BrokenArchive),
        (zipped({"Thumbs.db": b"x"}).getvalue(), actions.NothingInside),
    ):
        with pytest.raises(refusal):
            actions.send_batch(io.BytesIO(data), "x.zip", unit_id=world.office, by=staff.digitiser, at=AT)
    assert not ScanBatch.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_damaged_inside_is_refused_alone(staff: Staff, world: World) -> None:
    data = bytearray(zipped(pdfs(2)).getvalue())
    at = data.index(b"%PDF") if b"%PDF" in data else data.index(b"quet/0001.pdf") + 40
    data[at : at + 8] = b"\xff" * 8
    batch = actions.send_batch(io.BytesIO(bytes(data)), "x.zip", unit_id=world.office, by=staff.digitiser, at=AT)
    assert run(batch, staff)
    assert list(reasons(batch)) == ["quet/0001.pdf"]
    assert progress_of(batch).taken == 1


def test_a_link_and_a_locked_file_are_not_opened(staff: Staff, world: World) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("lien-ket.pdf")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.pdf", a_pdf())
    out.seek(0)
    batch = actions.send_batch(out, "x.zip", unit_id=world.office, by=staff.digitiser, at=AT)
    assert run(batch, staff)
    assert "liên kết" in reasons(batch)["lien-ket.pdf"]


def test_it_goes_on_where_it_was_killed_and_takes_nothing_twice(
    staff: Staff, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker dies in the middle of the fourth file: its row waits, what came before stands."""
    batch = sent(staff, world, pdfs(7))
    whole, count = batches.keep_scan, iter(range(100))

    def dies(*args: object, **more: object) -> StoredPaper:
        paper = whole(*args, **more)  # type: ignore[arg-type]
        if next(count) == 3:
            raise KeyboardInterrupt
        return paper

    monkeypatch.setattr(batches, "keep_scan", dies)
    with pytest.raises(KeyboardInterrupt):
        run(batch, staff)
    assert StoredPaper.objects.count() == 3
    assert batch.rows.filter(state=ScanState.WAITING).count() == 4
    monkeypatch.setattr(batches, "keep_scan", whole)
    assert run(batch, staff)
    assert StoredPaper.objects.count() == 7
    assert run(ScanBatch.objects.get(pk=batch.pk), staff)  # once more changes nothing
    assert StoredPaper.objects.count() == 7


def test_the_same_archive_again_is_the_same_batch(staff: Staff, world: World) -> None:
    batch = sent(staff, world, pdfs(2))
    assert sent(staff, world, pdfs(2)).pk == batch.pk
    run(batch, staff)
    assert sent(staff, world, pdfs(2)).pk == batch.pk
    assert ScanBatch.objects.count() == 1


def test_only_the_unit_sends_and_sees_a_batch(staff: Staff, world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.send_batch(zipped(pdfs(1)), "x.zip", unit_id=world.office, by=staff.stranger, at=AT)
    batch = sent(staff, world, pdfs(1))
    assert batch_seen(staff.confirmer, batch.pk)
    assert not batches_seen(staff.stranger).exists()
    page = f"/ban/so-hoa/lo/{batch.pk}"
    assert staff.clients["xacnhan"].get(page).status_code == 200
    assert staff.clients["xahai"].get(page).status_code == 404
    assert staff.clients["xahai"].get(f"{page}/ket-qua.csv").status_code == 404


def test_files_sent_from_the_screen_are_a_batch(staff: Staff) -> None:
    from tinhso.modules.citizens.results.tests.conftest import upload

    client = staff.clients["sohoa"]
    assert client.post("/ban/so-hoa/lo", {}).status_code == 422
    files = [upload(data, name) for name, data in pdfs(2).items()]
    answer = client.post("/ban/so-hoa/lo", {"file": files})
    assert answer.status_code == 302
    batch = ScanBatch.objects.get()
    assert batch.total == 2
    page = client.get(answer["Location"])
    assert page["Refresh"] == "3"
    run(batch, staff)
    done = client.get(answer["Location"])
    assert "Refresh" not in done
    report = client.get(f"{answer['Location']}/ket-qua.csv").content.decode("utf-8-sig")
    assert len(report.splitlines()) == 3
    assert client.get("/ban/so-hoa/lo/danh-muc.xlsx").status_code == 200


def test_a_folder_is_taken_in_by_the_command_line_and_goes_on_when_run_again(staff: Staff, tmp_path: Path) -> None:
    for name, data in pdfs(3).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "lien-ket.pdf").symlink_to("/etc/passwd")
    for _ in range(2):
        done = CliRunner().invoke(app, ["import", str(tmp_path), "--as", "sohoa", "--json"])
        assert done.exit_code == 0, done.output
        assert '"taken": 3' in done.output
    assert StoredPaper.objects.count() == 3
    assert CliRunner().invoke(app, ["import", str(tmp_path / "khong"), "--as", "sohoa"]).exit_code == 2
    assert CliRunner().invoke(app, ["import", str(tmp_path), "--as", "khong-co"]).exit_code == 2
    assert now() - timedelta(minutes=5) < ScanBatch.objects.get().sent_at
