# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of a call center and of the account: parameters, pages, filters, members and data files."""

from __future__ import annotations

import pytest
from ccc_emulator.operations import INSIDE, LIST, OPERATIONS
from emulator_client import NEW, OLD, SHANGHAI, assume_role, rpc, served, with_key

CHENGDU = "b3d7e95f-1c28-4a6d-9f70-5e6f708192a3"
SINGAPORE = "c4e8a016-7d35-4b92-a1f6-2b3c4d5e6f70"
ROWS = [(action, version) for action, rows in OPERATIONS.items() for version in rows]
PAGED_IN_2020 = [action for action, rows in OPERATIONS.items() if NEW in rows and rows[NEW].page]


def send(emulator, action, version=NEW, **changes):
    parameters = {"PageNumber": "1", "PageSize": "100", "InstanceId": SHANGHAI, "OutboundOnly": "false"}
    parameters |= {"ObjectType": "INSTANCE", "ObjectId": changes.get("InstanceId", SHANGHAI), "UserId": "user-sun.li"}
    return rpc(emulator, action, Version=version, **{**parameters, **changes})


def listed(emulator, action, field, **changes):
    data = send(emulator, action, **changes).json["Data"]
    return [element[field] for element in (data["List"] if isinstance(data, dict) else data)]


def of_2017(emulator, **changes):
    response = send(emulator, "ListPhoneNumbers", OLD, **changes).json
    return [phone["Number"] for phone in response["PhoneNumbers"]["PhoneNumber"]]


@pytest.mark.parametrize(("action", "version"), ROWS)
def test_each_operation_responds_without_instructions_to_the_emulator(emulator, action, version):
    response = send(emulator, action, version)
    assert (response.status, response.json["Code"]) == (200, "OK")
    assert b'"_' not in response.body
    assert send(emulator, action, version, Format="XML").xml.findtext("Code") == "OK"


@pytest.mark.parametrize("action", sorted(set(PAGED_IN_2020) - {"ListInstancesOfUser"}))
def test_a_page_outside_the_documented_limits_is_refused(emulator, action):
    for name in ("PageNumber", "PageSize"):
        for value, code in ((None, "Null"), ("0", "Minimum"), ("101", "Maximum")):
            assert send(emulator, action, **{name: value}).json["Code"] == f"Parameter.{code}"
    assert send(emulator, action, PageNumber="100").json["Data"]["List"] == []


@pytest.mark.parametrize(
    ("action", "version", "changes", "code"),
    [
        ("ListPhoneNumbers", OLD, {"OutboundOnly": None}, "MissingOutboundOnly"),
        ("ListPhoneNumbers", OLD, {"OutboundOnly": "possibly"}, "InvalidParameter.OutboundOnly"),
        ("ListPhoneNumbers", NEW, {"Usage": "Sideways"}, "Parameter.Enumeration"),
        ("ListSkillGroups", NEW, {"MediaType": "MAIL"}, "Parameter.Enumeration"),
        ("ListConfigItems", NEW, {"ObjectType": "GALAXY"}, "Parameter.Enumeration"),
        ("ListConfigItems", NEW, {"ObjectType": None}, "Parameter.Null"),
        ("ListConfigItems", NEW, {"ObjectId": ""}, "Parameter.Null"),
        ("GetUser", NEW, {"UserId": None}, "Parameter.Null"),
        ("GetUser", NEW, {"UserId": "nobody"}, "NotExists.UserId"),
        ("ListInstances", OLD, {}, "InvalidAction.NotFound"),
        ("ListConfigItems", OLD, {}, "InvalidAction.NotFound"),
    ],
)
def test_a_parameter_of_an_operation_is_checked(emulator, action, version, changes, code):
    assert send(emulator, action, version, **changes).json["Code"] == code


def test_a_filtered_list_contains_only_matching_elements(emulator):
    assert of_2017(emulator) == ["4000010001", "02150000001"]
    assert of_2017(emulator, OutboundOnly="true") == ["02150000001"]
    assert listed(emulator, "ListPhoneNumbers", "Number", Usage="Inbound") == ["4000010001"]
    assert listed(emulator, "ListContactFlows", "Name", Type="SURVEY_FLOW") == ["满意度调查"]
    assert listed(emulator, "ListCampaigns", "Name", State="Draft") == ["新品介绍"]
    audio = listed(emulator, "ListSkillGroups", "SkillGroupName", InstanceId=SINGAPORE)
    chat, video = (
        listed(emulator, "ListSkillGroups", "SkillGroupName", InstanceId=SINGAPORE, MediaType=media_type)
        for media_type in ("Chat", "VIDEO")
    )
    assert (audio, chat, video) == (["presales", "aftersales"], ["chat"], [])


def test_settings_are_those_of_the_requested_object(emulator):
    assert "AllowAudioDownload" in listed(emulator, "ListConfigItems", "Name")
    of_a_user = {"ObjectType": "USER", "ObjectId": "user-xu.qiang"}
    assert listed(emulator, "ListConfigItems", "Value", **of_a_user) == ["0"]
    assert listed(emulator, "ListConfigItems", "Value", ObjectType="SKILL_GROUP") == []
    assert listed(emulator, "ListConfigItems", "Value", ObjectId="another") == []


def test_do_not_call_numbers_come_newest_first_in_pages(emulator):
    times = listed(emulator, "ListDoNotCallNumbers", "CreatedTime")
    assert len(times) == 12
    assert times == sorted(times, reverse=True)
    assert listed(emulator, "ListDoNotCallNumbers", "CreatedTime", PageSize="10") == times[:10]
    assert listed(emulator, "ListDoNotCallNumbers", "CreatedTime", PageSize="10", PageNumber="2") == times[10:]
    assert listed(emulator, "ListDoNotCallNumbers", "Number", Scope="SYSTEM") == ["13700009999"]


# --- Members ---


def test_the_account_has_a_call_center_that_the_keys_user_is_not_a_member_of(emulator):
    of_user = listed(emulator, "ListInstancesOfUser", "Id")
    assert listed(emulator, "ListInstances", "Id") == [*of_user, CHENGDU]
    old = send(emulator, "ListInstancesOfUser", OLD).json["Instances"]["CallCenterInstance"]
    assert [instance["InstanceId"] for instance in old] == of_user
    assert len(of_user) == 8


@pytest.mark.parametrize(("action", "version"), [row for row in ROWS if OPERATIONS[row[0]][row[1]].target in INSIDE])
def test_a_user_who_is_not_a_member_cannot_read_a_call_center(emulator, action, version):
    response = send(emulator, action, version, InstanceId=CHENGDU)
    assert (response.status, response.json["Code"]) == (403, "Permission.User")


@pytest.mark.parametrize(
    ("members", "seen"), [({}, True), ({"_members": []}, False), ({"_members": ["x", "test-key-id"]}, True)]
)
def test_members_in_a_data_file_decide_which_keys_can_read_a_call_center(members, seen):
    with served([{"InstanceId": "x", **members}]) as emulator:
        issued = with_key(emulator, assume_role(emulator).json["Credentials"])
        for key in (emulator, issued):
            assert listed(key, "ListInstancesOfUser", "Id") == ["x"] * seen
            assert listed(key, "ListInstances", "Id") == ["x"]
            assert send(key, "GetInstance", InstanceId="x").status == (200 if seen else 403)


# --- A data file ---


def test_each_list_of_a_data_file_is_served_unchanged():
    given = {"_2020-07-01": {"Unexpected": [1]}, "Number": "1", "More": {"x": "y"}}
    inside = [action for action, rows in OPERATIONS.items() if any(row.target == LIST for row in rows.values())]
    data = {
        "Instances": [{"InstanceId": "x", "_lists": {action: [given] for action in inside}}],
        "_lists": {"ListUnassignedNumbers": [given]},
    }
    with served(data) as emulator:
        for action in [*inside, "ListUnassignedNumbers"]:
            assert NEW not in OPERATIONS[action] or listed(emulator, action, "Unexpected", InstanceId="x") == [[1]]
            if OLD in OPERATIONS[action]:
                value = send(emulator, action, OLD, InstanceId="x", OutboundOnly="false").json
                for name in OPERATIONS[action][OLD].path:
                    value = value[name]
                assert [(one["Number"], one["More"]) for one in value] == [("1", {"x": "y"})]
                assert "_2020-07-01" not in value[0]


def test_a_data_file_can_set_the_response_to_each_operation():
    canned = {"HttpStatusCode": 403, "Code": "NoPermission"}
    with served({"Instances": [{"InstanceId": "x"}], "_answers": dict.fromkeys(OPERATIONS, canned)}) as emulator:
        for action, version in ROWS:
            assert send(emulator, action, version, InstanceId="x").json["Code"] == "NoPermission"


def test_a_call_center_without_lists_has_its_own_numbers_and_no_flows_or_groups():
    phones = {"PhoneNumber": [{"Number": "02150000001", "Usage": "Inbound", "_2020-07-01": {"City": "Pudong"}}]}
    with served([{"InstanceId": "x", "PhoneNumbers": phones}]) as emulator:
        (number,) = send(emulator, "ListPhoneNumbers", InstanceId="x").json["Data"]["List"]
        (in_instance,) = send(emulator, "GetInstance", InstanceId="x").json["Data"]["NumberList"]
        assert number["City"] == in_instance["City"] == "Pudong"
        assert number["SkillGroups"] == in_instance["SkillGroups"] == []
        assert "ContactFlowId" not in {**number, **in_instance}
        old = send(emulator, "GetInstance", OLD, InstanceId="x").json["Instance"]["PhoneNumbers"]["PhoneNumber"]
        assert old == [{"Number": "02150000001", "Usage": "Inbound"}]
        for action in ("ListSkillGroups", "ListContactFlows", "ListUsers"):
            assert listed(emulator, action, "InstanceId", InstanceId="x") == []


def test_the_unassigned_numbers_of_a_fleet_are_in_no_call_center():
    with served(instances=50) as emulator:
        unassigned = listed(emulator, "ListUnassignedNumbers", "Number")
        numbers = {one["Number"] for of_one in listed(emulator, "ListInstances", "NumberList") for one in of_one}
        assert len(unassigned) == 3
        assert not numbers & {*unassigned}
        assert listed(emulator, "ListInstances", "Id") == listed(emulator, "ListInstancesOfUser", "Id")
