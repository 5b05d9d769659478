"""Later work: what the ledger says happened is told to people and to the national portal; mornings say what is due."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import time
from time import monotonic
from uuid import UUID

from django.db import close_old_connections, transaction

from tinhso.base.actor import system_actor
from tinhso.base.messages import gettext_noop
from tinhso.base.moments import local, now
from tinhso.kernel.exchange.kinds import Declined, NoAnswer
from tinhso.kernel.exchange.queries import asked
from tinhso.kernel.ledger.queries import Feed
from tinhso.modules.citizens.one_stop import exchange
from tinhso.modules.citizens.one_stop.actions.digest import tell_of_the_day
from tinhso.modules.citizens.one_stop.actions.imports import forget_old_lists, run_import
from tinhso.modules.citizens.one_stop.actions.portal_events import settle_supplement
from tinhso.modules.citizens.one_stop.actions.portal_files import file_not_had, keep_file, url_of
from tinhso.modules.citizens.one_stop.actions.portal_money import settle_payment
from tinhso.modules.citizens.one_stop.models import ListImport, PortalFile, PortalSupplement
from tinhso.modules.citizens.one_stop.queries.imports import waiting_imports
from tinhso.modules.citizens.one_stop.queries.portal_inbox import files_to_fetch, partner_of, payments_to_settle
from tinhso.modules.citizens.one_stop.reactions import calls_in, make_letters_of, tell_of

CURSOR, BATCH = "one_stop.portal", 300
NEWS_CURSOR, LETTERS_CURSOR = "one_stop.notices", "one_stop.letters"
LETTERS_A_TURN = 6  # each takes about 50 ms of a core; the counters come first
BY = system_actor("one_stop.portal")
FROM_PORTAL = exchange.BY
FILE_SERVICE, FETCHES = "national_portal.file", 4
_fetchers = ThreadPoolExecutor(FETCHES, thread_name_prefix="portal-files")
_fetching: dict[UUID, "Future[None]"] = {}
TURN_SECONDS = 2.0  # of work on a list: letters and news of the shop wait behind it
MORNING = time(7, 15)


def tell_portal() -> int:
    """Reads the ledger on and queues what the portal must know, cursor and messages together; gives how many messages.

    While no portal is set up nothing is read, so that one set up later hears of everything.
    """
    told = 0
    while exchange.portals():
        with transaction.atomic():
            feed = Feed(CURSOR)
            entries = feed.read(BATCH)
            told += exchange.tell_portals(entries, by=BY, at=now())
            feed.advance()
        if len(entries) < BATCH:
            break
    return told


def fetch_portal_files() -> None:
    """Starts fetching what is due, a few at once and beside everything else: a slow portal holds up no letter.

    Raises the first error of a fetching that broke, after the others were looked after.
    """
    errors = [future.exception() for future in _collected()]
    for file_id in files_to_fetch(now()).values_list("id", flat=True):
        if file_id not in _fetching and len(_fetching) < 4 * FETCHES:
            _fetching[file_id] = _fetchers.submit(_fetched, file_id)
    for error in errors:
        if error is not None:
            raise error


def _collected() -> list["Future[None]"]:
    return [_fetching.pop(file_id) for file_id in [key for key, future in _fetching.items() if future.done()]]


def _fetched(file_id: UUID) -> None:
    close_old_connections()
    try:
        fetch_portal_file(file_id)
    finally:
        close_old_connections()


def fetch_portal_file(file_id: UUID) -> None:
    """One file: asked for without an open transaction, then kept, refused or left for later."""
    file = PortalFile.objects.filter(pk=file_id).first()
    if file is None:
        return
    try:
        data = asked(FILE_SERVICE, {"url": url_of(file)}, partner_code=partner_of(file.case_id))
    except (NoAnswer, Declined) as problem:
        file_not_had(file_id, problem.code, at=now())
        return
    keep_file(file_id, data, by=FROM_PORTAL, at=now())


def settle_portal() -> None:
    """Supplements whose files are here go on; money of the portal pays what stands by now."""
    for supplement_id in PortalSupplement.objects.filter(settled_at=None).values_list("id", flat=True)[:200]:
        settle_supplement(supplement_id, by=FROM_PORTAL, at=now())
    for payment_id in payments_to_settle():
        settle_payment(payment_id, by=FROM_PORTAL, at=now())


def tell_news() -> None:
    """Reads on until nothing new is ready; each batch stands or falls with its place in the feed."""
    while tell_batch():
        pass


@transaction.atomic
def tell_batch() -> int:
    """One batch of the feed; gives how many entries it read."""
    feed = Feed(NEWS_CURSOR)
    entries = feed.read(BATCH)
    tell_of(entries, at=now())
    feed.advance()
    return len(entries)


def make_letters() -> None:
    """Papers of acts no screen followed: a few a turn, so that a day's intake by machine slows nobody down."""
    made = 0
    while made < LETTERS_A_TURN:
        entries, papers = make_next_letters()
        if not entries:
            return
        made += papers


@transaction.atomic
def make_next_letters() -> tuple[int, int]:
    """Reads on to the next act that calls for papers and makes them; gives how many entries and papers that were."""
    feed = Feed(LETTERS_CURSOR)
    entries = feed.read(BATCH)
    call = next(iter(calls_in(entries)), None)
    if call is not None:
        entries = feed.read(entries.index(call) + 1)
    papers = make_letters_of(call, at=now()) if call is not None else 0
    feed.advance()
    return len(entries), papers


def tell_the_morning() -> None:
    at = now()
    if local(at).time() >= MORNING:
        tell_of_the_day(at=at)


def run_imports() -> None:
    """A turn for each of the lists that wait longest, short enough that nothing else of the shop waits long."""
    for row in waiting_imports()[:3]:
        _turn_of(row)


def _turn_of(row: ListImport) -> None:
    run_import(row, at=now(), is_enough=_Turn().is_over)


class _Turn:
    """Lasts ``TURN_SECONDS`` from when it is first asked."""

    ends: float | None = None

    def is_over(self) -> bool:
        self.ends = self.ends or monotonic() + TURN_SECONDS
        return monotonic() >= self.ends


def forget_lists() -> None:
    forget_old_lists(at=now())


JOBS: tuple[tuple[str, str, float, Callable[[], object]], ...] = (
    ("one_stop.tell_portal", gettext_noop("Báo tiến độ cho cổng quốc gia"), 1.0, tell_portal),
    ("one_stop.fetch_portal_files", gettext_noop("Tải giấy tờ từ Cổng quốc gia"), 1.0, fetch_portal_files),
    ("one_stop.settle_portal", gettext_noop("Ghép bổ sung và tiền nộp từ Cổng quốc gia"), 1.0, settle_portal),
    ("one_stop.tell_news", gettext_noop("Báo tin cho người nộp và cán bộ"), 1.0, tell_news),
    ("one_stop.make_letters", gettext_noop("Lập giấy tờ theo hồ sơ"), 1.0, make_letters),
    ("one_stop.tell_the_morning", gettext_noop("Nhắc việc buổi sáng"), 300.0, tell_the_morning),
    ("one_stop.run_imports", gettext_noop("Nhập các danh sách đã xác nhận"), 1.0, run_imports),
    ("one_stop.forget_lists", gettext_noop("Xóa danh sách nhập đã cũ"), 3600.0, forget_lists),
)
