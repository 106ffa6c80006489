# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import json
import pathlib

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils import _operations
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import (
    JsonText,
    Shape,
    facts_of,
    list_of,
    snake_case,
    whole_number,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import decode
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import GET_INSTANCE, Operation
from hypothesis import given, settings
from hypothesis import strategies as st

FIXTURES = pathlib.Path(__file__).parents[2] / "fixtures"

OLD, NEW = (where.shape for where in GET_INSTANCE.versions.values())
NO_ADMIN = facts_of({}, OLD.lists["Admin"][2], "x")[0]
NO_PHONE_NUMBER = facts_of({}, OLD.lists["PhoneNumbers"][2], "x")[0]

FIRST_INSTANCE = {
    "instance_id": "ef1e71e9-ae9d-487c-96ad-9181d85cf802",
    "instance_name": "测试11111",
    "instance_description": "测试实例",
    "domain_name": "111",
    "console_url": "ccc.aliyun.com/workbench/111",
    "status": "Creating",
    "region_id": None,
    "owner": "1059803544828509",
    "directory_id": "无",
    "tenant_id": "acc2985",
    "created_time": 1537867125000,
    "created_at": "2018-09-25T09:18:45Z",
    "max_online_agents": 100,
    "storage_bucket": "cloudcallcenter-online",
    "storage_max_days": 0,
    "storage_max_size": 100,
    "admins": [
        dict(
            NO_ADMIN,
            user_id="无",
            ram_id="1059803544828509",
            instance_id="ef1e71e9-ae9d-487c-96ad-9181d85cf802",
        ),
        dict(
            NO_ADMIN,
            login_name="cctest",
            display_name="测试test",
            department="IT",
            email="123@xx.com",
            phone="131xxxx1234",
        ),
    ],
    "phone_numbers": [
        {
            "phone_number_id": "51349d57-e7a1-4dba-bd16-34d93251207d",
            "number": "02500000000",
            "phone_number_description": "Ali Telecom",
            "usage": "Bidirection",
            "allow_outbound": True,
            "test_only": False,
            "remaining_time": 0,
            "trunks": 1,
            "instance_id": "ef1e71e9-ae9d-487c-96ad-9181d85cf802",
        }
    ],
}


# Each field in the documents of 2020-07-01, and the corresponding facts.
INSTANCE_2020 = {
    "Id": "hotline",
    "Name": "Hotline",
    "Description": "Orders",
    "DomainName": "hotline",
    "ConsoleUrl": "https://ccc.console.aliyun.com/hotline",
    "Status": "Running",
    "AliyunUid": "1059803544828509",
    "AgentType": "CLOUD",
    "ChatbotBusinessUnit": {"UnitId": 17, "UnitKey": "unit-key"},
    "AdminList": [
        {
            "UserId": "a@hotline",
            "InstanceId": "hotline",
            "LoginName": "a",
            "DisplayName": "A",
            "Email": "a@example.com",
            "Mobile": "13200000000",
            "Extension": "8001",
            "RoleId": "Admin@hotline",
            "RoleName": "Admin",
            "WorkMode": "ON_SITE",
        }
    ],
    "NumberList": [
        {
            "Number": "02500000000",
            "InstanceId": "hotline",
            "Active": True,
            "City": "Nanjing",
            "Province": "Jiangsu",
            "Usage": "Bidirection",
            "ContactFlowId": "flow-1",
            "UserId": "a@hotline",
            "SkillGroups": [
                {
                    "SkillGroupId": "group@hotline",
                    "Name": "group",
                    "DisplayName": "Group",
                    "Description": "Those who know",
                    "InstanceId": "hotline",
                    "PhoneNumberCount": 1,
                    "UserCount": 12,
                }
            ],
        }
    ],
}
FACTS_2020 = {
    **dict.fromkeys(NEW.absent),
    "instance_id": "hotline",
    "instance_name": "Hotline",
    "instance_description": "Orders",
    "domain_name": "hotline",
    "console_url": "https://ccc.console.aliyun.com/hotline",
    "status": "Running",
    "owner": "1059803544828509",
    "agent_type": "CLOUD",
    "chatbot_business_unit": {"unit_id": 17, "unit_key": "unit-key"},
    "admins": [
        {
            **NO_ADMIN,
            "user_id": "a@hotline",
            "instance_id": "hotline",
            "login_name": "a",
            "display_name": "A",
            "email": "a@example.com",
            "phone": "13200000000",
            "extension": "8001",
            "role_id": "Admin@hotline",
            "role_name": "Admin",
            "work_mode": "ON_SITE",
        }
    ],
    "phone_numbers": [
        {
            **NO_PHONE_NUMBER,
            "number": "02500000000",
            "instance_id": "hotline",
            "active": True,
            "city": "Nanjing",
            "province": "Jiangsu",
            "usage": "Bidirection",
            "contact_flow_id": "flow-1",
            "user_id": "a@hotline",
            "skill_groups": [
                {
                    "skill_group_id": "group@hotline",
                    "skill_group_name": "group",
                    "display_name": "Group",
                    "skill_group_description": "Those who know",
                    "instance_id": "hotline",
                    "phone_number_count": 1,
                    "user_count": 12,
                }
            ],
        }
    ],
}


def old_facts(instance):
    """Return the facts and warnings of an instance of 2017-07-05 that is valid except for what is tested."""
    return facts_of({"InstanceId": "X", **instance}, OLD, "instance X")


def new_facts(instance):
    return facts_of({"Id": "X", **instance}, NEW, "instance X")


def facts_of_fixture(name):
    response = decode((FIXTURES / name).read_bytes())
    instances = list_of(response.get("Instances"), "CallCenterInstance") or [response["Instance"]]
    return [facts_of(instance, OLD, f"instances[{number}]") for number, instance in enumerate(instances)]


def assert_contract(facts, shape=OLD):
    """Assert that each fact of the shape exists and is null or has its type, at any depth."""
    for fact, kind in shape.fields.values():
        # In Python, True is an int.
        kind = str if issubclass(kind, str) else kind
        is_of_kind = isinstance(facts[fact], kind) and isinstance(facts[fact], bool) == (kind is bool)
        assert facts[fact] is None or is_of_kind, fact
    for fact in shape.derived:
        assert facts[fact] is None or isinstance(facts[fact], str), fact
    for fact, inner in [(entry[0], entry[2]) for entry in shape.lists.values()] + list(shape.gathered.items()):
        # Null means that the API version does not report the list.
        assert isinstance(facts[fact], list) or (fact in shape.absent and facts[fact] is None), fact
        for element in facts[fact] or []:
            assert_contract(element, inner)
    for fact in (*shape.texts.values(), *shape.plucked):
        assert all(isinstance(text, str) for text in facts[fact]), fact
    for fact, inner in shape.objects.values():
        if facts[fact] is not None:
            assert_contract(facts[fact], inner)


@pytest.mark.parametrize("name", ["get_instance.json", "get_instance.xml"])
def test_the_documented_example_of_get_instance_has_the_expected_facts(name):
    [(facts, warnings)] = facts_of_fixture(name)
    assert facts == FIRST_INSTANCE
    assert_contract(facts)
    assert warnings == []


@pytest.mark.parametrize("name", ["list_instances_of_user.json", "list_instances_of_user.xml"])
def test_the_documented_example_of_a_list_has_two_instances_one_without_an_id(name):
    (first, first_warnings), (second, second_warnings) = facts_of_fixture(name)
    for facts in (first, second):
        assert_contract(facts)
    assert first == dict(FIRST_INSTANCE, instance_description="测试11111", admins=[], phone_numbers=[])
    assert first_warnings == []
    assert {value for value in second.values() if not isinstance(value, list)} == {None}
    assert second["admins"][0]["ram_id"] == "1059803544828509"
    assert second["admins"][1]["phone"] == "13209090909"
    assert second["phone_numbers"][0]["allow_outbound"] is True
    assert second["phone_numbers"][0]["trunks"] == 15
    assert second_warnings == ["instances[1]: the gateway sent no InstanceId, so instance_id is null."]


def test_json_and_xml_of_the_documented_list_differ_only_in_a_lost_zero():
    from_json = facts_of_fixture("list_instances_of_user.json")
    from_xml = facts_of_fixture("list_instances_of_user.xml")
    numbers = [facts[1][0]["phone_numbers"][0].pop("number") for facts in (from_json, from_xml)]
    assert numbers == ["2500000000", "02500000000"]
    assert from_json == from_xml


@pytest.mark.parametrize(
    ("field", "fact", "sent", "value"),
    [
        pytest.param("MaxOnlineAgents", "max_online_agents", "100", 100, id="number as text"),
        pytest.param("MaxOnlineAgents", "max_online_agents", 100, 100, id="number"),
        pytest.param("MaxOnlineAgents", "max_online_agents", "0", 0, id="zero as text"),
        pytest.param("MaxOnlineAgents", "max_online_agents", 0, 0, id="zero"),
        pytest.param("MaxOnlineAgents", "max_online_agents", " 100\n", 100, id="number with blanks"),
        pytest.param("MaxOnlineAgents", "max_online_agents", 100.0, 100, id="number as float"),
        pytest.param("MaxOnlineAgents", "max_online_agents", "100.0", 100, id="number as text of a float"),
        pytest.param("MaxOnlineAgents", "max_online_agents", "-1", -1, id="negative number"),
        pytest.param("MaxOnlineAgents", "max_online_agents", "+1", 1, id="number with a plus"),
        pytest.param("MaxOnlineAgents", "max_online_agents", "007", 7, id="number with leading zeros"),
        pytest.param("MaxOnlineAgents", "max_online_agents", "", None, id="number empty"),
        pytest.param("MaxOnlineAgents", "max_online_agents", " \n ", None, id="number blank"),
        pytest.param("MaxOnlineAgents", "max_online_agents", None, None, id="number null"),
        pytest.param("Owner", "owner", 1059803544828509, "1059803544828509", id="id as integer"),
        pytest.param("DomainName", "domain_name", 111, "111", id="domain name as integer"),
        pytest.param("InstanceName", "instance_name", True, "true", id="text as boolean"),
        pytest.param("InstanceName", "instance_name", 1.5, "1.5", id="text as float"),
        pytest.param("InstanceName", "instance_name", "", "", id="text empty"),
        pytest.param("InstanceName", "instance_name", " 测试 ", " 测试 ", id="text with blanks"),
        pytest.param("InstanceName", "instance_name", "100", "100", id="text of a number"),
        pytest.param("InstanceName", "instance_name", None, None, id="text null"),
        pytest.param("CreatedTime", "created_at", "1537867125000", "2018-09-25T09:18:45Z", id="time as text"),
        pytest.param("CreatedTime", "created_at", 0, "1970-01-01T00:00:00Z", id="time zero"),
        pytest.param("CreatedTime", "created_at", 1537867125999, "2018-09-25T09:18:45Z", id="time with milliseconds"),
        pytest.param("CreatedTime", "created_at", -1, "1969-12-31T23:59:59Z", id="time before 1970"),
        pytest.param("CreatedTime", "created_at", -62135596800000, "0001-01-01T00:00:00Z", id="first time of all"),
        pytest.param("CreatedTime", "created_at", 253402300799999, "9999-12-31T23:59:59Z", id="last time of all"),
        pytest.param("CreatedTime", "created_at", None, None, id="time null"),
    ],
)
def test_a_scalar_is_converted_to_its_documented_type(field, fact, sent, value):
    facts, warnings = old_facts({field: sent})
    assert facts[fact] == value
    assert type(facts[fact]) is type(value)
    assert_contract(facts)
    assert warnings == []


@pytest.mark.parametrize(
    ("sent", "value"),
    [(True, True), (False, False), ("true", True), ("false", False), ("True", True), ("FALSE", False), (" true ", True)]
    + [(1, True), (0, False), ("1", True), ("0", False), ("", None), (None, None)],
    ids=repr,
)
def test_a_boolean_is_read_from_text_and_numbers(sent, value):
    facts, warnings = old_facts({"PhoneNumbers": {"PhoneNumber": [{"AllowOutbound": sent}]}})
    assert facts["phone_numbers"][0]["allow_outbound"] is value
    assert warnings == []


@pytest.mark.parametrize("field", ["Number", "PhoneNumberId"])
def test_a_phone_number_sent_as_an_integer_becomes_text(field):
    facts, warnings = old_facts({"PhoneNumbers": {"PhoneNumber": [{field: 2500000000}]}})
    assert facts["phone_numbers"][0][snake_case(field)] == "2500000000"
    assert warnings == []


@pytest.mark.parametrize(
    ("wrapper", "names"),
    [
        pytest.param({"User": [{"LoginName": "a"}, {"LoginName": "b"}]}, ["a", "b"], id="list"),
        pytest.param({"User": [{"LoginName": "a"}]}, ["a"], id="list of one"),
        pytest.param({"User": {"LoginName": "a"}}, ["a"], id="list of one collapsed into an object"),
        pytest.param([{"LoginName": "a"}, {"LoginName": "b"}], ["a", "b"], id="list without its wrapper"),
        pytest.param({"LoginName": "a"}, ["a"], id="object without list and wrapper"),
        pytest.param({"User": []}, [], id="empty list"),
        pytest.param({"User": None}, [], id="null in the wrapper"),
        pytest.param({"User": ""}, [], id="empty text in the wrapper"),
        pytest.param({}, [], id="empty wrapper"),
        pytest.param([], [], id="empty list without its wrapper"),
        pytest.param(None, [], id="null"),
        pytest.param("", [], id="empty text"),
        pytest.param("\n    ", [], id="blank text, as an indented empty XML element"),
    ],
)
def test_a_list_is_read_with_or_without_its_wrapper(wrapper, names):
    facts, warnings = old_facts({"Admin": wrapper})
    assert [admin["login_name"] for admin in facts["admins"]] == names
    assert warnings == []


@pytest.mark.parametrize(
    ("wrapper", "elements"),
    [
        pytest.param({"X": [1, {"a": 1}]}, [1, {"a": 1}], id="elements that are not objects stay"),
        pytest.param({"X": 0}, [0], id="a number is an element"),
        pytest.param(False, [False], id="false in place of the wrapper"),
        pytest.param("text", ["text"], id="a text in place of the wrapper"),
    ],
)
def test_list_of_returns_elements_that_are_not_objects(wrapper, elements):
    assert list_of(wrapper, "X") == elements


@pytest.mark.parametrize(
    ("user", "admin"),
    [
        pytest.param({"UserId": "u", "RamId": 5}, {"user_id": "u", "ram_id": "5"}, id="ids only"),
        pytest.param({"Detail": {"Email": "e"}}, {"email": "e"}, id="Detail only"),
        pytest.param({"UserId": "u", "Detail": {"Email": "e"}}, {"user_id": "u", "email": "e"}, id="both"),
        pytest.param({"UserId": "u", "Email": "e"}, {"user_id": "u", "email": "e"}, id="flat already"),
        pytest.param({"Email": None, "Detail": {"Email": "e"}}, {"email": "e"}, id="null next to Detail"),
        pytest.param({"Email": "own", "Detail": {"Email": "e"}}, {"email": "own"}, id="own value goes first"),
        pytest.param({"UserId": "u", "Detail": None}, {"user_id": "u"}, id="Detail null"),
        pytest.param({"UserId": "u", "Detail": ""}, {"user_id": "u"}, id="Detail empty"),
        pytest.param(
            {"UserId": "u", "Detail": [{"Email": "e"}]}, {"user_id": "u", "email": "e"}, id="Detail in a list"
        ),
        pytest.param({"Detail": "n/a"}, {"detail": "n/a"}, id="Detail that is a text stays"),
        pytest.param({"Detail": {"JobTitle": "x"}}, {"job_title": "x"}, id="field of Detail that no table names"),
        pytest.param({}, {}, id="nothing"),
    ],
)
def test_a_partial_user_has_all_keys(user, admin):
    facts, warnings = old_facts({"Admin": {"User": [user]}})
    assert facts["admins"] == [dict(NO_ADMIN, **admin)]
    assert warnings == []


@pytest.mark.parametrize(
    ("sent", "instance_id"),
    [({}, None), ({"InstanceId": None}, None), ({"InstanceId": ""}, ""), ({"InstanceId": " "}, " ")],
)
def test_an_instance_without_an_id_is_a_warning(sent, instance_id):
    facts, warnings = facts_of(sent, OLD, "instances[3]")
    assert facts["instance_id"] == instance_id
    assert warnings == [f"instances[3]: the gateway sent no InstanceId, so instance_id is {json.dumps(instance_id)}."]


@pytest.mark.parametrize(
    ("instance", "warning"),
    [
        pytest.param(
            {"MaxOnlineAgents": "n/a"},
            'instance X: max_online_agents is null because the gateway sent "n/a" instead of a whole number.',
            id="number",
        ),
        pytest.param(
            {"StorageMaxSize": 1.5},
            "instance X: storage_max_size is null because the gateway sent 1.5 instead of a whole number.",
            id="number with a fraction",
        ),
        pytest.param(
            {"StorageMaxDays": True},
            "instance X: storage_max_days is null because the gateway sent true instead of a whole number.",
            id="number as boolean",
        ),
        pytest.param(
            {"StorageMaxDays": "٣"},
            'instance X: storage_max_days is null because the gateway sent "٣" instead of a whole number.',
            id="number in other digits",
        ),
        pytest.param(
            {"MaxOnlineAgents": [100]},
            "instance X: max_online_agents is null because the gateway sent [100] instead of a whole number.",
            id="number in a list",
        ),
        pytest.param(
            {"InstanceName": {"zh": "测试"}},
            'instance X: instance_name is null because the gateway sent {"zh": "测试"} instead of text.',
            id="text as object",
        ),
        pytest.param(
            {"PhoneNumbers": {"PhoneNumber": [{}, {"AllowOutbound": "yes"}]}},
            "instance X, phone_numbers[1]: allow_outbound is null because the gateway sent "
            '"yes" instead of true or false.',
            id="boolean in the second phone number",
        ),
        pytest.param(
            {"PhoneNumbers": {"PhoneNumber": [{"TestOnly": 2}]}},
            "instance X, phone_numbers[0]: test_only is null because the gateway sent 2 instead of true or false.",
            id="boolean as another number",
        ),
        pytest.param(
            {"Admin": {"User": [{"Detail": {"Phone": [1]}}]}},
            "instance X, admins[0]: phone is null because the gateway sent [1] instead of text.",
            id="text in Detail",
        ),
        pytest.param(
            {"Admin": {"User": ["root"]}},
            'instance X, admins[0] was omitted because the gateway sent "root" instead of an object.',
            id="element that is not an object",
        ),
        pytest.param(
            {"CreatedTime": 10**18},
            "instance X: created_time 1000000000000000000 is out of range, so created_at is null.",
            id="time beyond any date",
        ),
    ],
)
def test_an_invalid_value_is_null_and_a_warning_names_instance_fact_and_value(instance, warning):
    facts, warnings = old_facts(instance)
    assert warnings == [warning]
    assert_contract(facts)


def test_an_invalid_field_does_not_affect_the_others():
    facts, warnings = old_facts(
        {"MaxOnlineAgents": "n/a", "StorageMaxDays": "7", "Admin": {"User": [1, {"UserId": "u"}]}}
    )
    assert facts["max_online_agents"] is None
    assert facts["storage_max_days"] == 7
    assert facts["admins"] == [dict(NO_ADMIN, user_id="u")]
    assert len(warnings) == 2


def test_a_time_out_of_range_is_kept_as_a_number():
    facts, _warnings = old_facts({"CreatedTime": 10**18})
    assert (facts["created_time"], facts["created_at"]) == (10**18, None)


def test_a_number_of_more_digits_than_python_converts_is_null():
    facts, warnings = old_facts({"MaxOnlineAgents": "9" * 5000})
    assert facts["max_online_agents"] is None
    assert len(warnings) == 1


def test_a_warning_quotes_only_the_beginning_of_a_long_value():
    _facts, [warning] = old_facts({"MaxOnlineAgents": "x" * 10000})
    assert len(warning) < 250
    assert warning.endswith("xxx… instead of a whole number.")


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("InstanceId", "instance_id"),
        ("PhoneNumberDescription", "phone_number_description"),
        ("RAMId", "ram_id"),
        ("HTTPStatus", "http_status"),
        ("StorageMaxSizeGB", "storage_max_size_gb"),
        ("Ipv4Address", "ipv4_address"),
        ("alreadyCamel", "already_camel"),
        ("already_snake", "already_snake"),
        ("ID", "id"),
        ("", ""),
    ],
)
def test_a_field_name_becomes_snake_case(name, fact):
    assert snake_case(name) == fact


def test_undocumented_fields_are_kept_unchanged():
    unknown = {"a": ["1", None, {"B": 1.5}]}
    facts, warnings = old_facts(
        {"AgentType": "1", "NewField": unknown, "PhoneNumbers": [{"CityCode": 25}], "Admin": [{"X": ""}]}
    )
    assert facts["agent_type"] == "1"
    assert facts["new_field"] == unknown
    assert facts["phone_numbers"] == [dict(NO_PHONE_NUMBER, city_code=25)]
    assert facts["admins"] == [dict(NO_ADMIN, x="")]
    assert warnings == []


def test_an_undocumented_field_never_replaces_a_documented_one():
    facts, _warnings = old_facts(
        {"instance_id": "other", "Status": "Running", "status": {}, "Created_At": "x", "admins": 1}
    )
    assert facts["instance_id"] == "X"
    assert facts["status"] == "Running"
    assert_contract(facts)


# --- 2020-07-01 ---


def test_each_documented_field_of_2020_07_01_has_a_fact():
    facts, warnings = facts_of(INSTANCE_2020, NEW, "instance hotline")
    assert facts == FACTS_2020
    assert_contract(facts, NEW)
    assert warnings == []


def test_fields_that_the_list_of_2020_07_01_lacks_are_null():
    listed = {name: value for name, value in INSTANCE_2020.items() if name not in ("AgentType", "ChatbotBusinessUnit")}
    facts, warnings = new_facts(listed)
    assert facts == dict(FACTS_2020, agent_type=None, chatbot_business_unit=None)
    assert warnings == []


@pytest.mark.parametrize(
    ("field", "fact", "sent", "value"),
    [
        ("RegionId", "region_id", "cn-shanghai", "cn-shanghai"),
        ("DirectoryId", "directory_id", "d-1", "d-1"),
        ("TenantId", "tenant_id", 7, "7"),
        ("CreatedTime", "created_time", "1537867125000", 1537867125000),
        ("CreatedTime", "created_at", "1537867125000", "2018-09-25T09:18:45Z"),
        ("MaxOnlineAgents", "max_online_agents", "100", 100),
        ("StorageBucket", "storage_bucket", "b", "b"),
        ("StorageMaxDays", "storage_max_days", "30", 30),
        ("StorageMaxSize", "storage_max_size", "100", 100),
        ("AliyunUid", "owner", 1059803544828509, "1059803544828509"),
        ("AgentType", "agent_type", 1, "1"),
    ],
)
def test_an_undocumented_fact_of_the_older_version_is_converted_to_its_type(field, fact, sent, value):
    facts, warnings = new_facts({field: sent})
    assert facts[fact] == value
    assert_contract(facts, NEW)
    assert warnings == []


@pytest.mark.parametrize(
    ("sent", "numbers"),
    [
        pytest.param([{"Number": "1"}, {"Number": "2"}], ["1", "2"], id="list"),
        pytest.param({"Number": "1"}, ["1"], id="list of one collapsed into an object"),
        pytest.param({"NumberList": [{"Number": "1"}, {"Number": "2"}]}, ["1", "2"], id="list in a wrapper"),
        pytest.param({"NumberList": {"Number": "1"}}, ["1"], id="object in a wrapper"),
        pytest.param({"NumberList": ""}, [], id="empty wrapper"),
        pytest.param({}, [], id="empty object"),
        pytest.param([], [], id="empty list"),
        pytest.param(None, [], id="null"),
        pytest.param("", [], id="empty text"),
        pytest.param(" \n", [], id="blank text"),
    ],
)
def test_a_list_that_has_no_wrapper_is_read_in_any_form(sent, numbers):
    facts, warnings = new_facts({"NumberList": sent})
    assert [number["number"] for number in facts["phone_numbers"]] == numbers
    assert warnings == []


@pytest.mark.parametrize(
    ("sent", "unit"),
    [
        ({"UnitId": 17, "UnitKey": "k"}, {"unit_id": 17, "unit_key": "k"}),
        ({"UnitId": "17"}, {"unit_id": 17, "unit_key": None}),
        ([{"UnitKey": 5}], {"unit_id": None, "unit_key": "5"}),
        ({"UnitKey": "k", "UnitName": "n"}, {"unit_id": None, "unit_key": "k", "unit_name": "n"}),
        ({}, None),
        ([], None),
        (None, None),
        ("", None),
        ("\n  ", None),
    ],
)
def test_an_object_has_all_of_its_keys_or_is_null(sent, unit):
    facts, warnings = new_facts({"ChatbotBusinessUnit": sent})
    assert facts["chatbot_business_unit"] == unit
    assert warnings == []


@pytest.mark.parametrize(
    ("instance", "warning"),
    [
        (
            {"ChatbotBusinessUnit": "n/a"},
            'instance X, chatbot_business_unit is null because the gateway sent "n/a" instead of an object.',
        ),
        (
            {"ChatbotBusinessUnit": [{"UnitId": 1}, {"UnitId": 2}]},
            'instance X, chatbot_business_unit is null because the gateway sent [{"UnitId": 1}, {"UnitId": 2}] '
            "instead of an object.",
        ),
        (
            {"ChatbotBusinessUnit": {"UnitId": "x"}},
            "instance X, chatbot_business_unit: unit_id is null because the gateway sent "
            '"x" instead of a whole number.',
        ),
        (
            {"NumberList": [{"SkillGroups": [{}, {"UserCount": "many"}]}]},
            "instance X, phone_numbers[0], skill_groups[1]: user_count is null because the gateway sent "
            '"many" instead of a whole number.',
        ),
        ({"Id": None}, "instance X: the gateway sent no Id, so instance_id is null."),
        ({"Id": " "}, 'instance X: the gateway sent no Id, so instance_id is " ".'),
    ],
)
def test_a_warning_of_2020_07_01_names_the_fields_of_that_version(instance, warning):
    facts, warnings = new_facts(instance)
    assert warnings == [warning]
    assert_contract(facts, NEW)


@pytest.mark.parametrize(
    ("sent", "number"),
    [(7, 7), ("7", 7), (" 7\n", 7), (7.0, 7), ("0", 0), ("", None), (None, None), (True, None), ("n/a", None)]
    + [(1.5, None), ([7], None), ({}, None), (float("nan"), None), (float("inf"), None)],
    ids=repr,
)
def test_a_whole_number_is_read_from_numbers_and_text(sent, number):
    assert whole_number(sent) == number


# --- Parts of a shape that only some operations have ---

ROLE = Shape(fields={"RoleId": ("role_id", str), "Note": ("note", str), "Id": ("id", str)}, absent=("note",))


@pytest.mark.parametrize(
    ("sent", "roles"),
    [
        ({"RoleId": 5}, [{"role_id": "5", "note": None, "id": None}]),
        ({"RoleId": None}, []),
        ({}, []),
    ],
)
def test_gathered_fields_become_a_list_of_at_most_one_object(sent, roles):
    shape = Shape(fields={"Id": ("id", str)}, gathered={"roles": ROLE})
    assert facts_of({"Id": "u", **sent}, shape, "x") == ({"id": "u", "roles": roles}, [])


# --- Properties of all operations in each API version ---

SHAPES = [
    where.shape
    for operation in vars(_operations).values()
    if isinstance(operation, Operation)
    for where in operation.versions.values()
]


def fields_in(shape):
    """Return the names of the fields of a shape, at any depth."""
    inner = [entry[2] for entry in shape.lists.values()] + [entry[1] for entry in shape.objects.values()]
    names = {*shape.fields, *shape.lists, *shape.objects, *shape.flattened, *shape.derived}
    names |= {entry[1] for entry in shape.lists.values()}
    return names.union(*map(fields_in, [*inner, *shape.gathered.values()]))


DOCUMENTED = {int: 7, bool: True, str: "7", JsonText: "{}"}
UNDOCUMENTED = {int: "7", bool: "true", str: 7, JsonText: {}}


def whole_object(shape, values, wrapped):
    """Return an object with all fields of a shape. ``wrapped``: makes a list of one element."""
    sent = {field: values[kind] for field, (_fact, kind) in shape.fields.items()}
    sent.update({field: wrapped("", values[str]) for field in shape.texts})
    for inner in shape.gathered.values():
        sent.update({field: values[kind] for field, (_fact, kind) in inner.fields.items()})
    for field, (fact, element, inner) in shape.lists.items():
        # Skill groups contain phone numbers that contain skill groups.
        sent[field] = [] if fact in shape.absent else wrapped(element, whole_object(inner, values, wrapped))
    for field, (fact, inner) in shape.objects.items():
        sent[field] = None if fact in shape.absent else whole_object(inner, values, wrapped)
    return sent


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda element, inner: {element: [inner]} if element else [inner],
        lambda element, inner: {element: inner} if element else '["%s"]' % inner,
        lambda element, inner: inner if isinstance(inner, dict) else [inner],
    ],
    ids=["in its wrapper", "one for a list of one", "without a wrapper"],
)
@pytest.mark.parametrize("shape", SHAPES)
def test_objects_in_undocumented_forms_have_the_facts_of_documented_ones(shape, wrapped):
    documented, warnings = facts_of(whole_object(shape, DOCUMENTED, lambda _element, inner: [inner]), shape, "x")
    assert (facts_of(whole_object(shape, UNDOCUMENTED, wrapped), shape, "x")) == (documented, warnings)
    assert warnings == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_missing_list_is_empty(shape):
    empty, warnings = facts_of({field: [] for field in (*shape.lists, *shape.texts)}, shape, "x")
    for fact in shape.absent:
        empty[fact] = None
    assert facts_of({}, shape, "x") == (empty, warnings)


@given(st.sampled_from(SHAPES), st.text())
def test_text_is_never_changed(shape, text):
    for field, (fact, kind) in shape.fields.items():
        if kind is str:
            assert facts_of({field: text}, shape, "x")[0][fact] == text


@given(st.integers())
def test_an_integer_is_never_changed_whether_sent_as_number_or_text(number):
    facts, _warnings = old_facts({"MaxOnlineAgents": number, "StorageMaxSize": str(number), "Owner": number})
    assert facts["max_online_agents"] == number
    assert facts["owner"] == str(number)
    if len(str(number)) <= 30:
        assert facts["storage_max_size"] == number


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**40), max_value=10**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", " ", "n/a", "true", "0", "1.0", "1e5", "+7", "-0", "无", "\ufffd"]),
    st.text(max_size=6),
)


@st.composite
def shapes_and_objects(draw):
    """A shape, and an object with some of its fields and arbitrary values."""
    shape = draw(st.sampled_from(SHAPES))
    names = st.one_of(st.sampled_from(sorted(fields_in(shape))), st.text(max_size=6))
    values = st.recursive(
        scalars,
        lambda children: st.one_of(st.lists(children, max_size=3), st.dictionaries(names, children, max_size=6)),
        max_leaves=15,
    )
    holders = st.one_of(values, st.lists(st.dictionaries(names, values, max_size=4), max_size=2))
    return shape, draw(st.dictionaries(names, st.one_of(values, holders), max_size=8))


@settings(max_examples=300)
@given(shapes_and_objects())
def test_any_json_object_has_the_facts_of_its_shape(shape_and_object):
    shape, sent = shape_and_object
    before = copy.deepcopy(sent)
    facts, warnings = facts_of(sent, shape, "instance X")
    assert_contract(facts, shape)
    json.dumps(facts, allow_nan=False)
    assert all(isinstance(warning, str) and warning.startswith("instance X") for warning in warnings)
    assert sent == before
