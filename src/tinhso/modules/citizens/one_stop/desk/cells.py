"""The rows of a work list, written without a template: fifty rows of ten columns were half of the page's work."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tinhso.modules.citizens.one_stop.queries.worklists import ListedMore
from tinhso.shell.templatetags.shell import clock_chip, moment, state_chip

NOTHING = "–"
Cell = Callable[[ListedMore], str]
Column = tuple[str, str]  # its short name and its title


def written_rows(items: Iterable[ListedMore], shown: Sequence[Column], *, with_pick: bool) -> Iterator[SafeString]:
    """The cells of each row: the box to choose it where there are acts, its number as a link, the columns shown."""
    cells = _cells()
    columns = [(format_html('<td data-label="{}">', title), cells[name]) for name, title in shown]
    head = _head(with_pick=with_pick)
    for item in items:
        parts = [head(item), *(f"{opening}{conditional_escape(cell(item))}</td>" for opening, cell in columns)]
        yield SafeString("".join(parts))  # titles and cells were escaped above


def _head(*, with_pick: bool) -> Cell:
    place = reverse("one_stop:dossier", args=["-"]).removesuffix("-")
    link = format_html('<td data-label="{}"><a class="code" data-open href="{}', _("Mã hồ sơ"), place)
    pick = format_html('<td class="pick"><input type="checkbox" name="chon" form="bulk" aria-label="{} ', _("Chọn"))

    def written(item: ListedMore) -> str:
        number, address = conditional_escape(item.row.number), quote(item.row.number)
        box = f'{pick}{number}" value="{number}:{item.row.version}"></td>' if with_pick else ""
        return f'{box}{link}{address}">{number}</a></td>'

    return written


def _cells() -> dict[str, Cell]:
    """What stands in each column; a chip that comes again is written once."""
    state, clock, channel = cache(state_chip), cache(clock_chip), cache(_)
    return {
        "noi-dung": lambda item: item.row.title,
        "nguoi-nop": lambda item: item.row.applicant,
        "trang-thai": lambda item: state(item.row.state, item.state_label),
        "thoi-han": lambda item: clock(item.clock.kind, item.clock.days) if item.clock.kind != "none" else NOTHING,
        "hen-tra": lambda item: moment(item.row.due_at),
        "nguoi-giu": lambda item: item.holder or NOTHING,
        "buoc": lambda item: item.step,
        "han-buoc": lambda item: moment(item.row.step_due_at),
        "don-vi": lambda item: item.unit or NOTHING,
        "thu-tuc": lambda item: format_html('<span class="code">{}</span>', item.row.code),
        "kenh": lambda item: channel(item.channel),
        "nop": lambda item: moment(item.row.submitted_at),
        "tiep-nhan": lambda item: moment(item.row.received_at),
    }
