# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import yaml
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.labels import labels_in
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.texts import texts_in
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.unseen import unseen_of, wanted_of

PLACE = {"account": "a", "region": "r", "instance_id": "one", "instance_name": "One", "subject": None}


def line(rule_id, outcome, cause, **values):
    """Return an element of not_judged."""
    nothing = {"account": None, "api_versions": [], "facts": [], "kinds": [], "params": [], "reason": None}
    counts = {"places": 1, "instances": 1, "first": PLACE, "accepted": None}
    rule = {"rule_id": rule_id, "title": "Title of %s" % rule_id, "severity": "high"}
    return {**rule, "outcome": outcome, "cause": cause, **nothing, **counts, **values}


def unseen(*lines):
    return unseen_of(lines, texts_in("en"), labels_in("en"))


def rules_of(shown):
    return [rule["rule_id"] for rule in shown["rules"]]


def test_facts_that_a_version_does_not_report_are_named_by_labels():
    version = {"api_versions": ["2020-07-01"], "facts": ["storage_bucket"], "instances": 7}
    [group] = unseen(line("bucket", "not_reported", "version", **version))
    assert group["heading"] == "Not reported by API version 2020-07-01"
    [shown] = group["lines"]
    assert (shown["what"], shown["instances"], shown["first"]) == ("Recording bucket", 7, None)


def test_the_same_line_for_several_accounts_is_shown_once():
    refused = [
        line("one", "not_evaluated", "not_read", account="account %d" % n, kinds=["users"], reason="Refused.", places=2)
        for n in range(5)
    ]
    [group] = unseen(*refused)
    assert (group["note"], len(group["lines"])) == ("Refused.", 1)
    [shown] = group["lines"]
    assert (shown["places"], shown["instances"], shown["what"]) == (10, 5, "Users")
    assert (shown["accounts"], shown["more_accounts"]) == (["account 0", "account 1", "account 2"], 2)


def test_what_the_reader_can_fix_comes_before_what_a_version_does_not_report():
    groups = unseen(
        line("a", "not_reported", "version", api_versions=["2017-07-05"]),
        line("b", "not_evaluated", "condition", reason="storage_max_size is null"),
        line("c", "not_evaluated", "not_member"),
        line("d", "not_asked", "params", params=["allowed"]),
    )
    assert [rules_of(shown) for group in groups for shown in group["lines"]] == [["c"], ["b"], ["a"]]


def test_rules_that_miss_the_same_facts_in_the_same_places_share_a_line():
    missed = [line(rule, "not_evaluated", "not_member", kinds=["users"]) for rule in ("one", "two")]
    elsewhere = {"first": {**PLACE, "instance_id": "other"}}
    [group] = unseen(*missed, line("three", "not_evaluated", "not_member", kinds=["users"], **elsewhere))
    assert [rules_of(shown) for shown in group["lines"]] == [["one", "two"], ["three"]]


def test_a_rule_without_any_call_center_has_a_reason_in_the_language_of_the_page():
    item = line("a", "not_evaluated", "nothing", reason="no call center was read", first=None)
    [group] = unseen_of([item], texts_in("zh"), labels_in("zh"))
    assert [shown["what"] for shown in group["lines"]] == ["未读取到任何呼叫中心实例。"]


def test_the_snippet_is_yaml_with_each_list():
    lines = [
        line("owner", "not_asked", "params", params=["owners", "tenants"], title="An owner\nwho # is"),
        line("colon: id", "not_asked", "params", params=["x y"]),
        line("owner", "not_asked", "params", params=["owners", "tenants"], account="other"),
    ]
    wanted = wanted_of(lines, texts_in("zh"))
    assert yaml.safe_load(wanted["snippet"]) == {
        "audit_rule_overrides": {
            "owner": {"params": {"owners": [], "tenants": []}},
            "colon: id": {"params": {"x y": []}},
        }
    }
    assert wanted["count"] == 2


def test_a_kind_that_audit_include_leaves_out_lists_the_rules_that_need_it():
    lines = [line(rule, "not_asked", "include", kinds=["users"]) for rule in ("one", "two", "one")]
    wanted = wanted_of([*lines, line("three", "not_asked", "nothing")], texts_in("en"))
    assert [(kind, [rule["rule_id"] for rule in rules]) for kind, rules in wanted["kinds"]] == [
        ("users", ["one", "two"])
    ]
    assert wanted["rules"] == []
