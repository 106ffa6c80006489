# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import importlib

from ansible_collections.alicloud.ccc.plugins.module_utils._facts import (
    INSTANCE_2017_07_05,
    INSTANCE_2020_07_01,
    instance_facts,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import (
    NOT_REPORTED,
    api_version_of,
    available,
)


def facts_by_table(table):
    """Return the names of facts of an instance and of its lists, as NOT_REPORTED has them."""
    lists = {name: inner for name, _element, inner in table.lists.values()}
    return {"": table.fields, **{name: inner.fields for name, inner in lists.items()}}


def test_what_is_not_reported_are_facts_of_2017_07_05_that_are_null_with_the_other():
    known = {
        name: {fact for fact, _convert in fields.values()}
        for name, fields in facts_by_table(INSTANCE_2017_07_05).items()
    }
    known[""].add("created_at")
    for name, facts in NOT_REPORTED["2020-07-01"].items():
        assert set(facts) <= known[name]


def test_what_is_not_reported_is_what_the_official_client_does_not_know():
    bodies = importlib.import_module("alibabacloud_ccc20200701.models._get_instance_response_body")
    models = {
        "": bodies.GetInstanceResponseBodyData,
        "admins": bodies.GetInstanceResponseBodyDataAdminList,
        "phone_numbers": bodies.GetInstanceResponseBodyDataNumberList,
    }
    for name, fields in facts_by_table(INSTANCE_2020_07_01).items():
        sample = dict.fromkeys(fields, "1")
        sent = models[name]().from_map(sample).to_map()
        unknown = {fact for field, (fact, _convert) in fields.items() if field not in sent}
        derived = {"created_at"} if "created_time" in unknown else set()
        assert set(NOT_REPORTED["2020-07-01"][name]) == unknown | derived


def test_the_api_version_of_what_the_modules_return():
    old, _warnings = instance_facts({}, INSTANCE_2017_07_05, "x")
    new, _warnings = instance_facts({}, INSTANCE_2020_07_01, "x")
    assert api_version_of(old) is None
    assert api_version_of(new) == "2020-07-01"
    assert api_version_of({**old, "api_version": "2020-07-01"}) == "2020-07-01"
    assert api_version_of({**new, "api_version": "2017-07-05"}) == "2017-07-05"
    assert api_version_of({"api_version": 1}) is None


def test_only_what_is_null_and_not_reported_is_left_out():
    instance = {
        "api_version": "2020-07-01",
        "status": None,
        "owner": None,
        "storage_bucket": None,
        "storage_max_days": 1,
        "admins": [{"ram_id": None, "email": None}, 1],
        "phone_numbers": None,
    }
    known, missing = available(instance)
    assert known == {
        "api_version": "2020-07-01",
        "status": None,
        "owner": None,
        "storage_max_days": 1,
        "admins": [{"email": None}, 1],
        "phone_numbers": None,
    }
    assert {"storage_bucket", "ram_id", "created_time"} <= missing
    assert "storage_max_days" not in missing
    assert "storage_bucket" in instance
    assert available({**instance, "api_version": "2017-07-05"}) == (
        {**instance, "api_version": "2017-07-05"},
        frozenset(),
    )
