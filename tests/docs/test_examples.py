# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The EXAMPLES of each module are run as they stand in the documentation, one after the other, as one play.

What their reader has is given to them: keys in the environment or a profile, the variables that they use, and call
centers with the ids that they name. Their gateway, and their STS, is an emulator: ALIBABA_CLOUD_CCC_ENDPOINT names it,
and addresses of the real one in the examples are replaced by its own. Two kinds of task get another address, by their
name (ENDPOINTS): a temporary key has an emulator of its own, since an emulator knows one fixed key; and where an
example is about an unreachable gateway, the gateway is unreachable.
"""

from __future__ import annotations

import collections
import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from ansible.playbook.task import Task
from ansible_programs import both_ways
from ccc_emulator.records import default_instances
from emulator_process import running_emulator

REAL_ADDRESS = re.compile(r"https://ccc[a-z0-9.-]*\.aliyuncs\.com")
PERMANENT_KEY = {"access_key_id": "test-key-id", "access_key_secret": "test-key-secret"}
STS_KEY = {"access_key_id": "STS.example", "access_key_secret": "sts-secret", "security_token": "sts-token"}

# Which emulator a task gets that does not get the one of the permanent key.
ENDPOINTS = {
    "Use a temporary key of STS": "temporary",
    "Go on without the facts if the gateway cannot be reached": "refused",
}
# What the documentation says of itself: these fail, and the play goes on.
EXPECTED_TO_FAIL = {
    "Read what can be read, and go on without the rest",
    "Stop the play if a call center has no administrator",
    "Go on without the facts if the gateway cannot be reached",
}


def instances() -> list[dict[str, Any]]:
    """Return call centers as the examples take them for granted: the one that they name is at work."""
    named, *others = copy.deepcopy(default_instances())
    return [{**named, "Status": "Running"}, *others]


@pytest.fixture
def endpoints(refused_endpoint: str) -> Iterator[dict[str, str]]:
    with running_emulator(data=instances()) as permanent, running_emulator(data=instances(), **STS_KEY) as temporary:
        yield {
            "permanent": permanent.endpoint,
            "temporary": temporary.endpoint,
            "refused": refused_endpoint,
        }


def leaves(tasks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the tasks that run: those in blocks, and not the blocks."""
    for task in tasks:
        inner = [other for part in ("block", "rescue", "always") for other in task.get(part, [])]
        yield from leaves(inner) if inner else [task]


@both_ways
def test_every_example_runs(module_name, documentation, endpoints, play, tmp_path):
    text = REAL_ADDRESS.sub(endpoints["permanent"], documentation[module_name]["examples"])
    tasks = yaml.safe_load(text)
    for task in leaves(tasks):
        if task["name"] in ENDPOINTS:
            task["environment"] = {"ALIBABA_CLOUD_CCC_ENDPOINT": endpoints[ENDPOINTS[task["name"]]]}
        options = next(task[name] for name in task if name.startswith(("alicloud.", "ansible."))) or {}
        if "profile" in options:
            # The environment's key would go first.
            task["environment"] = {f"ALIBABA_CLOUD_ACCESS_KEY_{part}": "" for part in ("ID", "SECRET")}
            profile = {"name": options["profile"], "mode": "AK", **PERMANENT_KEY}
            (tmp_path / "config.json").write_text(json.dumps({"profiles": [profile]}), "utf-8")
        if "assume_role" in options:
            options["assume_role"]["endpoint"] = endpoints["permanent"]

    run = play(
        tasks,
        variables={
            "call_center_ids": [instance["InstanceId"] for instance in instances()],
            **{f"vault_{part}": value for part, value in PERMANENT_KEY.items()},
            "sts": {
                "AccessKeyId": STS_KEY["access_key_id"],
                "AccessKeySecret": STS_KEY["access_key_secret"],
                "SecurityToken": STS_KEY["security_token"],
            },
        },
        environment={
            **{f"ALIBABA_CLOUD_{part.upper()}": value for part, value in PERMANENT_KEY.items()},
            "ALIBABA_CLOUD_CCC_ENDPOINT": endpoints["permanent"],
            "ALICLOUD_SHARED_CREDENTIALS_FILE": str(tmp_path / "config.json"),
        },
    )

    assert run.status == 0, run.output
    # Each one, in order, and none of them skipped.
    written = [task["name"] for task in leaves(tasks)]
    assert [task.name for task in run.tasks] == written, run.output
    states = {task.name: task.state for task in run.tasks}
    assert states == {name: "ignored" if name in EXPECTED_TO_FAIL else "ok" for name in written}, run.output


def test_each_example_uses_full_names(module_name, documentation):
    for task in leaves(yaml.safe_load(documentation[module_name]["examples"])):
        names = [name for name in task if name not in Task.fattributes]
        assert len(names) == 1, f"{task['name']}: {names}"
        assert names[0].startswith(("alicloud.ccc.", "ansible.builtin.")), names[0]


def test_each_module_has_an_example_of_what_people_do(module_name, documentation):
    examples = yaml.safe_load(documentation[module_name]["examples"])
    text = documentation[module_name]["examples"]
    assert any("group/alicloud.ccc.ccc" in task.get("module_defaults", {}) for task in examples)
    assert "security_token:" in text
    assert "api_version:" in text
    assert "ansible.builtin.assert:" in text
    assert "ignore_errors: true" in text


def test_what_this_test_does_to_single_tasks_is_done_to_tasks_that_are_there(documentation):
    names = collections.Counter(
        task["name"] for module in documentation.values() for task in leaves(yaml.safe_load(module["examples"]))
    )
    assert {*ENDPOINTS, *EXPECTED_TO_FAIL} <= set(names)
