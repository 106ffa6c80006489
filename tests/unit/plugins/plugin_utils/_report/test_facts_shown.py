# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

from ansible_collections.alicloud.ccc.plugins.module_utils._operations import NEW_VERSION, OLD_VERSION
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import KNOWN
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.facts_shown import (
    MASKED,
    SAME,
    about_facts,
    facts_to_show,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.labels import LABELS, label_of, labels_in


def test_each_fact_has_a_label_in_both_languages():
    assert {fact for facts in KNOWN.values() for fact in facts} - set(LABELS) == set()
    for fact, (english, chinese) in LABELS.items():
        assert "_" not in english and re.match("[A-Z]", english), fact
        assert chinese, fact


def test_a_kind_can_have_its_own_label_for_a_fact():
    labels = labels_in("en")
    assert label_of(labels, "display_name", "skill_groups") == "Display name"
    assert label_of(labels, "display_name", "users") == "Name"
    assert label_of(labels, "unheard_of") == "unheard_of"


def test_facts_that_only_the_other_version_reports_are_listed_as_unreported():
    unreported = about_facts("en")["unreported"]
    assert "storage_bucket" in unreported["instance"][NEW_VERSION]
    assert "storage_bucket" not in unreported["instance"][OLD_VERSION]
    assert "extension" in unreported["users"][OLD_VERSION]


def test_masks_are_shortened_unless_the_page_names_people_by_them():
    kept = {"user_id": "masked-0123456789ab", "ram_id": "masked-1123456789ab", "display_name": "masked-2123456789ab"}
    none = {"department": "masked-for-tests", "email": "", "phone": None, "work_mode": "masked-0123456789abc"}
    user = {**kept, **none, "login_name": "masked-3123456789ab", "unheard_of": [{"x": "masked-4123456789ab"}]}
    [shown] = facts_to_show({"instance_id": "one", "users": [user]})["users"]
    assert shown == {**kept, **none, "login_name": MASKED, "unheard_of": [{"x": MASKED}]}


def test_the_id_of_a_call_center_is_shortened_inside_its_lists():
    role = {"role_id": "Agent@one", "instance_id": "one"}
    facts = {"instance_id": "one", "also_in": "one", "users": [{"instance_id": "one", "roles": [role]}]}
    facts["skill_groups"] = [{"instance_id": "two"}, {"instance_id": None}, {}]
    shown = facts_to_show(facts)
    assert (shown["instance_id"], shown["also_in"]) == ("one", "one")
    assert shown["users"] == [{"instance_id": SAME, "roles": [{"role_id": "Agent@one", "instance_id": SAME}]}]
    assert shown["skill_groups"] == facts["skill_groups"]


def test_numbers_of_groups_and_flows_are_reduced_to_texts_if_all_elements_have_one():
    numbers = [{"number": "02150000001", "trunks": 7}, {"number": "02150000002", "trunks": None}]
    without = [*numbers, {"number": None, "trunks": 8}]
    groups = [{"outbound_phone_numbers": value} for value in (numbers, without, [], None)]
    flows = [{"phone_numbers": numbers}]
    shown = facts_to_show({"phone_numbers": numbers, "skill_groups": groups, "contact_flows": flows})
    texts = ["02150000001", "02150000002"]
    assert shown["phone_numbers"] == numbers
    assert [group["outbound_phone_numbers"] for group in shown["skill_groups"]] == [texts, without, [], None]
    assert shown["contact_flows"] == [{"phone_numbers": texts}]
