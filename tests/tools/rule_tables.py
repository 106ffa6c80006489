# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of docs/audit_rules.md about the built-in rules, which write_docs.py writes."""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path
from typing import Any

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from rule_cases import BOTH, FIRES, SEEN, judged

PAGE = "docs/audit_rules.md"
RULES_BEGIN, RULES_END = "<!-- rules: begin -->", "<!-- rules: end -->"
VERSIONS_BEGIN, VERSIONS_END = "<!-- rules by version: begin -->", "<!-- rules by version: end -->"


def rule_sections() -> str:
    """Return a section for each built-in rule."""
    return "\n\n".join(map(_section, BUILTIN_RULES))


def _section(rule: dict[str, Any]) -> str:
    params = ", ".join(f"`{name}: {json.dumps(value)}`" for name, value in rule.get("params", {}).items()) or "none"
    head = f"{rule['title']}. Severity `{rule['severity']}`, scope `{rule['scope']}`, params: {params}."
    texts = _wrapped(f"- Why: {rule['why']}"), _wrapped(f"- Fix: {rule['fix']}")
    return "\n".join([f"### `{rule['id']}`\n", _wrapped(head) + "\n", *texts])


def _wrapped(text: str) -> str:
    indent = "  " if text.startswith("- ") else ""
    return textwrap.fill(text, width=120, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def version_table() -> str:
    """Return the table of rules by API version: the outcome of each rule for its first case, which violates it."""
    heads = ["both" if versions == BOTH else versions for versions in SEEN]
    rows = [
        [f"`{rule['id']}`", *(_cell(rule["id"], FIRES[rule["id"]][0], versions) for versions in SEEN)]
        for rule in BUILTIN_RULES
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (["rule", *heads], ["---"] * (1 + len(heads)), *rows))


def _cell(rule_id: str, case: Any, versions: str) -> str:
    judgement = judged(rule_id, case, versions)
    if judgement.rules[rule_id][0] == "violated":
        return "evaluated"
    [line] = judgement.not_judged
    if line["outcome"] != "not_reported":
        sys.exit(f"{rule_id} is {line['outcome']} with {versions}: {line['reason']}")
    return "not reported: " + ", ".join(f"`{name}`" for name in (*line["facts"], *line["kinds"]))
