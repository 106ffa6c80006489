# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.both_versions import call_centers_of, versions_of


def facts(instance_id, version="2017-07-05", also_in=None, **more):
    place = {"account": "x", "region": "r", "api_version": version, "also_in": also_in}
    return {"instance_id": instance_id, **place, "status": "Running", **more}


def both(old, new):
    """Return a call center that both versions show, with these facts."""
    [merged] = call_centers_of([facts("a", also_in="b", **old), facts("b", "2020-07-01", "a", **new)])
    return merged


def ids(instances):
    return [(found["account"], found["instance_id"], found["region"]) for found in call_centers_of(instances)]


def test_a_call_center_is_listed_once_for_each_account():
    again = facts("a", region="s"), facts("c", region="s")
    nameless = facts(None), facts(None)
    other = facts("a", account="y")
    expected = [("x", "a", "r"), ("x", "c", "s"), ("x", None, "r"), ("x", None, "r"), ("y", "a", "r")]
    assert ids([facts("a"), *again, *nameless, other]) == expected
    assert len(call_centers_of([facts("a", account=None), facts("a", account=None)])) == 2


@pytest.mark.parametrize("order", [1, -1])
def test_a_call_center_in_both_versions_is_one_with_the_id_of_the_older(order):
    seen = [facts("a", also_in="b"), facts("b", "2020-07-01", "a"), facts("c", "2020-07-01")][::order]
    found = {one["instance_id"]: versions_of(one) for one in call_centers_of(seen)}
    assert found == {"a": ("2017-07-05", "2020-07-01"), "c": ("2020-07-01",)}


def test_equal_ids_in_both_versions_are_different_call_centers_without_also_in():
    assert len(call_centers_of([facts("a"), facts("a", "2020-07-01")])) == 2
    assert len(call_centers_of([facts("a", also_in="a"), facts("a", "2020-07-01", "a")])) == 1


def test_each_fact_is_from_the_version_that_reports_it():
    old = {"storage_bucket": None, "owner": None, "instance_name": "old", "is_member": None}
    new = {"storage_bucket": None, "owner": "1", "instance_name": "new", "is_member": True, "agent_type": "X"}
    merged = both(old, new)
    assert merged["storage_bucket"] is None  # 2017-07-05 reports that there is none
    assert (merged["owner"], merged["instance_name"]) == ("1", "old")
    assert (merged["is_member"], merged["agent_type"]) == (True, "X")


def test_elements_are_matched_by_facts_that_both_versions_report():
    old = {
        "users": [{"user_id": "1", "ram_id": "7", "roles": ["old"]}, {"user_id": "2", "login_name": "li"}],
        "phone_numbers": [{"number": "02", "test_only": False}],
    }
    new = {
        "users": [
            *({"user_id": "li@b", "login_name": "li", "work_mode": "ON_SITE"}, {"user_id": "9", "login_name": "new"}),
            {"user_id": "1@b", "ram_id": "7", "roles": ["new"], "work_mode": "OFF_SITE"},
        ],
        "phone_numbers": [{"number": "02", "active": True, "contact_flow_name": None}],
    }
    given = copy.deepcopy((old, new))
    merged = both(old, new)
    assert merged["users"] == [
        {"user_id": "1", "ram_id": "7", "roles": ["old"], "work_mode": "OFF_SITE", "also_in": "1@b"},
        {"user_id": "2", "login_name": "li", "work_mode": "ON_SITE", "also_in": "li@b"},
        {"user_id": "9", "login_name": "new"},
    ]
    assert merged["phone_numbers"] == [{"number": "02", "test_only": False, "active": True, "contact_flow_name": None}]
    assert (old, new) == given


@pytest.mark.parametrize(("old", "new"), [(None, [{"user_id": "1"}]), ([{"user_id": "1"}], None)])
def test_a_list_that_one_version_could_not_read_is_taken_from_the_other(old, new):
    assert both({"users": old}, {"users": new})["users"] == [{"user_id": "1"}]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([("1", "7"), ("2", "7")], [("1@b", "7"), ("2@b", "7")], ["1", "2"]),
        ([("1", None), ("2", None)], [("1@b", None), ("2@b", None)], ["1", "2"]),
        ([("1", "7")], [("1@b", "8")], ["1", "1@b"]),
        ([("1", "7"), ("2", None)], [("1@b", "7")], ["1", "2"]),
        ([], [("1@b", "7")], ["1@b"]),
    ],
)
def test_elements_that_no_id_tells_apart_are_not_listed_twice(old, new, expected):
    old, new = ([{"user_id": user_id, "ram_id": ram_id} for user_id, ram_id in some] for some in (old, new))
    assert [user["user_id"] for user in both({"users": old}, {"users": new})["users"]] == expected


def test_skill_groups_with_the_same_name_are_not_listed_twice():
    old, new = ([{"skill_group_id": f"{n}{end}", "skill_group_name": "sales"} for n in "12"] for end in ("", "@b"))
    merged = both({"skill_groups": old}, {"skill_groups": new})
    assert [group["skill_group_id"] for group in merged["skill_groups"]] == ["1", "2"]
