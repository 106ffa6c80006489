# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit of a faultless fleet, and of the emulator's default call centers, with each API version and with both."""

from __future__ import annotations

import collections
import json
import subprocess

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from ansible_programs import clean_environment, program
from audit_cases import SEEN
from emulator_process import running_emulator
from tree import ROOT

CLEAN = json.loads((ROOT / "tests" / "support" / "clean_fleet.json").read_text(encoding="utf-8"))
# Number of findings by rule, with 2017-07-05, with 2020-07-01 and with both.
FOUND = {
    "recordings_in_shared_bucket": (1, 0, 1),
    "recording_retention_short": (3, 0, 3),
    "storage_size_low": (1, 0, 1),
    "no_administrator": (1, 1, 1),
    "single_administrator": (2, 3, 3),
    "administrator_without_contact": (4, 4, 4),
    "test_number_in_production": (1, 0, 1),
    "test_number_running_out": (1, 0, 1),
    "no_phone_number": (1, 1, 1),
    "number_on_two_instances": (4, 4, 4),
    "too_many_online_agents": (1, 0, 1),
    "not_running": (1, 1, 1),
    "stuck_in_creating": (2, 2, 2),
    "duplicate_name": (2, 2, 2),
    "not_a_member": (0, 1, 1),
    "too_many_privileged_users": (1, 1, 1),
    "agent_without_skill_group": (1, 1, 1),
    "audio_download_allowed": (0, 2, 2),
    "user_shares_ram_id": (2, 2, 2),
    "user_shares_email": (2, 2, 2),
    "skill_group_without_agents": (1, 1, 1),
    "skill_group_without_numbers": (0, 1, 1),
    "number_without_flow": (1, 1, 1),
    "number_inactive": (0, 1, 1),
    "number_unused": (1, 1, 1),
    "unassigned_number": (0, 3, 3),
    "flow_never_published": (1, 1, 1),
    "flow_without_number": (1, 1, 1),
    "draft_waiting": (3, 3, 3),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Return the reports of all audits by fleet and API versions. One play makes all of them."""
    folder = tmp_path_factory.mktemp("audits")
    with running_emulator(data=CLEAN) as clean, running_emulator() as story:
        audits = {
            (fleet, versions): {
                "audit_accounts": [{"name": fleet, "api_versions": SEEN[versions], **emulator.connection}],
                "audit_report_dir": f"{fleet} {versions}",
                "audit_sts_endpoint": emulator.endpoint,
                "audit_fail_on": "low" if fleet == "clean" else "none",
            }
            for fleet, emulator in (("clean", clean), ("story", story))
            for versions in SEEN
        }
        tasks = [
            {"ansible.builtin.include_role": {"name": "alicloud.ccc.audit"}, "vars": variables}
            for variables in audits.values()
        ]
        (folder / "play.yml").write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
        command = [*program("ansible-playbook"), "play.yml"]
        done = subprocess.run(
            command, cwd=folder, env=clean_environment(folder), capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        key: json.loads((folder / variables["audit_report_dir"] / "report.json").read_text(encoding="utf-8"))
        for key, variables in audits.items()
    }


@pytest.mark.parametrize("versions", SEEN)
def test_the_audit_of_a_faultless_fleet_has_no_findings(reports, versions):
    report = reports["clean", versions]
    assert report["findings"] == []
    assert report["verdict"] == "passed"
    assert report["summary"]["instances"] == 2
    assert {line["outcome"] for line in report["not_judged"]} <= {"not_reported", "not_asked"}


@pytest.mark.parametrize("versions", SEEN)
def test_the_audit_of_the_default_call_centers_has_exactly_these_findings(reports, versions):
    found = collections.Counter(finding["rule_id"] for finding in reports["story", versions]["findings"])
    column = list(SEEN).index(versions)
    assert found == collections.Counter({rule_id: counts[column] for rule_id, counts in FOUND.items()})


def test_the_default_call_centers_violate_each_rule_that_needs_no_list():
    lists = {rule["id"] for rule in BUILTIN_RULES if None in rule.get("params", {}).values()}
    assert {rule["id"] for rule in BUILTIN_RULES} - lists == set(FOUND)
