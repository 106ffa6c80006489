# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

from ansible_collections.alicloud.ccc.plugins.module_utils._operations import NEW_VERSION, OLD_VERSION
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import KNOWN
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.facts_shown import about_facts
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.labels import LABELS, label_of, labels_in


def test_each_fact_has_a_label_in_words_in_both_languages():
    assert {fact for facts in KNOWN.values() for fact in facts} - set(LABELS) == set()
    for fact, (english, chinese) in LABELS.items():
        assert "_" not in english and re.match("[A-Z]", english), fact
        assert chinese, fact


def test_a_kind_can_call_its_fact_otherwise():
    labels = labels_in("en")
    assert label_of(labels, "display_name", "skill_groups") == "Shown as"
    assert label_of(labels, "display_name", "users") == "Name"
    assert label_of(labels, "unheard_of") == "unheard_of"


def test_a_version_does_not_report_what_the_other_one_does():
    unreported = about_facts("en")["unreported"]
    assert "storage_bucket" in unreported["instance"][NEW_VERSION]
    assert "storage_bucket" not in unreported["instance"][OLD_VERSION]
    assert "extension" in unreported["users"][OLD_VERSION]
