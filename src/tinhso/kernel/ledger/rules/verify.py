"""Checks an exported ledger or a single proof, without Django and without the database.

python -m tinhso.kernel.ledger.rules.verify FILE [--key HEX] [--head TEXT …]

``--key`` is the public key got another way than with the file; ``--head`` a head printed on a receipt.
Exit 0 when everything holds, 1 when something does not, 2 when the file cannot be read.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tinhso.kernel.ledger.rules.audit import Finding
from tinhso.kernel.ledger.rules.bundle import BadBundle, audited, read_bundle
from tinhso.kernel.ledger.rules.heads import BadHead, key_id_of, printed_head
from tinhso.kernel.ledger.rules.proofs import BadProof, proof_findings


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    try:
        report = _report(options)
    except (OSError, UnicodeDecodeError, BadBundle, BadProof, BadHead, json.JSONDecodeError) as error:
        sys.stderr.write(f"Không đọc được: {error}\n")
        return 2
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n" if options.json else _text(report))
    return 1 if report["findings"] else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="verify", description="Kiểm tra sổ cái đã xuất hoặc một bằng chứng.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", default="", help="khóa công khai nhận từ nơi khác (64 chữ số hex)")
    parser.add_argument("--head", action="append", default=[], help="đầu cây in trên giấy biên nhận")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def _report(options: argparse.Namespace) -> dict[str, Any]:
    key = bytes.fromhex(options.key) if options.key else None
    text: str = options.file.read_text(encoding="utf-8")
    if text.lstrip().startswith('{"ledger"'):
        return _bundle_report(text, key, options.head)
    proof = json.loads(text)
    findings = proof_findings(proof, key)
    return {"what": "proof", "findings": [finding.as_data() for finding in findings]}


def _bundle_report(text: str, key: bytes | None, heads: Sequence[str]) -> dict[str, Any]:
    bundle = read_bundle(line for line in text.split("\n") if line.strip())
    if key is not None:
        bundle.keys = {key_id_of(key): key}
    result = audited(bundle, [printed_head(head) for head in heads])
    return {
        "what": "ledger",
        "sealed": result.sealed,
        "unsealed": result.unsealed,
        "heads": result.heads,
        "findings": [finding.as_data() for finding in result.findings],
    }


def _text(report: dict[str, Any]) -> str:
    lines = [line_of(Finding(**finding)) for finding in report["findings"]]
    if report["what"] == "ledger":
        lines.append(
            f"{report['sealed']} bút toán đã niêm phong, {report['unsealed']} chưa, {report['heads']} đầu cây."
        )
    lines.append(f"KHÔNG ĐẠT: {len(report['findings'])} điểm sai." if report["findings"] else "ĐẠT: mọi điều đều khớp.")
    return "".join(f"{line}\n" for line in lines)


def line_of(finding: Finding) -> str:
    where = f" [{finding.entry_id}]" if finding.entry_id else ""
    return f"- {finding.kind}: {finding.says}{where}"


if __name__ == "__main__":
    raise SystemExit(main())
