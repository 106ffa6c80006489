# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each built-in rule where it finds something, where it does not, and where it cannot know.

With Jinja's own environment; a play of the audit has Ansible's.
"""

from __future__ import annotations

import re

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules_zh import TEXTS_ZH
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import findings_of, rules_of
from audit_cases import (
    ENVIRONMENT,
    FIRES,
    NOT_REPORTED,
    NOW,
    NULL_FACT,
    OF_2020_07_01,
    OVERRIDES,
    QUIET,
    admin,
    call_center,
    number,
)
from hypothesis import given
from hypothesis import strategies as st

IDS = [rule["id"] for rule in BUILTIN_RULES]
KEYS = ["rule_id", "title", "severity", "scope", "kind", "account", "region", "instance_id", "instance_name"]
KEYS += ["subject", "message", "reason", "accepted"]


def cases(table):
    return [pytest.param(rule_id, instances, id=rule_id) for rule_id, lists in table.items() for instances in lists]


RULES = {language: rules_of(ENVIRONMENT, [], OVERRIDES, language) for language in ("en", "zh")}


def findings(instances, rule_id=None, language="en"):
    rules = [rule for rule in RULES[language] if rule_id in (None, rule["id"])]
    return findings_of(ENVIRONMENT, instances, rules, NOW)


def test_each_rule_has_its_cases():
    assert set(FIRES) == set(QUIET) == set(IDS) == set(TEXTS_ZH)
    assert len(IDS) == len(set(IDS))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("rule_id", "instances"), cases(FIRES))
def test_it_finds_something(rule_id, instances, language):
    found = findings(instances, rule_id, language)
    assert {finding["kind"] for finding in found} == {"violation"}
    for finding in found:
        assert finding["reason"] is None
        assert finding["message"] != finding["title"]
        assert not re.search(r"null|[{}]", finding["message"])


@pytest.mark.parametrize(("rule_id", "instances"), cases(QUIET))
def test_it_finds_nothing(rule_id, instances):
    assert findings(instances, rule_id) == []


@pytest.mark.parametrize("rule_id", NULL_FACT)
def test_a_null_is_not_judged(rule_id):
    instance, fact = NULL_FACT[rule_id]
    [finding] = findings([instance], rule_id)
    assert finding["kind"] == "not_evaluated"
    assert f"{fact} is null" in finding["reason"]


@pytest.mark.parametrize("rule_id", NOT_REPORTED)
@pytest.mark.parametrize("origin", [{}, {"api_version": "2020-07-01"}])
def test_what_the_api_version_does_not_report_is_not_judged(rule_id, origin):
    [finding] = findings([{**OF_2020_07_01, **origin}], rule_id)
    assert finding["kind"] == "not_evaluated"
    assert finding["reason"] == f"API version 2020-07-01 does not report {NOT_REPORTED[rule_id]}"


def test_the_other_rules_judge_what_2020_07_01_reports():
    for rule_id in set(IDS) - set(NOT_REPORTED):
        assert all(finding["kind"] == "violation" for finding in findings([OF_2020_07_01], rule_id))


def test_a_list_that_is_not_given_is_not_asked_for():
    rules = [rule for rule in rules_of(ENVIRONMENT, [], {}, "en") if rule["id"] in OVERRIDES]
    assert len(rules) == len(OVERRIDES)
    nothing = call_center(owner=None, instance_id=None, admins=[admin(ram_id=None)])
    assert findings_of(ENVIRONMENT, [nothing, OF_2020_07_01], rules, NOW) == []


def test_a_call_center_in_good_order_has_no_findings():
    assert findings([call_center()], None) == [
        finding for finding in findings([call_center()]) if finding["rule_id"] == "missing_instance"
    ]


def expressions(text):
    return sorted(re.findall(r"\{(.*?)\}", text.replace("'、'", "', '")))


@pytest.mark.parametrize("rule", BUILTIN_RULES, ids=IDS)
def test_a_rule_has_all_its_texts_in_both_languages(rule):
    chinese = TEXTS_ZH[rule["id"]]
    assert set(chinese) == {"title", "message", "why", "fix"}
    for key, text in chinese.items():
        assert re.search("[一-鿿]", text)
        assert rule[key] == rule[key].strip()
        # A limit is called by its name in both.
        assert set(re.findall(r"params\.\w+", text)) == set(re.findall(r"params\.\w+", rule[key]))
    assert expressions(chinese["message"]) == expressions(rule["message"])
    for name in rule.get("params", {}):
        assert f"params.{name}" in rule["fix"] or name == "hours"


# --- Whatever the values are ---

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def any_facts(facts):
    return st.dictionaries(st.sampled_from(sorted(facts)), json_values, max_size=6)


any_instances = st.lists(
    st.builds(
        lambda changes, admins, numbers, lists: {
            **call_center(),
            **({"admins": [{**admin(), **changed} for changed in admins]} if lists else {}),
            **({"phone_numbers": [{**number(), **changed} for changed in numbers]} if lists else {}),
            **changes,
        },
        any_facts({**call_center(), "api_version": 1, "account": 1, "unknown": 1, "params": 1, "fleet": 1}),
        st.lists(any_facts(admin()), max_size=2),
        st.lists(any_facts(number()), max_size=2),
        st.booleans(),
    ),
    max_size=3,
)


@given(any_instances)
def test_whatever_the_values_are_findings_are_well_formed(instances):
    for finding in findings(instances):
        assert list(finding) == KEYS
        assert finding["rule_id"] in IDS
        assert finding["kind"] in ("violation", "not_evaluated")
        assert isinstance(finding["message"], str)
        assert (finding["kind"] == "violation") or isinstance(finding["reason"], str)
        for key in ("account", "region", "instance_id", "instance_name", "subject", "reason"):
            assert finding[key] is None or isinstance(finding[key], str)
        assert finding["accepted"] is None
