# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest
import yaml
from ansible_collections.alicloud.ccc.plugins.module_utils import _operations
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import facts_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import (
    ANY_KIND,
    masked,
    masked_text,
    protected,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_facts import LISTS, NOT_PERSONAL
from tree import ROOT

KINDS = yaml.safe_load((ROOT / "docs" / "facts.yml").read_text("utf-8"))
FLEET = KINDS.pop("fleet")
del KINDS["result"]
ADMIN = {"user_id": "zhang@a", "ram_id": "1", "login_name": "zhang", "display_name": "张", "email": "", "phone": None}
ADMIN.update({"department": "IT", "nick_name": {"x": 1}})
FACTS = {"instance_id": "a", "admins": [ADMIN], "phone_numbers": [{"number": "123", "user_id": "zhang@a"}]}
FACTS.update({"account": "production", "region": None, "odd": "odd"})
HIDDEN = ("user_id", "ram_id", "login_name", "display_name", "nick_name")


def element(kind, personal=str, depth=3):
    """Return an element of a kind with all facts, at every depth. ``personal`` returns the value of a personal one.

    Below ``depth``, lists are empty: a number has skill groups, and those have numbers.
    """
    facts = {"unheard_of": personal("%s.unheard_of" % kind)}
    for fact, described in KINDS[kind]["facts"].items():
        value = "%s.%s" % (kind, fact)
        if "personal" not in described:
            facts[fact] = [element(described.get("of", fact), personal, depth - 1)] if depth else []
        else:
            facts[fact] = personal(value) if described["personal"] else value
    return facts


# --- Personal data ---


@pytest.mark.parametrize("kind", KINDS)
def test_personal_facts_of_each_kind_are_masked_at_every_depth(kind):
    assert masked([element(kind)], kind=ANY_KIND) == [element(kind, masked_text)]


SHAPES = [
    pytest.param(operation.noun, where.shape, id="%s %s" % (operation.action, version))
    for operation in vars(_operations).values()
    if isinstance(operation, _operations.Operation)
    for version, where in operation.versions.items()
]


@pytest.mark.parametrize(("kind", "shape"), SHAPES)
def test_the_kind_is_determined_from_the_facts_of_either_version(kind, shape):
    known = {*facts_of({}, shape, "")[0], "unheard_of"}
    sent, shown = (
        {fact: value for fact, value in facts.items() if fact in known}
        for facts in (element(kind), element(kind, masked_text))
    )
    assert masked([sent], kind=ANY_KIND) == [shown]


@pytest.mark.parametrize(("name", "kind"), LISTS.items())
def test_lists_inside_a_call_center_are_masked_as_elsewhere(name, kind):
    assert masked([{"instance_id": "a", name: [element(kind)]}]) == [
        {"instance_id": "a", name: [element(kind, masked_text)]}
    ]


def test_an_element_of_an_unknown_kind_is_masked_like_a_call_center():
    sent = {"instance_id": "a", "number": "123", "role_name": "Admin"}
    shown = {"instance_id": "a", "number": masked_text("123"), "role_name": masked_text("Admin")}
    assert masked([sent], kind=ANY_KIND) == [shown]


@pytest.mark.parametrize("fact", ["user_id", "ram_id", "login_name", "email", "phone", "extension", "device_id"])
def test_a_fact_that_identifies_a_person_is_personal_in_each_kind(fact):
    assert [kind for kind, facts in NOT_PERSONAL.items() if fact in facts] == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        # A call center may lack facts; null and the empty text are not hidden.
        ({}, {}),
        ({"admins": None, "phone_numbers": "", "odd": None}, {"admins": None, "phone_numbers": "", "odd": None}),
        ({"admins": []}, {"admins": []}),
        ({"admins": {"phone": "1", "department": "IT"}}, {"admins": {"phone": masked_text("1"), "department": "IT"}}),
        ({"admins": ["zhang"]}, {"admins": [masked_text("zhang")]}),
        ({"admins": "zhang"}, {"admins": masked_text("zhang")}),
        ({"status": ["x"], "created_time": 1}, {"status": ["x"], "created_time": 1}),
        (dict.fromkeys(FLEET["facts"], "x"),) * 2,
    ],
)
def test_undocumented_data_is_masked_and_other_values_are_not_changed(sent, shown):
    assert masked([sent]) == [shown]


def test_the_account_and_region_of_an_unassigned_number_are_not_masked():
    number = dict.fromkeys((*KINDS["unassigned number"]["facts"], "account", "region", "api_version"), "x")
    assert masked([number], kind=ANY_KIND) == [number]


def test_an_object_instead_of_a_value_is_masked():
    [facts] = masked([{"status": {"email": "a@b"}}])
    assert re.fullmatch(r"masked-[0-9a-f]{12}", facts["status"])


# --- Masks ---


@pytest.mark.parametrize(
    ("way", "hidden", "odd"),
    [
        ("keep", {}, "odd"),
        ("mask", {"user_id": "z***", "ram_id": "***", "login_name": "z***", "display_name": "***"}, "o***"),
        ("drop", dict.fromkeys((*HIDDEN, "email")), None),
    ],
)
def test_the_inventory_keeps_masks_or_drops_personal_data(way, hidden, odd):
    hidden = {"nick_name": "***", **hidden} if hidden else {}
    numbers = [{"number": "123", "user_id": hidden.get("user_id", None if hidden else "zhang@a")}]
    shown = {**FACTS, "admins": [{**ADMIN, **hidden}], "phone_numbers": numbers, "odd": odd}
    assert protected(FACTS, way) == shown
    assert ADMIN["login_name"] == "zhang"


def test_a_mask_replaces_each_personal_value():
    [masks] = masked([FACTS])
    admin = masks["admins"][0]
    assert all(re.fullmatch(r"masked-[0-9a-f]{12}", admin[fact]) for fact in HIDDEN)
    assert len({admin[fact] for fact in HIDDEN}) == len(HIDDEN)
    assert {**admin, **{fact: ADMIN[fact] for fact in HIDDEN}} == ADMIN
    assert masks["phone_numbers"] == [{"number": "123", "user_id": admin["user_id"]}]
    assert list(masks) == list(FACTS)
    assert list(admin) == list(ADMIN)
    assert ADMIN["login_name"] == "zhang"


def test_equal_values_have_equal_masks_in_all_facts_and_runs():
    # The same as in the first release, so that baselines of different releases can be compared.
    assert masked_text("zhang") == masked([FACTS])[0]["admins"][0]["login_name"] == "masked-088455f77bf9"
    one, other, number, text = ([{"admins": [{"phone": value}]}] for value in (["a", "b"], ["b", "a"], 1, "1"))
    assert masked(one) == masked(other)
    assert masked(number) != masked(text)


def test_a_custom_key_changes_the_masks():
    without, one, other = (masked([FACTS], key)[0]["admins"][0]["login_name"] for key in (None, "one", "other"))
    assert len({without, one, other}) == 3
    assert masked_text("zhang", "one") == one


def test_masks_of_an_earlier_release_can_be_kept():
    once = masked([FACTS])
    assert masked(once, masks_stay=True) == once
    assert masked(once) != once
