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


def rules_of(told):
    return [rule["rule_id"] for rule in told["rules"]]


def test_what_a_version_does_not_report_is_said_in_words():
    version = {"api_versions": ["2020-07-01"], "facts": ["storage_bucket"], "instances": 7}
    [group] = unseen(line("bucket", "not_reported", "version", **version))
    assert group["heading"] == "Not reported by API version 2020-07-01"
    [told] = group["lines"]
    assert (told["what"], told["instances"], told["first"]) == ("Bucket for recordings", 7, None)


def test_the_same_of_several_accounts_is_one_line():
    refused = [
        line("one", "not_evaluated", "not_read", account="account %d" % n, kinds=["users"], reason="Refused.", places=2)
        for n in range(5)
    ]
    [group] = unseen(*refused)
    assert (group["note"], len(group["lines"])) == ("Refused.", 1)
    [told] = group["lines"]
    assert (told["places"], told["instances"], told["what"]) == (10, 5, "Users")
    assert (told["accounts"], told["more_accounts"]) == (["account 0", "account 1", "account 2"], 2)


def test_what_somebody_can_change_comes_before_what_nobody_can():
    groups = unseen(
        line("a", "not_reported", "version", api_versions=["2017-07-05"]),
        line("b", "not_evaluated", "condition", reason="storage_max_size is null"),
        line("c", "not_evaluated", "not_member"),
        line("d", "not_asked", "params", params=["allowed"]),
    )
    assert [rules_of(told) for group in groups for told in group["lines"]] == [["c"], ["b"], ["a"]]


def test_what_several_rules_missed_in_the_same_places_is_one_line():
    missed = [line(rule, "not_evaluated", "not_member", kinds=["users"]) for rule in ("one", "two")]
    elsewhere = {"first": {**PLACE, "instance_id": "other"}}
    [group] = unseen(*missed, line("three", "not_evaluated", "not_member", kinds=["users"], **elsewhere))
    assert [rules_of(told) for told in group["lines"]] == [["one", "two"], ["three"]]


def test_the_snippet_is_yaml_that_names_each_list():
    lines = [
        line("owner", "not_asked", "params", params=["owners", "tenants"], title="An owner\nwho # is"),
        line("odd: id", "not_asked", "params", params=["x y"]),
        line("owner", "not_asked", "params", params=["owners", "tenants"], account="other"),
    ]
    wanted = wanted_of(lines, texts_in("zh"))
    assert yaml.safe_load(wanted["snippet"]) == {
        "audit_rule_overrides": {
            "owner": {"params": {"owners": [], "tenants": []}},
            "odd: id": {"params": {"x y": []}},
        }
    }
    assert wanted["count"] == 2


def test_a_kind_that_was_left_out_names_the_rules_that_wait_for_it():
    lines = [line(rule, "not_asked", "include", kinds=["users"]) for rule in ("one", "two", "one")]
    wanted = wanted_of([*lines, line("three", "not_asked", "nothing")], texts_in("en"))
    assert [(kind, [rule["rule_id"] for rule in rules]) for kind, rules in wanted["kinds"]] == [
        ("users", ["one", "two"])
    ]
    assert wanted["rules"] == []
