# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

NAME = "ccc_user_instances_info"


def test_each_call_center_of_the_user_is_listed_once(run_module, emulator):
    result = run_module(NAME, **emulator.connection)
    assert len(result["instances"]) == len({facts["instance_id"] for facts in result["instances"]}) >= 6
    assert len(result["request_ids"]) == 1
    assert result["changed"] is False


def test_the_error_of_a_failed_list_has_no_instance_id(run_module, emulator):
    result = run_module(NAME, **dict(emulator.connection, access_key_secret="another"))
    assert result["instances"] == []
    (error,) = result["errors"]
    assert (error["instance_id"], error["code"]) == (None, "SignatureDoesNotMatch")
    assert result["msg"].startswith("ListInstancesOfUser failed: ")
    assert "access_key_secret" in result["msg"]
