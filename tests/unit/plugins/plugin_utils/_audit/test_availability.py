# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.module_utils._facts import facts_of
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import GET_INSTANCE
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import api_version_of, available


def test_the_keys_of_facts_or_api_version_tell_the_api_version():
    old, new = (facts_of({}, where.shape, "x")[0] for where in GET_INSTANCE.versions.values())
    assert api_version_of(old) is None
    assert api_version_of(new) == "2020-07-01"
    assert api_version_of({**old, "api_version": "2020-07-01"}) == "2020-07-01"
    assert api_version_of({**new, "api_version": "2017-07-05"}) == "2017-07-05"
    assert api_version_of({"api_version": 1}) is None


def test_only_facts_that_are_null_and_not_reported_are_left_out():
    known = {"api_version": "2020-07-01", "status": None, "storage_max_days": 1, "phone_numbers": None}
    instance = {**known, "storage_bucket": None, "admins": [{"ram_id": None, "email": None}, 1]}
    found, missing = available(instance)
    assert found == {**known, "admins": [{"email": None}, 1]}
    assert {"storage_bucket", "ram_id", "created_time"} <= missing
    assert "storage_max_days" not in missing
    assert "storage_bucket" in instance
    old = {**instance, "api_version": "2017-07-05"}
    assert available(old) == (old, frozenset())
