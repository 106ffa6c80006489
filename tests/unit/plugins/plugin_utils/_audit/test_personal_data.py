# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked, masked_text, protected

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


def test_a_mask_stands_for_a_value():
    [hidden] = masked([FACTS])
    admin = hidden["admins"][0]
    for fact in ("user_id", "login_name", "display_name", "nick_name"):
        assert re.fullmatch(r"masked-[0-9a-f]{12}", admin[fact]), fact
    assert len({admin[fact] for fact in ("user_id", "login_name", "display_name", "nick_name")}) == 4
    assert (admin["email"], admin["phone"]) == ("", None)
    assert {fact: admin[fact] for fact in ("ram_id", "department")} == {"ram_id": "1", "department": "IT"}
    assert hidden["phone_numbers"] == [{"number": "123", "user_id": admin["user_id"]}]
    assert list(hidden) == list(FACTS)
    assert list(admin) == list(FACTS["admins"][0])
    assert FACTS["admins"][0]["login_name"] == "zhang"


def test_equal_values_have_equal_masks_everywhere_and_always():
    # What it was in the first release: a baseline is compared with those of later releases.
    assert masked_text("zhang") == masked([FACTS])[0]["admins"][0]["login_name"] == "masked-088455f77bf9"
    one, other = ([{"admins": [{"nick_names": names}]}] for names in (["a", "b"], ["b", "a"]))
    assert masked(one) == masked(other)


def test_a_key_of_ones_own_makes_other_masks():
    without, one, other = (masked([FACTS], key)[0]["admins"][0]["login_name"] for key in (None, "one", "other"))
    assert len({without, one, other}) == 3
    assert masked_text("zhang", "one") == one


def test_a_number_is_not_masked_as_its_text():
    one, other = masked([{"admins": [{"phone": 1}]}, {"admins": [{"phone": "1"}]}])
    assert one != other


@pytest.mark.parametrize("facts", [{}, {"admins": None, "phone_numbers": "x"}, {"phone_numbers": [{}]}])
def test_what_is_not_there_needs_no_mask(facts):
    assert masked([facts]) == [facts]


def test_what_is_no_admin_is_masked_all_the_same():
    assert masked([{"admins": ["zhang"]}]) == [{"admins": [masked_text("zhang")]}]
