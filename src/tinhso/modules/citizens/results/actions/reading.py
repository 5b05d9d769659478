"""A machine reads the text of a scan as a help for who checks it: in the background, within limits, if it is there.

The programs (pdftoppm of poppler, tesseract with Vietnamese) are no part of the product: without them scans wait and
people type. Foreign bytes are drawn and read by processes of their own, under limits of memory and time.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.db.models import F, Q

from tinhso.kernel.files.queries import path_of
from tinhso.kernel.identity.queries.sealing import sealed_text
from tinhso.modules.citizens.results.models import PaperState, ReadState, StoredPaper

LANGUAGE = "vie"
MOST_PAGES, MOST_TEXT, MOST_TRIES = 3, 20_000, 2
PATIENCE = 90  # seconds on the wall for one program
LIMITS = ("--cpu=60", f"--as={1500 * 2**20}")
TAKEN_FOR_LOST = timedelta(minutes=10)


def is_there() -> bool:
    """Whether this machine can read Vietnamese text."""
    programs = [shutil.which(name) for name in ("prlimit", "pdftoppm", "tesseract")]
    return all(programs) and LANGUAGE in _languages(str(programs[-1]))


@lru_cache(maxsize=4)
def _languages(program: str) -> frozenset[str]:
    said = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    return frozenset(said.stdout.split())


def read_next(*, at: datetime) -> bool:
    """Reads the scan that waits longest; False when none does. No transaction is open while the machine reads."""
    paper = _taken_up(at)
    if paper is None or paper.scan is None:
        return False
    text = text_on(path_of(paper.scan.file_id))
    facts = {"reading": ReadState.READ if text else ReadState.NOTHING, "reading_since": None}
    sealed = sealed_text(text, paper.pk, "text")
    StoredPaper.objects.filter(pk=paper.pk, reading=ReadState.READING).update(text_sealed=sealed, **facts)
    return True


@transaction.atomic
def _taken_up(at: datetime) -> StoredPaper | None:
    """The next scan nobody checked yet; one whose reader died is taken up once more, then left."""
    lost = Q(reading=ReadState.READING, reading_since__lt=at - TAKEN_FOR_LOST)
    StoredPaper.objects.filter(lost, reading_tries__gte=MOST_TRIES).update(reading=ReadState.NOTHING)
    waiting = StoredPaper.objects.filter(Q(reading=ReadState.WAITING) | lost, state=PaperState.UPLOADED)
    rows = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("scan")
    paper = rows.order_by("created_at", "id").first()
    if paper is not None:
        StoredPaper.objects.filter(pk=paper.pk).update(
            reading=ReadState.READING, reading_since=at, reading_tries=F("reading_tries") + 1
        )
    return paper


def text_on(pdf: Path) -> str:
    """The text of the first pages; empty where none could be read within the limits."""
    with TemporaryDirectory(prefix="tinhso-read-") as folder:
        drawn = ["pdftoppm", "-r", "200", "-gray", "-png", "-l", str(MOST_PAGES), str(pdf), f"{folder}/page"]
        if _run(drawn) is None:
            return ""
        pages = sorted(Path(folder).glob("page*.png"))
        texts = [_run(["tesseract", str(page), "stdout", "-l", LANGUAGE]) or "" for page in pages]
    return "\n".join(texts).replace("\x00", "").strip()[:MOST_TEXT]


def _run(command: Sequence[str]) -> str | None:
    """What a program said; None when it failed, was too slow or wanted too much."""
    environ = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603
            ["prlimit", *LIMITS, *command],  # noqa: S607
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None
