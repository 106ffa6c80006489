# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/fault_matrix.md is what happens, and so it is in a play."""

from __future__ import annotations

import json
import sys

import pytest
from emulator_process import running_emulator
from fault_matrix import ASKED, PAGE, call_centers, observe, page_with, seed, tables


def test_the_page_says_what_was_observed():
    made = page_with(tables(observe()))
    assert PAGE.read_text(encoding="utf-8") == made, "python tests/system/fault_matrix.py --write"


# What a play does with a failed task's result, in the words of a playbook. {0}: the registered result.
IS_PARTLY_READ = [
    "{0} is failed",
    "{0}.msg is search('code Client.Connection, ') and {0}.msg is search('Check region and endpoint')",
    "{0}.errors | map(attribute='code') | unique == ['Client.Connection']",
    "{0}.instances | map(attribute='instance_id') | unique | length == {1}",
]


# One core will do: what a module returns is the same for all.
@pytest.mark.parametrize("python", ["this core"], indirect=True)
def test_a_play_gets_what_was_read(run, tmp_path):
    fault = "reset"
    ids = [call_center["InstanceId"] for call_center in call_centers(fault)[:ASKED]]
    options = {"max_attempts": 1, "api_version": "2020-07-01"}
    asked = {
        "each": ("alicloud.ccc.ccc_instance_info", {"instance_ids": ids}, 10),
        "all": ("alicloud.ccc.ccc_user_instances_info", {}, 101),
    }
    tasks = []
    for name, (module, own, _count) in asked.items():
        tasks.append({module: {**options, **own}, "register": name, "ignore_errors": True})
    that = [text.format(name, count) for name, (_module, _own, count) in asked.items() for text in IS_PARTLY_READ]
    tasks.append({"ansible.builtin.assert": {"that": that}})
    with running_emulator(data={"Instances": call_centers(fault)}, faults={fault: 0.3}, seed=seed(fault)) as emulator:
        play = {
            "hosts": "localhost",
            "gather_facts": False,
            "module_defaults": {"group/alicloud.ccc.ccc": emulator.connection},
            "vars": {"ansible_python_interpreter": sys.executable},
            "tasks": tasks,
        }
        (tmp_path / "play.yml").write_text(json.dumps([play]), encoding="utf-8")
        assert "ok=3 " in run("ansible-playbook", "play.yml")
