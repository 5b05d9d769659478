"""The owner lets somebody see one paper: with link and code, for a while, and reads who looked."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests.world import session_of
from tinhso.base.actor import ANONYMOUS, Actor
from tinhso.base.moments import now
from tinhso.kernel.cases.tests.conftest import SYSTEM, World
from tinhso.kernel.identity.models import Account, AccountKind
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.models import PaperShare
from tinhso.modules.citizens.results.tests.conftest import Scanned, Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(world: World) -> Client:
    """The owner's."""
    account = Account.objects.create(kind=AccountKind.CITIZEN, login="owner", person=world.applicant)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(account, now())
    return client


def test_it_works(stored: Scanned, browser: Client) -> None:
    """Shared by the owner, opened with the code by somebody who is not signed in, ended, and then closed."""
    paper = stored()
    page = f"/giay-to/{paper.pk}"
    assert browser.post(page, {"days": "7", "purpose": " "}).status_code == 422
    answer = browser.post(page, {"days": "7", "purpose": "Vay vốn ngân hàng"})
    made = answer.context["made"]
    link = f"/giay-to-chia-se/{made.token}"
    assert link in answer.content.decode()
    assert made.code in answer.content.decode()
    assert made.code not in browser.get(page).content.decode()  # shown once
    reader = Client()
    assert "Mã gồm 6 chữ số" in reader.get(link).content.decode()
    assert reader.get(f"{link}/tep.pdf").status_code == 404
    assert reader.post(link, {"ma": made.code}).status_code == 302
    assert "Vay vốn ngân hàng" in reader.get(link).content.decode()
    assert reader.get(f"{link}/tep.pdf")["Content-Type"] == "application/pdf"
    assert reader.get(page).status_code == 302  # the store itself stays the owner's: to sign in
    assert reader.get(f"{page}.pdf").status_code == 404
    mine = browser.get(page).content.decode()
    assert mine.count("Mở giấy tờ được chia sẻ") == 2
    assert browser.post(page, {"end": str(made.share.pk)}).status_code == 302
    assert reader.get(f"{link}/tep.pdf").status_code == 404
    assert "Mã gồm 6 chữ số" in reader.get(link).content.decode()


def test_neither_code_nor_link_is_kept_in_clear(stored: Scanned, owner: Actor) -> None:
    made = actions.share_paper(stored(), days="1", purpose="x", by=owner, at=now())
    row = str(PaperShare.objects.filter(pk=made.share.pk).values()[0])
    payloads = "".join(Entry.objects.values_list("payload", flat=True))
    assert made.token not in row + payloads
    assert f"'{made.code}'" not in row
    assert f'"{made.code}"' not in payloads


def test_nobody_shares_for_the_owner(staff: Staff, stored: Scanned, other_citizen: Actor) -> None:
    paper = stored()
    for by in (staff.keeper, staff.confirmer, other_citizen, ANONYMOUS, SYSTEM):
        with pytest.raises(actions.NotYours):
            actions.share_paper(paper, days="1", purpose="x", by=by, at=now())
    assert not PaperShare.objects.exists()


def test_five_wrong_codes_close_the_link_and_the_owner_reads_of_them(stored: Scanned, owner: Actor) -> None:
    made = actions.share_paper(stored(), days="1", purpose="x", by=owner, at=now())
    wrong = "000000" if made.code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(actions.WrongShareCode):
            actions.open_share(made.share, wrong, by=ANONYMOUS, at=now())
    with pytest.raises(actions.WrongShareCode):
        actions.open_share(made.share, made.code, by=ANONYMOUS, at=now())
    assert Entry.objects.filter(event="results.share_refused").count() == 5


def test_it_opens_until_its_end_and_not_after(stored: Scanned, owner: Actor) -> None:
    at = now()
    made = actions.share_paper(stored(), days="1", purpose="x", by=owner, at=at)
    just_before, end = at + timedelta(days=1, seconds=-1), at + timedelta(days=1)
    assert actions.open_share(made.share, made.code, by=ANONYMOUS, at=just_before)
    with pytest.raises(actions.WrongShareCode):
        actions.open_share(made.share, made.code, by=ANONYMOUS, at=end)
