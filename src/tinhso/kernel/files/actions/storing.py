"""The content store: DATA/files/ab/cd/<sha256>, written once, durable before its row."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, ManyToOneRel, OuterRef, QuerySet
from django.http import UnreadablePostError

from tinhso.base.ids import new_id
from tinhso.kernel.files.actions.refusals import EmptyFile, TooLarge, UploadBroken
from tinhso.kernel.files.kinds import UPLOAD
from tinhso.kernel.files.models import FileReference, StoredFile
from tinhso.kernel.files.queries import path_of, store

KEEP_ORPHANS = timedelta(days=1)
_CHUNK = 2**18


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@contextmanager
def incoming() -> Iterator[Path]:
    """A place for bytes on their way in, beside the store; gone when the block ends, unless moved."""
    folder = store() / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{new_id()}.part"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def received(stream: Readable, target: Path, most: int | None = None) -> None:
    """Writes the upload to the target, at most so many MB. Raises EmptyFile, TooLarge, UploadBroken."""
    most = most or settings.ENV["TINHSO_MAX_UPLOAD_MB"]
    size = 0
    with target.open("xb") as file:
        for chunk in _chunks(stream):
            size += len(chunk)
            if size > most * 2**20:
                raise TooLarge(most=most)
            file.write(chunk)
    if not size:
        raise EmptyFile


def _chunks(stream: Readable) -> Iterator[bytes]:
    """The bytes of an upload. A connection lost on the way is a refusal, not a fault of the product."""
    while True:
        try:
            chunk = stream.read(_CHUNK)
        except (ConnectionError, TimeoutError, UnreadablePostError) as error:
            raise UploadBroken from error
        if not chunk:
            return
        yield chunk


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(file)


def _digest(file: IO[bytes]) -> str:
    found = sha256()
    while chunk := file.read(_CHUNK):
        found.update(chunk)
    return found.hexdigest()


@transaction.atomic
def keep(path: Path, media_type: str, pages: int | None, *, at: datetime) -> StoredFile:
    """Moves sound bytes into the store and gives their row; bytes that are there already are kept once."""
    size, digest = path.stat().st_size, digest_of(path)
    _hold(digest)
    _place(path, digest)
    row, _ = StoredFile.objects.get_or_create(
        sha256=digest, defaults={"size": size, "media_type": media_type, "pages": pages, "stored_at": at}
    )
    return row


@transaction.atomic
def put_bytes(data: bytes, media_type: str, *, at: datetime, pages: int | None = None) -> StoredFile:
    """Keeps bytes the product made itself (a sealed document); its holder points to the row."""
    with incoming() as path:
        path.write_bytes(data)
        return keep(path, media_type, pages, at=at)


def put_stream(stream: Readable, media_type: str, *, most: int, at: datetime) -> StoredFile:
    """Keeps what came from outside unseen, at most so many MB: for who takes it apart and lets each part pass the door.

    It is never shown to anybody. Raises EmptyFile, TooLarge, UploadBroken.
    """
    with incoming() as path:
        received(stream, path, most)
        return keep(path, media_type, None, at=at)


def _hold(digest: str) -> None:
    """Until the transaction ends, nobody else stores or sweeps the same bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [digest])


def _place(path: Path, digest: str) -> None:
    """Makes the bytes durable under their name: the file, the name, and the folders of the name."""
    target = path_of(digest)
    if target.exists() and target.stat().st_size == path.stat().st_size:
        return
    _make_folders(target.parent)
    path.chmod(0o600)
    _sync(path)
    path.replace(target)
    _sync(target.parent)


def _make_folders(folder: Path) -> None:
    for step in (folder.parent, folder):
        if not step.exists():
            step.mkdir(mode=0o700, exist_ok=True)
            _sync(step.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(*, at: datetime) -> int:
    """Forgets uploads nothing came of, and bytes nothing refers to, older than a day; gives how many files.

    No entry is written: what is forgotten was never part of anything.
    """
    before = at - KEEP_ORPHANS
    FileReference.objects.filter(holder_kind=UPLOAD.code, added_at__lt=before).delete()
    digests = _unused().filter(stored_at__lt=before).values_list("sha256", flat=True)
    swept = sum(_forgotten(digest) for digest in digests)
    for path in store().glob("incoming/*.part"):
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
    return swept


def forget(sha256: str) -> bool:
    """Removes bytes at once where nothing refers to them any more: a file that had its use and is personal data."""
    return bool(_forgotten(sha256))


def _unused() -> QuerySet[StoredFile]:
    """Files no row points to: neither a reference nor a row of a room above."""
    unused = StoredFile.objects.all()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            pointing = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            unused = unused.exclude(Exists(pointing))
    return unused


@transaction.atomic
def _forgotten(digest: str) -> int:
    """Removes the row, then the bytes, unless something points to it by now."""
    _hold(digest)
    count, _ = _unused().filter(sha256=digest).delete()
    if count:
        path_of(digest).unlink(missing_ok=True)
    return count
