# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The EXAMPLES of each module and filter run unchanged, in order, as one play.

The play has what the examples assume: keys in the environment or a profile, variables, and call centers with the ids in
the examples. An emulator represents the gateway and STS: ALIBABA_CLOUD_CCC_ENDPOINT is its address, which also replaces
real addresses in the examples. Two kinds of task get another endpoint, by name (ENDPOINTS): tasks with a temporary key,
since an emulator accepts one fixed key, and tasks about an unreachable gateway. For ccc_fleet_info, the name of a
region is the port of an emulator, so that each region is another one. (The inventory plugin's unit test runs its
examples.)

Examples that answer a question give the right answer for the emulator's call centers (ANSWERS).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from ansible.playbook.task import Task
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import side_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.drift import drift_of
from ansible_programs import Run
from ccc_emulator.records import default_data
from documents import FILTERS
from emulator_process import running_emulator

REAL_ADDRESS = re.compile(r"https://ccc[a-z0-9.-]*\.aliyuncs\.com")
SHANGHAI, HANGZHOU = "5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4", "8a6d1f27-94c0-4e3b-b5d8-1c2e3f4a5b6c"
SINGAPORE, GUANGZHOU = "c4e8a016-7d35-4b92-a1f6-2b3c4d5e6f70", "2e5d8c1b-4f7a-4960-83e2-4d5e6f708192"
# An id of 2020-07-01 in the examples. The emulator uses the ids of 2017-07-05 in both versions.
WORKBENCH = "shanghai-service"
PERMANENT_KEY = {"access_key_id": "test-key-id", "access_key_secret": "test-key-secret"}
STS_KEY = {"access_key_id": "STS.example", "access_key_secret": "sts-secret", "security_token": "sts-token"}

FLEET = "ccc_fleet_info"
# Tasks that do not get the emulator of the permanent key.
ENDPOINTS = {
    "Use a temporary key of STS": "temporary",
    "Continue without the facts if the gateway cannot be reached": "refused",
}
# As the documentation says, these tasks fail and the play continues.
EXPECTED_TO_FAIL = {
    "Read several call centers, and continue if some of them fail",
    "Report call centers that have no administrator",
    "Continue without the facts if the gateway cannot be reached",
    "Read several accounts, and continue if some of them fail",
}
# The output of tasks, by module; it is the same with both API versions.
ANSWERS = {
    "ccc_account_instances_info": {
        "Show which call centers the key's user is not a member of": ["b3d7e95f-1c28-4a6d-9f70-5e6f708192a3"],
    },
    "ccc_contact_flow_info": {"Show which ones were never published": ["春节放假"]},
    FLEET: {
        "Show the call centers that the key's user is not a member of": ["成都外呼中心"],
        "Show each call center once, from 2017-07-05 if both versions list it": [
            one["InstanceName"] for one in default_data()["Instances"]
        ],
        "Show who has the role Admin in each call center": [
            "default, 测试11111: 无",
            "default, 测试11111: 9d-487c-96ad-9181d85cf802",
            "default, 上海客服中心: user-wang.fang, user-li.wei",
            "default, Hangzhou Order Hotline: user-chen.jie",
            "default, 深圳物流热线: nobody",
            "default, Singapore Support Desk: user-grace.tan, user-arun.nair",
            "default, 北京售后服务: user-zhao.lei",
            "default, Guangzhou Retail & Returns: user-he.min, user-liu.yang",
        ],
    },
    "ccc_operation_info": {
        "Show the ten numbers that were added last": [f"137000020{day:02}" for day in range(12, 2, -1)],
    },
    "ccc_phone_number_info": {
        "Show which numbers take calls but have no contact flow": [f"02080000001 in {GUANGZHOU}"],
    },
    "ccc_skill_group_info": {"Show which skill groups have no agents": [f"vip in {SHANGHAI}"]},
    "ccc_unassigned_number_info": {"Show these numbers": ["02150000088", "01080000002", "4000010099"]},
    "ccc_user_info": {
        "Show who has the role Admin in any call center": [
            "测试test in ef1e71e9-ae9d-487c-96ad-9181d85cf802",
            "云呼测试 in ef1e71e9-ae9d-487c-96ad-9181d85cf803",
            *(f"{name} in {SHANGHAI}" for name in ("王芳", "李伟")),
            f"陈洁 in {HANGZHOU}",
            *(f"{name} in {SINGAPORE}" for name in ("Grace Tan", "Arun Nair")),
            "赵磊 in 97f3b2d8-0a4c-4e61-b7d9-3c4d5e6f7081",
            *(f"{name} in {GUANGZHOU}" for name in ("user-he.min", "刘洋")),
        ],
        "Show which agents are not in a skill group, and so get no calls": [f"徐强 in {SHANGHAI}"],
    },
}
# The examples of filters assume facts in a file.
FACTS_IN_A_FILE = """
- name: Read
  alicloud.ccc.ccc_user_instances_info:
  register: prepared

- name: Write
  ansible.builtin.copy:
    content: "{{ prepared.instances | to_json }}"
    dest: "{{ playbook_dir }}/call-centers.json"
    mode: "0600"

- name: Audit them yesterday
  alicloud.ccc.audit_report: &audit
    dest: "{{ playbook_dir }}/yesterday"
    rules: []
    reads: [{account: x, instances: prepared.instances}]

- name: Audit them today
  alicloud.ccc.audit_report: {<<: *audit, dest: "{{ playbook_dir }}/today"}
"""


def account() -> dict[str, Any]:
    """Return the account that the examples assume, in which the call center that they name is running."""
    data = default_data()
    named, *others = data["Instances"]
    return {**data, "Instances": [{**named, "Status": "Running"}, *others]}


@pytest.fixture(scope="session")
def gateways() -> Iterator[dict[str, str]]:
    with running_emulator(data=account()) as permanent, running_emulator(data=account(), **STS_KEY) as temporary:
        yield {"permanent": permanent.endpoint, "temporary": temporary.endpoint}


@pytest.fixture
def regions(module_name: str, gateways: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yield the ports of the emulators for the regions that examples set."""
    if module_name != FLEET:
        yield {}
        return
    with running_emulator(instances=2, **PERMANENT_KEY) as other:
        yield {"cn-shanghai": gateways["permanent"].rpartition(":")[2], "ap-southeast-1": str(other.port)}


def environment_of(endpoint: str) -> dict[str, str]:
    """Return the environment by which the modules find an emulator with the permanent key."""
    key = {f"ALIBABA_CLOUD_{part.upper()}": value for part, value in PERMANENT_KEY.items()}
    return {**key, "ALIBABA_CLOUD_CCC_ENDPOINT": endpoint}


def leaves(tasks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the tasks, including those in blocks, without the blocks."""
    for task in tasks:
        inner = [other for part in ("block", "rescue", "always") for other in task.get(part, [])]
        yield from leaves(inner) if inner else [task]


def action_of(task: dict[str, Any]) -> str:
    """Return the full name of a task's module."""
    [name] = [name for name in task if name not in Task.fattributes]
    assert name.startswith(("alicloud.ccc.", "ansible.builtin.")), name
    return name


def examples(documentation: dict[str, Any], module: str, endpoint: str) -> list[dict[str, Any]]:
    """Return a module's examples as tasks, with the emulator's address and id instead of real ones."""
    text = REAL_ADDRESS.sub(endpoint, documentation[module]["examples"])
    tasks: list[dict[str, Any]] = yaml.safe_load(text.replace(WORKBENCH, SHANGHAI))
    return tasks


def answers(run: Run, module: str) -> dict[str, Any]:
    """Return the messages of the tasks in ANSWERS: a text, or a list for a loop."""
    results = {name: run.results_by_task()[name] for name in ANSWERS.get(module, {})}
    return {
        name: [each["msg"] for each in result["results"]] if "results" in result else result["msg"]
        for name, result in results.items()
    }


def send_to_emulators(task: dict[str, Any], endpoints: dict[str, str], regions: dict[str, str]) -> None:
    """Set the environment that a task needs in addition to that of the play, and the emulators' addresses."""
    if task["name"] in ENDPOINTS:
        task["environment"] = {"ALIBABA_CLOUD_CCC_ENDPOINT": endpoints[ENDPOINTS[task["name"]]]}
    options = task[action_of(task)] or {}
    if "profile" in options:
        # A key in the environment would take precedence.
        task["environment"] = {f"ALIBABA_CLOUD_ACCESS_KEY_{part}": "" for part in ("ID", "SECRET")}
    for one in [options, *options.get("accounts", ())]:
        if "assume_role" in one:
            one["assume_role"]["endpoint"] = endpoints["permanent"]
        if "regions" in one:
            one["regions"] = [regions[name] for name in one["regions"]]


def test_every_example_of_a_module_runs(
    module_name, documentation, gateways, regions, refused_endpoint, play, tmp_path
):
    endpoints = {**gateways, "refused": refused_endpoint}
    tasks = examples(documentation, module_name, endpoints["permanent"])
    for task in leaves(tasks):
        send_to_emulators(task, endpoints, regions)
    environment = environment_of(endpoints["permanent"])
    if regions:
        environment["ALIBABA_CLOUD_CCC_ENDPOINT"] = "http://127.0.0.1:<region>"
        environment["ALIBABA_CLOUD_REGION_ID"] = regions["cn-shanghai"]
    profiles = [{"name": name, "mode": "AK", **PERMANENT_KEY} for name in ("audit", "production")]
    (tmp_path / "config.json").write_text(json.dumps({"profiles": profiles}), "utf-8")
    run = play(
        tasks,
        module_defaults={f"alicloud.ccc.{FLEET}": {"sts_endpoint": endpoints["permanent"]}},
        variables={
            "call_center_ids": [one["InstanceId"] for one in account()["Instances"] if "_members" not in one],
            **{f"vault_{part}": value for part, value in PERMANENT_KEY.items()},
            "sts": {
                "AccessKeyId": STS_KEY["access_key_id"],
                "AccessKeySecret": STS_KEY["access_key_secret"],
                "SecurityToken": STS_KEY["security_token"],
            },
        },
        environment={**environment, "ALICLOUD_SHARED_CREDENTIALS_FILE": str(tmp_path / "config.json")},
    )

    assert run.status == 0, run.output
    # All tasks ran, in order.
    expected = [(task["name"], "ignored" if task["name"] in EXPECTED_TO_FAIL else "ok") for task in leaves(tasks)]
    assert [(task.name, task.state) for task in run.tasks] == expected, run.output
    assert answers(run, module_name) == ANSWERS.get(module_name, {})


@pytest.mark.parametrize("module", ["ccc_phone_number_info", "ccc_skill_group_info", "ccc_user_info"])
def test_the_examples_print_the_same_with_api_version_2020_07_01(module, documentation, gateways, play):
    run = play(
        examples(documentation, module, gateways["permanent"]),
        environment=environment_of(gateways["permanent"]),
        module_defaults={"group/alicloud.ccc.ccc": {"api_version": "2020-07-01"}},
    )
    assert run.status == 0, run.output
    assert answers(run, module) == ANSWERS[module]


def test_every_example_of_the_filters_and_of_audit_report_runs(documentation, emulator, play):
    texts = [FACTS_IN_A_FILE, *(documentation[name]["examples"] for name in [*FILTERS, "audit_report"])]
    tasks = [task for text in texts for task in yaml.safe_load(text)]
    run = play(tasks, variables={"vault_mask_key": "a key"}, environment=emulator.environment)
    assert run.status == 0, run.output
    assert [(task.name, task.state) for task in run.tasks] == [(task["name"], "ok") for task in tasks], run.output
    reports = [task.result for task in run.tasks if task.module.endswith("audit_report")]
    for report in reports:
        assert_has_keys(
            {key: report[key] for key in report if key not in ("changed", "failed")},
            documentation["audit_report"]["return"],
        )
    assert reports[-1]["summary"]["drift"] == {"added": 0, "removed": 0, "changed": 0}


def test_the_result_of_the_drift_filter_is_as_documented(documentation):
    def side(*instances, number, version):
        found = {"account": "y", "instance_id": "y", "api_version": version}
        return {**side_of([found, *instances]), "unassigned_numbers": [{"number": number}]}

    one, other = ({"account": "x", "instance_id": "a", "status": status} for status in "12")
    now = side(one, {"account": "x", "instance_id": "b"}, number="1", version="2017-07-05")
    drift = drift_of(now, side(other, {"account": "x", "instance_id": "c"}, number="2", version="2020-07-01"))
    assert all(drift.values())
    assert_has_keys(drift, documentation["drift"]["return"]["_value"]["contains"])


def assert_has_keys(result: dict[str, Any], fields: dict[str, Any]) -> None:
    """Compare the keys of a result with its documentation, recursively."""
    assert result.keys() == fields.keys()
    for key, field in fields.items():
        inner = result[key] if isinstance(result[key], list) else [result[key]]
        for value in inner if "contains" in field else ():
            assert_has_keys(value, field["contains"])
