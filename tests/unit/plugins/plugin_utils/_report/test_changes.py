# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.changes import sentences_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.labels import labels_in
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.texts import texts_in
from report_variants import change

ROLE = {"role_id": "Manager@one", "role_name": "Manager", "role_description": None}
GROUP = {"skill_group_id": "sales@one", "skill_group_name": "Sales", "skill_level": 5}
USER, NUMBER = ("users", "li.wei"), ("phone_numbers", "4000010001")
FLOW, GROUPS, SETTING = ("contact_flows", "Holiday"), ("skill_groups", "Sales"), ("config_items", "Timeout")


def sentences(*changes, language="en"):
    return [sentence for sentence, _path in sentences_of(changes, texts_in(language), labels_in(language))]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            change("users[user_id=1]", *USER, "added", after={"roles": [ROLE]}),
            "User li.wei was added with the role Manager",
        ),
        (change("users[user_id=1]", *USER, "added", after={"roles": []}), "User li.wei was added without a role"),
        (change("users[user_id=1]", *USER, "removed", before={"user_id": "1"}), "User li.wei was removed"),
        (change("users[user_id=1].roles[role_id=M]", *USER, "added", after=ROLE), "li.wei was given the role Manager"),
        (
            change("users[user_id=1].roles[role_id=M]", *USER, "removed", before=ROLE),
            "li.wei no longer has the role Manager",
        ),
        (
            change("users[user_id=1].skill_levels[skill_group_id=s]", *USER, "added", after=GROUP),
            "li.wei was added to the skill group Sales",
        ),
        (
            change("users[user_id=1].email", *USER, before="", after="l@example.com"),
            "li.wei: Email changed from empty to l@example.com",
        ),
        (change("admins[user_id=1]", "admins", "li.wei", "removed", before={}), "li.wei is no longer an administrator"),
        (
            change("phone_numbers[number=4].contact_flow_name", *NUMBER, before="Hotline", after="Holiday"),
            "Calls to 4000010001 now go to the contact flow Holiday instead of Hotline",
        ),
        (
            change("phone_numbers[number=4].contact_flow_name", *NUMBER, before="Hotline"),
            "Calls to 4000010001 no longer go to a contact flow (previously Hotline)",
        ),
        (
            change("phone_numbers[number=4].skill_groups[skill_group_id=s]", *NUMBER, "added", after=GROUP),
            "Number 4000010001 was assigned to the skill group Sales",
        ),
        (change("phone_numbers[number=4]", *NUMBER, "added", after={}), "Number 4000010001 was added"),
        (change("contact_flows[contact_flow_id=f].published", *FLOW, after=True), "Contact flow Holiday was published"),
        (
            change("contact_flows[contact_flow_id=f].numbers", *FLOW, before=["1"], after=["1", "2"]),
            "Holiday: Numbers changed from 1 to 1, 2",
        ),
        (
            change(
                "skill_groups[skill_group_id=s].outbound_phone_numbers[number=1]",
                *GROUPS,
                "added",
                after={"number": "1"},
            ),
            "Sales: 1 was added to Outbound numbers",
        ),
        (
            change("config_items[name=Timeout].value", *SETTING, before="30", after="60"),
            "Setting Timeout changed from 30 to 60",
        ),
        (change("max_online_agents", before=100, after=150), "Maximum agents online changed from 100 to 150"),
        (change("storage_bucket", before="b"), "Recording bucket changed from b to not set"),
        (
            change("chatbot_business_unit", after={"unit_id": 7, "unit_key": "k"}),
            "Chatbot business unit changed from not set to Unit ID: 7, Unit key: k",
        ),
        (change("unheard_of", before=False, after=True), "unheard_of changed from no to yes"),
    ],
)
def test_a_change_becomes_a_sentence_in_both_languages(changed, sentence):
    assert sentences(changed) == [sentence]
    [chinese] = sentences(changed, language="zh")
    assert chinese != sentence and "{" not in chinese


def test_a_changed_id_has_no_sentence_if_the_name_changed_too():
    path = "phone_numbers[number=%s].contact_flow_%s"
    changes = [
        change(path % (number, end), "phone_numbers", number, before="a", after="b")
        for number, end in (("1", "id"), ("1", "name"), ("2", "id"))
    ]
    assert [sentence.split()[2] for sentence in sentences(*changes)] == ["1", "2"]
