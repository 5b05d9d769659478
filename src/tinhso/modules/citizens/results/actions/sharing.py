"""The owner lets somebody see one paper for a while: a link and a code; every opening is an entry the owner reads."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.kernel.identity.queries import keyring
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.results.actions.declared import said
from tinhso.modules.citizens.results.models import PaperShare, StoredPaper
from tinhso.modules.citizens.results.queries.papers import is_readable
from tinhso.modules.citizens.results.rules.shares import LASTS, MOST_WRONG, digest_of, is_standing

FOR_WHAT = gettext_noop("Ghi chia sẻ để làm gì, ví dụ: nộp hồ sơ vay vốn.")


class NotYours(Refused):
    code = "results-not-yours"
    status = 403
    title = gettext_noop("Chỉ chủ giấy tờ mới chia sẻ được")
    mend = gettext_noop("Nhờ chủ giấy tờ đăng nhập và chia sẻ.")


class WrongShareCode(Refused):
    code = "results-wrong-share-code"
    title = gettext_noop("Mã chưa đúng, hoặc liên kết đã hết hạn, đã thôi chia sẻ")
    mend = gettext_noop("Hỏi lại người chia sẻ. Nhập sai %(most)s lần thì liên kết đóng.")

    def __init__(self) -> None:
        super().__init__(fields={"ma": str(self)}, most=MOST_WRONG)

    def __str__(self) -> str:
        return f"{self.title}. {self.mend % {'most': MOST_WRONG}}"


@dataclass(frozen=True)
class Shared:
    """What the owner passes on, shown once: only digests are kept."""

    share: PaperShare
    token: str
    code: str


def _code_index(share_id: object, code: str) -> bytes:
    return keyring().index(f"{share_id}:{code}", kind="share-code")


def must_own(paper: StoredPaper, by: Actor) -> None:
    """Raises NotYours: nobody shares for the owner, no official either."""
    if not by.is_citizen or not is_readable(by, paper.pk):
        raise NotYours()


@transaction.atomic
def share_paper(paper: StoredPaper, *, days: str, purpose: str, by: Actor, at: datetime) -> Shared:
    """A new link and code for one paper. Raises NotYours, ReasonMissing, NotFound for a span that is not offered."""
    must_own(paper, by)
    if days not in LASTS:
        raise NotFound()
    why = said(purpose, "purpose", FOR_WHAT, 200)
    token, code, share_id = secrets.token_urlsafe(16), f"{secrets.randbelow(10**6):06d}", new_id()
    share = PaperShare.objects.create(
        id=share_id,
        paper=paper,
        token_digest=digest_of(token),
        code_index=_code_index(share_id, code),
        purpose=why,
        made_at=at,
        until=at + LASTS[days],
    )
    payload = {"share": str(share.pk), "until": share.until.isoformat()}
    write_entry("results.shared", paper, by=by, at=at, payload=payload)
    return Shared(share, token, code)


@transaction.atomic
def end_share(share: PaperShare, *, by: Actor, at: datetime) -> bool:
    """From now on the link opens nothing; gives whether it still did. Raises NotYours."""
    must_own(share.paper, by)
    if not PaperShare.objects.filter(pk=share.pk, ended_at=None).update(ended_at=at):
        return False
    write_entry("results.share_ended", share.paper, by=by, at=at, payload={"share": str(share.pk)})
    return True


def open_share(share: PaperShare, code: str, *, by: Actor, at: datetime) -> PaperShare:
    """With the right code, before its end: an entry, and one more opening. Raises WrongShareCode.

    Five wrong codes close the link. What was refused is kept although it is refused.
    """
    with transaction.atomic():
        row = PaperShare.objects.select_for_update(of=("self",)).select_related("paper").get(pk=share.pk)
        is_open = is_standing(row.until, row.ended_at, row.failures, at)
        fits = hmac.compare_digest(bytes(row.code_index), _code_index(row.pk, code.strip()))
        if is_open and fits:
            PaperShare.objects.filter(pk=row.pk).update(opened=F("opened") + 1)
            write_entry("results.share_opened", row.paper, by=by, at=at, payload={"share": str(row.pk)})
            return row
        if is_open:
            _note_wrong(row, by, at)
    raise WrongShareCode()


def _note_wrong(row: PaperShare, by: Actor, at: datetime) -> None:
    row.failures += 1
    row.save(update_fields=["failures"])
    payload = {"share": str(row.pk), "failures": row.failures}
    write_entry("results.share_refused", row.paper, by=by, at=at, payload=payload)


@transaction.atomic
def note_look(share: PaperShare, *, by: Actor, at: datetime) -> None:
    """The file behind an opened link was looked at once more."""
    PaperShare.objects.filter(pk=share.pk).update(opened=F("opened") + 1)
    write_entry("results.share_opened", share.paper, by=by, at=at, payload={"share": str(share.pk)})
