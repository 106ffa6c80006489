# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import pathlib

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import facts_of
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_USERS
from emulator_process import running_emulator

NAME = "ccc_user_info"
SHANGHAI = "5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4"
SHENZHEN = "1d9b7c53-6e2f-4a80-8c17-9f0e1d2c3b4a"
EXAMPLE = pathlib.Path(__file__).parents[2] / "fixtures" / "list_users.json"


@pytest.fixture(params=["2017-07-05", "2020-07-01"])
def read(request, run_module, emulator):
    """Return a function that reads users of the emulator's call centers, with each API version."""
    return lambda *ids, **options: run_module(
        NAME, instance_ids=list(ids), api_version=request.param, **{**emulator.connection, **options}
    )


def test_users_are_in_the_order_of_the_ids_and_have_the_id_of_their_call_center(read):
    result = read(SHENZHEN, SHANGHAI)
    assert [user["instance_id"] for user in result["users"]] == [SHENZHEN] * 2 + [SHANGHAI] * 6
    assert [user["login_name"] for user in result["users"]][:3] == ["huang.lei", "lin.na", "wang.fang"]
    assert len(result["request_ids"]) == 2


def test_roles_and_skills_are_the_same_in_both_api_versions(read):
    users = {user["login_name"]: user for user in read(SHANGHAI)["users"]}
    assert [role["role_name"].upper() for role in users["wang.fang"]["roles"]] == ["ADMIN"]
    assert users["wang.fang"]["primary"] is True
    levels = [(skill["skill_group_name"], skill["skill_level"]) for skill in users["sun.li"]["skill_levels"]]
    assert sorted(levels) == [("aftersales", 1), ("presales", 4)]
    assert users["xu.qiang"]["skill_levels"] == []
    assert users["li.wei"]["ram_id"] == "206815793204418806"


def test_a_refused_call_center_does_not_affect_the_others(run_module):
    refusal = {"HttpStatusCode": 403, "Code": "Permission.User", "Message": "You are not a member."}
    data = [{"InstanceId": "a", "_answers": {"ListUsers": refusal}}, {"InstanceId": "b"}]
    data[1]["_lists"] = {"ListUsers": [{"UserId": "u"}]}
    with running_emulator(data=data) as emulator:
        result = run_module(NAME, instance_ids=["a", "b"], **emulator.connection)
    assert [(user["instance_id"], user["user_id"]) for user in result["users"]] == [("b", "u")]
    assert [(error["instance_id"], error["code"]) for error in result["errors"]] == [("a", "Permission.User")]
    assert result["msg"].startswith("ListUsers (page 1) for instance a failed: You are not a member (code ")
    assert "1 user was read; see users." in result["msg"]


def test_a_missing_permission_for_users_ends_the_run_and_is_named(run_module):
    refusal = {"HttpStatusCode": 403, "Code": "NoPermission", "Message": "No."}
    data = [{"InstanceId": name, "_answers": {"ListUsers": refusal}} for name in "abc"]
    with running_emulator(data=data) as emulator:
        result = run_module(NAME, instance_ids=list("abc"), **emulator.connection)
    assert len(result["errors"]) == 1
    assert "The run ended early; 2 more instances were not requested. Allow the action ccc:ListUsers" in result["msg"]


def test_the_documented_example_of_list_users_has_typed_values():
    sent = json.loads(EXAMPLE.read_text(encoding="utf-8"))["Data"]["List"][0]
    facts, warnings = facts_of(sent, LIST_USERS.versions["2020-07-01"].shape, "user")
    assert {name: value for name, value in facts.items() if value is not None} == {
        "user_id": "user-test@ccc-test",
        "login_name": "user-test",
        "display_name": "测试用户",
        "email": "18866668888@163.com",
        "phone": "138xxxx2114",
        "work_mode": "ON_SITE",
        "roles": [
            {"role_id": "Admin@ccc-test", "role_name": "Admin", "role_description": None, "instance_id": None},
        ],
        "skill_levels": [
            {
                "skill_level_id": None,
                "skill_group_id": "skg-test@ccc-test",
                "skill_group_name": "skg-test",
                "skill_group_description": None,
                "skill_level": 5,
                "instance_id": None,
            }
        ],
        "personal_numbers": [
            {"number": "083xxxx0011", "active": True, "usage": "Bidirection", "city": "乐山", "province": "四川"}
        ],
    }
    assert warnings == []
