# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.module_utils._facts import facts_of
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import (
    GET_INSTANCE,
    LIST_PHONE_NUMBERS,
    LIST_USERS,
    NEW_VERSION,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import (
    KNOWN,
    api_version_of,
    reports,
    without_unreported,
)


def empty(operation, version=NEW_VERSION):
    """Return the facts that a module returns for an empty object."""
    return facts_of({}, operation.versions[version].shape, "x")[0]


def test_the_api_version_is_known_from_its_key_or_from_the_keys_of_the_facts():
    old, new = (empty(GET_INSTANCE, version) for version in GET_INSTANCE.versions)
    assert (api_version_of(old), api_version_of(new)) == ("2017-07-05", "2020-07-01")
    assert api_version_of({**old, "api_version": "2020-07-01"}) == "2020-07-01"
    assert api_version_of({**new, "api_version": "2017-07-05"}) == "2017-07-05"
    assert api_version_of({"api_version": 1}) is None


def test_only_null_facts_that_are_not_reported_are_removed():
    known = {"api_version": "2020-07-01", "status": None, "storage_max_days": 1, "phone_numbers": None}
    instance = {**known, "storage_bucket": None, "admins": [{"ram_id": None, "email": None}]}
    assert without_unreported(instance) == {**known, "admins": [{"email": None}]}
    assert "storage_bucket" in instance
    old = {**instance, "api_version": "2017-07-05"}
    assert without_unreported(old) == old


def test_lists_in_a_call_center_lose_facts_that_their_operation_does_not_report():
    user = {**empty(LIST_USERS), "roles": [{"role_name": "Admin", "role_description": None}]}
    inside = {"users": [user], "phone_numbers": [empty(LIST_PHONE_NUMBERS)], "api_version": NEW_VERSION}
    found = without_unreported({**empty(GET_INSTANCE), **inside})
    assert found["users"][0]["roles"] == [{"role_name": "Admin"}]
    assert {"department", "private_outbound_number_id"}.isdisjoint(found["users"][0])
    assert "ram_id" in found["users"][0]
    # ListPhoneNumbers reports more facts of a number than the call center does.
    assert {"contact_flow_name", "user_id"} <= set(found["phone_numbers"][0])
    assert "test_only" not in found["phone_numbers"][0]


def test_membership_is_known_in_one_version_only():
    assert "is_member" not in without_unreported({**empty(GET_INSTANCE, "2017-07-05"), "is_member": None})
    assert without_unreported({**empty(GET_INSTANCE), "is_member": None})["is_member"] is None


def test_each_version_reports_its_own_facts():
    assert reports("users", "work_mode", ["2017-07-05", "2020-07-01"])
    assert not reports("users", "work_mode", ["2017-07-05"])
    assert not reports("instance", "storage_bucket", ["2020-07-01"])
    assert {"work_mode", "department"} <= KNOWN["users"]
