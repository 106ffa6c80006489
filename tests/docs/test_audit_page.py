# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/audit.md: its files and commands, run against the emulator; and nothing of a call center in the job's output.

The job for GitLab and the steps for AWX need a server of theirs; of these, the command that they run is run.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from ansible_collections.alicloud.ccc.plugins.module_utils._module import connection_argument_spec
from ansible_programs import recording
from emulator_process import running_emulator

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETTINGS, PLAY, INVENTORY, JOB = [content for language, content in BLOCK.findall(PAGE) if language == "yaml"]
(SCRIPT,) = [content for language, content in BLOCK.findall(PAGE) if language == "shell"]
COMMANDS = re.findall(r"^\$ (.*)$", PAGE, re.MULTILINE)
SPEC = yaml.safe_load((ROOT / "roles" / "audit" / "meta" / "argument_specs.yml").read_text())["argument_specs"]["main"]
DEFAULTS = yaml.safe_load((ROOT / "roles" / "audit" / "defaults" / "main.yml").read_text())
SCHEMA = jsonschema.Draft202012Validator(json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8")))
# What the emulator's default set has of persons and of call centers.
FACTS = re.compile(r"wang\.fang|王芳|13900010001|Hangzhou Order Hotline|hz-orders|8a6d1f27|上海客服中心")


@pytest.fixture
def audit(run_program, tmp_path):
    """Return a function that runs a command of the page in a folder with its files, and gives its output."""
    with running_emulator() as emulator:
        key = {"mode": "AK", "access_key_id": emulator.access_key_id, "access_key_secret": emulator.access_key_secret}
        profiles = [{"name": name, **key} for name in ("production", "test")]
        (tmp_path / "config.json").write_text(json.dumps({"profiles": profiles}))
        (tmp_path / "audit.yml").write_text(SETTINGS, encoding="utf-8")
        (tmp_path / "accounts.yml").write_text(INVENTORY, encoding="utf-8")
        (tmp_path / "play.yml").write_text(PLAY, encoding="utf-8")

        def run(command, status=0, profiles=True, **more):
            environment = {"ALIBABA_CLOUD_CCC_ENDPOINT": emulator.endpoint, **recording(tmp_path / "record")}
            if profiles:
                environment["ALICLOUD_SHARED_CREDENTIALS_FILE"] = str(tmp_path / "config.json")
            else:
                environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = emulator.access_key_id
                environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = emulator.access_key_secret
            done = run_program(command.split(), tmp_path, **environment, **more)
            assert done.returncode == status, done.stdout
            written = done.stdout + (tmp_path / "record").read_text(encoding="utf-8")
            assert emulator.access_key_secret not in written
            assert not FACTS.search(json.dumps(written, ensure_ascii=False)), FACTS.search(written)
            return done.stdout

        run.emulator = emulator
        yield run


def report_in(folder):
    """Return report.json of a folder, which is as its schema says."""
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    SCHEMA.validate(report)
    return report


def test_the_commands_are_those_that_are_tested():
    assert COMMANDS == [
        "ansible-playbook alicloud.ccc.audit -e audit_report_dir=report",
        "ansible-playbook -i accounts.yml alicloud.ccc.audit --forks 20",
    ]
    assert (
        "ansible-playbook alicloud.ccc.audit -e @audit.yml -e audit_report_dir=report"
        in yaml.safe_load(JOB)["audit"]["script"]
    )


def test_the_variables_are_those_of_the_role():
    rows = dict(re.findall(r"^\| `(audit_\w+)` \| ([^|]+) \|", PAGE, re.MULTILINE))
    assert set(rows) == set(SPEC["options"]) - {"audit_account", "audit_hosts"}
    for name, shown in rows.items():
        default = DEFAULTS[name]
        if name not in ("audit_accounts", "audit_baseline"):
            assert shown == f"`{default}`"
            assert SPEC["options"][name]["default"] == default
    assert DEFAULTS["audit_accounts"] == [{"name": "default"}]


def test_an_account_takes_every_option_of_the_connection():
    options = set(SPEC["options"]["audit_accounts"]["options"])
    assert options == {"name", "regions"} | set(connection_argument_spec()) - {"region"}
    assert SPEC["options"]["audit_account"]["options"] == SPEC["options"]["audit_accounts"]["options"]
    tasks = (ROOT / "roles" / "audit" / "tasks" / "read.yml").read_text()
    handed_on = re.findall(r'(\w+): "{{ item\.0\.(\w+) \| default\(omit\) }}"', tasks)
    assert {option for option, _key in handed_on} == options - {"name", "regions"}
    assert all(option == key for option, key in handed_on)


def test_one_command_audits_with_the_key_of_the_environment(audit, tmp_path):
    printed = audit(COMMANDS[0] + " -vvvv", status=2, profiles=False)
    report = report_in(tmp_path / "report")
    assert report["verdict"] == "failed"
    assert report["summary"]["instances"] == 8
    assert f"See {tmp_path}/report/report.html." in re.sub(r"\s+", " ", printed)
    assert "default: 8 instances, 25 findings, 0." in printed
    for name in ("report.html", "report.json", "findings.csv", "junit.xml", "facts.json"):
        assert (tmp_path / "report" / name).stat().st_mode & 0o777 == 0o600
        assert "wang.fang" not in (tmp_path / "report" / name).read_text(encoding="utf-8")


def test_personal_data_is_kept_on_request(audit, tmp_path):
    audit(COMMANDS[0] + " -e audit_report_personal_data=keep -e audit_fail_on=none", profiles=False)
    assert "wang.fang" in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")


def test_exceptions_that_are_over_or_of_no_use_are_told(audit, tmp_path):
    exceptions = [
        {"rule_id": "no_administrator", "until": "2020-12-31", "reason": "New"},
        {"rule_id": "no_administrator", "account": "other", "until": "2099-12-31", "reason": "New"},
    ]
    (tmp_path / "exceptions.json").write_text(json.dumps({"audit_exceptions": exceptions}))
    audit(COMMANDS[0] + " -e @exceptions.json", status=2, profiles=False)
    report = report_in(tmp_path / "report")
    assert {finding["rule_id"] for finding in report["findings"] if finding["scope"] == "exception"} == {
        "exception_expired",
        "exception_unused",
    }
    assert report["verdict"] == "failed"


def test_check_mode_judges_and_writes_nothing(audit, tmp_path):
    printed = audit(COMMANDS[0] + " --check", status=2, profiles=False)
    assert "Nothing was written, in check mode." in printed
    assert not (tmp_path / "report").exists()


def test_the_settings_have_their_effects(audit, tmp_path):
    audit("ansible-playbook alicloud.ccc.audit -e @audit.yml", status=2)
    report = report_in(tmp_path / "report")
    accounts = {(account["account"], account["region"]): account for account in report["accounts"]}
    assert set(accounts) == {("production", "cn-shanghai"), ("production", "cn-hangzhou"), ("test", None)}
    # The emulator has the same call centers in each region.
    assert accounts["production", "cn-hangzhou"]["instances"] == 0
    assert accounts["test", None]["api_version"] == "2020-07-01"
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
    assert len(rows) == len(report["findings"])


def test_the_role_works_in_a_play_of_ones_own(audit, tmp_path):
    printed = audit("ansible-playbook play.yml -vvvv", profiles=False)
    assert "passed, 2 findings of severity high" in printed
    assert report_in(tmp_path / "ccc-audit")["fail_on"] == "none"


@pytest.mark.parametrize("command", ["ansible-playbook play.yml -vvvv", "ansible-playbook alicloud.ccc.audit -vvvv"])
def test_a_key_of_an_account_is_not_shown(audit, tmp_path, command):
    account = {"name": "own-key", **audit.emulator.connection}
    (tmp_path / "accounts.json").write_text(json.dumps({"audit_accounts": [account], "audit_fail_on": "none"}))
    audit(command + " -e @accounts.json", profiles=True)
    assert report_in(tmp_path / "ccc-audit")["summary"]["instances"] == 8


def test_accounts_are_hosts_where_the_inventory_has_them(audit, tmp_path):
    audit(COMMANDS[1], status=2)
    assert [account["account"] for account in report_in(tmp_path / "ccc-audit")["accounts"]] == ["production", "test"]
    # Those that are left out are no failures.
    audit(COMMANDS[1] + " --limit localhost,test", status=2)
    assert [account["account"] for account in report_in(tmp_path / "ccc-audit")["accounts"]] == ["test"]


def test_an_account_that_cannot_be_read_stops_no_other(audit, tmp_path):
    accounts = {
        "good": {"audit_account": {"name": "good", "profile": "test"}},
        "refused": {"audit_account": {"name": "refused", "profile": "none-such"}},
        "broken": {"audit_account": {"name": "broken", "profile": "{{ lookup('ansible.builtin.file', '/none') }}"}},
    }
    (tmp_path / "accounts.yml").write_text(json.dumps({"ccc_audit_accounts": {"hosts": accounts}}))
    audit(COMMANDS[1], status=2)
    report = report_in(tmp_path / "ccc-audit")
    errors = {account["account"]: account["error"] for account in report["accounts"]}
    assert errors["good"] is None
    assert "There is no profile none-such" in errors["refused"]
    assert errors["broken"] == "It was not read. The output of the job tells why."
    not_read = [finding for finding in report["findings"] if finding["rule_id"] == "account_not_read"]
    assert {finding["account"] for finding in not_read} == {"refused", "broken"}
    assert report["summary"]["instances"] == 8


@pytest.mark.parametrize("accounts", [[{"name": "a"}, {"name": "a"}], [{"name": "a", "regions": []}]])
def test_accounts_that_cannot_be_told_apart_or_have_no_region_stop_a_role(audit, tmp_path, accounts):
    play = yaml.safe_load(PLAY)
    play[0]["tasks"][0]["vars"]["audit_accounts"] = accounts
    (tmp_path / "play.yml").write_text(json.dumps(play))
    audit("ansible-playbook play.yml", status=2)


def test_the_nightly_script_compares_with_the_night_before(audit, tmp_path, monkeypatch):
    home = tmp_path / "home" / "ccc-audit"
    home.mkdir(parents=True)
    (home / "audit.yml").write_text(yaml.safe_dump({"audit_fail_on": "none"}))
    # A shell finds the command of this environment by its name, and a day by the clock.
    commands = tmp_path / "bin"
    commands.mkdir()
    program = Path(sys.executable).parent / "ansible-playbook"
    (commands / "ansible-playbook").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{program}" "$@"\n')
    (commands / "ansible-playbook").chmod(0o700)
    (commands / "date").write_text('#!/bin/sh\necho "$DAY"\n')
    (commands / "date").chmod(0o700)
    (tmp_path / "script.sh").write_text(SCRIPT)
    for day in ("2026-11-21", "2026-11-22"):
        environment = {
            "PATH": f"{commands}:/usr/bin:/bin",
            "HOME": str(tmp_path / "home"),
            "LC_ALL": "C.UTF-8",
            "DAY": day,
            "ALIBABA_CLOUD_CCC_ENDPOINT": audit.emulator.endpoint,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": audit.emulator.access_key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": audit.emulator.access_key_secret,
            "ANSIBLE_HOME": str(tmp_path / "ansible"),
            "NO_PROXY": "*",
        }
        done = subprocess.run(
            ["sh", str(tmp_path / "script.sh")], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert report_in(home / "2026-11-21")["drift"] is None
    assert report_in(home / "2026-11-22")["summary"]["drift"] == {"added": 0, "removed": 0, "changed": 0}
    assert (home / "latest").resolve() == home / "2026-11-22"
