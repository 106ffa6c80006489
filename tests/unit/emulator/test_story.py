# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations agree about a call center in both versions, and the default call centers contain known problems."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from emulator_client import NEW, OLD, rpc, served

MEDIA_TYPES = ("AUDIO", "CHAT", "VIDEO")
LISTS = ("ListUsers", "ListPhoneNumbers", "ListContactFlows", "ListSkillGroups", "ListRoles")
# The paths of the lists in responses of 2017-07-05.
PATHS = {
    "ListUsers": ("Users", "List", "User"),
    "ListPhoneNumbers": ("PhoneNumbers", "PhoneNumber"),
    "ListContactFlows": ("ContactFlows", "ContactFlow"),
    "ListSkillGroups": ("SkillGroups", "SkillGroup"),
    "ListRoles": ("Roles", "Role"),
}


def read(emulator, action, version=NEW, **parameters):
    defaults = {"PageNumber": "1", "PageSize": "100", "OutboundOnly": "false"}
    response = rpc(emulator, action, Version=version, **{**defaults, **parameters})
    assert response.status == 200, response.body
    return response.json


def in_2020(emulator, action, instance_id, **parameters):
    data = read(emulator, action, InstanceId=instance_id, **parameters)["Data"]
    return data if action == "ListRoles" else data["List"]


def in_2017(emulator, action, instance_id):
    value = read(emulator, action, OLD, InstanceId=instance_id)
    for name in PATHS[action]:
        value = value[name]
    return value


def flow_numbers(flow):
    return json.loads(flow["NumberList"]) if isinstance(flow["NumberList"], str) else flow["NumberList"]


class Seen:
    """One call center, as all operations of both versions report it."""

    def __init__(self, emulator, instance_id):
        self.old = read(emulator, "GetInstance", OLD, InstanceId=instance_id)["Instance"]
        self.new = read(emulator, "GetInstance", InstanceId=instance_id)["Data"]
        self.users, self.numbers, self.flows, _groups, self.roles = (
            in_2020(emulator, action, instance_id) for action in LISTS
        )
        self.groups = [
            group
            for media_type in MEDIA_TYPES
            for group in in_2020(emulator, "ListSkillGroups", instance_id, MediaType=media_type)
        ]
        self.old_users, self.old_numbers, self.old_flows, self.old_groups, self.old_roles = (
            in_2017(emulator, action, instance_id) for action in LISTS
        )


@pytest.fixture(scope="module")
def seen(emulator):
    """The eight default call centers of the key's user, and thirty generated ones."""
    with served(instances=30, users=11) as fleet:
        return [
            Seen(gateway, instance["Id"])
            for gateway in (emulator, fleet)
            for instance in read(gateway, "ListInstancesOfUser")["Data"]["List"]
        ]


def test_all_operations_agree_about_a_number(seen):
    for one in seen:
        flow_of = {number: flow for flow in one.flows for number in flow_numbers(flow)}
        assert [number["Number"] for number in one.numbers] == [number["Number"] for number in one.new["NumberList"]]
        for listed, got in zip(one.numbers, one.new["NumberList"], strict=True):
            ids = [group["SkillGroupId"] for group in listed["SkillGroups"]]
            assert ids == [group["SkillGroupId"] for group in got["SkillGroups"]]
            assert listed["CreateTime"].isdigit()
            alike = ("Usage", "InstanceId", "City", "Province", "ContactFlowId", "UserId")
            assert [listed.get(name) for name in alike] == [got.get(name) for name in alike]
            flow = flow_of.pop(listed["Number"], {})
            assert (listed.get("ContactFlowId") or None) == flow.get("ContactFlowId")
            assert listed.get("ContactFlowName") == flow.get("Name")
        assert flow_of == {}


def test_the_counts_of_a_skill_group_match_its_numbers_and_users(seen):
    for one in seen:
        users = Counter(level["SkillGroupId"] for user in one.users for level in user["SkillLevelList"])
        numbers = Counter(group["SkillGroupId"] for number in one.numbers for group in number["SkillGroups"])
        ids = [group["SkillGroupId"] for group in one.groups]
        assert {*users, *numbers} <= set(ids)
        assert [group["UserCount"] for group in one.groups] == [users[group_id] for group_id in ids]
        assert [group["PhoneNumberCount"] for group in one.groups] == [numbers[group_id] for group_id in ids]
        by_id = {group["SkillGroupId"]: group for group in one.groups}
        for group in (group for number in one.new["NumberList"] for group in number["SkillGroups"]):
            alike = ("PhoneNumberCount", "UserCount", "DisplayName", "Description", "InstanceId")
            assert [group[name] for name in alike] == [by_id[group["SkillGroupId"]][name] for name in alike]


def test_a_personal_number_names_its_user(seen):
    for one in seen:
        owned = {
            number["Number"]: user["UserId"] for user in one.users for number in user["PersonalOutboundNumberList"]
        }
        assert owned == {number["Number"]: number["UserId"] for number in one.numbers if "UserId" in number}
        assert owned == {number["Number"]: number["Assignee"] for number in one.old_numbers if "Assignee" in number}


def test_both_versions_agree_about_numbers_flows_groups_and_roles(seen):
    for one in seen:
        phones = one.old.get("PhoneNumbers", {"PhoneNumber": []})["PhoneNumber"]
        for phone, old, new in zip(phones, one.old_numbers, one.numbers, strict=True):
            assert {**old, **phone} == old
            assert (old["Number"], old.get("City")) == (new["Number"], new.get("City"))
            assert old.get("ContactFlow", {}).get("ContactFlowId") == (new.get("ContactFlowId") or None)
            groups = [group["SkillGroupId"] for group in old["SkillGroups"]["SkillGroup"]]
            assert groups == [group["SkillGroupId"] for group in new["SkillGroups"]]
        for old, new in zip(one.old_flows, one.flows, strict=True):
            assert (old["ContactFlowId"], old["ContactFlowName"]) == (new["ContactFlowId"], new["Name"])
            assert [phone["Number"] for phone in old["PhoneNumbers"]["PhoneNumber"]] == flow_numbers(new)
            versions = {version["ContactFlowVersionId"] for version in old["Versions"]["ContactFlowVersion"]}
            assert new.get("DraftId") in {*versions, None}
            assert bool(old["AppliedVersion"]) is new["Published"]
            assert json.loads(new["Definition"])["activities"]
        counts = {group["SkillGroupId"]: group["UserCount"] for group in one.groups}
        assert {group["SkillGroupId"]: group["UserCount"] for group in one.old_groups} == counts
        phones_out = {phone["Number"] for phone in phones if phone["AllowOutbound"]}
        for group in one.old_groups:
            assert {phone["Number"] for phone in group["OutboundPhoneNumbers"]["PhoneNumber"]} <= phones_out
        assert [(role["RoleId"], role["RoleName"].capitalize()) for role in one.old_roles] == [
            (role["RoleId"], role["Name"]) for role in one.roles
        ]
        assert {user["RoleId"] for user in one.users} <= {role["RoleId"] for role in one.roles}


@pytest.mark.parametrize("of", [slice(8), slice(8, None)], ids=["default", "fleet"])
def test_call_centers_contain_problems_to_find(seen, of):
    centers = seen[of]
    users = [user for one in centers for user in one.users]
    numbers = [number for one in centers for number in one.numbers]
    flows = [flow for one in centers for flow in one.flows]
    groups = [group for one in centers for group in one.groups]
    assert any(user["RoleName"] == "Agent" and not user["SkillLevelList"] for user in users)
    assert any(not group["UserCount"] for group in groups)
    assert {group["MediaType"] for group in groups} == {"AUDIO", "CHAT"}
    assert any(number["Usage"] != "Outbound" and not number.get("ContactFlowId") for number in numbers)
    assert any("UserId" in number for number in numbers)
    assert any(not flow["Published"] and flow["DraftId"] and flow["Editor"] for flow in flows)
    assert any(not flow_numbers(flow) for flow in flows)
    assert {type(flow["NumberList"]) for flow in flows} == {list, str}


def test_the_default_call_centers_contain_the_documented_problems(seen):
    default = seen[:8]
    numbers = [number for one in default for number in one.numbers]
    reached = [number for number in numbers if number["Usage"] != "Outbound"]
    assert [number["Number"] for number in reached if not number.get("ContactFlowId")] == ["02080000001"]
    assert [number["Number"] for number in numbers if not number["Active"]] == ["02080000002"]
    empty = [group["SkillGroupId"] for one in default for group in one.groups if not group["UserCount"]]
    assert [group_id.partition("@")[0] for group_id in empty] == ["vip"]
    assert [flow["Name"] for one in default for flow in one.flows if not flow["Published"]] == ["春节放假", "Trial"]
    assert [number["UserId"] for number in numbers if "UserId" in number] == ["user-zhang.min"]
    assert any(number["Number"].startswith("400") for number in numbers)
