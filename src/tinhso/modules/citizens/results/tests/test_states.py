"""Whatever people try in whatever order, a paper only goes the way of the table."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.modules.citizens.results.models import PaperState
from tinhso.modules.citizens.results.rules.codes import is_paper_code, is_result_code, store_code
from tinhso.modules.citizens.results.rules.states import ACTS, IN_STORE, WAITING, NotNow, Standing, after

acts = st.lists(st.sampled_from(sorted(ACTS)), max_size=30)


def test_it_works() -> None:
    walked = Standing.UPLOADED
    for act in ("check", "confirm", "sign", "revoke"):
        walked = after(act, walked)
    assert walked is Standing.REVOKED
    assert [state.value for state in Standing] == PaperState.values


@given(acts)
def test_nothing_enters_the_store_but_over_check_confirmation_and_signature(tried: list[str]) -> None:
    state, done = Standing.UPLOADED, []
    for act in tried:
        try:
            state = after(act, state)
        except NotNow:
            continue
        done.append(act)
    if state in IN_STORE:
        since = done[len(done) - done[::-1].index("check") - 1 :]
        assert since[:3] == ["check", "confirm", "sign"]


@given(acts, st.sampled_from([Standing.REVOKED, Standing.REPLACED, Standing.DROPPED]))
def test_what_has_ended_stays_so(tried: list[str], ended: Standing) -> None:
    for act in tried:
        with pytest.raises(NotNow):
            after(act, ended)


def test_every_state_is_reached_and_every_waiting_one_is_left() -> None:
    reached = {then for _allowed, then in ACTS.values()} | {Standing.UPLOADED}
    assert reached == set(Standing)
    left = {state for allowed, _then in ACTS.values() for state in allowed}
    assert set(WAITING) < left


@settings(max_examples=200)
@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.text(max_size=30), st.integers(1, 999))
def test_a_code_never_shows_the_number(number: str, text: str, order: int) -> None:
    code = store_code(number, "KQ.G15.000031", text.replace(number, ""), order)
    assert number not in code
    assert code.startswith(number[:3])
    assert code.endswith(f".{order:02d}")


def test_codes_of_types() -> None:
    assert is_result_code("KQ.G15.000031")
    assert is_result_code("KQ.H36.000001")
    for wrong in ("KQ.G15.31", "KQ.X15.000031", "KQ.G15.000031 ", "kq.g15.000031", ""):
        assert not is_result_code(wrong)
    assert is_paper_code("birth_evidence")
    assert not is_paper_code("giấy tờ")
    assert not is_paper_code("")
