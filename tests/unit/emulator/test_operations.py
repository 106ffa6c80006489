# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The responses of each operation, in both versions: the default call centers, a fleet, a data file."""

from __future__ import annotations

import json
import pathlib
import re
import uuid

import pytest
from ccc_emulator.fleet import fleet
from ccc_emulator.fleet_lists import FleetUsers
from emulator_client import DOCUMENTED_ID, NEW, OLD, SHANGHAI, acs3, assume_role, form, rpc, served

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures"
REQUEST_ID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")

# Types in the documents' tables; all other fields are strings.
TYPES = {
    **dict.fromkeys(("CreatedTime", "MaxOnlineAgents", "StorageMaxDays", "StorageMaxSize", "RemainingTime"), int),
    **dict.fromkeys(("Trunks", "PageNumber", "PageSize", "TotalCount", "PhoneNumberCount", "UserCount"), int),
    **dict.fromkeys(("UnitId", "Level", "SkillLevel"), int),
    **dict.fromkeys(("AllowOutbound", "TestOnly", "Active", "Primary", "PrimaryAccount"), bool),
    **dict.fromkeys(("Admin", "Detail", "PhoneNumbers", "ChatbotBusinessUnit", "Roles", "SkillLevels", "Skill"), dict),
    **dict.fromkeys(("User", "PhoneNumber", "AdminList", "NumberList", "SkillGroups", "Role"), list),
    **dict.fromkeys(("PersonalOutboundNumberList", "SkillLevelList"), list),
}


def get(emulator, instance_id, version=OLD, **changes):
    return rpc(emulator, "GetInstance", Version=version, InstanceId=instance_id, **changes)


def page(emulator, number=1, size=100, action="ListInstancesOfUser", **changes):
    parameters = {"Version": NEW, "PageNumber": str(number), "PageSize": str(size), **changes}
    return rpc(emulator, action, **parameters)


def listed(emulator):
    return rpc(emulator, "ListInstancesOfUser").json["Instances"]["CallCenterInstance"]


def listed_in_2020(emulator):
    return page(emulator).json["Data"]["List"]


def users_of(emulator, instance_id, **changes):
    users = page(emulator, action="ListUsers", InstanceId=instance_id, **{"Version": OLD, **changes}).json["Users"]
    return users["List"]["User"]


def users_in_2020(emulator, instance_id):
    return page(emulator, action="ListUsers", InstanceId=instance_id).json["Data"]["List"]


def assert_types(value, types=None, name=""):
    types = types or TYPES
    if isinstance(value, dict):
        for key, element in value.items():
            assert element.__class__ is types.get(key, str), f"{name}.{key}"
            assert_types(element, types, f"{name}.{key}")
    elif isinstance(value, list):
        for element in value:
            assert_types(element, types, name)


def assert_refused(response, status, code):
    assert (response.status, response.json["Code"]) == (status, code)
    assert set(response.json) == {"RequestId", "HostId", "Code", "Message", "Recommend"}
    assert response.json["Message"]


# --- Envelopes, formats, parameters ---

REQUESTS = [
    (OLD, "GetInstance", {"InstanceId": SHANGHAI}, "Instance"),
    (OLD, "ListInstancesOfUser", {}, "Instances"),
    (OLD, "ListUsers", {"InstanceId": SHANGHAI, "PageNumber": "1", "PageSize": "2"}, "Users"),
    (NEW, "GetInstance", {"InstanceId": SHANGHAI}, "Data"),
    (NEW, "ListInstancesOfUser", {"PageNumber": "1", "PageSize": "2"}, "Data"),
    (NEW, "ListUsers", {"InstanceId": SHANGHAI, "PageNumber": "1", "PageSize": "2"}, "Data"),
]


@pytest.mark.parametrize(("version", "action", "parameters", "member"), REQUESTS)
def test_a_response_is_the_same_in_both_styles_and_has_the_envelope_of_its_version(
    emulator, version, action, parameters, member
):
    responses = [rpc(emulator, action, method, Version=version, **parameters).json for method in ("GET", "POST")]
    responses.append(acs3(emulator, action, query=parameters, x_acs_version=version).json)
    responses.append(acs3(emulator, action, body=form(parameters), x_acs_version=version).json)
    ids = [response.pop("RequestId") for response in responses]
    assert all(map(REQUEST_ID.fullmatch, ids))
    assert len(set(ids)) == 4
    assert responses[1:] == responses[:-1]
    success = {"Success": True} if version == OLD else {}
    assert responses[0].pop(member)
    assert responses[0] == {"Code": "OK", "HttpStatusCode": 200, "Message": "", **success}


@pytest.mark.parametrize(
    ("version", "action", "parameters", "path", "found"),
    [
        (OLD, "GetInstance", {"InstanceId": SHANGHAI}, "Instance/Admin/User/Detail/DisplayName", ["王芳", "李伟"]),
        (OLD, "GetInstance", {"InstanceId": SHANGHAI}, "Instance/PhoneNumbers/PhoneNumber/TestOnly", ["false"] * 2),
        (NEW, "GetInstance", {"InstanceId": SHANGHAI}, "Data/AdminList/DisplayName", ["王芳", "李伟"]),
        (
            OLD,
            "ListInstancesOfUser",
            {},
            "Instances/CallCenterInstance[8]/InstanceName",
            ["Guangzhou Retail & Returns"],
        ),
        (NEW, "ListInstancesOfUser", {"PageNumber": "2", "PageSize": "7"}, "Data/TotalCount", ["8"]),
        (NEW, "ListInstancesOfUser", {"PageNumber": "2", "PageSize": "7"}, "Data/List/DomainName", ["gz-retail"]),
        (OLD, "ListUsers", REQUESTS[2][2], "Users/List/User/UserId", ["user-wang.fang", "user-li.wei"]),
        (NEW, "ListUsers", REQUESTS[2][2], "Data/List/UserId", ["user-wang.fang", "user-li.wei"]),
    ],
)
def test_a_response_can_be_xml(emulator, version, action, parameters, path, found):
    root = rpc(emulator, action, Version=version, Format=None, **parameters).xml
    assert (root.tag, root.findtext("Code")) == (f"{action}Response", "OK")
    assert root.findtext("Success") == ("true" if version == OLD else None)
    assert [element.text for element in root.findall(path)] == found


@pytest.mark.parametrize("action", ["GetInstance", "ListUsers"])
@pytest.mark.parametrize(("version", "code"), [(OLD, "NotExist.Instance"), (NEW, "NotExists.InstanceId")])
def test_an_unknown_blank_or_missing_instance_id_is_refused(emulator, action, version, code):
    for instance_id, status, expected in (
        ("unknown", 404, code),
        (" ", 400, "InvalidParameter"),
        ("", 400, "InvalidParameter"),
        (None, 400, "MissingInstanceId"),
    ):
        assert_refused(rpc(emulator, action, Version=version, InstanceId=instance_id), status, expected)


@pytest.mark.parametrize("name", ["PageNumber", "PageSize"])
@pytest.mark.parametrize(
    ("text", "of_instances", "of_users", "of_users_2017"),
    [
        (None, "Missing{}", "Parameter.Null", "Missing{}"),
        ("", "Parameter.Null", "Parameter.Null", "InvalidParameter.{}"),
        ("0", "Parameter.Minimum", "Parameter.Minimum", "InvalidParameter.{}"),
        ("-1", "Parameter.Minimum", "Parameter.Minimum", "InvalidParameter.{}"),
        ("101", "Parameter.Maximum", "Parameter.Maximum", "OK"),
        ("one", "InvalidParameter.{}", "InvalidParameter.{}", "InvalidParameter.{}"),
        ("1.0", "InvalidParameter.{}", "InvalidParameter.{}", "InvalidParameter.{}"),
        ("٣", "InvalidParameter.{}", "InvalidParameter.{}", "InvalidParameter.{}"),
        ("9" * 5000, "InvalidParameter.{}", "InvalidParameter.{}", "InvalidParameter.{}"),
    ],
)
def test_an_invalid_page_is_refused(emulator, name, text, of_instances, of_users, of_users_2017):
    for changes, code in (
        ({}, of_instances),
        ({"action": "ListUsers", "InstanceId": SHANGHAI}, of_users),
        ({"action": "ListUsers", "InstanceId": SHANGHAI, "Version": OLD}, of_users_2017),
    ):
        assert page(emulator, **changes, **{name: text}).json["Code"] == code.format(name)


def test_2017_lists_call_centers_without_pages(emulator):
    response = rpc(emulator, "ListInstancesOfUser", PageNumber="0", PageSize="1")
    assert len(response.json["Instances"]["CallCenterInstance"]) == 8


# --- The default call centers ---


def test_default_call_centers_have_the_documented_types_and_are_the_same_in_get_and_list(emulator):
    instances = listed(emulator)
    assert_types(instances)
    assert len({instance["InstanceId"] for instance in instances}) == 8
    for instance in instances:
        assert get(emulator, instance["InstanceId"]).json["Instance"] == instance


def as_strings(value):
    """Convert all values to strings, since the types in the documents' examples differ from those in their tables."""
    if isinstance(value, dict):
        return {key: as_strings(element) for key, element in value.items()}
    if isinstance(value, list):
        return [as_strings(element) for element in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_the_documents_examples_are_default_call_centers(emulator):
    """The second example is in two halves. The emulator changes its id, and restores the leading zero of its number."""
    example = json.loads((FIXTURES / "get_instance.json").read_text(encoding="utf-8"))["Instance"]
    assert as_strings(get(emulator, DOCUMENTED_ID).json["Instance"]) == as_strings(example)
    other_id = DOCUMENTED_ID[:-1] + "3"
    example = json.loads((FIXTURES / "list_instances_of_user.json").read_text(encoding="utf-8"))
    halves = example["Instances"]["CallCenterInstance"]
    expected = json.loads(json.dumps({**halves[0], **halves[1]}).replace(DOCUMENTED_ID, other_id))
    phone = expected["PhoneNumbers"]["PhoneNumber"]
    expected["PhoneNumbers"]["PhoneNumber"] = [{**phone, "Number": f"0{phone['Number']}"}]
    assert as_strings(get(emulator, other_id).json["Instance"]) == as_strings(expected)


def test_the_default_call_centers_have_the_documented_users(emulator):
    users = {one["InstanceId"]: users_of(emulator, one["InstanceId"]) for one in listed(emulator)}
    for instance in listed(emulator):
        admins = {user["UserId"] for user in instance["Admin"]["User"] if "UserId" in user}
        roles = {user["UserId"]: user["Roles"]["Role"][0]["RoleName"] for user in users[instance["InstanceId"]]}
        assert {user_id for user_id, role in roles.items() if role == "ADMIN"} == admins
    everyone = [user for of_one in users.values() for user in of_one]
    assert {user["Roles"]["Role"][0]["RoleName"] for user in everyone} == {"ADMIN", "MANAGER", "AGENT"}
    agents = [user for user in everyone if user["Roles"]["Role"][0]["RoleName"] == "AGENT"]
    assert [user["UserId"] for user in agents if not user["SkillLevels"]["SkillLevel"]] == ["user-xu.qiang"]
    assert [user["UserId"] for user in everyone if "PrivateOutboundNumberId" in user] == ["user-zhang.min"]
    assert [set(user["Detail"]) for user in everyone if len(user.get("Detail", {})) == 2] == [
        {"LoginName", "DisplayName"}
    ]
    assert any("Detail" not in user for user in everyone)


# --- Both versions agree about the same records ---


def renamed(record, **names):
    return {new: record[old] for new, old in names.items() if old in record}


@pytest.fixture(scope="module")
def fleet_emulator():
    with served(instances=250) as emulator:
        yield emulator


@pytest.mark.parametrize("name", ["emulator", "fleet_emulator"])
def test_a_call_center_is_the_same_in_both_versions(request, name):
    served_by = request.getfixturevalue(name)
    for new, old in zip(listed_in_2020(served_by), listed(served_by), strict=False):
        assert_types(new)
        names = {"Id": "InstanceId", "Name": "InstanceName", "Description": "InstanceDescription"}
        fields = renamed(old, **names, DomainName="DomainName", AliyunUid="Owner")
        fields["Status"] = old["Status"].upper()
        fields["ConsoleUrl"] = f"https://ccc-v2.aliyun.com/#/workbench/{old['DomainName']}"
        assert {name: value for name, value in new.items() if not name.endswith("List")} == fields
        users = [{**user, **user.get("Detail", {})} for user in old["Admin"]["User"]]
        person = {"LoginName": "LoginName", "DisplayName": "DisplayName", "Email": "Email", "Mobile": "Phone"}
        made_up = {"Extension", "RoleId", "RoleName", "WorkMode"}
        assert [{key: admin[key] for key in admin if key not in made_up} for admin in new["AdminList"]] == [
            renamed(user, UserId="UserId", InstanceId="InstanceId", **person) for user in users
        ]
        phones = old.get("PhoneNumbers", {"PhoneNumber": []})["PhoneNumber"]
        assert [renamed(number, Number="Number", Usage="Usage") for number in new["NumberList"]] == [
            renamed(phone, Number="Number", Usage="Usage") for phone in phones
        ]
        got = get(served_by, new["Id"], NEW).json["Data"]
        assert_types(got)
        assert set(got.pop("ChatbotBusinessUnit")) == {"UnitId", "UnitKey"}
        assert got.pop("AgentType")
        assert got == new


def test_cities_follow_from_area_codes(fleet_emulator):
    numbers = [number for one in listed_in_2020(fleet_emulator) for number in one["NumberList"]]
    assert {("0571", "杭州", "浙江"), ("0755", "深圳", "广东")} < {
        (number["Number"][:4], number["City"], number["Province"]) for number in numbers
    }


@pytest.mark.parametrize("name", ["emulator", "fleet_emulator"])
def test_a_user_is_the_same_in_both_versions(request, name):
    served_by = request.getfixturevalue(name)
    types = {**TYPES, "RamId": int}
    for instance in listed_in_2020(served_by)[:20]:
        phones = {phone["PhoneNumberId"]: phone["Number"] for phone in phones_of(served_by, instance["Id"])}
        admins = {admin["UserId"]: admin for admin in instance["AdminList"] if "UserId" in admin}
        old_users, new_users = users_of(served_by, instance["Id"]), users_in_2020(served_by, instance["Id"])
        assert_types(old_users, {**TYPES, "SkillLevel": list})
        assert_types(new_users, types)
        for old, new in zip(old_users, new_users, strict=True):
            (role,) = old["Roles"]["Role"]
            assert "InstanceId" not in new
            assert (new["UserId"], str(new["RamId"]), new["Primary"]) == (old["UserId"], old["RamId"], old["Primary"])
            assert (new["RoleId"], new["RoleName"].upper()) == (role["RoleId"], role["RoleName"])
            assert [(level["SkillGroupId"], level["SkillLevel"]) for level in new["SkillLevelList"]] == [
                (level["Skill"]["SkillGroupId"], level["Level"]) for level in old["SkillLevels"]["SkillLevel"]
            ]
            owned = [phones[old["PrivateOutboundNumberId"]]] if "PrivateOutboundNumberId" in old else []
            assert [number["Number"] for number in new["PersonalOutboundNumberList"]] == owned
            if new["RoleName"] == "Admin":
                admin = admins.pop(new["UserId"])
                alike = ("RoleId", "RoleName", "Extension", "WorkMode")
                assert [admin[name] for name in alike] == [new[name] for name in alike]
        assert admins == {}


def phones_of(emulator, instance_id):
    wrapper = get(emulator, instance_id).json["Instance"].get("PhoneNumbers", {"PhoneNumber": []})
    return wrapper["PhoneNumber"]


# --- A fleet ---


@pytest.mark.parametrize("size", [100, 99, 7])
def test_the_pages_contain_each_call_center_once_and_in_order(fleet_emulator, size):
    count = -(-250 // size)
    pages = [page(fleet_emulator, number, size).json["Data"] for number in range(1, count + 1)]
    assert [(data["PageNumber"], data["PageSize"], data["TotalCount"]) for data in pages] == [
        (number, size, 250) for number in range(1, count + 1)
    ]
    ids = [instance["Id"] for data in pages for instance in data["List"]]
    assert ids == [instance["InstanceId"] for instance in fleet(250)]


def test_a_page_after_the_last_is_empty(fleet_emulator):
    data = page(fleet_emulator, 100).json["Data"]
    assert data == {"PageNumber": 100, "PageSize": 100, "TotalCount": 250, "List": []}


def test_an_account_can_have_no_call_centers():
    with served(instances=0) as emulator:
        assert listed(emulator) == []
        assert page(emulator).json["Data"] == {"PageNumber": 1, "PageSize": 100, "TotalCount": 0, "List": []}
        assert page(emulator, Format="XML").xml.find("Data/List") is None


def test_a_fleet_is_realistic_and_begins_with_each_smaller_one():
    instances = fleet(300)
    assert instances[:7] == fleet(7)
    assert instances[0]["InstanceId"] == "a73783df-dc59-57ad-b750-4f680486cd52"
    assert_types(instances)
    phones = [phone["Number"] for instance in instances for phone in instance["PhoneNumbers"]["PhoneNumber"]]
    ids = [str(uuid.UUID(instance["InstanceId"])) for instance in instances]
    domains = [instance["DomainName"] for instance in instances]
    users = [user["UserId"] for instance in instances for user in FleetUsers(5, instance)]
    for unique in (phones, ids, domains, users):
        assert len(set(unique)) == len(unique)
    assert 1500 < len(json.dumps(instances, ensure_ascii=False).encode()) / 300 < 2500
    assert {instance["Status"] for instance in instances} == {"Running", "Creating", "Stopped"}
    assert {len(instance["Admin"]["User"]) for instance in instances} == {0, 1, 2, 3}


def test_the_users_option_sets_the_number_of_users_and_their_pages_contain_each_once():
    (instance,) = fleet(1)
    with served(instances=1, users=250) as emulator:
        pages = [
            page(emulator, number, 100, "ListUsers", InstanceId=instance["InstanceId"]).json["Data"]
            for number in (1, 2, 3, 4)
        ]
        ids = [user["UserId"] for data in pages for user in data["List"]]
        assert ([data["TotalCount"] for data in pages], len(set(ids)), len(ids)) == ([250] * 4, 250, 250)
        assert [user["UserId"] for user in users_of(emulator, instance["InstanceId"], PageSize="300")] == ids


def test_a_fleet_without_extra_users_has_administrators_and_owners_of_numbers():
    with served(instances=250, users=0) as emulator:
        seen = 0
        for instance in listed_in_2020(emulator):
            known = [admin["UserId"] for admin in instance["AdminList"]]
            known += [number["UserId"] for number in instance["NumberList"] if "UserId" in number]
            assert [user["UserId"] for user in users_in_2020(emulator, instance["Id"])] == list(dict.fromkeys(known))
            seen += len(known)
        assert seen > 100


# --- A data file ---


def test_records_of_a_data_file_are_served_unchanged():
    unexpected = [
        {"InstanceId": "text", "Status": 7, "Admin": None, "PhoneNumbers": "", "More": {"x": [1, 2.5]}},
        {"InstanceId": 42, "Admin": {"User": {"UserId": "one"}}, "PhoneNumbers": {"PhoneNumber": {"Number": 21}}},
        {"InstanceName": "without an id", "Admin": {"User": ["x", {"Detail": None}]}},
    ]
    with served(unexpected) as emulator:
        assert listed(emulator) == unexpected
        assert get(emulator, "42").json["Instance"] == unexpected[1]
        assert get(emulator, "None").status == 404
        root = get(emulator, "text", Format="XML").xml
        assert [element.text for element in root.findall("Instance/More/x")] == ["1", "2.5"]
        assert root.find("Instance/Admin").text is None
        first, second, third = listed_in_2020(emulator)
        assert first == {"Id": "text", "Status": 7, "AdminList": [], "NumberList": []}
        assert (second["Id"], second["AdminList"][0]["UserId"], second["NumberList"][0]["Number"]) == (42, "one", 21)
        assert (set(third), len(third["AdminList"])) == ({"Name", "AdminList", "NumberList"}, 1)
        assert users_of(emulator, "text") == users_in_2020(emulator, "42") == []


def test_a_record_can_set_fields_of_2020():
    fields = {"Status": None, "NumberList": {"Number": "1"}, "Unexpected": [1], "AgentType": "x"}
    record = {"InstanceId": "one", "InstanceName": "kept", "Status": "Running"}
    with served([{**record, "_2020-07-01": fields}]) as emulator:
        for data in (listed_in_2020(emulator)[0], get(emulator, "one", NEW).json["Data"]):
            assert data == {
                "Id": "one",
                "Name": "kept",
                "AdminList": [],
                **fields,
                **renamed(data, ChatbotBusinessUnit="ChatbotBusinessUnit"),
            }
        assert [get(emulator, "one").json["Instance"]] == listed(emulator) == [record]


def test_a_record_can_set_its_users():
    unexpected = {"UserId": 7, "RamId": "ram", "Detail": "", "Roles": {"Role": {"RoleName": 1}}, "SkillLevels": None}
    given = [{"UserId": "one", "_2020-07-01": {"RamId": "text", "RoleName": None}}, unexpected]
    with served([{"InstanceId": "x", "_lists": {"ListUsers": given}}]) as emulator:
        assert users_of(emulator, "x") == [{"UserId": "one"}, unexpected]
        first, second = users_in_2020(emulator, "x")
        assert (first["UserId"], first["RamId"], first["RoleName"]) == ("one", "text", None)
        assert (second["UserId"], second["RamId"], second["RoleName"], second["SkillLevelList"]) == (7, "ram", 1, [])
        assert listed(emulator) == [{"InstanceId": "x"}]


@pytest.mark.parametrize(("served_version", "other"), [(OLD, NEW), (NEW, OLD)])
def test_an_emulator_of_one_version_refuses_the_other(served_version, other):
    with served(api_version=served_version) as emulator:
        for action in ("GetInstance", "ListInstancesOfUser", "ListInstances", "ListUsers"):
            response = page(emulator, action=action, Version=other, InstanceId=DOCUMENTED_ID)
            assert_refused(response, 400, "InvalidVersion")
        assert get(emulator, DOCUMENTED_ID, served_version).status == 200
        assert assume_role(emulator).status == 200


FAILURE = {"HttpStatusCode": 403, "Code": "Permission.User", "Message": "Access denied."}


@pytest.mark.parametrize("version", [OLD, NEW])
@pytest.mark.parametrize("action", ["GetInstance", "ListInstancesOfUser", "ListUsers"])
def test_a_data_file_can_set_the_response_to_an_operation(version, action):
    def respond(canned, of_instance=False, **changes):
        canned = {"_answers": {action: canned}}
        data = {
            "Instances": [{"InstanceId": "x", **(canned if of_instance else {})}],
            **({} if of_instance else canned),
        }
        with served(data) as emulator:
            return page(emulator, action=action, Version=version, InstanceId="x", **changes)

    of_instance = action != "ListInstancesOfUser"
    assert_refused(respond(FAILURE, of_instance), 403, "Permission.User")
    assert respond(FAILURE).json["Message"] == "Access denied."
    assert respond(FAILURE, Format="XML").xml.findtext("Code") == "Permission.User"
    assert_refused(respond({version: FAILURE}), 403, "Permission.User")
    assert respond({NEW if version == OLD else OLD: FAILURE}).status == 200
    raw = respond({"_raw": "<x>无</x>", "_content_type": "text/xml"}, of_instance)
    assert (raw.status, raw.body.decode(), raw.headers["content-type"]) == (200, "<x>无</x>", "text/xml")
    assert respond({"_raw": "{}"}).headers["content-type"].startswith("application/json")


def test_the_responses_of_a_call_center_take_precedence_over_those_of_the_account():
    data = {
        "Instances": [{"InstanceId": "x", "_answers": {"ListUsers": {"_raw": "own"}}}, {"InstanceId": "y"}],
        "_answers": {"ListUsers": {"_raw": "all"}},
    }
    with served(data) as emulator:
        bodies = [page(emulator, action="ListUsers", InstanceId=name).body for name in ("x", "y")]
    assert bodies == [b"own", b"all"]


@pytest.mark.parametrize("version", [OLD, NEW])
def test_answer_and_raw_set_the_responses_to_get_instance_and_to_the_list(version):
    response = {"_answer": {"HttpStatusCode": 503, "Code": "ServiceUnavailable"}}
    data = {"Instances": [{"InstanceId": "x", "_raw": "<x/>", "_content_type": "text/xml"}], **response}
    with served(data) as emulator:
        raw = get(emulator, "x", version)
        assert (raw.body, raw.headers["content-type"]) == (b"<x/>", "text/xml")
        assert page(emulator, Version=version).status == 503
        assert page(emulator, action="ListUsers", Version=version, InstanceId="x").status == 200
    with served({"Instances": [{"InstanceId": "x", **response}], "_raw": "[]"}) as emulator:
        assert (get(emulator, "x", version).status, page(emulator, Version=version).body) == (503, b"[]")
