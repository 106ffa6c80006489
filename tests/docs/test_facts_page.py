# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/facts.md: its tables against RETURN, the code's tables and the models of the official clients; its example.

The code has a fact for each field of 2017-07-05 with 2020-07-01 as well, so that it is there and null. Which fields a
version has, and where in an object they are, its official client knows.
"""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from alibabacloud_ccc20170705 import models as models_2017
from alibabacloud_ccc20200701.models import _get_instance_response_body as got_2020
from alibabacloud_ccc20200701.models import _list_instances_of_user_response_body as listed_2020
from ansible_collections.alicloud.ccc.plugins.module_utils import _client, _facts
from ansible_collections.alicloud.ccc.plugins.modules import ccc_instance_info

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "facts.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in PAGE.split("\n## ")[1:]}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ABSENT, NULL = "no such key", "`null`"
OLD, NEW = _facts.INSTANCE_2017_07_05, _facts.INSTANCE_2020_07_01
# Which facts a section is of, and the models of the official clients for the objects that they come from.
FACTS = {
    "A call center": ((), models_2017.GetInstanceResponseBodyInstance, got_2020.GetInstanceResponseBodyData),
    "An administrator": (
        ("admins",),
        models_2017.GetInstanceResponseBodyInstanceAdminUser,
        got_2020.GetInstanceResponseBodyDataAdminList,
    ),
    "A phone number": (
        ("phone_numbers",),
        models_2017.GetInstanceResponseBodyInstancePhoneNumbersPhoneNumber,
        got_2020.GetInstanceResponseBodyDataNumberList,
    ),
    "A skill group": (
        ("phone_numbers", "skill_groups"),
        None,
        got_2020.GetInstanceResponseBodyDataNumberListSkillGroups,
    ),
    "A chatbot's business unit": (
        ("chatbot_business_unit",),
        None,
        got_2020.GetInstanceResponseBodyDataChatbotBusinessUnit,
    ),
}
# The document has it, the official client has not.
ONLY_IN_THE_DOCUMENT = {"RegionId"}
UNIT = re.compile(r"\bin (milliseconds|minutes|days|GB)\b|\(a number of ([a-z ]+)\)")
# What other columns say.
SAID_BY_COLUMNS = re.compile(
    r"Not reported with O\([^)]*\)\.|Reported by C\(GetInstance\) only, [^.]*\.| \(a number of [a-z ]+\)"
)


def rows(section: str) -> list[list[str]]:
    """Return the cells of a section's table, without its head."""
    lines = [line for line in SECTIONS[section].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def inner(table: _facts.Table | None, fact: str) -> tuple[str, _facts.Table | None]:
    """Return where in an object of a table another one is, and its table."""
    for field, (name, element, element_table) in (table.lists if table else {}).items():
        if name == fact:
            # A list without a wrapper is named like its element there.
            return (field if element == field else f"{field}.{element}") + "[]", element_table
    for field, (name, inner_table) in (table.objects if table else {}).items():
        if name == fact:
            return field, inner_table
    return "", None


def place(table: _facts.Table | None, facts: tuple[str, ...]) -> tuple[str, _facts.Table | None]:
    """Return where in a call center the object is that these facts lead to, and its table."""
    path = []
    for fact in facts:
        step, table = inner(table, fact)
        path.append(step)
    return ".".join(path), table


def fields_by_fact(table: _facts.Table | None) -> dict[str, str]:
    entries = {**table.fields, **table.lists, **table.objects} if table else {}
    return {entry[0]: field for field, entry in entries.items()}


def paths_of(model: type | None, table: _facts.Table | None) -> dict[str, str]:
    """Return where an official client's model has its fields: those of what the code flattens, too."""
    if model is None:
        return {}
    source = inspect.getsource(model.from_map)
    paths = {field: field for field in re.findall(r"m\.get\('(\w+)'\)", source)}
    for field, inner_model in re.findall(r"m\.get\('(\w+)'\) is not None:\s+temp_model = (\w+)\(\)", source):
        if field in table.flattened:
            del paths[field]
            found = paths_of(getattr(inspect.getmodule(model), inner_model), table)
            paths.update({name: f"{field}.{path}" for name, path in found.items()})
    return paths


def documented(facts: tuple[str, ...]) -> dict[str, Any]:
    fields = yaml.safe_load(ccc_instance_info.RETURN)["instances"]["contains"]
    for fact in facts:
        fields = fields[fact]["contains"]
    return fields


def description_of(field: dict[str, Any]) -> str:
    return field["description"] if isinstance(field["description"], str) else " ".join(field["description"])


def type_of(field: dict[str, Any]) -> str:
    unit = UNIT.search(description_of(field))
    kind = "list of dict" if field["type"] == "list" else field["type"]
    return f"{kind}, {unit.group(1) or unit.group(2)}" if unit else kind


def text_of(field: dict[str, Any]) -> str:
    return re.sub(r"\b[VOC]\(([^)]*)\)", r"`\1`", SAID_BY_COLUMNS.sub("", description_of(field))).strip()


def expected_rows(section: str) -> list[list[str]]:
    facts, model_2017, model_2020 = FACTS[section]
    old_table, new_table = place(OLD, facts)[1], place(NEW, facts)[1]
    old, new = fields_by_fact(old_table), fields_by_fact(new_table)
    old_paths, new_paths = paths_of(model_2017, old_table), paths_of(model_2020, new_table)
    old_paths.update({field: field for field in ONLY_IN_THE_DOCUMENT & set(old.values())})
    # The code reads what the clients know, and nothing else of the older version.
    assert set(old.values()) == set(old_paths)
    assert set(new_paths) <= set(new.values())
    in_list = paths_of(listed_2020.ListInstancesOfUserResponseBodyDataList, NEW)
    # Made of another fact.
    if not facts:
        old["created_at"], new["created_at"] = old["created_time"], new["created_time"]
    expected = []
    for fact, field in documented(facts).items():
        last = f"`{new_paths[new[fact]]}`" if new[fact] in new_paths else NULL
        if not facts and new[fact] in set(new_paths) - set(in_list):
            last += "; in a list `null`"
        first = f"`{old_paths[old[fact]]}`" if fact in old else ABSENT
        expected.append([f"`{fact}`", type_of(field), text_of(field), first, last])
    assert {row[0] for row in expected} == {f"`{fact}`" for fact in new}
    return expected


@pytest.mark.parametrize("section", FACTS)
def test_a_table_is_that_of_the_code_and_of_return(section):
    assert rows(section) == expected_rows(section)


def test_each_table_is_compared():
    assert {section for section in SECTIONS if rows(section)} == {*FACTS, "Where they come from"}
    assert not re.search(r"^\|", PAGE.partition("\n## ")[0], re.MULTILINE)


def test_each_object_is_where_the_page_says():
    for section, (facts, _old, _new) in FACTS.items():
        if facts:
            places = [place(table, facts) for table in (OLD, NEW)]
            versions = [
                f"`{path}` in {version}"
                for version, (path, table) in zip(_client.GENERATIONS, places, strict=True)
                if table
            ]
            assert f"From {' and '.join(versions)}" in " ".join(SECTIONS[section].split())


def test_a_call_center_is_where_the_page_says():
    expected = []
    for version, generation in _client.GENERATIONS.items():
        *path, last = generation.list_path
        wrapped = [] if generation.list_element == last else [generation.list_element]
        listed = ".".join([*path, last, *wrapped]) + "[]"
        expected.append([version, f"`{generation.instance_field}`", f"`{listed}`"])
    assert rows("Where they come from") == expected


def test_the_example_is_what_the_code_makes_of_it():
    assert [language for language, _content in BLOCK.findall(PAGE)] == ["json", "json", "text"]
    sent, facts, warned = (content for _language, content in BLOCK.findall(PAGE))
    sent, shown = json.loads(sent), json.loads(facts)
    made, warnings = _facts.instance_facts(sent, OLD, "instance " + sent["InstanceId"])
    assert {name: made[name] for name in shown} == shown
    assert [f"[WARNING]: {warning}" for warning in warnings] == warned.splitlines()
    # What is left away in the page is what the gateway did not send.
    assert {value for name, value in made.items() if name not in shown} == {None}
