# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/api_versions.md: its playbooks in a run, whose facts are null or not there where docs/facts.md says so."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.alicloud.ccc.plugins.module_utils import _operations, _paging
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import KINDS
from emulator_process import running_emulator

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "api_versions.md").read_text(encoding="utf-8")
FACTS_PAGE = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
ABSENT, NULL = "no such key", "`null`"
OLD = _operations.INSTANCE_2017_07_05
LIST, GET = "alicloud.ccc.ccc_user_instances_info", "alicloud.ccc.ccc_instance_info"


def blocks() -> list[list[dict[str, Any]]]:
    return [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)]


def test_every_block_is_run():
    assert len(re.findall("^```", PAGE, re.MULTILINE)) == 2 * len(blocks())


@pytest.fixture(scope="module")
def emulator():
    """A call center at work, which 2020-07-01 calls RUNNING."""
    with running_emulator(data=[call_center()]) as process:
        yield process


def call_center() -> dict[str, Any]:
    """Return a call center that has every field of 2017-07-05."""
    (_admins, _user, user_table), (_numbers, _number, phone_table) = OLD.lists["Admin"], OLD.lists["PhoneNumbers"]
    user, phone = dict.fromkeys(user_table.fields, "1"), dict.fromkeys(phone_table.fields, "1")
    instance = dict.fromkeys(OLD.fields, "95")
    return {
        **instance,
        "InstanceId": "ef1e71e9-ae9d-487c-96ad-9181d85cf802",
        "Status": "Running",
        "Admin": {"User": [user]},
        "PhoneNumbers": {"PhoneNumber": [{**phone, "Number": "02100000000", "Usage": "Inbound"}]},
    }


def null_facts(facts: dict[str, Any]) -> set[str]:
    return {name for name, value in facts.items() if value is None}


def said(section: str, column: int, text: str) -> set[str]:
    """Return the facts of a section of docs/facts.md whose cell in a column has a text."""
    lines = FACTS_PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    assert rows, section
    return {cells[0].strip("`") for cells in rows if text in cells[column]}


def test_the_playbooks_and_the_facts_are_as_the_page_says(emulator, play):
    before, after = blocks()
    before_with_new, after_with_old = copy.deepcopy([before, after])
    before_with_new[0][LIST] = {"api_version": "2020-07-01"}
    assert after_with_old[0][LIST].pop("api_version") == "2020-07-01"
    tasks = []
    for name, pair in (
        ("before, old", before),
        ("before, new", before_with_new),
        ("after, new", after),
        ("after, old", after_with_old),
    ):
        reading, judging = copy.deepcopy(pair)
        tasks += [{**reading, "name": f"read {name}"}, {**judging, "name": name, "ignore_errors": True}]
    one = {"instance_id": call_center()["InstanceId"], "api_version": "2020-07-01"}
    tasks.append({"name": "get", GET: one})
    tasks.append({"name": "missing", GET: {**one, "instance_id": "no-such"}, "ignore_errors": True})

    run = play(
        tasks,
        environment=emulator.environment,
    )

    states = {task.name: task.state for task in run.tasks if not task.name.startswith("read ")}
    assert states == {
        "before, old": "ok",
        "before, new": "ignored",
        "after, new": "ok",
        "after, old": "ok",
        "get": "ok",
        "missing": "ignored",
    }, run.output
    results = run.results_by_task()
    [old], [new], [got] = (results[name]["instances"] for name in ("read before, old", "read after, new", "get"))
    assert results["missing"]["errors"][0]["code"] == "NotExists.InstanceId"
    assert (old["status"], new["status"]) == ("Running", "RUNNING")
    # The emulator sends what the documents say, and the facts are null, or not there, where the tables say so.
    assert null_facts(old) == set()
    in_list = said("A call center", 4, "in a list")
    assert null_facts(new) == said("A call center", 4, NULL)
    assert null_facts(got) == null_facts(new) - in_list
    for section, inner in (
        ("A call center", lambda facts: facts),
        ("An administrator", lambda facts: facts["admins"][0]),
    ):
        assert set(inner(new)) - set(inner(old)) == said(section, 3, ABSENT)
    assert null_facts(new["admins"][0]) == said("An administrator", 4, NULL)
    old_phone, new_phone = old["phone_numbers"][0], new["phone_numbers"][0]
    assert set(new_phone) - set(old_phone) == said("A phone number", 3, ABSENT)
    # A number has a user, or a contact flow.
    assert null_facts(new_phone) == said("A phone number", 4, NULL) | {"user_id"}


def test_what_the_text_says_of_the_code():
    places = _operations.LIST_INSTANCES_OF_USER.versions
    assert PAGE.count(f"- `{_operations.DEFAULT_API_VERSION}`, the default") == 1
    assert (
        dict(reversed(pair) for pair in re.findall(r"`(HMAC-SHA1|ACS3-HMAC-SHA256)` with `([\d-]+)`", PAGE))
        == _operations.SIGNATURE_METHODS
    )
    assert f"by {places['2020-07-01'].page_size} call centers" in " ".join(PAGE.split())
    assert places["2017-07-05"].page_size is None
    assert {3: "three"}[_paging.MOST_ROUNDS] + " times at most" in PAGE
    [code] = set(re.findall(r"`(Client\.\w+)`", PAGE))
    assert any(code in kind.codes for kind in KINDS)
    assert "NotExists.InstanceId".startswith(tuple(code for kind in KINDS for code in kind.codes))
