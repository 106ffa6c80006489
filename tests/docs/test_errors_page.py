# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/errors.md: its table against the code, its playbook in a run, which says what the page shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from ansible_collections.alicloud.ccc.plugins.module_utils import _client
from ansible_collections.alicloud.ccc.plugins.module_utils._http import errors as _errors
from ansible_collections.alicloud.ccc.plugins.module_utils._http import transport as _transport
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import END_RUN, GIVE_UP, KINDS, RETRY, CccError
from emulator_process import running_emulator

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
TEXT = " ".join(PAGE.split())
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOLLOWS = {RETRY: "tried again", GIVE_UP: "this id only", END_RUN: "the run ends"}
REQUEST_ID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
MODULE = "alicloud.ccc.ccc_instance_info"


def rows(heading: str) -> list[list[str]]:
    lines = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]


def test_the_table_has_every_kind_in_the_order_of_the_code():
    *kinds, other = rows("Every code")
    written = [(tuple(re.findall(r"`([\w.]+)…?`", cells[0])), cells[2].partition(";")[0], cells[3]) for cells in kinds]
    assert written == [(kind.codes, FOLLOWS[kind.consequence], kind.hint) for kind in KINDS]
    # A code of the gateway can go on, one of the collection is whole.
    for cells in kinds:
        assert cells[1]
        for code in re.findall(r"`([^`]+)`", cells[0]):
            assert code.endswith("…") != code.startswith("Client."), code
    assert (other[0], other[2].partition(";")[0], other[3]) == ("any other", FOLLOWS[GIVE_UP], "")


@pytest.mark.parametrize(("code", "row"), [("Client.HttpStatus", "`Client.HttpStatus`"), ("Other", "any other")])
def test_what_depends_on_the_status_is_as_the_table_says(code, row):
    [cell] = [cells[2] for cells in rows("Every code") if row in cells[0]]
    named = {int(status) for status in re.findall(r"\b[1-5]\d\d\b", cell)} | set(range(500, 600))
    assert "5xx" in cell
    assert {status for status in range(300, 600) if CccError(code, "", status).retryable} == named
    assert not CccError(code, "", 404).fatal


def test_the_collection_makes_no_code_that_the_table_does_not_have():
    sources = (ROOT / "plugins" / "module_utils").glob("*.py")
    made = {code for path in sources for code in re.findall(r'"(Client\.\w+)"', path.read_text(encoding="utf-8"))}
    assert made == set(re.findall(r"`(Client\.\w+)`", PAGE))


def test_the_figures_are_those_of_the_code():
    assert {3: "Three"}[_client.MOST_LOST_IN_A_ROW] + " requests in a row that used up their attempts" in TEXT
    assert {60: "up to a minute"}[_transport.LONGEST_RETRY_AFTER] in TEXT
    assert f"larger than {_transport.LARGEST_ANSWER // 1024 // 1024} MiB" in TEXT


def test_the_keys_are_those_of_a_failure():
    element = CccError("A", "").as_dict()
    assert list(json.loads(BLOCK.findall(PAGE)[0][1])) == list(element)
    keys = [cells[0].strip("`") for cells in table_before_sections()]
    assert keys == ["msg", "instances", "errors", "request_ids"]


def table_before_sections() -> list[list[str]]:
    lines = PAGE.partition("\n## ")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]


def without_request_id(value):
    return json.loads(REQUEST_ID.sub("REQUEST-ID", json.dumps(value)))


def test_the_playbook_goes_on_and_says_what_the_page_shows(play):
    assert [language for language, _content in BLOCK.findall(PAGE)] == ["json", "yaml", "text"]
    element, playbook, shown = (content for _language, content in BLOCK.findall(PAGE))
    [written] = yaml.safe_load(playbook)
    key = {"access_key_id": "test-key-id", "access_key_secret": "test-key-secret"}
    refused = {**key, "access_key_id": "no-such-key"}
    tasks = written["tasks"]
    # The last task is tried on a failure of another kind as well: then it fails.
    failing = {**tasks[-1], "name": "With a key that is refused", MODULE: {**tasks[-1][MODULE], **refused}}
    with running_emulator(**key) as emulator:
        run = play(
            [*tasks, {**failing, "ignore_errors": True}],
            variables=written["vars"],
            environment={
                "ALIBABA_CLOUD_CCC_ENDPOINT": emulator.endpoint,
                "ALIBABA_CLOUD_ACCESS_KEY_ID": key["access_key_id"],
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key["access_key_secret"],
            },
        )
    assert run.status == 0, run.output
    states = [(task.name, task.state) for task in run.tasks]
    assert states == [
        (tasks[0]["name"], "ignored"),
        *((task["name"], "ok") for task in tasks[1:]),
        ("With a key that is refused", "ignored"),
    ]
    results = run.results_by_task()
    assert [without_request_id(error) for error in results[tasks[0]["name"]]["errors"]] == [
        without_request_id(json.loads(element))
    ]
    said = re.findall(r'"msg": "(.*)"$', run.output, re.MULTILINE)
    assert [json.loads(f'"{line}"') for line in said] == shown.splitlines()
    assert results[tasks[0]["name"]]["msg"].count("See https://") == 1
    assert _errors.KINDS[2].hint in results["With a key that is refused"]["msg"]


def test_what_has_no_code_has_no_errors_either(play):
    endpoint = "http://ccc.cn-shanghai.aliyuncs.com"
    key = {"access_key_id": "a", "access_key_secret": "b"}
    run = play(
        [
            {"name": name, MODULE: {"instance_ids": ["a"], **options}, "ignore_errors": True}
            for name, options in (
                ("no key", {}),
                ("half a key", {"access_key_id": "a"}),
                ("attempts", {**key, "max_attempts": 0}),
                ("http", {**key, "endpoint": endpoint}),
            )
        ],
        environment={"HOME": "/nowhere"},
    )
    assert [(task.state, task.result["instances"], task.result["errors"]) for task in run.tasks] == [
        ("ignored", [], [])
    ] * 4, run.output
