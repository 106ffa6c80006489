# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests and results of modules that list resources of a call center or an account."""

from __future__ import annotations

import contextlib
import json
import pathlib

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import facts_of
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_CONTACT_FLOWS
from scripted_gateway import ScriptedGateway, failure, http_answer

OLD, NEW = "2017-07-05", "2020-07-01"
EXAMPLES = json.loads((pathlib.Path(__file__).parents[2] / "fixtures" / "published_lists.json").read_text("utf-8"))
# The results of modules for the examples in the API's documents, without null.
GROUP = {"instance_id": "ccc-test", "skill_group_id": "test@ccc-test", "skill_group_name": "test"}
LESHAN = {"city": "乐山", "province": "四川"}
NUMBER = {
    **LESHAN,
    "instance_id": "ccc-test",
    "usage": "Bidirection",
    "active": True,
    "contact_flow_id": "a3fb6c62-9b49-4942-ae5b-cf2abd4123ek",
    "created_time": 1617958538000,
    "created_at": "2021-04-09T08:55:38Z",
    "tags": "M1",
}
FLOW = {
    "instance_id": "ccc-test",
    "contact_flow_id": "78128960-bb00-4ddc-8e82-923a8c5bd22d",
    "contact_flow_name": "测试IVR",
    "contact_flow_description": "1.0",
    "type": "MAIN_FLOW",
    "published": True,
    "draft_id": "db07c0bb-6b1f-47d2-b37e-2451c617562d",
    "editor": "ccc-test",
    "created_time": "2021-03-05 17:35:45.0",
    "updated_time": "2021-03-08 15:34:49.0",
    "numbers": ["400xxxx289"],
}
PUBLISHED = {
    "skill_group": {
        **GROUP,
        "skill_group_description": "测试",
        "display_name": "测试技能组",
        "user_count": 2,
        "phone_number_count": 1,
    },
    "phone_number": {
        **NUMBER,
        "number": "083xxxx0011",
        "user_id": "user-test@ccc-test",
        "contact_flow_name": "测试IVR",
        "provider": "ali",
        "skill_groups": [{**GROUP, "display_name": "测试技能组"}],
    },
    "newer_phone_number": {
        **NUMBER,
        "number": "08330011****",
        "user_id": "agent@ccc-test",
        "contact_flow_name": "默认联系流",
        "provider": "alicom",
        "skill_groups": [
            {
                "instance_id": "ccc-test",
                "skill_group_id": "skillgroup@ccc-test",
                "skill_group_name": "skillgroup",
                "display_name": "测试技能组",
            }
        ],
    },
    "contact_flow": FLOW,
    "config_item": {
        "instance_id": "ccc-test",
        "object_type": "INSTANCE",
        "object_id": "ccc-test",
        "name": "test-item",
        "value": "1",
    },
    "unassigned_number": {**LESHAN, "number": "08330011****"},
}


@pytest.fixture
def read(run_module):
    """Return a function that runs a module with these responses, and returns its result and the requests."""
    with contextlib.ExitStack() as opened:

        def read_with(name, responses, **options):
            gateway = ScriptedGateway(responses)
            opened.callback(gateway.close)
            connection = {"endpoint": gateway.endpoint, "access_key_id": "id", "access_key_secret": "secret"}
            # One request at a time, so that the n-th response is for the n-th request.
            result = run_module("ccc_%s_info" % name, **{"api_version": NEW, "concurrency": 1, **connection, **options})
            return result, [request.form for request in gateway.received]

        yield read_with


def page(*elements, total=None):
    data = {"PageNumber": 1, "PageSize": 100, "TotalCount": len(elements) if total is None else total}
    return http_answer({"Code": "OK", "RequestId": "R", "Data": {**data, "List": list(elements)}})


EMPTY = http_answer({"Code": "OK", "Data": []})


def without_null(value):
    if isinstance(value, dict):
        return {name: without_null(inner) for name, inner in value.items() if inner is not None}
    return [without_null(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("name", "action", "number", "options", "expected"),
    [
        ("skill_group", "ListSkillGroups", 0, {"instance_id": "ccc-test", "media_types": ["AUDIO"]}, "skill_group"),
        ("phone_number", "ListPhoneNumbers", 0, {"instance_id": "ccc-test"}, "phone_number"),
        ("phone_number", "ListPhoneNumbers", 1, {"instance_id": "ccc-test"}, "newer_phone_number"),
        ("contact_flow", "ListContactFlows", 0, {"instance_id": "ccc-test"}, "contact_flow"),
        ("config_item", "ListConfigItems", 0, {"instance_id": "ccc-test"}, "config_item"),
        ("unassigned_number", "ListUnassignedNumbers", 0, {}, "unassigned_number"),
    ],
)
def test_the_published_example_of_an_operation_has_the_expected_facts(read, name, action, number, options, expected):
    body = EXAMPLES[action][number]
    if isinstance(body["Data"], dict):
        body["Data"]["TotalCount"] = 1  # one of them says 3, and shows one
    result, _forms = read(name, [http_answer(body)], **options)
    [facts] = result["phone_numbers" if name == "unassigned_number" else name + "s"]
    assert without_null(facts) == PUBLISHED[expected]
    assert result.get("warnings", []) == []


# --- Requests ---


def test_operations_send_their_additional_parameters(read):
    _result, [form] = read("phone_number", [http_answer({"Code": "OK"})], api_version=OLD, instance_id="i")
    assert (form["OutboundOnly"], form["InstanceId"]) == ("false", "i")
    _result, [form] = read("config_item", [http_answer({"Code": "OK", "Data": []})], instance_id="i")
    assert (form["ObjectType"], form["ObjectId"], form["InstanceId"]) == ("INSTANCE", "i", "i")


def test_each_media_type_is_requested_and_each_skill_group_is_returned_once(read):
    audio, chat = {"SkillGroupId": "a", "MediaType": "AUDIO"}, {"SkillGroupId": "c", "MediaType": "CHAT"}
    responses = [page(audio), page(chat, audio), page(), page({**audio}), page(), page()]
    result, forms = read("skill_group", responses, instance_ids=["i", "j"])
    assert [(form["InstanceId"], form["MediaType"]) for form in forms] == [
        (instance_id, media_type) for instance_id in "ij" for media_type in ("AUDIO", "CHAT", "VIDEO")
    ]
    # The same id in another call center is a different skill group.
    assert [(group["instance_id"], group["skill_group_id"]) for group in result["skill_groups"]] == [
        ("i", "a"),
        ("i", "c"),
        ("j", "a"),
    ]


def test_a_failed_media_type_is_named_and_a_call_center_that_refuses_all_is_one_failure(read):
    refused = failure("Permission.User", "403 Forbidden", Message="You are not a member.")
    wrong = [failure("Parameter.Enumeration", Message="%s is not valid." % name) for name in ("CHAT", "VIDEO")]
    responses = [page({"SkillGroupId": "a"}), *wrong, refused, refused, refused]
    result, _forms = read("skill_group", responses, instance_ids=["i", "j"])
    assert [(error["instance_id"], error["code"]) for error in result["errors"]] == [
        ("i", "Parameter.Enumeration"),
        ("i", "Parameter.Enumeration"),
        ("j", "Permission.User"),
    ]
    assert result["msg"].startswith("ListSkillGroups (MediaType CHAT, page 1) for instance i failed: CHAT is not")
    assert "member" in result["errors"][2]["hint"]
    assert [group["skill_group_id"] for group in result["skill_groups"]] == ["a"]


def test_an_empty_list_of_media_types_is_refused(read):
    result, forms = read("skill_group", [page()], instance_id="i", media_types=[])
    assert (result["msg"], forms) == ("media_types is empty. Remove it or list at least one value.", [])


@pytest.mark.parametrize(
    ("name", "options"),
    [("account_instances", {}), ("config_item", {"instance_ids": ["i"]}), ("unassigned_number", {})],
)
def test_an_operation_of_a_single_api_version_uses_it_by_default_and_refuses_the_other(read, run_module, name, options):
    result, forms = read(name, [EMPTY], api_version=OLD, **options)
    assert ("exists only in API version 2020-07-01, but api_version is 2017-07-05" in result["msg"], forms) == (
        True,
        [],
    )
    with contextlib.closing(ScriptedGateway([EMPTY])) as gateway:
        connection = {"endpoint": gateway.endpoint, "access_key_id": "id", "access_key_secret": "secret"}
        result = run_module("ccc_%s_info" % name, **connection, **options)
        assert ("msg" in result, gateway.received[0].headers["x-acs-version"]) == (False, NEW)


# --- Contact flows ---


@pytest.mark.parametrize("definition", ["{long", {"activities": [1]}])
def test_a_definition_is_returned_only_on_request_and_never_in_a_warning(read, definition):
    flow = {"ContactFlowId": "f", "Definition": definition, "Published": "not %d" % len(definition)}
    result, _forms = read("contact_flow", [page(flow)], instance_id="i")
    assert "definition" not in result["contact_flows"][0]
    result, _forms = read("contact_flow", [page(flow)], instance_id="i", definition=True)
    text = definition if isinstance(definition, str) else json.dumps(definition)
    assert result["contact_flows"][0]["definition"] == text
    _facts, [warning] = facts_of(flow, LIST_CONTACT_FLOWS.versions[NEW].shape, "x")
    assert text not in warning


@pytest.mark.parametrize("sent", [["021", "400"], '["021", "400"]', ' ["021",400]', ["021", 400]])
def test_numbers_of_a_contact_flow_can_be_a_list_or_json_text(read, sent):
    result, _forms = read("contact_flow", [page({"ContactFlowId": "f", "NumberList": sent})], instance_id="i")
    assert result["contact_flows"][0]["numbers"] == ["021", "400"]


@pytest.mark.parametrize(
    ("sent", "numbers"), [(None, []), ("", []), ([], []), ("[]", []), ("021", ["021"]), ("[", ["["])]
)
def test_unexpected_numbers_of_a_contact_flow_become_a_list(read, sent, numbers):
    result, _forms = read("contact_flow", [page({"ContactFlowId": "f", "NumberList": sent})], instance_id="i")
    assert result["contact_flows"][0]["numbers"] == numbers


def test_numbers_of_a_contact_flow_of_the_older_version_come_from_its_objects(read):
    flow = {"ContactFlowId": "f", "PhoneNumbers": {"PhoneNumber": [{"Number": "021"}, {"Number": None}]}}
    body = {"Code": "OK", "ContactFlows": {"ContactFlow": flow}}
    result, _forms = read("contact_flow", [http_answer(body)], instance_id="i", api_version=OLD)
    [facts] = result["contact_flows"]
    assert (facts["numbers"], facts["instance_id"], len(facts["phone_numbers"])) == (["021"], "i", 2)


# --- Phone numbers ---


def test_a_phone_number_of_the_older_version_has_the_facts_of_its_contact_flow(read):
    number = {
        "PhoneNumberId": "p",
        "Number": 21,
        "ContactFlow": {"ContactFlowId": "f", "ContactFlowName": "Main", "InstanceId": "i", "Type": "MAIN"},
        "PrivacyNumber": {"TelX": "170", "Type": "AXN"},
        "SkillGroups": {"SkillGroup": {"SkillGroupId": "g", "SkillGroupName": "presales"}},
    }
    body = {"Code": "OK", "PhoneNumbers": {"PhoneNumber": number}}
    result, _forms = read("phone_number", [http_answer(body)], instance_id="i", api_version=OLD)
    [facts] = result["phone_numbers"]
    assert without_null(facts) == {
        "instance_id": "i",
        "phone_number_id": "p",
        "number": "21",
        "contact_flow_id": "f",
        "contact_flow_name": "Main",
        "contact_flow_type": "MAIN",
        "privacy_number": {"tel_x": "170", "type": "AXN"},
        "skill_groups": [{"skill_group_id": "g", "skill_group_name": "presales"}],
    }


# --- All call centers of the account ---


def test_call_centers_of_the_account_have_their_creation_time(read):
    sent = {"Id": "ccc-test", "CreateTime": 1624679747000, "NumberList": [{"Number": "0830011****"}]}
    result, [form] = read("account_instances", [page(sent)])
    assert without_null(result["instances"][0]) == {
        "instance_id": "ccc-test",
        "created_time": 1624679747000,
        "created_at": "2021-06-26T03:55:47Z",
        "admins": [],
        "phone_numbers": [{"number": "0830011****"}],
    }
    assert (form["PageNumber"], form["PageSize"]) == ("1", "100")
