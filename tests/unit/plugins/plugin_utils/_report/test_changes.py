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
    return [told for told, _path in sentences_of(changes, texts_in(language), labels_in(language))]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (change("users[user_id=1]", *USER, "added", after={"roles": [ROLE]}), "li.wei is new, with the role Manager"),
        (change("users[user_id=1]", *USER, "added", after={"roles": []}), "li.wei is new, with no role"),
        (change("users[user_id=1]", *USER, "removed", before={"user_id": "1"}), "li.wei is gone"),
        (change("users[user_id=1].roles[role_id=M]", *USER, "added", after=ROLE), "li.wei has got the role Manager"),
        (
            change("users[user_id=1].roles[role_id=M]", *USER, "removed", before=ROLE),
            "li.wei no longer has the role Manager",
        ),
        (
            change("users[user_id=1].skill_levels[skill_group_id=s]", *USER, "added", after=GROUP),
            "li.wei is now in the group Sales",
        ),
        (
            change("users[user_id=1].email", *USER, before="", after="l@example.com"),
            "li.wei: E-mail is now l@example.com, before empty",
        ),
        (change("admins[user_id=1]", "admins", "li.wei", "removed", before={}), "li.wei is no longer an administrator"),
        (
            change("phone_numbers[number=4].contact_flow_name", *NUMBER, before="Hotline", after="Holiday"),
            "4000010001 is now taken by the flow Holiday, before by Hotline",
        ),
        (
            change("phone_numbers[number=4].contact_flow_name", *NUMBER, before="Hotline"),
            "4000010001 is no longer taken by a flow, before by Hotline",
        ),
        (
            change("phone_numbers[number=4].skill_groups[skill_group_id=s]", *NUMBER, "added", after=GROUP),
            "4000010001 now belongs to the group Sales",
        ),
        (change("phone_numbers[number=4]", *NUMBER, "added", after={}), "The number 4000010001 is new"),
        (change("contact_flows[contact_flow_id=f].published", *FLOW, after=True), "The flow Holiday was published"),
        (
            change("contact_flows[contact_flow_id=f].numbers", *FLOW, before=["1"], after=["1", "2"]),
            "Holiday: Numbers is now 1, 2, before 1",
        ),
        (
            change(
                "skill_groups[skill_group_id=s].outbound_phone_numbers[number=1]",
                *GROUPS,
                "added",
                after={"number": "1"},
            ),
            "Sales: Outbound numbers has got 1",
        ),
        (
            change("config_items[name=Timeout].value", *SETTING, before="30", after="60"),
            "The setting Timeout is now 60, before 30",
        ),
        (change("max_online_agents", before=100, after=150), "Maximum agents online is now 150, before 100"),
        (change("storage_bucket", before="b"), "Bucket for recordings is now not set, before b"),
        (
            change("chatbot_business_unit", after={"unit_id": 7, "unit_key": "k"}),
            "Chatbot's business unit is now Unit id: 7, Unit key: k, before not set",
        ),
        (change("unheard_of", before=False, after=True), "unheard_of is now yes, before no"),
    ],
)
def test_a_change_is_a_sentence(changed, sentence):
    assert sentences(changed) == [sentence]
    [chinese] = sentences(changed, language="zh")
    assert chinese != sentence and "{" not in chinese


def test_what_a_name_says_its_id_does_not_say_again():
    path = "phone_numbers[number=%s].contact_flow_%s"
    changes = [
        change(path % (number, end), "phone_numbers", number, before="a", after="b")
        for number, end in (("1", "id"), ("1", "name"), ("2", "id"))
    ]
    assert [told.partition(" ")[0] for told in sentences(*changes)] == ["1", "2"]
