# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.reads import (
    ReportError,
    checked_reads,
    given_of,
    reads_of,
)
from read_samples import facts, read


def test_instances_have_their_place_and_appear_once_for_each_account():
    reads = [
        read("x", facts("a", account="?"), error="Failed."),
        read("x", facts("a"), facts("b", also_in="c"), region="r2"),
        read("x", facts("c", also_in="b"), region="r2", api_version="2020-07-01"),
        read("y", facts("a"), region=None, api_version="2020-07-01"),
    ]
    found = given_of(checked_reads(reads), None, "keep").instances
    assert found[0] == facts("a", account="x", region="r1", api_version="2017-07-05")
    assert found[-1] == facts("a", account="y", region=None, api_version="2020-07-01")
    assert [(i["instance_id"], i["region"]) for i in found[1:-1]] == [("b", "r2")]
    assert reads[0]["instances"] == [facts("a", account="?")]


def test_a_fleet_result_becomes_reads_and_numbers():
    place = {"account": "x", "region": "r1", "api_version": "2020-07-01"}
    row = {**place, "elapsed": 1.5, "found": {"instances": 1, "unassigned_numbers": 1}, "error": None}
    fleet = {"instances": [facts("a", **place)], "unassigned_numbers": [{"number": "02", **place}], "reads": [row]}
    [found], numbers = reads_of(fleet)
    assert (found["instances"], found["seconds"], found["has_numbers"]) == (fleet["instances"], 1.5, True)
    assert numbers == fleet["unassigned_numbers"]
    [found], numbers = reads_of({**fleet, "unassigned_numbers": None, "reads": [{**row, "found": {}}]})
    assert (found["has_numbers"], numbers) == (False, None)


def test_errors_of_a_fleet_are_assigned_to_their_reads():
    given = {"elapsed": 1, "found": {"unassigned_numbers": 0}, "error": "No."}
    places = [("x", "r1", "2020-07-01"), ("x", "r1", "2017-07-05"), ("y", "r1", "2020-07-01")]
    rows = [
        {"account": account, "region": region, "api_version": version, **given} for account, region, version in places
    ]
    failure = {"account": "x", "region": None, "code": "NoPermission", "message": "No.", "request_id": "7"}
    errors = [
        {**failure, "api_version": None, "operation": "ListUsers"},
        {**failure, "api_version": "2020-07-01", "operation": "ListUnassignedNumbers", "request_id": None},
    ]
    found, _numbers = reads_of({"instances": [], "reads": rows, "errors": errors})
    users = {"ListUsers": "ListUsers failed: No (code NoPermission, request id 7)"}
    numbers = {"ListUnassignedNumbers": "ListUnassignedNumbers failed: No (code NoPermission)"}
    assert [read["failures"] for read in found] == [{**users, **numbers}, users, {}]
    assert [read["has_numbers"] for read in found] == [False, True, True]


@pytest.mark.parametrize(
    ("reads", "message"),
    [
        ({}, "reads must be a list"),
        (["x"], r"reads\[0\].account must be the name of the account"),
        ([read("x"), read(None)], r"reads\[1\].account must be the name of the account"),
        ([{"account": "x"}], r"reads\[0\] \(x\): instances must be a list of dictionaries"),
        ([read("x", "secret")], "instances must be a list of dictionaries"),
        ([read("x", facts("a"), {"instance_id": "secret"})], "a call center has no instance_name. Pass all facts"),
        ([read("x", error=["secret"])], "error must be a string"),
        ([read("x", region=1)], "region must be a string"),
        ([read("x", seconds="1")], "seconds must be a number"),
    ],
)
def test_errors_about_reads_say_what_to_correct_and_contain_no_facts(reads, message):
    with pytest.raises(ReportError, match=message) as raised:
        checked_reads(reads)
    assert "secret" not in str(raised.value)


def test_missing_and_empty_keys_of_a_read_become_null():
    [given] = checked_reads([{"account": "x", "instances": [], "error": "", "more": 1}])
    keys = ["region", "api_version", "seconds", "error", "remarks", "identity", "has_numbers", "failures"]
    assert given == {"account": "x", "instances": [], **dict.fromkeys(keys)}
