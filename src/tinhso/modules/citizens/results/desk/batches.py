"""Many scans at once: sent as a ZIP or as many files, watched while they are taken in, told file by file."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.messages import NotAllowed, Refused
from tinhso.base.moments import now
from tinhso.base.tables import sheet_of, template
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.desk.sent import refusal
from tinhso.modules.citizens.results.desk.store import XLSX, csv_of
from tinhso.modules.citizens.results.models import BatchState
from tinhso.modules.citizens.results.queries import batches as found
from tinhso.modules.citizens.results.rules.index import COLUMNS
from tinhso.modules.citizens.results.rules.roles import DIGITISE, SEE
from tinhso.shell.audience import ActorRequest, audience

A_PAGE, SHOWN = 30, 200
LOOKED_AT_AGAIN = 3  # seconds, while files are being taken in
FIXED = (2020, 1, 1, 0, 0, 0)  # the same files make the same archive, whenever they are sent


@audience(DIGITISE)
def listed(request: ActorRequest) -> HttpResponse:
    """The batches of the unit; POST sends a new one."""
    if request.method == "POST":
        try:
            return _sent(request)
        except Refused as error:
            return _page(request, error)
    return _page(request)


def _page(request: ActorRequest, error: Refused | None = None) -> HttpResponse:
    page = Paginator(found.batches_seen(request.actor), A_PAGE).get_page(request.GET.get("trang"))
    problem = refusal(error)
    return render(request, "results/desk/batches.html", {"page": page} | problem, status=error.status if error else 200)


def _sent(request: ActorRequest) -> HttpResponse:
    files = [one for one in request.FILES.getlist("file") if one]
    unit_id = request.actor.unit_id
    if unit_id is None:
        raise NotAllowed(right=DIGITISE)
    if not files:
        raise actions.NothingInside(fields={"file": _("Chọn tệp ZIP hoặc nhiều tệp quét.")})
    with _as_archive(files) as (stream, name):
        batch = actions.send_batch(stream, name, unit_id=unit_id, by=request.actor, at=now())
    return HttpResponseRedirect(reverse("results:batch", args=[batch.pk]))


@contextmanager
def _as_archive(files: "Sequence[UploadedFile[Any]]") -> Iterator[tuple[IO[bytes], str]]:
    """The ZIP that was sent, or one made of the files that were."""
    first = files[0]
    if len(files) == 1 and (first.name or "").lower().endswith(".zip"):
        yield first, first.name or "zip"
        return
    with TemporaryFile() as made:
        with zipfile.ZipFile(made, "w") as archive:
            for order, one in enumerate(files, start=1):
                with archive.open(zipfile.ZipInfo(one.name or f"{order}", FIXED), "w") as entry:
                    for chunk in one.chunks():
                        entry.write(chunk)
        made.seek(0)
        yield made, _("%(count)s tệp") % {"count": len(files)}


@audience(SEE)
def one(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """How far it is; loads again by itself while it runs. No script is needed."""
    batch = found.batch_seen(request.actor, batch_id)
    is_running = batch.state == BatchState.RUNNING
    context = {
        "batch": batch,
        "progress": found.progress_of(batch),
        "is_running": is_running,
        "refused": found.refused_rows(batch)[:SHOWN],
        "shown": SHOWN,
    }
    answer = render(request, "results/desk/batch.html", context)
    if is_running:
        answer["Refresh"] = str(LOOKED_AT_AGAIN)
    return answer


@audience(SEE)
def report(request: ActorRequest, batch_id: UUID, form: str) -> HttpResponse:
    """What became of each file, as a table."""
    if form not in ("xlsx", "csv"):
        raise Http404
    batch = found.batch_seen(request.actor, batch_id)
    rows, head = list(found.report_of(batch)), [_(title) for title in found.COLUMNS]
    made = sheet_of("Lô quét", head, rows) if form == "xlsx" else csv_of([head, *rows])
    answer = HttpResponse(made, content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="lo-quet.{form}"'
    return answer


@audience(DIGITISE)
def blank(request: ActorRequest) -> HttpResponse:
    """The index to fill in."""
    answer = HttpResponse(template("Danh mục", "1", COLUMNS), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="danh-muc.xlsx"'
    return answer
