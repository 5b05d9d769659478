"""tinhso ledger verify | prove | export | head | check-head."""

import json
from pathlib import Path
from uuid import UUID

import typer

from tinhso.kernel.ledger.queries.audit import audited_tables, exported
from tinhso.kernel.ledger.queries.proofs import consistency, latest_head, proof_of, public_keys, tile
from tinhso.kernel.ledger.queries.rows import row_of
from tinhso.kernel.ledger.rules.audit import Finding, witness_findings
from tinhso.kernel.ledger.rules.heads import BadHead, PrintedHead, printed_head
from tinhso.kernel.ledger.rules.verify import line_of

NOUN = "ledger"
app = typer.Typer(no_args_is_help=True, help="Sổ cái: kiểm tra, chứng minh, xuất.")
AS_JSON = typer.Option(False, "--json", help="In JSON.")
KEPT = typer.Option([], "--head", help="Đầu cây đã giữ, dạng in trên giấy hoặc trong mã QR.")


@app.command()
def verify(heads: list[str] = KEPT, as_json: bool = AS_JSON) -> None:
    """Tính lại mọi bút toán, cây và chữ ký từ cơ sở dữ liệu; thoát 1 nếu có điểm sai."""
    result = audited_tables([_read_head(text) for text in heads])
    if as_json:
        numbers = {"sealed": result.sealed, "unsealed": result.unsealed, "heads": result.heads}
        print(json.dumps(numbers | {"findings": [f.as_data() for f in result.findings]}, ensure_ascii=False))
    else:
        print(f"{result.sealed} bút toán đã niêm phong, {result.unsealed} chưa, {result.heads} đầu cây.")
        _say(result.findings)
    raise typer.Exit(1 if result.findings else 0)


@app.command()
def prove(entry: UUID, output: Path | None = typer.Option(None, "--output", "-o", help="Tệp ghi ra.")) -> None:
    """Bằng chứng rằng một bút toán nằm trong sổ cái, dạng JSON."""
    proof = proof_of(entry)
    if proof is None:
        reason = "chưa được niêm phong, thử lại sau vài giây" if row_of(entry) else "không có trong sổ cái"
        typer.echo(f"Bút toán {entry} {reason}.", err=True)
        raise typer.Exit(1)
    text = json.dumps(proof.as_data(), ensure_ascii=False, indent=1)
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)


@app.command()
def export(target: Path) -> None:
    """Xuất toàn bộ sổ cái ra một tệp để kiểm tra ở nơi khác; đưa thư mục thì tệp tên so-cai.jsonl."""
    path = target / "so-cai.jsonl" if target.is_dir() else target
    half = path.with_name(f".{path.name}.half")
    with half.open("w", encoding="utf-8") as file:
        file.writelines(exported())
    half.rename(path)
    print(f"Đã xuất {path}. Kiểm tra: python -m tinhso.kernel.ledger.rules.verify {path}")


@app.command()
def head(as_json: bool = AS_JSON) -> None:
    """Đầu cây mới nhất, để người chứng kiến giữ."""
    newest = latest_head()
    if newest is None:
        typer.echo("Sổ cái chưa có gì được niêm phong.", err=True)
        raise typer.Exit(1)
    if as_json:
        texts = {"short_text": newest.short_text, "qr_text": newest.qr_text}
        print(json.dumps(newest.as_data() | texts | {"public_key": public_keys()[newest.key_id].hex()}))
        return
    print(newest.short_text)
    print(newest.qr_text)


@app.command("check-head")
def check_head(kept: str, as_json: bool = AS_JSON) -> None:
    """Chứng minh sổ cái hôm nay bắt đầu bằng đầu cây đã giữ (chữ trên giấy, trong mã QR, hoặc tên tệp chứa nó)."""
    path = Path(kept)
    printed = _read_head(path.read_text(encoding="utf-8") if path.is_file() else kept)
    newest = latest_head()
    size = newest.size if newest else 0
    findings = list(witness_findings(printed, size, tile, public_keys()))
    if not findings and newest:
        findings += _growth_findings(printed, newest.size, newest.root)
    if as_json:
        print(json.dumps({"size": size, "findings": [f.as_data() for f in findings]}, ensure_ascii=False))
    else:
        _say(findings)
    raise typer.Exit(1 if findings else 0)


def _growth_findings(printed: PrintedHead, size: int, root: bytes) -> list[Finding]:
    grown = consistency(printed.size, size)
    if grown.holds and grown.new_root == root and printed.matches(grown.old_root):
        return []
    return [Finding("witness", f"Đầu cây {size} hôm nay không nối tiếp đầu cây {printed.size} đã giữ")]


def _read_head(text: str) -> PrintedHead:
    try:
        return printed_head(text)
    except BadHead as error:
        raise typer.BadParameter(f"không phải đầu cây: {error}") from error


def _say(findings: list[Finding]) -> None:
    for finding in findings:
        print(line_of(finding))
    print(f"KHÔNG ĐẠT: {len(findings)} điểm sai." if findings else "ĐẠT: mọi điều đều khớp.")
