# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._personal_data import protected

FACTS = {
    "instance_id": "a",
    "admins": [
        {
            "user_id": "zhang@a",
            "ram_id": "1",
            "login_name": "zhang",
            "display_name": "张",
            "email": "",
            "phone": None,
            "department": "IT",
            "nick_name": {"x": 1},
        }
    ],
    "phone_numbers": [{"number": "123", "user_id": "zhang@a"}],
}


def test_it_is_kept():
    assert protected(FACTS, "keep") == FACTS


@pytest.mark.parametrize(
    ("way", "admin", "user_id"),
    [
        (
            "mask",
            {
                "user_id": "z***",
                "ram_id": "1",
                "login_name": "z***",
                "display_name": "***",
                "email": "",
                "phone": None,
                "department": "IT",
                "nick_name": "***",
            },
            "z***",
        ),
        ("drop", {**dict.fromkeys(FACTS["admins"][0]), "ram_id": "1", "department": "IT"}, None),
    ],
)
def test_it_is_hidden(way, admin, user_id):
    assert protected(FACTS, way) == {
        "instance_id": "a",
        "admins": [admin],
        "phone_numbers": [{"number": "123", "user_id": user_id}],
    }
    assert FACTS["admins"][0]["login_name"] == "zhang"
