"""The certification of copies, drawn from the answers."""

from typing import Any

from tinhso.modules.citizens.one_stop.rules.results.setting import Answers, Setting


def copy_certification(answers: Answers, setting: Setting) -> dict[str, Any]:
    originals = answers["originals"]
    rows = [
        {
            "order": order,
            "title": original["title"],
            "issuer": original.get("issuer", ""),
            "pages": original["pages"],
            "copies": original["copies"],
        }
        for order, original in enumerate(originals, start=1)
    ]
    return {
        **setting.facts(),
        "requester": answers["applicant_name"],
        "originals": rows,
        "total_copies": sum(original["copies"] for original in originals),
    }
