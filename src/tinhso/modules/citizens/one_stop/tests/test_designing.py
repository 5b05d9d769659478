"""A procedure from the first word to being published: saved at every change, four eyes, dated, withdrawn, ended."""

from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed, NotFound, Stale
from tinhso.base.moments import LOCAL
from tinhso.kernel.cases import actions as cases
from tinhso.kernel.cases.actions.definitions import EndsTooEarly, NotAfterTheLast, NotWithdrawable
from tinhso.kernel.cases.models import Case, Definition, State
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.documents.queries import documents_of_kind, facts_of
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.organisations.queries import unit_by_code
from tinhso.modules.citizens.one_stop.actions import designing
from tinhso.modules.citizens.one_stop.actions.designing import Proposal, change_design
from tinhso.modules.citizens.one_stop.actions.designing.proposing import DesignUnsound, ProposalUnclear
from tinhso.modules.citizens.one_stop.actions.intake import Applicant, Intake, receive_at_counter
from tinhso.modules.citizens.one_stop.models import Design, LetterTemplate
from tinhso.modules.citizens.one_stop.queries.catalogue import channel_lines, procedure_on, procedures_found
from tinhso.modules.citizens.one_stop.queries.designing.designs import (
    content_of_definition,
    design_of,
    findings_of,
    standing,
)
from tinhso.modules.citizens.one_stop.queries.designing.listing import procedure_rows
from tinhso.modules.citizens.one_stop.queries.letters import templates_for
from tinhso.modules.citizens.one_stop.queries.offices import opinions_wanted
from tinhso.modules.citizens.one_stop.queries.procedure_page import procedure_page
from tinhso.modules.citizens.one_stop.rules.designing.carrying import packed, unpacked
from tinhso.modules.citizens.one_stop.rules.designing.checks import blocking
from tinhso.modules.citizens.one_stop.rules.designing.shape import Content
from tinhso.modules.citizens.one_stop.rules.roles import RECEIVER
from tinhso.modules.citizens.one_stop.sample.people import Office
from tinhso.modules.citizens.one_stop.sample.stories import MAIN
from tinhso.modules.citizens.one_stop.sample.walk import actor_of_seat, advance
from tinhso.modules.citizens.one_stop.tests.designs import CODE, TITLE, written
from tinhso.modules.citizens.one_stop.tests.filing import Watch

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL)
TODAY = AT.date()
FROM = date(2026, 12, 1)
BIRTH = "1.001193"


def actor(login: str) -> Actor:
    return actor_of_account(Account.objects.select_related("person").get(login=login), AT)


@pytest.fixture
def writer(province: Any) -> Actor:
    return actor("soanthutuc")


@pytest.fixture
def publisher(province: Any) -> Actor:
    return actor("congbothutuc")


def put(design: Design, content: Content, by: Actor, at: datetime = AT) -> Design:
    return change_design(design.pk, "general", lambda _before: content, seen=design.version, by=by, at=at)


def proposal(valid_from: date = FROM) -> Proposal:
    return Proposal(valid_from, "345/QĐ-UBND", date(2026, 11, 20), "Ủy ban nhân dân tỉnh")


def published(
    content: Content,
    writer: Actor,
    publisher: Actor,
    *,
    valid_from: date = FROM,
    at: datetime = AT,
    before: Definition | None = None,
) -> Definition:
    start = designing.start_next(before, by=writer, at=at) if before else designing.start_empty(by=writer, at=at)
    design = put(start, content, writer, at)
    design = designing.propose_design(design.pk, proposal(valid_from), seen=design.version, by=writer, at=at)
    design = designing.publish_design(design.pk, seen=design.version, by=publisher, at=at)
    assert design.definition is not None
    return design.definition


def test_it_works(writer: Actor, publisher: Actor) -> None:
    definition = published(written(), writer, publisher)
    assert (definition.code, definition.title, definition.version) == (CODE, TITLE, 1)
    assert definition.legal_basis.startswith("Quyết định 345/QĐ-UBND ngày 20/11/2026 (Ủy ban nhân dân tỉnh); ")
    with pytest.raises(NotFound):
        definition_in_force(CODE, FROM - timedelta(days=1))
    assert definition_in_force(CODE, FROM).pk == definition.pk
    assert form_in_force(definition.form_code, FROM).title == "Đơn đề nghị"
    (letter,) = LetterTemplate.objects.filter(procedure=CODE)
    assert (letter.valid_from, letter.to) == (FROM, "{applicant}")
    assert [hit.code for hit in procedures_found("hoạt động thể thao nơi công cộng", on=FROM).hits][:1] == [CODE]
    assert len(channel_lines(procedure_on(CODE, FROM))) == 6
    events = set(Entry.objects.filter(event__startswith="one_stop.design").values_list("event", flat=True))
    assert events == {"one_stop.design_started", "one_stop.design_proposed", "one_stop.design_published"}


def test_a_published_procedure_opens_again_as_it_was_written(writer: Actor, publisher: Actor) -> None:
    definition = published(written(), writer, publisher)
    content = content_of_definition(definition)
    assert {**content, "form": {**content["form"], "code": ""}} == written()
    again = designing.start_next(definition, by=writer, at=AT)
    assert blocking(findings_of(again, TODAY)) == []
    assert designing.start_next(definition, by=publisher, at=AT).pk == again.pk, "one next version at a time"


def test_a_ready_procedure_opens_for_its_next_version_and_keeps_its_form(writer: Actor, publisher: Actor) -> None:
    before = standing(BIRTH)
    assert before is not None
    content = content_of_definition(before)
    content["variants"][0]["legal_basis"] = "Căn cứ mới"
    after = published(content, writer, publisher, before=before)
    assert (after.version, after.form_code) == (before.version + 1, before.form_code)
    assert form_in_force(after.form_code, FROM).version == form_in_force(before.form_code, TODAY).version
    assert after.body["steps"] == before.body["steps"]


def test_a_copy_is_another_procedure_with_a_form_of_its_own(writer: Actor) -> None:
    before = standing(BIRTH)
    assert before is not None
    copy = designing.start_copy(before, by=writer, at=AT)
    assert copy.content["general"]["code"] == copy.content["form"]["code"] == ""
    assert copy.content["steps"] == content_of_definition(before)["steps"]


def test_one_of_the_catalogue_comes_filled_in_and_marked(writer: Actor) -> None:
    hit = procedures_found("giấy phép môi trường", on=TODAY).hits[0]
    design = designing.start_from_catalogue(hit.code, by=writer, at=AT)
    general = design.content["general"]
    assert (general["code"], general["title"], general["is_verified"]) == (hit.code, hit.name, False)
    bases = [row["legal_basis"] for row in (*design.content["variants"], *design.content["charges"])]
    assert all("chưa đối chiếu" in text or not text for text in bases)
    assert any(one.box == "is_verified" for one in findings_of(design, TODAY))


# Changing


def rename(title: str) -> Any:
    return lambda content: content | {"general": content["general"] | {"title": title}}


def retime(amount: str) -> Any:
    return lambda content: content | {"variants": [content["variants"][0] | {"amount": amount}]}


def test_two_who_write_different_parts_do_not_disturb_each_other(writer: Actor, publisher: Actor) -> None:
    design = designing.start_empty(by=writer, at=AT)
    change_design(design.pk, "general", rename("Một"), seen=1, by=writer, at=AT)
    change_design(design.pk, "variants", retime("3"), seen=1, by=publisher, at=AT)
    content = design_of(design.pk).content
    assert (content["general"]["title"], content["variants"][0]["amount"]) == ("Một", "3")


def test_of_one_part_the_first_wins_and_the_other_is_told_by_whom(writer: Actor, publisher: Actor) -> None:
    design = designing.start_empty(by=writer, at=AT)
    change_design(design.pk, "general", rename("Một"), seen=1, by=writer, at=AT)
    with pytest.raises(designing.DesignChanged) as refused:
        change_design(design.pk, "general", rename("Hai"), seen=1, by=publisher, at=AT)
    person = Account.objects.select_related("person").get(pk=writer.account_id).person
    assert person and refused.value.facts["who"] == person.full_name
    assert design_of(design.pk).title == "Một"
    change_design(design.pk, "general", rename("Hai"), seen=design_of(design.pk).version, by=publisher, at=AT)
    assert design_of(design.pk).title == "Hai"


def test_undoing_goes_back_step_by_step(writer: Actor) -> None:
    design = designing.start_empty(by=writer, at=AT)
    late = AT + timedelta(hours=1)
    design = change_design(design.pk, "general", rename("M"), seen=1, by=writer, at=AT)
    design = change_design(design.pk, "general", rename("Một"), seen=2, by=writer, at=AT + timedelta(seconds=5))
    design = change_design(design.pk, "variants", retime("3"), seen=3, by=writer, at=late)
    assert designing.undo_change(design.pk, by=writer, at=late).content["variants"][0]["amount"] == ""
    assert designing.undo_change(design.pk, by=writer, at=late).title == "", "what was typed in one go goes in one go"
    with pytest.raises(designing.NothingToUndo):
        designing.undo_change(design.pk, by=writer, at=late)


# Proposing and publishing


def test_an_unfinished_design_is_not_proposed(writer: Actor) -> None:
    design = designing.start_empty(by=writer, at=AT)
    with pytest.raises(DesignUnsound):
        designing.propose_design(design.pk, proposal(), seen=design.version, by=writer, at=AT)


def test_a_day_that_is_past_and_a_missing_decision_are_named(writer: Actor) -> None:
    design = put(designing.start_empty(by=writer, at=AT), written(), writer)
    with pytest.raises(ProposalUnclear) as refused:
        unclear = Proposal(TODAY - timedelta(days=1), "", None, " ")
        designing.propose_design(design.pk, unclear, seen=design.version, by=writer, at=AT)
    assert set(refused.value.fields) == {"valid_from", "number", "signed_on", "issuer"}


def test_who_wrote_a_procedure_does_not_publish_it(writer: Actor, publisher: Actor) -> None:
    design = put(designing.start_empty(by=writer, at=AT), written(), writer)
    design = change_design(
        design.pk,
        "variants",
        lambda content: content | {"variants": [content["variants"][0] | {"amount": "4"}, *content["variants"][1:]]},
        seen=design.version,
        by=publisher,
        at=AT,
    )
    design = designing.propose_design(design.pk, proposal(), seen=design.version, by=writer, at=AT)
    with pytest.raises(NotAllowed):
        designing.publish_design(design.pk, seen=design.version, by=writer, at=AT)
    with pytest.raises(designing.OwnDesign):
        designing.publish_design(design.pk, seen=design.version, by=publisher, at=AT)


def test_what_is_proposed_stands_still_until_it_comes_back(writer: Actor, publisher: Actor) -> None:
    design = put(designing.start_empty(by=writer, at=AT), written(), writer)
    design = designing.propose_design(design.pk, proposal(), seen=design.version, by=writer, at=AT)
    with pytest.raises(designing.DesignClosed):
        change_design(design.pk, "general", rename("x"), seen=design.version, by=writer, at=AT)
    with pytest.raises(Stale):
        designing.publish_design(design.pk, seen=design.version - 1, by=publisher, at=AT)
    back = designing.send_back_design(design.pk, "Thiếu căn cứ phí", by=publisher, at=AT)
    assert (back.state, back.note) == ("drafting", "Thiếu căn cứ phí")
    with pytest.raises(designing.DesignClosed):
        designing.publish_design(design.pk, seen=back.version, by=publisher, at=AT)


def test_nothing_is_half_published(writer: Actor, publisher: Actor) -> None:
    before = published(written(), writer, publisher)
    content = deepcopy(content_of_definition(before))
    content["form"]["title"] = "Đơn khác"
    design = put(designing.start_next(before, by=writer, at=AT), content, writer)
    design = designing.propose_design(design.pk, proposal(FROM), seen=design.version, by=writer, at=AT)
    with pytest.raises(NotAfterTheLast):
        designing.publish_design(design.pk, seen=design.version, by=publisher, at=AT)
    assert form_in_force(before.form_code, FROM).title == "Đơn đề nghị"
    assert Definition.objects.filter(code=CODE).count() == 1


def test_a_version_is_withdrawn_before_its_day_and_everything_is_as_it_was(writer: Actor, publisher: Actor) -> None:
    first = published(written(), writer, publisher, valid_from=TODAY)
    content = deepcopy(content_of_definition(first))
    content["form"]["title"], content["letters"][0]["to"] = "Đơn khác", "{owner}"
    content["general"]["sector"] = "Văn hóa"
    second = published(content, writer, publisher, valid_from=FROM, before=first)
    assert form_in_force(second.form_code, FROM).title == "Đơn khác"
    designing.withdraw_version(second, by=publisher, at=AT)
    assert definition_in_force(CODE, FROM).pk == first.pk
    assert form_in_force(first.form_code, FROM).title == "Đơn đề nghị"
    assert LetterTemplate.objects.get(procedure=CODE, valid_to=None).to == "{applicant}"
    assert procedure_on(CODE, FROM).sector == "Thể dục, thể thao"
    with pytest.raises(NotWithdrawable):
        designing.withdraw_version(first, by=publisher, at=AT)
    third = published(content, writer, publisher, valid_from=FROM - timedelta(days=1), before=first)
    assert third.version == 3
    assert form_in_force(third.form_code, FROM).title == "Đơn khác"


def test_an_ended_procedure_takes_no_new_dossiers_and_may_come_back(writer: Actor, publisher: Actor) -> None:
    definition = published(written(), writer, publisher, valid_from=TODAY)
    with pytest.raises(EndsTooEarly):
        designing.end_procedure(CODE, on=TODAY, by=publisher, at=AT)
    designing.end_procedure(CODE, on=FROM, by=publisher, at=AT)
    assert definition_in_force(CODE, FROM - timedelta(days=1)).pk == definition.pk
    for look in (lambda: definition_in_force(CODE, FROM), lambda: procedure_on(CODE, FROM)):
        with pytest.raises(NotFound):
            look()
    (row,) = procedure_rows(FROM, text=CODE)
    assert row.states == {"ended"}
    again = published(
        content_of_definition(definition), writer, publisher, valid_from=FROM + timedelta(days=9), before=definition
    )
    assert again.version == 2


def test_only_the_rights_open_it(province: dict[str, Office], writer: Actor) -> None:
    clerk = actor_of_seat(province[MAIN].seats[RECEIVER], RECEIVER)
    with pytest.raises(NotAllowed):
        designing.start_empty(by=clerk, at=AT)
    with pytest.raises(NotAllowed):
        designing.end_procedure(BIRTH, on=FROM, by=writer, at=AT)


# Dossiers


def file(office: Office, at: datetime) -> Case:
    """Taken in at the counter of the ward, with the papers of its case."""
    definition = definition_in_force(CODE, at.astimezone(LOCAL).date())
    needs = read_body(definition.body).papers_for("case_1")
    intake = Intake(
        definition=definition,
        variant="case_1",
        applicant=Applicant("Nguyễn Thị Mẫu", number="000195000123", phone="0900000123"),
        answers={
            "applicant_name": "Nguyễn Thị Mẫu", "applicant_number": "000195000123", "applicant_phone": "0900000123",
            "ten_hoat_dong": "Chạy bộ vì sức khỏe", "ngay_to_chuc": "2026-12-20",
        },
        papers=[cases.PaperIn(need.code, need.title) for need in needs],
        receipt_id=office.desk_id,
        key=str(new_id()),
    )  # fmt: skip
    return receive_at_counter(intake, by=actor_of_seat(office.seats[RECEIVER], RECEIVER), at=at)


def finish(case: Case, office: Office, at: datetime) -> None:
    """What is owed is paid, then step by step to the applicant's hand."""
    by, watch = actor_of_seat(office.seats[RECEIVER], RECEIVER), Watch(at)
    for charge in case.charges.filter(paid_at=None):
        cases.collect_charge(case, charge, method="cash", by=by, at=watch())
    while case.state != State.RETURNED:
        advance(case, watch)


def test_old_dossiers_finish_under_their_version_and_new_ones_under_the_new(
    province: dict[str, Office], writer: Actor, publisher: Actor
) -> None:
    office = province[MAIN]
    first = published(written(), writer, publisher, valid_from=TODAY)
    old = file(office, AT + timedelta(hours=1))
    content = deepcopy(content_of_definition(first))
    content["variants"][0] |= {"amount": "4"}
    content["results"][0] |= {"opening": "{office} chứng nhận:"}
    second = published(content, writer, publisher, valid_from=FROM, before=first)
    new = file(office, datetime(2026, 12, 1, 9, 0, tzinfo=LOCAL))
    assert (old.definition_id, new.definition_id) == (first.pk, second.pk)
    assert [one.due_at.astimezone(LOCAL).date() for one in (old, new) if one.due_at] == [
        date(2026, 11, 27),
        date(2026, 12, 7),
    ]
    for case, opening in ((old, "xác nhận:"), (new, "chứng nhận:")):
        finish(case, office, datetime(2026, 12, 2, 9, 0, tzinfo=LOCAL))
        (document,) = documents_of_kind(case, "own_certificate")
        facts = facts_of(document)
        assert facts["opening"][0].endswith(opening)
        assert {"label": "Hoạt động", "value": "Chạy bộ vì sức khỏe"} in facts["rows"]
        assert document.symbol.startswith("GXN-") and document.number
        assert list(templates_for(case, FROM).filter(procedure=CODE).values_list("title", flat=True)) == ["Công văn"]


def test_what_is_paid_first_is_paid_before_the_dossier_goes_on(
    province: dict[str, Office], writer: Actor, publisher: Actor
) -> None:
    published(written(), writer, publisher, valid_from=TODAY)
    case, by = file(province[MAIN], AT), actor_of_seat(province[MAIN].seats[RECEIVER], RECEIVER)
    with pytest.raises(cases.ChargesDue):
        cases.hand_over(case, by=by, at=AT)
    cases.collect_charge(case, case.charges.get(), method="cash", by=by, at=AT)
    cases.hand_over(case, by=by, at=AT)
    assert case.state == State.IN_PROGRESS


def test_the_public_page_says_copies_and_when_to_pay(writer: Actor, publisher: Actor) -> None:
    published(written(), writer, publisher)
    page = procedure_page(CODE, FROM)
    assert [copies for _paper, copies in page.papers] == ["1 bản sao", "1 bản sao"]
    assert "thu trước khi giải quyết" in page.charges[0][1]
    assert page.is_online


def test_a_step_names_who_is_asked_for_an_opinion(province: dict[str, Office], writer: Actor, publisher: Actor) -> None:
    content = written()
    content["steps"][1]["opinions"] = ["unit:H36.7", "commune:5"]
    published(content, writer, publisher, valid_from=TODAY)
    case, watch = file(province[MAIN], AT), Watch(AT)
    by = actor_of_seat(province[MAIN].seats[RECEIVER], RECEIVER)
    cases.collect_charge(case, case.charges.get(), method="cash", by=by, at=watch())
    advance(case, watch)
    wanted = opinions_wanted(case, TODAY)
    assert wanted[0] == str(unit_by_code("qd20", "H36.7"))
    assert len(wanted) == 2


def test_another_province_takes_the_file_in(writer: Actor, publisher: Actor) -> None:
    definition = published(written(), writer, publisher)
    data = packed(content_of_definition(definition))
    Design.objects.filter(definition=definition).update(definition=None, state="dropped")
    taken = designing.start_from_content(unpacked(data), by=publisher, at=AT)
    assert packed(taken.content) == data
    assert blocking(findings_of(taken, TODAY)) == []
