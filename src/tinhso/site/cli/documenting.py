"""What rooms and modules declare, as the page docs/declared.md: ``tinhso declared > docs/declared.md``."""

from collections.abc import Iterable, Iterator, Sequence

import typer


def mount(app: typer.Typer) -> None:
    app.command("declared", help="In mọi mã mà các phòng và mô đun khai báo (docs/declared.md).")(declared)


def declared() -> None:
    from tinhso.site.django_ready import set_up

    set_up()
    typer.echo("\n".join(_page()))


def _page() -> Iterator[str]:
    from tinhso.base.rights import rights, roles
    from tinhso.base.scopes import scopes
    from tinhso.kernel.cases.kinds import case_types
    from tinhso.kernel.documents.kinds import document_kinds
    from tinhso.kernel.files.kinds import holders
    from tinhso.kernel.forms.kinds import sources
    from tinhso.kernel.law.kinds import rule_schemas
    from tinhso.kernel.ledger.kinds import events
    from tinhso.kernel.notices.kinds import channels, notice_kinds

    yield "# What is declared\n"
    yield "What rooms and modules declare, as `tinhso declared` prints it; tests/house_rules.py compares.\n"
    keys = ((f"`{one.code}`", one.title, ", ".join(one.payload) or "–") for one in sorted(events, key=_code))
    yield from _table("Events of the ledger", ("code", "title", "payload keys"), keys)
    yield from _table(
        "Rights",
        ("code", "title", "held in"),
        ((f"`{one.code}`", one.title, _held_in(one.everywhere)) for one in sorted(rights, key=_code)),
    )
    bundles = (
        (f"`{one.code}`", one.title, ", ".join(one.rights), _held_in(one.everywhere))
        for one in sorted(roles, key=_code)
    )
    yield from _table("Roles", ("code", "title", "rights", "where"), bundles)
    admitted = ((f"`{one.code}`", one.title, ", ".join(one.rights) or "–") for one in sorted(scopes, key=_code))
    yield from _table("Scopes of the HTTP API", ("code", "title", "rights kept"), admitted)
    yield from _table("Rule sets", ("code", "title"), ((f"`{one.code}`", one.title) for one in rule_schemas))
    kinds = ((f"`{one.code}`", one.title, one.legal_basis) for one in document_kinds)
    yield from _table("Kinds of documents", ("code", "title", "legal basis"), kinds)
    yield from _table("Types of cases", ("code", "title"), ((f"`{one.code}`", one.title) for one in case_types))
    told = (
        (f"`{one.code}`", one.title, str(one.receiver), ", ".join(f.name for f in one.fields)) for one in notice_kinds
    )
    yield from _table("Kinds of notices", ("code", "title", "told to", "fields"), told)
    yield from _table("Channels of notices", ("code", "title"), ((f"`{one.code}`", one.title) for one in channels))
    yield from _table("Holders of files", ("code",), ((f"`{one.code}`",) for one in holders))
    yield from _table("Sources of answers", ("code", "title"), ((f"`{one.code}`", one.title) for one in sources))


def _code(kind: object) -> str:
    return str(getattr(kind, "code", ""))


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _held_in(is_everywhere: bool) -> str:
    return "everywhere" if is_everywhere else "the seat's unit"
