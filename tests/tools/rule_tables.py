# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/audit_rules.md says of the built-in rules, which write_docs.py writes."""

from __future__ import annotations

import json
import sys
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
    return f"### `{rule['id']}`\n\n{head}\n\n- Why: {rule['why']}\n- Fix: {rule['fix']}"


def version_table() -> str:
    """Return the table of rules by API version: what the judge says of each rule's first case, which violates it."""
    heads = ["both" if versions == BOTH else versions for versions in SEEN]
    rows = [
        [f"`{rule['id']}`", *(_cell(rule["id"], FIRES[rule["id"]][0], versions) for versions in SEEN)]
        for rule in BUILTIN_RULES
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (["rule", *heads], ["---"] * (1 + len(heads)), *rows))


def _cell(rule_id: str, case: Any, versions: str) -> str:
    judgement = judged(rule_id, case, versions)
    if judgement.rules[rule_id][0] == "violated":
        return "judged"
    [line] = judgement.not_judged
    if line["outcome"] != "not_reported":
        sys.exit(f"{rule_id} is {line['outcome']} with {versions}: {line['reason']}")
    return "not reported: " + ", ".join(f"`{name}`" for name in (*line["facts"], *line["kinds"]))
