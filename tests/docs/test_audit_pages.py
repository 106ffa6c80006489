# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/audit.md, audit_rules.md, report.md and report.schema.json agree with the code and the files of an audit."""

from __future__ import annotations

import csv
import json
import re

import jsonschema
import pytest
import yaml
from ansible_collections.alicloud.ccc.plugins.filter import audit_findings, audit_rules
from ansible_collections.alicloud.ccc.plugins.modules import audit_report
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit import rules as _rules
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.judge import findings_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.names import INDEXES, SCOPES, fleet_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.csv import COLUMNS
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.files import FILES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.report import facts_of
from audit_cases import ENVIRONMENT
from documents import IN_BACKTICKS, Page
from emulator_process import running_emulator
from report_samples import sample, with_nothing, without_findings
from tree import ROOT

RULES, REPORT = Page("docs/audit_rules.md"), Page("docs/report.md")
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
# Facts of the emulator's call centers, most of them personal.
FACTS = re.compile(r"wang\.fang|王芳|13900010001|Hangzhou Order Hotline|hz-orders|8a6d1f27|上海客服中心")
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


# --- The rules ---


@pytest.mark.parametrize("rule", BUILTIN_RULES, ids=lambda rule: rule["id"])
def test_the_page_describes_a_built_in_rule_as_the_code_does(rule):
    params = ", ".join(f"`{name}: {json.dumps(value)}`" for name, value in rule.get("params", {}).items()) or "none"
    described = (
        f"### `{rule['id']}` {rule['title']}. Severity `{rule['severity']}`, scope `{rule['scope']}`, "
        f"params: {params}. - Why: {rule['why']} - Fix: {rule['fix']}"
    )
    assert described in " ".join(RULES.section("The built-in rules").text.split())


def test_the_page_describes_only_built_in_rules():
    described = re.findall(r"^### `(\w+)`$", RULES.section("The built-in rules").text, re.MULTILINE)
    assert described == [rule["id"] for rule in BUILTIN_RULES]


def a_finding():
    rule = {"id": "a", "title": "t", "severity": "low", "scope": "fleet", "that": "1 / 0"}
    [finding] = findings_of(ENVIRONMENT, [], [rule], 0)
    return finding


def test_the_documented_keys_of_rules_and_findings_are_those_of_the_code():
    own = RULES.section("Write your own")
    names = own.section("Names in conditions").first_names()
    assert set(own.first_names()) == {*_rules.KEYS, *names}
    assert RULES.section("Findings").first_names() == list(a_finding())
    top = {name.partition(".")[0] for name in names}
    assert top == {"instance", "admin", "user", "params", "listed", "fleet", "inside", "now", "days_since(text)"}
    assert {name.partition(".")[2] for name in names if "." in name} == {*fleet_of([]), *INDEXES}


def test_the_documentation_of_the_audit_filters_agrees_with_the_code():
    options = yaml.safe_load(audit_findings.DOCUMENTATION)["options"]
    suboptions = options["rules"]["suboptions"]
    assert set(suboptions) == set(_rules.KEYS)
    assert {key for key, option in suboptions.items() if option.get("required")} == set(_rules.REQUIRED)
    assert suboptions["severity"]["choices"] == list(_rules.SEVERITIES)
    assert suboptions["scope"]["choices"] == list(SCOPES)
    assert yaml.safe_load(audit_rules.DOCUMENTATION)["options"]["language"]["choices"] == list(_rules.LANGUAGES)
    assert list(yaml.safe_load(audit_findings.RETURN)["_value"]["contains"]) == list(a_finding())


# --- The report ---


def test_the_report_schema_is_a_valid_json_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("report", [sample(), sample("zh"), without_findings(), with_nothing()])
def test_reports_match_the_schema(report):
    VALIDATOR.validate(report)
    assert list(report) == list(SCHEMA["properties"])


@pytest.mark.parametrize("key", [*sample(), "summary.drift", "findings.0.reason"])
def test_the_report_schema_requires_each_key(key):
    report = sample()
    *path, last = key.split(".")
    item = report
    for step in path:
        item = item[int(step) if step.isdigit() else step]
    del item[last]
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(report)


def test_the_report_page_lists_each_file_key_column_and_outcome():
    assert [cells[0].strip("`") for cells in REPORT.rows[: len(FILES)]] == list(FILES.values())
    assert [cells[0].strip("`") for cells in REPORT.section("report.json").rows] == list(SCHEMA["properties"])
    assert REPORT.section("Outcomes of rules").first_names() == SCHEMA["$defs"]["outcome"]["enum"]
    assert REPORT.section("The counts").first_names() == list(SCHEMA["properties"]["summary"]["properties"])
    assert [cells[0].strip("`") for cells in REPORT.section("findings.csv").rows] == list(COLUMNS)
    assert {*facts_of(sample()), "report.json"} == set(IN_BACKTICKS.findall(REPORT.section("facts.json").text))
    assert set(REPORT.section("Exit codes and results").first_names()) == set(yaml.safe_load(audit_report.RETURN))


# --- The settings and accounts of docs/audit.md ---


@pytest.fixture
def other_emulator():
    with running_emulator(access_key_id="the-other-id", access_key_secret="the-other-secret") as process:
        yield process


@pytest.fixture
def audit(run_program, emulator, other_emulator, tmp_path):
    """Return a function that runs the audit with variables, checks its output for facts and secrets, and returns it."""
    connections = {"production": emulator.connection, "test": other_emulator.connection}
    profiles = [{**connection, "name": name, "mode": "AK"} for name, connection in connections.items()]
    (tmp_path / "config.json").write_text(json.dumps({"profiles": profiles}), encoding="utf-8")
    own = {
        "ALIBABA_CLOUD_CCC_ENDPOINT": "http://127.0.0.1:<region>",
        "ALIBABA_CLOUD_REGION_ID": str(other_emulator.port),
        "ALICLOUD_SHARED_CREDENTIALS_FILE": str(tmp_path / "config.json"),
    }

    def run(variables, *arguments, status):
        (tmp_path / "audit.yml").write_text(variables, encoding="utf-8")
        command = [
            "ansible-playbook",
            "alicloud.ccc.audit",
            "-e",
            "@audit.yml",
            "-e",
            "audit_report_dir=report",
            "-e",
            f"audit_sts_endpoint={emulator.endpoint}",
            "-vvvv",
        ]
        done = run_program([*command, *arguments], tmp_path, **own)
        assert done.returncode == status, done.stdout
        assert emulator.access_key_secret not in done.stdout
        assert not FACTS.search(done.stdout)
        return done.stdout

    return run


def report_in(folder):
    report = json.loads((folder / "report" / "report.json").read_text(encoding="utf-8"))
    VALIDATOR.validate(report)
    return report


def test_the_settings_on_the_audit_page_take_effect(audit, emulator, tmp_path):
    [settings] = [
        content for content in Page("docs/audit.md").contents("yaml") if content.startswith("audit_accounts:")
    ]
    # The endpoint has a port instead of the region.
    regions = "[cn-shanghai, cn-hangzhou]"
    assert regions in settings
    audit(settings.replace(regions, f'["{emulator.port}"]'), status=2)
    report = report_in(tmp_path)
    reads = {account["account"]: account["api_versions"] for account in report["accounts"]}
    assert reads == {"production": ["2017-07-05", "2020-07-01"], "test": ["2020-07-01"]}
    assert report["accounts"][0]["region"] == str(emulator.port)
    assert all(facts["users"] is not None for facts in report["instances"] if facts["is_member"] is not False)
    assert "skill_groups" not in report["instances"][0]
    rules = {rule["id"]: rule for rule in report["rules"]}
    assert rules["recording_retention_short"]["severity"] == "high"
    assert rules["recording_retention_short"]["params"] == {"min_days": 180}
    assert "too_many_online_agents" not in rules
    assert rules["name_has_a_city"]["violations"] > 0
    accepted = [finding for finding in report["findings"] if finding["accepted"]]
    assert {finding["accepted"]["until"] for finding in accepted} == {"2099-12-31"}
    assert report["fail_on"] == "medium"
    assert 'lang="zh' in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    rows = list(csv.DictReader((tmp_path / "report" / "findings.csv").open(encoding="utf-8-sig")))
    assert len(rows) == len(report["findings"]) + len(report["not_judged"])


def test_an_account_that_cannot_be_read_does_not_stop_the_others(audit, tmp_path):
    accounts = {
        "good": {"audit_account": {"name": "good", "profile": "test"}},
        "refused": {"audit_account": {"name": "refused", "profile": "none-such"}},
        "left_out": {"audit_account": {"name": "left_out", "profile": "production"}},
    }
    (tmp_path / "accounts.yml").write_text(json.dumps({"ccc_audit_accounts": {"hosts": accounts}}))
    audit("{}", "-i", "accounts.yml", "--limit", "good,refused", status=2)
    report = report_in(tmp_path)
    errors = {account["account"]: account["error"] for account in report["accounts"]}
    assert set(errors) == {"good", "refused"}
    assert errors["good"] is None
    assert "There is no profile none-such" in errors["refused"]
    not_read = [finding for finding in report["findings"] if finding["rule_id"] == "account_not_read"]
    assert [finding["account"] for finding in not_read] == ["refused"]
    assert report["summary"]["instances"] > 0


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ("audit_exception: []", "audit_exception is not a variable of the audit. Did you mean audit_exceptions?"),
        ("audit_rules: [{id: own}]", "audit_rules[0] (own): title is missing."),
        ("audit_rule_overrides: {none: {}}", "audit_rule_overrides names an unknown rule: none."),
        ("audit_exceptions: [{rule_id: own}]", "audit_exceptions[0] (own): until is missing."),
        (
            "audit_exceptions: [{rule_id: no_administrators, until: 2099-12-31, reason: x}]",
            "audit_exceptions[0] (no_administrators): rule_id is not the id of a rule. Did you mean no_administrator?",
        ),
        ("audit_baseline: audit.yml", "audit_baseline: audit.yml cannot be used: it is not JSON."),
        (
            "audit_accounts: [{name: x, profil: y}]",
            "audit_accounts[0] (x): profil is not a key of an account. Did you mean profile?",
        ),
        (
            "audit_accounts: [{name: x, profile: y}, {name: x}]",
            "audit_accounts[1] (x): audit_accounts[0] has the same name. Give each account a different name.",
        ),
        ("audit_language: fr", "value of audit_language must be one of: en, zh, got: fr"),
        ("audit_identify: perhaps", "audit_identify must be true or false, not perhaps."),
        ("audit_include: [user]", "audit_include[0] must be one of users, "),
    ],
)
def test_an_error_in_the_settings_ends_the_audit_before_anything_is_read(audit, tmp_path, variables, message):
    output = audit(variables, status=2)
    assert message in output
    assert "Read all accounts" not in output
    assert not (tmp_path / "report").exists()
