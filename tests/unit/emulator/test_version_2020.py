# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""API version 2020-07-01: its protocol, and that it says of the same records what 2017-07-05 says, as far as it can."""

from __future__ import annotations

import re

import pytest
from emulator_client import DOCUMENTED_ID, acs3, form, rpc
from emulator_process import running_emulator

VERSION = "2020-07-01"
REQUEST_ID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
TWO_PAGES = {"PageNumber": "1", "PageSize": "5"}

# The fields of the version, and their types: all others are strings.
INTEGERS = {"PageNumber", "PageSize", "TotalCount", "UnitId", "PhoneNumberCount", "UserCount"}
LISTS = {"List", "AdminList", "NumberList", "SkillGroups"}
INSTANCE_FIELDS = {
    "Id",
    "Name",
    "Description",
    "DomainName",
    "ConsoleUrl",
    "Status",
    "AliyunUid",
    "AdminList",
    "NumberList",
    "AgentType",
    "ChatbotBusinessUnit",
}
NEW_ADMIN_FIELDS = {"Extension", "RoleId", "RoleName", "WorkMode"}
NEW_NUMBER_FIELDS = {"Active", "City", "Province", "ContactFlowId", "UserId", "SkillGroups"}
SKILL_GROUP_FIELDS = {
    "SkillGroupId",
    "Name",
    "DisplayName",
    "Description",
    "InstanceId",
    "PhoneNumberCount",
    "UserCount",
}


def get(emulator, instance_id, **changes):
    return rpc(emulator, "GetInstance", Version=VERSION, InstanceId=instance_id, **changes)


def page(emulator, number, size, **changes):
    return rpc(emulator, "ListInstancesOfUser", Version=VERSION, PageNumber=str(number), PageSize=str(size), **changes)


def list_of(emulator, number=1, size=100):
    return page(emulator, number, size).json["Data"]["List"]


def listed_by_2017(emulator):
    return rpc(emulator, "ListInstancesOfUser").json["Instances"]["CallCenterInstance"]


# --- What is accepted, and in which shape it is answered ---


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_get_instance_by_rpc(emulator, method):
    body = rpc(emulator, "GetInstance", method, Version=VERSION, InstanceId=DOCUMENTED_ID).json
    assert REQUEST_ID.fullmatch(body.pop("RequestId"))
    assert set(body.pop("Data")) == INSTANCE_FIELDS
    assert body == {"Code": "OK", "HttpStatusCode": 200, "Message": ""}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_list_instances_by_rpc(emulator, method):
    body = rpc(emulator, "ListInstancesOfUser", method, Version=VERSION, **TWO_PAGES).json
    assert REQUEST_ID.fullmatch(body.pop("RequestId"))
    data = body.pop("Data")
    assert body == {"Code": "OK", "HttpStatusCode": 200, "Message": ""}
    assert len(data.pop("List")) == 5
    assert data == {"PageNumber": 1, "PageSize": 5, "TotalCount": 8}


def test_acs3_in_query_and_body(emulator):
    for action, parameters in (("GetInstance", {"InstanceId": DOCUMENTED_ID}), ("ListInstancesOfUser", TWO_PAGES)):
        expected = rpc(emulator, action, Version=VERSION, **parameters).json["Data"]
        assert acs3(emulator, action, query=parameters, x_acs_version=VERSION).json["Data"] == expected
        assert acs3(emulator, action, body=form(parameters), x_acs_version=VERSION).json["Data"] == expected


def test_get_instance_in_xml(emulator):
    root = get(emulator, "5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4", Format=None).xml
    assert (root.tag, root.findtext("Code"), root.find("Success")) == ("GetInstanceResponse", "OK", None)
    assert [admin.findtext("DisplayName") for admin in root.findall("Data/AdminList")] == ["王芳", "李伟"]
    assert [number.findtext("Active") for number in root.findall("Data/NumberList")] == ["true", "true"]


def test_list_instances_in_xml(emulator):
    answer = acs3(emulator, "ListInstancesOfUser", query=TWO_PAGES, x_acs_version=VERSION, accept="application/xml")
    root = answer.xml
    assert (root.tag, root.findtext("Data/TotalCount")) == ("ListInstancesOfUserResponse", "8")
    ids = [instance.findtext("Id") for instance in root.findall("Data/List")]
    assert ids == [instance["Id"] for instance in list_of(emulator, 1, 5)]


# --- What is refused ---


def assert_refused(answer, status, code):
    assert (answer.status, answer.json["Code"]) == (status, code)
    assert set(answer.json) == {"RequestId", "HostId", "Code", "Message", "Recommend"}
    assert answer.json["Message"]


def test_an_unknown_a_blank_and_no_instance_id(emulator):
    answer = get(emulator, "unknown")
    assert_refused(answer, 404, "NotExists.InstanceId")
    assert "unknown" in answer.json["Message"]
    assert get(emulator, "unknown", Format="XML").xml.findtext("Code") == "NotExists.InstanceId"
    assert_refused(get(emulator, " "), 400, "InvalidParameter")
    assert_refused(get(emulator, None), 400, "MissingInstanceId")


@pytest.mark.parametrize("name", ["PageNumber", "PageSize"])
def test_a_page_parameter_that_is_not_there(emulator, name):
    answer = rpc(emulator, "ListInstancesOfUser", **{"Version": VERSION, **TWO_PAGES, name: None})
    assert_refused(answer, 400, f"Missing{name}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PageNumber", "0"),
        ("PageNumber", "-1"),
        ("PageNumber", "one"),
        ("PageNumber", ""),
        ("PageNumber", "1.0"),
        ("PageNumber", "9" * 5000),
        ("PageSize", "0"),
        ("PageSize", "101"),
        ("PageSize", "x"),
        ("PageSize", "٣"),
    ],
)
def test_a_page_parameter_that_is_wrong(emulator, name, value):
    answer = rpc(emulator, "ListInstancesOfUser", **{"Version": VERSION, **TWO_PAGES, name: value})
    assert_refused(answer, 400, f"InvalidParameter.{name}")


def test_2017_does_not_know_pages(emulator):
    assert len(listed_by_2017(emulator)) == 8
    answer = rpc(emulator, "ListInstancesOfUser", PageNumber="0", PageSize="1")
    assert len(answer.json["Instances"]["CallCenterInstance"]) == 8


# --- Pages ---


@pytest.fixture(scope="module")
def fleet_emulator():
    with running_emulator(instances=250) as process:
        yield process


@pytest.mark.parametrize("size", [100, 99, 7])
def test_the_pages_hold_every_instance_once_and_in_order(fleet_emulator, size):
    count = -(-250 // size)
    pages = [page(fleet_emulator, number, size).json["Data"] for number in range(1, count + 1)]
    assert {data["TotalCount"] for data in pages} == {250}
    assert [data["PageNumber"] for data in pages] == list(range(1, count + 1))
    assert {len(data["List"]) for data in pages[:-1]} == {size}
    ids = [instance["Id"] for data in pages for instance in data["List"]]
    assert ids == [instance["InstanceId"] for instance in listed_by_2017(fleet_emulator)]


def test_a_page_after_the_last_is_empty(fleet_emulator):
    for number in (4, 999_999_999):
        data = page(fleet_emulator, number, 100).json["Data"]
        assert data == {"PageNumber": number, "PageSize": 100, "TotalCount": 250, "List": []}


def test_an_account_without_call_centers():
    with running_emulator(instances=0) as emulator:
        assert page(emulator, 1, 10).json["Data"] == {"PageNumber": 1, "PageSize": 10, "TotalCount": 0, "List": []}
        assert page(emulator, 1, 10, Format="XML").xml.find("Data/List") is None


def test_every_instance_is_derived_once_for_pages_of_all_sizes(ccc_emulator, monkeypatch):
    derived = []
    derive = ccc_emulator.listed_by_2020
    monkeypatch.setattr(
        "ccc_emulator.records.listed_by_2020", lambda instance: derived.append(instance) or derive(instance)
    )
    records = ccc_emulator.Records(ccc_emulator.fleet(20))
    assert derived == []
    for size in (10, 7, 20):
        for number in (1, 2, 3):
            records.encoded_page(number, size, xml=False)
    assert derived == ccc_emulator.fleet(20)


# --- The same records as 2017-07-05 ---


def renamed(record, names):
    return {new: record[old] for new, old in names.items() if old in record}


def assert_same_admins(admins, users):
    expected = [
        {
            **renamed(user, {"UserId": "UserId", "InstanceId": "InstanceId"}),
            **renamed(
                user.get("Detail", {}),
                {"LoginName": "LoginName", "DisplayName": "DisplayName", "Email": "Email", "Mobile": "Phone"},
            ),
        }
        for user in users
    ]
    assert [{name: admin[name] for name in set(admin) - NEW_ADMIN_FIELDS} for admin in admins] == expected


def assert_same_numbers(numbers, phones):
    expected = [renamed(phone, {"Number": "Number", "InstanceId": "InstanceId", "Usage": "Usage"}) for phone in phones]
    assert [{name: number[name] for name in set(number) - NEW_NUMBER_FIELDS} for number in numbers] == expected


def assert_same_instance(new, old):
    assert renamed(
        new,
        {
            "InstanceId": "Id",
            "InstanceName": "Name",
            "InstanceDescription": "Description",
            "DomainName": "DomainName",
            "Owner": "AliyunUid",
        },
    ) == {
        name: old[name]
        for name in (
            "InstanceId",
            "InstanceName",
            "InstanceDescription",
            "DomainName",
            "Owner",
        )
    }
    # As the documents of either version spell them.
    assert new["Status"] == old["Status"].upper()
    assert new["ConsoleUrl"] == f"https://ccc-v2.aliyun.com/#/workbench/{old['DomainName']}"
    assert_same_admins(new["AdminList"], old["Admin"]["User"])
    assert_same_numbers(new["NumberList"], old.get("PhoneNumbers", {"PhoneNumber": []})["PhoneNumber"])


def test_the_default_set_is_the_same_in_both_versions(emulator):
    old, new = listed_by_2017(emulator), list_of(emulator)
    assert len(new) == len(old) == 8
    for one_new, one_old in zip(new, old, strict=True):
        assert_same_instance(one_new, one_old)


def test_a_fleet_is_the_same_in_both_versions(fleet_emulator):
    for new, old in zip(list_of(fleet_emulator), listed_by_2017(fleet_emulator)[:100], strict=True):
        assert_same_instance(new, old)


def test_get_instance_says_more_than_the_list(emulator):
    for listed in list_of(emulator):
        got = get(emulator, listed["Id"]).json["Data"]
        assert set(got) - set(listed) == {"AgentType", "ChatbotBusinessUnit"}
        assert set(got.pop("ChatbotBusinessUnit")) == {"UnitId", "UnitKey"}
        assert got.pop("AgentType")
        assert got == listed


# --- What only this version has ---


def assert_types(value, name="Data"):
    if isinstance(value, dict):
        for key, element in value.items():
            expected = int if key in INTEGERS else bool if key == "Active" else list if key in LISTS else str
            expected = dict if key == "ChatbotBusinessUnit" else expected
            assert element.__class__ is expected, f"{name}.{key}"
            assert_types(element, f"{name}.{key}")
    elif isinstance(value, list):
        for element in value:
            assert_types(element, name)


def test_types_and_fields(emulator, fleet_emulator):
    for process in (emulator, fleet_emulator):
        data = page(process, 1, 100).json["Data"]
        assert_types(data)
        for instance in data["List"]:
            assert_types(get(process, instance["Id"]).json["Data"])
            for admin in instance["AdminList"]:
                assert set(admin) > NEW_ADMIN_FIELDS
                assert admin["RoleId"] == f"Admin@{instance['Id']}"
            for number in instance["NumberList"]:
                assert {"Active", "SkillGroups"} <= set(number) <= {"Number", "InstanceId", "Usage", *NEW_NUMBER_FIELDS}
                assert number["Active"]
                for group in number["SkillGroups"]:
                    assert set(group) == SKILL_GROUP_FIELDS


def test_cities_follow_from_the_area_code(emulator, fleet_emulator):
    numbers = [number for one in list_of(emulator) + list_of(fleet_emulator) for number in one["NumberList"]]
    places = {(number["Number"][:4], number.get("City"), number.get("Province")) for number in numbers}
    assert {("0571", "杭州", "浙江"), ("0755", "深圳", "广东"), ("0215", "上海", "上海")} < places
    assert ("4000", None, None) in places
    assert all(city for code, city, _province in places if code.startswith("0"))


def test_skill_groups_count_their_numbers(fleet_emulator):
    instances = list_of(fleet_emulator)
    for instance in instances:
        groups = [group for number in instance["NumberList"] for group in number["SkillGroups"]]
        ids = [group["SkillGroupId"] for group in groups]
        assert [group["PhoneNumberCount"] for group in groups] == [ids.count(group_id) for group_id in ids]
    assert {len(number["SkillGroups"]) for one in instances for number in one["NumberList"]} == {0, 1, 2}


def test_only_a_number_to_call_from_belongs_to_an_agent(fleet_emulator):
    numbers = [number for one in list_of(fleet_emulator) for number in one["NumberList"]]
    personal = [number for number in numbers if "UserId" in number]
    assert {number["Usage"] for number in personal} == {"Outbound"}
    assert not any(number["SkillGroups"] for number in personal)
    assert all(("ContactFlowId" in number) == (number["Usage"] != "Outbound") for number in numbers)


def test_what_is_made_up_is_the_same_in_every_run(ccc_emulator, fleet_emulator):
    assert list_of(fleet_emulator) == [ccc_emulator.listed_by_2020(one) for one in ccc_emulator.fleet(100)]
    first = list_of(fleet_emulator)[0]
    assert first["NumberList"][0]["ContactFlowId"] == "b3559152-1ae7-5918-82f6-b6cbffbd9230"


# --- A data file ---


def test_odd_records_are_derived_as_far_as_they_go():
    odd = [
        {"InstanceId": "text", "Status": 7, "Admin": None, "PhoneNumbers": "", "More": 1},
        {"InstanceId": 42, "Admin": {"User": {"UserId": "one"}}, "PhoneNumbers": {"PhoneNumber": {"Number": 21}}},
        {"InstanceName": "without an id", "Admin": {"User": ["x", {"Detail": None}]}},
    ]
    with running_emulator(data=odd) as emulator:
        instances = list_of(emulator)
        assert instances[0] == {"Id": "text", "Status": 7, "AdminList": [], "NumberList": []}
        assert (instances[1]["Id"], instances[1]["AdminList"][0]["UserId"]) == (42, "one")
        assert instances[1]["NumberList"][0]["Number"] == 21
        assert set(instances[2]) == {"Name", "AdminList", "NumberList"}
        assert len(instances[2]["AdminList"]) == 1
        assert get(emulator, "42").json["Data"]["Id"] == 42


def test_a_record_can_order_fields_of_2020():
    fields = {"Status": None, "NumberList": {"Number": "1"}, "Odd": [1], "AgentType": "x"}
    record = {"InstanceId": "one", "InstanceName": "kept", "Status": "Running", "_2020-07-01": fields}
    with running_emulator(data=[record]) as emulator:
        for data in (list_of(emulator)[0], get(emulator, "one").json["Data"]):
            assert {name: data[name] for name in fields} == fields
            assert (data["Name"], data["AdminList"]) == ("kept", [])
        old = {name: value for name, value in record.items() if name != "_2020-07-01"}
        assert rpc(emulator, "GetInstance", InstanceId="one").json["Instance"] == old
        assert listed_by_2017(emulator) == [old]


def test_orders_apply_in_both_versions():
    data = {
        "Instances": [
            {"InstanceId": "forbidden", "_answer": {"HttpStatusCode": 403, "Code": "NoPermission"}},
            {"InstanceId": "raw", "_raw": "<x/>", "_content_type": "text/xml"},
        ],
        "_answer": {"HttpStatusCode": 503, "Code": "ServiceUnavailable"},
    }
    with running_emulator(data=data) as emulator:
        for version in ("2017-07-05", VERSION):
            forbidden = rpc(emulator, "GetInstance", Version=version, InstanceId="forbidden")
            assert (forbidden.status, forbidden.json["Code"]) == (403, "NoPermission")
            raw = rpc(emulator, "GetInstance", Version=version, InstanceId="raw")
            assert (raw.body, raw.headers["content-type"]) == (b"<x/>", "text/xml")
            listed = rpc(emulator, "ListInstancesOfUser", Version=version, **TWO_PAGES)
            assert (listed.status, listed.json["Code"]) == (503, "ServiceUnavailable")


def test_a_raw_list_is_every_page():
    with running_emulator(data={"Instances": [], "_raw": '{"Data": null}'}) as emulator:
        assert page(emulator, 1, 10).body == page(emulator, 2, 10).body == b'{"Data": null}'
