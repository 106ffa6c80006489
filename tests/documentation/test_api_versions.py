# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/api_versions.md: its tables against the code and the models of the official clients, its playbooks in a run.

The code has a fact for each field of 2017-07-05 with 2020-07-01 as well, so that it is there and null. Which fields
2020-07-01 has, its official client knows.
"""

from __future__ import annotations

import copy
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from alibabacloud_ccc20170705 import models as models_2017
from alibabacloud_ccc20200701.models import _get_instance_response_body as got_2020
from alibabacloud_ccc20200701.models import _list_instances_of_user_response_body as listed_2020
from ansible_collections.alicloud.ccc.plugins.module_utils import _client, _facts, _paging
from ansible_collections.alicloud.ccc.plugins.module_utils._errors import KINDS
from emulator_process import running_emulator

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "api_versions.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in PAGE.split("\n## ")[1:]}
ABSENT, NULL = "no such key", "`null`"
OLD, NEW = _facts.INSTANCE_2017_07_05, _facts.INSTANCE_2020_07_01
LIST, GET = "alicloud.ccc.ccc_user_instances_info", "alicloud.ccc.ccc_instance_info"


def element_table(table: _facts.Table, fact: str) -> _facts.Table:
    [found] = [entry[-1] for entry in [*table.lists.values(), *table.objects.values()] if entry[0] == fact]
    return found


PHONES = element_table(NEW, "phone_numbers")
# For each table of the page: the code's two tables, and the official client's model of 2020-07-01.
TABLES = {
    "A call center": (OLD, NEW, got_2020.GetInstanceResponseBodyData),
    "`admins`": (
        element_table(OLD, "admins"),
        element_table(NEW, "admins"),
        got_2020.GetInstanceResponseBodyDataAdminList,
    ),
    "`phone_numbers`": (
        element_table(OLD, "phone_numbers"),
        PHONES,
        got_2020.GetInstanceResponseBodyDataNumberList,
    ),
    "`phone_numbers`, `skill_groups`": (
        None,
        element_table(PHONES, "skill_groups"),
        got_2020.GetInstanceResponseBodyDataNumberListSkillGroups,
    ),
    "`chatbot_business_unit`": (
        None,
        element_table(NEW, "chatbot_business_unit"),
        got_2020.GetInstanceResponseBodyDataChatbotBusinessUnit,
    ),
}


def rows(section: str) -> list[list[str]]:
    """Return the cells of a section's table, without its head."""
    lines = [line for line in SECTIONS[section].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def fields_by_fact(table: _facts.Table | None) -> dict[str, str]:
    if table is None:
        return {}
    entries = {**table.fields, **table.lists, **table.objects}
    return {entry[0]: field for field, entry in entries.items()}


def fields_of(model: type) -> set[str]:
    """Return the fields that an official client's model reads."""
    return set(re.findall(r"m\.get\('(\w+)'\)", inspect.getsource(model.from_map)))


def blocks() -> list[list[dict[str, Any]]]:
    return [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)]


# --- The tables ---


def test_each_section_with_a_table_is_compared():
    assert {section for section in SECTIONS if rows(section)} == set(TABLES)
    assert len(re.findall("^```", PAGE, re.MULTILINE)) == 2 * len(blocks())


@pytest.mark.parametrize("section", TABLES)
def test_a_table_is_that_of_the_code(section):
    old_table, new_table, model = TABLES[section]
    old, new, known = fields_by_fact(old_table), fields_by_fact(new_table), fields_of(model)
    assert set(old) <= set(new)
    expected = [
        [f"`{fact}`", f"`{old[fact]}`" if fact in old else ABSENT, f"`{field}`" if field in known else NULL]
        for fact, field in new.items()
    ]
    written = [
        [cells[0].partition(",")[0], cells[1], cells[2].removesuffix("; in a list `null`")] for cells in rows(section)
    ]
    assert sorted(written) == sorted(expected)
    # What the client knows and the code does not would be in no fact's row.
    assert known == {field for field in new.values() if field in known}


def test_what_is_null_in_a_list_is_what_the_list_has_no_field_for():
    in_list = fields_of(listed_2020.ListInstancesOfUserResponseBodyDataList)
    got = fields_of(got_2020.GetInstanceResponseBodyData)
    marked = {cells[2].partition(";")[0].strip("`") for cells in rows("A call center") if "in a list" in cells[2]}
    assert marked == got - in_list
    assert in_list <= got


def test_the_fields_of_2017_are_those_of_its_official_client():
    written = {cells[1].strip("`") for cells in rows("A call center")} - {ABSENT}
    # The document has RegionId, the client has not.
    assert written - {"RegionId"} == fields_of(models_2017.GetInstanceResponseBodyInstance)


# --- What a run says ---


@pytest.fixture(scope="module")
def emulator():
    """A call center at work, which 2020-07-01 calls RUNNING."""
    with running_emulator(data=[call_center()]) as process:
        yield process


def call_center() -> dict[str, Any]:
    """Return a call center that has every field of 2017-07-05."""
    user = dict.fromkeys(fields_by_fact(element_table(OLD, "admins")).values(), "1")
    phone = dict.fromkeys(fields_by_fact(element_table(OLD, "phone_numbers")).values(), "1")
    instance = dict.fromkeys(fields_by_fact(OLD).values(), "95")
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
    return {cells[0].partition("`,")[0].strip("`") for cells in rows(section) if text in cells[column]}


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
        environment={
            "ALIBABA_CLOUD_CCC_ENDPOINT": emulator.endpoint,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": emulator.access_key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": emulator.access_key_secret,
        },
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
    in_list = said("A call center", 2, "in a list")
    assert null_facts(new) == said("A call center", 2, NULL) | {"created_at"}
    assert null_facts(got) == null_facts(new) - in_list
    for section, inner in (("A call center", lambda facts: facts), ("`admins`", lambda facts: facts["admins"][0])):
        assert set(inner(new)) - set(inner(old)) == said(section, 1, ABSENT)
    assert null_facts(new["admins"][0]) == said("`admins`", 2, NULL)
    old_phone, new_phone = old["phone_numbers"][0], new["phone_numbers"][0]
    assert set(new_phone) - set(old_phone) == said("`phone_numbers`", 1, ABSENT)
    # A number has a user, or a contact flow.
    assert null_facts(new_phone) == said("`phone_numbers`", 2, NULL) | {"user_id"}


def test_what_the_text_says_of_the_code():
    generations = _client.GENERATIONS
    assert PAGE.count(f"- `{_client.DEFAULT_API_VERSION}`, the default") == 1
    assert {version: generation.signature_method for version, generation in generations.items()} == dict(
        reversed(pair) for pair in re.findall(r"`(HMAC-SHA1|ACS3-HMAC-SHA256)` with `([\d-]+)`", PAGE)
    )
    assert f"by {generations['2020-07-01'].page_size} call centers" in " ".join(PAGE.split())
    assert generations["2017-07-05"].page_size is None
    assert {3: "three"}[_paging.MOST_ROUNDS] + " times at most" in PAGE
    [code] = set(re.findall(r"`(Client\.\w+)`", PAGE))
    assert any(code in kind.codes for kind in KINDS)
    assert "NotExists.InstanceId".startswith(tuple(code for kind in KINDS for code in kind.codes))
