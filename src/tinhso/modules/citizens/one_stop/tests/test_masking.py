from tinhso.modules.citizens.one_stop.rules.masking import masked_typed, numbers_in, with_numbers

BODY = {
    "sections": [
        {
            "code": "a",
            "title": "A",
            "questions": [
                {"name": "own", "kind": "personal_number", "label": "Số của bạn?"},
                {
                    "name": "children",
                    "kind": "group",
                    "label": "Con",
                    "item_label": "Con",
                    "items": [{"name": "number", "kind": "personal_number", "label": "Số của con?"}],
                },
            ],
        }
    ]
}
ANSWERS = {"own": "068095001234", "children": [{"number": "068120000011"}, {"number": "079121000022"}]}


def test_it_works() -> None:
    known = numbers_in(BODY, ANSWERS)
    shown = masked_typed(BODY, ANSWERS, known)
    assert shown["/own"] == "068•••••••34"
    assert not any(number in "".join(shown.values()) for number in known.values())


def test_a_mask_that_comes_back_is_the_number_and_a_new_number_is_itself() -> None:
    known = numbers_in(BODY, ANSWERS)
    typed = {"own": " 068•••••••34 ", "children": [{"number": "079•••••••22"}, {"number": "001099000001"}]}
    assert with_numbers(BODY, typed, known) == {
        "own": "068095001234",
        "children": [{"number": "079121000022"}, {"number": "001099000001"}],
    }


def test_two_numbers_under_one_mask_are_known_by_their_box_and_never_guessed() -> None:
    answers = {"own": "068095001234", "children": [{"number": "068111111134"}]}
    known = numbers_in(BODY, answers)
    mask = "068•••••••34"
    assert set(masked_typed(BODY, answers, known).values()) == {mask}
    typed = {"own": mask, "children": [{"number": mask}, {"number": mask}]}
    assert with_numbers(BODY, typed, known) == {
        "own": "068095001234",
        "children": [{"number": "068111111134"}, {"number": mask}],
    }
