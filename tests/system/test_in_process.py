# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks have the same results in Ansible's own process and in a process of their own.

Real plays run each task both ways, on each ansible-core of the matrix, and the results are compared field by field.
"""

from __future__ import annotations

import json
import re
import sys
import sysconfig
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret
from ansible_programs import run_play
from emulator_process import running_emulator

# One worker runs the two plays, which take a minute, for all tests in this file.
pytestmark = pytest.mark.xdist_group("in_process")

INFO, LISTING = "alicloud.ccc.ccc_instance_info", "alicloud.ccc.ccc_user_instances_info"
KNOWN = "ef1e71e9-ae9d-487c-96ad-9181d85cf802"
KEY_ID, SECRET = "id-of-the-test", "secret-of-the-test"
HOSTILE = {
    "InstanceId": "hostile",
    "InstanceName": "{{ 7 * 7 }}",
    "InstanceDescription": "\ud800 \0",
    "DomainName": "!unsafe #jinja2:",
    "MaxOnlineAgents": 123456789012345678901,
    "Unknown": {"1": [1.5, True, None]},
}
RECORDS = [
    {"InstanceId": KNOWN, "InstanceName": "上海客服中心", "CreatedTime": "1537867125000", "StorageMaxDays": "n/a"},
    {"InstanceId": "second", "InstanceName": f"It knows {SECRET}."},
    {"InstanceId": "5"},
    {"InstanceId": "denied", "_answer": {"HttpStatusCode": 403, "Code": "NoPermission", "Message": "No."}},
    {"InstanceId": "hostile", "_raw": json.dumps({"Instance": HOSTILE})},
]
# How a task ran: in Ansible's own process, or a reason for a process of its own.
OPTIONS = "its options are invalid"
CALLED = "called"
# Keys that differ between runs, and one that ansible-core 2.19 and 2.20 add to the failure of a module, but not of an
# action, if failed_when prevents it.
IDS = re.compile(r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}", re.IGNORECASE)
VARYING_KEYS = {"elapsed", "request_ids", "ansible_job_id", "results_file", "frame", "failed_when_suppressed_exception"}
WAY = re.compile(r"alicloud\.ccc\.\w+ runs (in Ansible's own process|in a process of its own: (.*))\.$", re.MULTILINE)


class Case:
    """A task with a name.

    ways: for each item CALLED, or the reason why it runs in a process of its own. fails: a part of the error message,
    or None if the task succeeds.
    """

    def __init__(
        self,
        name: str,
        options: dict[str, Any],
        *ways: str,
        fails: str | None = None,
        module: str = INFO,
        **keywords: Any,
    ) -> None:
        self.name = name
        self.ways = list(ways) or [CALLED]
        self.fails = fails
        self.variable = "result_of_" + re.sub("[^a-z]", "_", name.lower())
        self.task = {"name": name, module: options, "ignore_errors": True, "register": self.variable, **keywords}


def cases(emulator: Any, silent: Any, refused: str, sudo: str, vault: str) -> list[Case]:
    connection = emulator.connection
    one = {**connection, "instance_ids": [KNOWN]}
    endpoint = {"endpoint": emulator.endpoint, "instance_ids": [KNOWN]}
    key = {name: value for name, value in emulator.environment.items() if name.startswith("ALIBABA_CLOUD_ACCESS")}
    https = {**one, "endpoint": "https://ccc.no-such-region.invalid", "max_attempts": 1}
    return [
        Case("facts", {**connection, "instance_ids": [KNOWN, "5", "hostile", KNOWN]}),
        Case("a secret in the response", {**connection, "instance_id": "second"}),
        Case("a list", connection, module=LISTING),
        Case(
            "some do not exist",
            {**connection, "instance_ids": [KNOWN, "nowhere", "second"]},
            fails="2 instances were read; see instances",
        ),
        Case(
            "the run ends",
            {**connection, "instance_ids": ["second", "denied", KNOWN], "concurrency": 1},
            fails="1 more instance was not requested",
        ),
        Case("refused", {**one, "endpoint": refused, "max_attempts": 2}, fails="Connection refused"),
        # Arguments.
        Case(
            "converted",
            {**connection, "instance_ids": f"{KNOWN},5", "concurrency": "3", "validate_certs": "yes", "region": 5},
        ),
        Case("a number for an id", {**connection, "instance_ids": 5}),
        Case("a date", {**one, "api_version": "{{ '2020-07-01' | from_yaml }}"}),
        Case("left out", {**one, "profile": "{{ omit }}"}),
        Case(
            "unknown",
            {**one, "instance": "x"},
            OPTIONS,
            fails="Unsupported parameters for (alicloud.ccc.ccc_instance_info) module: instance.",
        ),
        Case("not a number", {**one, "concurrency": "many"}, OPTIONS, fails="concurrency"),
        Case(
            "not one of the choices",
            {**one, "api_version": "2018-01-01"},
            OPTIONS,
            fails="value of api_version must be one of",
        ),
        Case("missing option", connection, OPTIONS, fails="missing required arguments: instance_ids"),
        Case(
            "unknown suboption",
            {**one, "assume_role": {"role_arn": "x", "arn": "x"}},
            OPTIONS,
            fails="assume_role.arn",
        ),
        Case("missing suboption", {**one, "assume_role": {}}, OPTIONS, fails="role_arn found in assume_role"),
        Case("set twice", {**one, "instance_id": "second"}, "instance_ids is set twice"),
        Case("no ids", {**connection, "instance_ids": []}),
        Case("no time", {**one, "connect_timeout": 0}, fails="connect_timeout must be greater than 0"),
        Case(
            "a key in the address",
            {**one, "endpoint": "https://id:pass-word@127.0.0.1"},
            fails="endpoint must not contain credentials",
        ),
        Case("half a key", {**endpoint, "access_key_secret": "alone"}, fails="The credentials are incomplete"),
        # The environment of a task, which must not affect the next one.
        Case(
            "a key, then no key",
            endpoint,
            CALLED,
            CALLED,
            loop=[0, 1],
            environment="{{ keys[item] }}",
            vars={"keys": [key, {}]},
            fails="",
        ),
        Case("nothing is left", endpoint, fails="No credentials were found"),
        Case(
            "an endpoint and a region",
            {name: value for name, value in one.items() if name != "endpoint"},
            environment={"ALIBABA_CLOUD_CCC_ENDPOINT": emulator.endpoint, "ALIBABA_CLOUD_REGION_ID": 5},
        ),
        Case(
            "a proxy",
            https,
            environment={"HTTPS_PROXY": refused, "NO_PROXY": ""},
            fails="cannot be reached through the proxy",
        ),
        Case("no proxy", https, fails="cannot be resolved"),
        Case("for a process", one, "Python reads its environment only at the start", environment={"PYTHONUTF8": "1"}),
        Case("a file next to the playbook", {**endpoint, "profile": "audit", "config_file": "../config.json"}),
        Case("a vault's", {**one, "access_key_secret": "{{ vault }}"}),
        Case("a vault's, in the task itself", {**one, "access_key_secret": {"__ansible_vault": vault}}),
        Case("a vault's, by a template of a template", {**one, "access_key_secret": "{{ vaults[0] }}"}),
        # Keywords.
        Case(
            "defaults",
            {"instance_ids": [KNOWN]},
            module_defaults={"group/alicloud.ccc.ccc": {**connection, "max_attempts": 1}, INFO: {"max_attempts": 2}},
        ),
        Case("check mode", one, check_mode=True),
        Case("without a log", one, no_log=True),
        Case("another host", one, delegate_to="elsewhere"),
        Case("another Python", one, "its Python is not Ansible's", delegate_to="another Python"),
        Case("another name of Ansible's Python", one, delegate_to="another name"),
        Case("not this machine", one, "its connection is not local", delegate_to="not this machine", fails=""),
        Case(
            "a Python of its own",
            one,
            "its Python is not Ansible's",
            vars={"ansible_python_interpreter": "/nowhere"},
            fails="",
        ),
        Case("another user", one, "become", become=True, vars={"ansible_become_exe": sudo}),
        Case("later", one, "async", poll=1, **{"async": 30}),
        Case(
            "until",
            {**connection, "instance_ids": ["nowhere"]},
            *[CALLED] * 2,
            until="result_of_until is succeeded",
            retries=1,
            delay=0,
            fails="instance nowhere failed",
        ),
        Case("never fails", {**connection, "instance_ids": ["nowhere"]}, failed_when=False),
        Case("too long", {**one, "endpoint": silent.endpoint}, timeout=1, fails=""),
        Case("too long for a list", {**connection, "endpoint": silent.endpoint}, timeout=1, module=LISTING, fails=""),
        Case("not wanted", one, "ccc_in_process is false", vars={"ccc_in_process": "no"}),
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with everything that the cases need except gateways."""
    folder = tmp_path_factory.mktemp("plays")
    # A link, since ansible-core 2.16 cannot have an interpreter in a path with spaces.
    (folder / "environment").symlink_to(sys.prefix)
    # Another environment of the same Python, with the same libraries, for modules in a process of their own.
    venv.create(folder / "another", symlinks=True)
    packages = sysconfig.get_path("purelib", vars={"base": str(folder / "another")})
    Path(packages, "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    # This sudo changes no user.
    sudo = folder / "sudo"
    sudo.write_text('#!/bin/sh\nwhile [ "$1" != /bin/sh ]; do shift; done\nexec "$@"\n', "utf-8")
    sudo.chmod(0o700)
    profile = {"name": "audit", "mode": "AK", "access_key_id": KEY_ID, "access_key_secret": SECRET}
    (folder / "config.json").write_text(json.dumps({"profiles": [profile]}), "utf-8")
    (folder / "password").write_text("password", "utf-8")
    vault = VaultLib().encrypt(SECRET, VaultSecret(b"password")).decode()
    (folder / "vault").write_text(vault, "utf-8")
    variables = "vault: !vault |\n  " + vault.replace("\n", "\n  ") + "\nvaults: ['{{ vault }}']\n"
    (folder / "vault.yml").write_text(variables, "utf-8")
    return folder


@pytest.fixture(scope="module")
def runs(folder):
    """Return all cases, and the runs of their tasks in Ansible's own process and in processes of their own."""
    python = str(folder / "environment" / "bin" / "python")
    hosts = {
        "localhost": {"ansible_python_interpreter": python},
        "elsewhere": {"ansible_python_interpreter": python},
        "another name": {"ansible_python_interpreter": python + "3"},
        "another Python": {"ansible_python_interpreter": str(folder / "another" / "bin" / "python")},
        "not this machine": {"ansible_connection": "ssh", "ansible_ssh_executable": "/bin/false"},
    }
    hosts = {name: {"ansible_connection": "local", **variables} for name, variables in hosts.items()}
    (folder / "inventory.json").write_text(json.dumps({"all": {"hosts": hosts}}), "utf-8")
    arguments = ("-vvv", f"--inventory={folder / 'inventory.json'}", f"--extra-vars=@{folder / 'vault.yml'}")
    # Since 2.21, ansible-core adds a task's arguments to its result only with this setting.
    environment = {"ANSIBLE_VAULT_PASSWORD_FILE": str(folder / "password"), "ANSIBLE_INJECT_INVOCATION": "true"}
    key = {"access_key_id": KEY_ID, "access_key_secret": SECRET}
    with running_emulator(data=RECORDS, **key) as emulator, running_emulator(faults={"hang": 1}, **key) as silent:
        found = cases(
            emulator, silent, "http://127.0.0.1:1", str(folder / "sudo"), (folder / "vault").read_text("utf-8")
        )
        # A task that always has its own process need not be compared.
        tasks = {way: [case.task for case in found if way or CALLED in case.ways] for way in (True, False)}
        called, own_process = (
            run_play(
                folder / f"play{way}",
                python,
                [*tasks[way], write(task["register"] for task in tasks[way])],
                {},
                environment,
                arguments,
                {"vars": {"ccc_in_process": way}},
            )
            for way in tasks
        )
    return found, called, own_process


def write(variables: Iterable[str]) -> dict[str, Any]:
    """Return a task that writes the values of these variables."""
    content = "{{ {" + ", ".join(f"'{name}': {name}" for name in variables) + "} | to_json }}"
    return {
        "name": "write",
        "ansible.builtin.copy": {"content": content, "dest": "registered.json", "mode": "0600"},
        "no_log": True,
    }


@pytest.fixture(scope="module")
def registered(runs, folder):
    """Return the registered results by variable, in Ansible's own process and in processes of their own."""
    return [json.loads((folder / f"play{way}" / "registered.json").read_text("utf-8")) for way in (True, False)]


def ways_in(output: str) -> dict[str, list[str]]:
    """Return by task how each item ran: CALLED, or the reason for a process of its own."""
    _before, *tasks = re.split(r"^TASK \[(.*?)\] \**$", output, flags=re.MULTILINE)
    return {
        name: [reason or CALLED for _way, reason in WAY.findall(text)]
        for name, text in zip(tasks[::2], tasks[1::2], strict=True)
    }


def comparable(value: Any) -> Any:
    """Return a result without the parts that differ between runs."""
    if isinstance(value, dict):
        return {name: comparable(item) for name, item in value.items() if name not in VARYING_KEYS}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    return IDS.sub("(id)", value) if isinstance(value, str) else value


def test_each_task_has_the_same_result_in_both_kinds_of_process(runs):
    _found, called, own_process = runs
    assert called.status == own_process.status == 0, called.output
    results, states = called.results_by_task(), {task.name: task.state for task in called.tasks}
    assert len(own_process.tasks) > 30
    for task in own_process.tasks:
        assert states[task.name] == task.state, task.name
        assert comparable(results[task.name]) == comparable(task.result), task.name


def test_each_task_registers_the_same_in_both_kinds_of_process(registered):
    called, own_process = registered
    for name, result in own_process.items():
        assert comparable(called[name]) == comparable(result), name


def test_tasks_run_in_the_expected_kind_of_process(runs):
    found, called, own_process = runs
    assert ways_in(called.output) == {**{case.name: case.ways for case in found}, "write": []}
    assert {way for ways in ways_in(own_process.output).values() for way in ways} == {"ccc_in_process is false"}


def test_each_case_succeeds_or_fails_as_expected(runs, registered):
    """Results could also be equal because all tasks fail for an unexpected reason."""
    results = registered[0]
    for case in runs[0]:
        result = results[case.variable]
        assert result["failed"] == (case.fails is not None), result
        assert (case.fails or "") in result.get("msg", ""), result
    assert [facts["instance_id"] for facts in results["result_of_facts"]["instances"]] == [KNOWN, "5", "hostile"]
    hostile = results["result_of_facts"]["instances"][2]
    assert hostile["unknown"] == {"1": [1.5, True, None]}
    assert hostile["instance_name"] == "{{ 7 * 7 }}"
    assert hostile["max_online_agents"] == 123456789012345678901
    assert "storage_max_days" in results["result_of_facts"]["warnings"][0]
    assert "both" in results["result_of_set_twice"]["warnings"][0].lower()
    assert results["result_of_a_secret_in_the_response"]["instances"][0]["instance_name"] == "It knows ********."


def test_output_and_results_contain_no_secret(runs):
    _found, called, own_process = runs
    # For a process, Ansible itself shows the command and the task's environment with -vvv.
    assert SECRET not in called.output
    assert SECRET not in json.dumps([task.result for run in (called, own_process) for task in run.tasks])
