import pytest

from tinhso.base.remembering import remembered, remembering

asked: list[int] = []


@remembered
def twice(number: int) -> int:
    asked.append(number)
    if number < 0:
        raise ValueError(number)
    return number * 2


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    asked.clear()


def test_it_works() -> None:
    with remembering():
        assert [twice(1), twice(1), twice(2)] == [2, 2, 4]
    assert asked == [1, 2]


def test_outside_and_afterwards_every_question_is_asked() -> None:
    twice(1)
    with remembering():
        twice(1)
    twice(1)
    assert asked == [1, 1, 1]


def test_a_refusal_is_not_remembered() -> None:
    with remembering():
        for _ in range(2):
            with pytest.raises(ValueError):
                twice(-1)
    assert asked == [-1, -1]
