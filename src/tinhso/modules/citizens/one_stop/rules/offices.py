"""Names and codes by which the one-stop shop knows its offices."""

CENTRE_WORDS = "Trung tâm Phục vụ hành chính công"


def unit_code_of(competent: str) -> str:
    """``unit:H36.20`` → ``H36.20``."""
    return competent.removeprefix("unit:")
