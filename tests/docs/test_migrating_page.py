# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/migrating.md: each "before" and each "after" is run, and both say the same, from the same facts.

`aliyun` is a stand-in: aliyun_stand_in.py says why, and how it is like the real one. The SDKs are the official ones. In
a script of theirs, the gateway's address is replaced by the emulator's, which speaks HTTP.
"""

from __future__ import annotations

import copy
import json
import os
import re
import runpy
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from alibabacloud_ccc20170705.client import Client
from alibabacloud_ccc20170705.models import GetInstanceRequest
from alibabacloud_tea_openapi.models import Config
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import sources as _credentials
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import CredentialsError
from ccc_emulator.records import default_instances
from emulator_process import running_emulator
from Tea.exceptions import TeaException

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "migrating.md").read_text(encoding="utf-8")
STAND_IN = Path(__file__).parent / "aliyun_stand_in.py"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = 'endpoint="ccc.cn-shanghai.aliyuncs.com"'
MISSING = "no-such-call-center"
OF_ONE_PAGE, OF_TWO_PAGES = 8, 108


class Pair(NamedTuple):
    """What a section shows: the language of its "before", that text, and the tasks of its "after"."""

    language: str
    before: str
    after: list[dict[str, Any]]


def pairs() -> dict[str, Pair]:
    """Return the pair of each section that has code. A section with any other blocks than two is no pair."""
    found = {}
    for section in re.split(r"^##+ ", PAGE, flags=re.MULTILINE):
        code = BLOCK.findall(section)
        if code:
            (language, before), (after_language, after) = code
            assert after_language == "yaml"
            found[section.partition("\n")[0]] = Pair(language, before, yaml.safe_load(after))
    return found


PAIRS = pairs()
OF_COMMANDS = [title for title, pair in PAIRS.items() if pair.language == "yaml"]
OF_SCRIPTS = [title for title, pair in PAIRS.items() if pair.language == "python"]


def renamed(tasks: list[dict[str, Any]], prefix: str) -> list[dict[str, Any]]:
    """Put a prefix before the name of each task that runs, to find its result."""
    tasks = copy.deepcopy(tasks)
    for task in tasks:
        task["name"] = f"{prefix}: {task['name']}"
        if "block" in task:
            task["block"] = renamed(task["block"], prefix)
    return tasks


def call_centers(number: int) -> list[dict[str, Any]]:
    """Return the emulator's own, and as many copies of the last one, each with an id of its own, as are wanted."""
    instances = default_instances()
    copies = [{**instances[-1], "InstanceId": f"copy-{index}"} for index in range(number - len(instances))]
    return [*instances, *copies]


def client(emulator) -> Client:
    key = {"access_key_id": emulator.access_key_id, "access_key_secret": emulator.access_key_secret}
    return Client(Config(**key, endpoint=f"127.0.0.1:{emulator.port}", protocol="http"))


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    """The official clients would ask a proxy for 127.0.0.1, too."""
    for name in [name for name in os.environ if name.upper() in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")]:
        monkeypatch.delenv(name)


@pytest.fixture
def path_with_aliyun(tmp_path):
    """Return a PATH on which `aliyun` is the stand-in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "aliyun").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{STAND_IN}" "$@"\n', encoding="utf-8")
    (folder / "aliyun").chmod(0o700)
    return f"{folder}:{os.environ['PATH']}"


@pytest.fixture
def run_script(tmp_path, monkeypatch, capsys):
    """Return a function that runs a script and gives its lines: in this process, which has the slow SDKs already."""

    def run(text: str, emulator) -> list[str]:
        assert ADDRESS in text
        for name, value in emulator.environment.items():
            monkeypatch.setenv(name, value)
        local = f'endpoint="127.0.0.1:{emulator.port}", protocol="http"'
        (tmp_path / "script.py").write_text(text.replace(ADDRESS, local), encoding="utf-8")
        capsys.readouterr()
        runpy.run_path(str(tmp_path / "script.py"), run_name="__main__")
        return capsys.readouterr().out.splitlines()

    return run


def said_by(tasks) -> list[str]:
    """Return what the debug tasks said, in a loop or not."""
    results = [task.result for task in tasks if task.module == "ansible.builtin.debug"]
    return [item["msg"] for result in results for item in result.get("results", [result])]


# --- Before and after ---


def test_every_block_belongs_to_a_pair_that_is_run():
    assert len(re.findall("^```", PAGE, re.MULTILINE)) == 2 * 2 * len(PAIRS)
    assert set(OF_COMMANDS) | set(OF_SCRIPTS) == set(PAIRS)
    # Both operations in both versions, by each way.
    text = "".join(pair.before for title, pair in PAIRS.items() if title in OF_COMMANDS)
    called = set(re.findall(r"aliyun ccc (\w+)( --version 2020-07-01 --force)?", text))
    assert {(operation, bool(new)) for operation, new in called} == {
        (operation, new) for operation in ("GetInstance", "ListInstancesOfUser") for new in (False, True)
    }
    for title in OF_SCRIPTS:
        assert ".list_instances_of_user(" in PAIRS[title].before
        assert ".get_instance(" in PAIRS[title].before


def test_before_and_after_say_the_same(play, path_with_aliyun, run_script):
    with (
        running_emulator(data=call_centers(OF_ONE_PAGE)) as small,
        running_emulator(data=call_centers(OF_TWO_PAGES)) as large,
    ):
        # Where pages are asked for, more than one is needed; where they are not, a few call centers will do.
        emulators = {title: large if re.search("2020-?07-?01", title) else small for title in PAIRS}
        said_by_scripts = {title: run_script(PAIRS[title].before, emulators[title]) for title in OF_SCRIPTS}
        parts = [(title, part) for title in PAIRS for part in ("before", "after")]
        parts = [(title, part) for title, part in parts if part == "after" or title in OF_COMMANDS]
        tasks = [
            {
                "environment": emulators[title].environment,
                "block": renamed(
                    PAIRS[title].after if part == "after" else yaml.safe_load(PAIRS[title].before), f"{title}, {part}"
                ),
            }
            for title, part in parts
        ]
        ids = [default_instances()[0]["InstanceId"], MISSING]
        run = play(tasks, {"ids": ids}, {"PATH": path_with_aliyun})
        asked_by_page = [entry.get("page_number") for entry in large.log() if entry.get("version") == "2020-07-01"]
    assert run.status == 0, run.output
    done = {(title, part): [] for title, part in parts}
    for task in run.tasks:
        done[tuple(task.name.partition(": ")[0].rsplit(", ", 1))].append(task)

    for title in PAIRS:
        before = said_by(done[title, "before"]) if title in OF_COMMANDS else said_by_scripts[title]
        after = said_by(done[title, "after"])
        assert before == after, title
        assert all(after), title
    assert {"1", "2"} <= set(asked_by_page)
    for title in OF_COMMANDS:
        assert_same_facts(done[title, "before"], done[title, "after"])
        assert not any(task.result["changed"] for task in done[title, "before"] + done[title, "after"])


def assert_same_facts(before, after):
    """Compare all that the command lines printed, field by field, with the facts that the modules returned."""
    results = [item for task in before for item in task.result.get("results", [task.result]) if item.get("stdout")]
    answers = [json.loads(result["stdout"]) for result in results]
    if len(answers) > 1 and "TotalCount" in answers[0].get("Data", {}):
        del answers[0]  # it was asked for the total only
    sent = [instance for answer in answers for instance in instances_in(answer)]
    facts = [instance for task in after for instance in task.result.get("instances", [])]
    assert len(sent) == len(facts) > 0
    for one_sent, one in zip(sent, facts, strict=True):
        assert_fields_are_facts(one_sent, one)


def instances_in(answer: dict[str, Any]) -> list[dict[str, Any]]:
    if "Data" in answer:
        return answer["Data"].get("List") or [answer["Data"]]
    return answer["Instances"]["CallCenterInstance"] if "Instances" in answer else [answer["Instance"]]


# What 2020-07-01 calls otherwise: the page's "API versions" has the list, and its test.
OTHER_NAMES = {"Id": "instance_id", "Name": "instance_name", "Description": "instance_description"}
OTHER_NAMES |= {"AliyunUid": "owner", "Mobile": "phone"}
LISTS = {"Admin": "admins", "AdminList": "admins", "PhoneNumbers": "phone_numbers", "NumberList": "phone_numbers"}
WRAPPERS = {"Admin": "User", "PhoneNumbers": "PhoneNumber"}


def assert_fields_are_facts(sent: dict[str, Any], facts: dict[str, Any]) -> None:
    for field, value in sent.items():
        if field in LISTS:
            elements = value[WRAPPERS[field]] if field in WRAPPERS else value
            assert len(elements) == len(facts[LISTS[field]]), field
            for element, element_facts in zip(elements, facts[LISTS[field]], strict=True):
                assert_fields_are_facts({**element, **element.get("Detail", {}), "Detail": {}}, element_facts)
        elif field != "Detail":
            snake_case = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", field).lower()
            name = OTHER_NAMES.get(field, snake_case)
            if not isinstance(value, (list, dict)):
                assert facts[name] == value, (field, name)


# --- What the table and the list under it say ---


ODD = [
    {
        "InstanceId": "text",
        "MaxOnlineAgents": "100",
        "CreatedTime": 1537867125000,
        "Admin": {"User": [{"UserId": "a"}]},
    },
    {"InstanceId": "one", "Admin": {"User": {"UserId": "a"}}, "PhoneNumbers": {"PhoneNumber": {"Number": 2500000000}}},
    {"InstanceId": "number", "PhoneNumbers": {"PhoneNumber": [{"Number": 2500000000}]}},
    {
        "InstanceId": "failed",
        "_answer": {"HttpStatusCode": 200, "Code": "NoPermission", "Message": "", "Success": False},
    },
]


def rows() -> dict[str, list[str]]:
    lines = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| ")]
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines if len(cells) == 4}


def test_what_an_sdk_makes_of_odd_answers():
    with running_emulator(data=ODD) as emulator:
        bodies = {
            instance["InstanceId"]: client(emulator)
            .get_instance(GetInstanceRequest(instance_id=instance["InstanceId"]))
            .body
            for instance in ODD
        }
        with pytest.raises(TeaException, match=r"NotExist\.Instance"):
            client(emulator).get_instance(GetInstanceRequest(instance_id=MISSING))
    text = bodies["text"].instance
    said = {
        "a number sent as text": {"100": "text"}[text.max_online_agents],
        "a list without elements": {None: "`[]` or `None`"}[text.phone_numbers],
        "an administrator's `Detail`": {None: "`detail`, may be `None`"}[text.admin.user[0].detail],
        "`CreatedTime`": {1537867125000: "milliseconds"}[text.created_time],
        "a phone number sent as a number": {2500000000: "a number"}[
            bodies["number"].instance.phone_numbers.phone_number[0].number
        ],
        "a list of one, sent as an object": {None: "no `body` at all"}[bodies["one"]],
        "HTTP 200 with `Success: false`": {"NoPermission": "no exception"}[bodies["failed"].code],
        "no such call center": "an exception",
    }
    assert said == {name: rows()[name][1] for name in said}


def test_an_sdk_gives_up_at_the_first_throttling():
    with running_emulator(faults={"throttle": 1}) as emulator:
        with pytest.raises(TeaException, match="Throttling"):
            client(emulator).list_instances_of_user()
        assert len(emulator.log()) == 1
    assert rows()["throttled"][1] == "an exception"


def test_what_the_modules_make_of_odd_answers(play, path_with_aliyun):
    """And of check mode, of which the commands' tasks make nothing."""
    title = OF_COMMANDS[0]
    ids = [instance["InstanceId"] for instance in ODD]
    odd = {"alicloud.ccc.ccc_instance_info": {"instance_ids": [*ids, MISSING]}, "name": "odd", "ignore_errors": True}
    failed = {"ansible.builtin.command": "aliyun ccc GetInstance --InstanceId failed", "name": "failed"}
    missing = {"ansible.builtin.command": f"aliyun ccc GetInstance --InstanceId {MISSING}", "name": "missing"}
    in_check_mode = [{**task, "ignore_errors": True} for task in yaml.safe_load(PAIRS[title].before)]
    tasks = [
        {**odd, "check_mode": True},
        failed,
        {**missing, "ignore_errors": True},
        {"check_mode": True, "block": renamed(in_check_mode, "check")},
    ]
    with running_emulator(data=ODD) as emulator:
        run = play(tasks, environment={**emulator.environment, "PATH": path_with_aliyun})
    assert run.status == 0, run.output
    results, states = run.results_by_task(), {task.name: task.state for task in run.tasks}
    facts = {instance["instance_id"]: instance for instance in results["odd"]["instances"]}
    assert (facts["text"]["max_online_agents"], facts["text"]["phone_numbers"]) == (100, [])
    assert (facts["text"]["created_time"], facts["text"]["created_at"]) == (1537867125000, "2018-09-25T09:18:45Z")
    assert facts["text"]["admins"][0]["display_name"] is None
    assert [admin["user_id"] for admin in facts["one"]["admins"]] == ["a"]
    assert facts["number"]["phone_numbers"][0]["number"] == "2500000000"
    assert {error["instance_id"] for error in results["odd"]["errors"]} >= {"failed"}
    assert results["odd"]["changed"] is False

    assert (results["failed"]["rc"], results["failed"]["changed"]) == (0, True)
    assert results["missing"]["rc"] == 1
    assert "NotExist.Instance" in results["missing"]["stderr"]
    first, second = (f"check: {task['name']}" for task in yaml.safe_load(PAIRS[title].before))
    assert (states[first], states[second]) == ("skipped", "ignored")
    assert not results[first].get("stdout")


def test_variables_that_the_command_line_knows_and_the_modules_do_not():
    for name in ("ALIBABACLOUD_ACCESS_KEY_ID", "ACCESS_KEY_ID"):
        assert f"`{name}`" in PAGE
        with pytest.raises(CredentialsError, match="No credentials were given"):
            _credentials.key_source({}, {name: "id", name.replace("_ID", "_SECRET"): "secret"})
    half = {"ALICLOUD_ACCESS_KEY_ID": "id", "ALICLOUD_ACCESS_KEY_SECRET": "secret"}
    assert all(f"`{name}`" in PAGE for name in half)
    with pytest.raises(CredentialsError, match="incomplete"):
        _credentials.key_source({}, half)
    assert "`ALICLOUD_SECRET_KEY`" in PAGE
    _credentials.key_source({}, {"ALICLOUD_ACCESS_KEY_ID": "id", "ALICLOUD_SECRET_KEY": "secret"})
