# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three audits of one fleet with both API versions: the second finds no changes, the third finds two."""

from __future__ import annotations

import copy
import json

import pytest
from emulator_process import EMULATOR, running_emulator

SHANGHAI = "5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4"
STORY = json.loads((EMULATOR / "data" / "default.json").read_text("utf-8"))


def changed_story():
    """Return the default call centers with a new administrator, and a number with a new contact flow."""
    story = copy.deepcopy(STORY)
    [center] = [one for one in story["Instances"] if one["InstanceId"] == SHANGHAI]
    agent = next(
        user
        for user in center["_lists"]["ListUsers"]
        if [role["RoleName"] for role in user["Roles"]["Role"]] == ["AGENT"]
    )
    agent["Roles"]["Role"][0].update(RoleId="Admin@" + SHANGHAI, RoleName="ADMIN", RoleDescription="管理员")
    first, second = [flow for flow in center["_lists"]["ListContactFlows"] if flow["AppliedVersion"]][:2]
    second.setdefault("_numbers", []).append(first["_numbers"].pop())
    return story, agent["UserId"], second["_numbers"][-1]


@pytest.fixture
def audit(play, tmp_path):
    """Return a function that audits call centers and returns exit status, printed lines and report."""

    def run(story):
        with running_emulator(data=story) as emulator:
            variables = {
                "audit_report_dir": str(tmp_path / "report"),
                "audit_history_dir": str(tmp_path / "history"),
                "audit_fail_on_new": True,
                "audit_sts_endpoint": emulator.endpoint,
                "audit_report_personal_data": "keep",
            }
            task = {"ansible.builtin.include_role": {"name": "alicloud.ccc.audit"}}
            done = play([task], variables=variables, environment=emulator.environment)
        lines = next(task.result["lines"] for task in done.tasks if "lines" in task.result)
        return done.status, lines, json.loads((tmp_path / "report" / "report.json").read_text("utf-8"))

    return run


def test_an_audit_reports_a_new_administrator_and_nothing_if_nothing_has_changed(audit):
    status, lines, first = audit(STORY)
    assert (status, first["fixed"]) == (0, None), lines
    assert first["findings"]
    status, lines, same = audit(STORY)
    assert "Since %s: nothing new." % first["generated_at"] in lines
    assert {(finding["state"], finding["since"]) for finding in same["findings"]} == {("open", first["generated_at"])}
    assert (status, same["fixed"], same["drift"]["not_compared"]) == (0, [], [])

    story, user_id, number = changed_story()
    status, lines, third = audit(story)
    [changed] = [entry for entry in third["drift"]["changed"] if entry["instance_id"] == SHANGHAI]
    assert third["drift"]["changed"][0] == changed
    role = changed["changes"][0]
    assert (role["kind"], role["what"], role["after"]["role_name"], role["privileged"]) == (
        "users",
        "added",
        "ADMIN",
        True,
    )
    assert user_id in role["path"]
    flows = [change for change in changed["changes"] if (change["kind"], change["name"]) == ("phone_numbers", number)]
    assert "contact_flow_id" in {change["fact"] for change in flows}
    assert [row["instances"] for row in third["trend"]] == [first["summary"]["instances"]] * 3
