# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked, masked_text, protected

ADMIN = {"user_id": "zhang@a", "ram_id": "1", "login_name": "zhang", "display_name": "张", "email": "", "phone": None}
ADMIN.update({"department": "IT", "nick_name": {"x": 1}})
FACTS = {"instance_id": "a", "admins": [ADMIN], "phone_numbers": [{"number": "123", "user_id": "zhang@a"}]}
HIDDEN = ("user_id", "login_name", "display_name", "nick_name")


@pytest.mark.parametrize(
    ("way", "hidden"),
    [
        ("keep", {}),
        ("mask", {"user_id": "z***", "login_name": "z***", "display_name": "***", "nick_name": "***"}),
        ("drop", dict.fromkeys((*HIDDEN, "email"))),
    ],
)
def test_personal_data_of_admins_and_numbers_is_hidden(way, hidden):
    user_id = hidden.get("user_id", None if hidden else "zhang@a")
    numbers = [{"number": "123", "user_id": user_id}]
    assert protected(FACTS, way) == {"instance_id": "a", "admins": [{**ADMIN, **hidden}], "phone_numbers": numbers}
    assert ADMIN["login_name"] == "zhang"


def test_a_mask_replaces_each_personal_value():
    [masks] = masked([FACTS])
    admin = masks["admins"][0]
    assert all(re.fullmatch(r"masked-[0-9a-f]{12}", admin[fact]) for fact in HIDDEN)
    assert len({admin[fact] for fact in HIDDEN}) == 4
    assert {**admin, **{fact: ADMIN[fact] for fact in HIDDEN}} == ADMIN
    assert masks["phone_numbers"] == [{"number": "123", "user_id": admin["user_id"]}]
    assert list(masks) == list(FACTS)
    assert list(admin) == list(ADMIN)
    assert ADMIN["login_name"] == "zhang"


def test_equal_values_have_equal_masks_everywhere_and_always():
    # As in the first release: a baseline is compared with those of later releases.
    assert masked_text("zhang") == masked([FACTS])[0]["admins"][0]["login_name"] == "masked-088455f77bf9"
    one, other, number, text = ([{"admins": [{"phone": value}]}] for value in (["a", "b"], ["b", "a"], 1, "1"))
    assert masked(one) == masked(other)
    assert masked(number) != masked(text)


def test_a_key_of_ones_own_makes_other_masks():
    without, one, other = (masked([FACTS], key)[0]["admins"][0]["login_name"] for key in (None, "one", "other"))
    assert len({without, one, other}) == 3
    assert masked_text("zhang", "one") == one


@pytest.mark.parametrize("facts", [{}, {"admins": None, "phone_numbers": "x"}, {"phone_numbers": [{}]}])
def test_missing_facts_need_no_mask(facts):
    assert masked([facts]) == [facts]
    assert masked([{"admins": ["zhang"]}]) == [{"admins": [masked_text("zhang")]}]
