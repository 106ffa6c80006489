# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/audit_rules.md against the rules, and its tasks in a run; the documentation of the filters against the code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from ansible_collections.alicloud.ccc.plugins.filter import audit_findings, audit_rules
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit import rules as _rules
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from audit_cases import ENVIRONMENT
from emulator_process import running_emulator

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "audit_rules.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def section(rule):
    params = ", ".join(f"`{name}: {json.dumps(value)}`" for name, value in rule.get("params", {}).items()) or "none"
    return (
        f"`{rule['id']}`\n\n{rule['title']}. Severity `{rule['severity']}`, scope `{rule['scope']}`, "
        f"params: {params}.\n\n"
        f"- Why: {rule['why']}\n- Fix: {rule['fix']}"
    )


def rows(heading):
    part = re.split(r"^#+ ", PAGE.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    cells = [line.split("|")[1] for line in part.splitlines() if line.startswith("|")][2:]
    return [name for cell in cells for name in re.findall(r"`([\w.]+)`", cell)]


def test_the_built_in_rules_are_those_of_the_code():
    sections = PAGE.partition("\n## The built-in rules\n")[2].split("\n### ")[1:]
    assert [text.strip() for text in sections] == [section(rule) for rule in BUILTIN_RULES]


def test_the_keys_and_names_are_those_of_the_code():
    assert set(rows("Write your own")) == set(_rules.KEYS)
    rule = {"id": "a", "title": "t", "severity": "low", "scope": "fleet", "that": "1 / 0"}
    [finding] = _rules.findings_of(ENVIRONMENT, [], [rule], 0)
    assert rows("What a finding tells") == list(finding)
    names = {name.partition(".")[0] for name in rows("Names in conditions")}
    assert names == {"instance", "admin", "phone_number", "params", "listed", "fleet", "now"}
    by = {name.partition(".")[2] for name in rows("Names in conditions") if "." in name}
    assert by == set(_rules.fleet_of([]))


def test_the_documentation_of_the_filters_is_that_of_the_code():
    options = yaml.safe_load(audit_findings.DOCUMENTATION)["options"]
    suboptions = options["rules"]["suboptions"]
    assert set(suboptions) == set(_rules.KEYS)
    assert {key for key, option in suboptions.items() if option.get("required")} == set(_rules.REQUIRED)
    assert suboptions["severity"]["choices"] == list(_rules.SEVERITIES)
    assert suboptions["scope"]["choices"] == list(_rules.SCOPES)
    assert yaml.safe_load(audit_rules.DOCUMENTATION)["options"]["language"]["choices"] == list(_rules.LANGUAGES)
    rule = {"id": "a", "title": "t", "severity": "low", "scope": "fleet", "that": "1 / 0"}
    [finding] = _rules.findings_of(ENVIRONMENT, [], [rule], 0)
    assert list(yaml.safe_load(audit_findings.RETURN)["_value"]["contains"]) == list(finding)


@pytest.fixture(scope="module")
def key():
    with running_emulator() as emulator:
        yield emulator.environment


def test_the_tasks_of_the_page_run(key, run_program, tmp_path):
    assert {language for language, _content in BLOCK.findall(PAGE)} == {"yaml"}
    check = "\n".join(
        [
            "- ansible.builtin.copy:",
            '    dest: "{{ playbook_dir }}/found.jsonl"',
            "    mode: '0600'",
            "    content: \"{{ lookup('ansible.builtin.file', 'found.jsonl') ~ (findings | to_json) ~ '\\n' }}\"",
            "",
        ]
    )
    tasks = "".join(content + check for _language, content in BLOCK.findall(PAGE))
    play = "- hosts: localhost\n  gather_facts: false\n  tasks:\n" + re.sub("(?m)^(?=.)", "    ", tasks)
    (tmp_path / "playbook.yml").write_text(play, encoding="utf-8")
    (tmp_path / "found.jsonl").touch()
    done = run_program(["ansible-playbook", "playbook.yml"], tmp_path, **key)
    assert done.returncode == 0, done.stdout
    lines = (tmp_path / "found.jsonl").read_text(encoding="utf-8").replace("}][{", "}]\n[{").splitlines()
    builtin, own, template = (json.loads(line) for line in lines)
    assert {finding["severity"] for finding in builtin if finding["rule_id"] == "recording_retention_short"} == {"high"}
    assert "administrator_not_allowed" in {finding["rule_id"] for finding in builtin}
    assert "no_phone_number" not in {finding["rule_id"] for finding in builtin}
    assert {finding["rule_id"] for finding in own} == {"too_few_trunks"}
    assert {finding["kind"] for finding in own + template} == {"violation"}
    assert template[0]["message"].endswith("are all 测试11111.")
