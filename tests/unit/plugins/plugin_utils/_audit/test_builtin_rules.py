# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each built-in rule where it finds something, where it does not, and where it cannot know.

With Jinja's own environment; a play of the audit has Ansible's.
"""

from __future__ import annotations

import re

import audit_cases
import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules_zh import TEXTS_ZH
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import findings_of, rules_of
from audit_cases import ENVIRONMENT, FIRES, NOW, NULL_FACT, OVERRIDES, QUIET, admin, call_center, number
from hypothesis import given, settings
from hypothesis import strategies as st

IDS = [rule["id"] for rule in BUILTIN_RULES]


def cases(table):
    return [pytest.param(rule_id, instances, id=rule_id) for rule_id, lists in table.items() for instances in lists]


RULES = {language: rules_of(ENVIRONMENT, [], OVERRIDES, language) for language in ("en", "zh")}


def findings(instances, rule_id=None, language="en"):
    rules = [rule for rule in RULES[language] if rule_id in (None, rule["id"])]
    return findings_of(ENVIRONMENT, instances, rules, NOW)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("rule_id", "instances"), cases(FIRES))
def test_a_rule_finds_its_violations(rule_id, instances, language):
    found = findings(instances, rule_id, language)
    assert {finding["kind"] for finding in found} == {"violation"}
    for finding in found:
        assert finding["reason"] is None
        assert finding["message"] != finding["title"]
        assert not re.search(r"null|[{}]", finding["message"])


@pytest.mark.parametrize(("rule_id", "instances"), cases(QUIET))
def test_a_rule_finds_nothing_in_good_order(rule_id, instances):
    assert findings(instances, rule_id) == []


@pytest.mark.parametrize("rule_id", NULL_FACT)
def test_a_null_is_not_judged(rule_id):
    instance, fact = NULL_FACT[rule_id]
    [finding] = findings([instance], rule_id)
    assert finding["kind"] == "not_evaluated"
    assert f"{fact} is null" in finding["reason"]


@pytest.mark.parametrize("rule_id", IDS)
@pytest.mark.parametrize("origin", [{}, {"api_version": "2020-07-01"}])
def test_a_fact_that_the_api_version_does_not_report_is_not_judged(rule_id, origin):
    found = findings([{**audit_cases.OF_2020_07_01, **origin}], rule_id)
    if rule_id not in audit_cases.NOT_REPORTED:
        assert {finding["kind"] for finding in found} <= {"violation"}
        return
    [finding] = found
    assert finding["kind"] == "not_evaluated"
    assert finding["reason"] == f"API version 2020-07-01 does not report {audit_cases.NOT_REPORTED[rule_id]}"


def test_a_rule_without_its_list_is_not_asked():
    rules = [rule for rule in rules_of(ENVIRONMENT, [], {}, "en") if rule["id"] in OVERRIDES]
    assert len(rules) == len(OVERRIDES)
    nothing = call_center(owner=None, instance_id=None, admins=[admin(ram_id=None)])
    assert findings_of(ENVIRONMENT, [nothing, audit_cases.OF_2020_07_01], rules, NOW) == []


@pytest.mark.parametrize("rule", BUILTIN_RULES, ids=IDS)
def test_a_rule_has_cases_and_all_its_texts_in_both_languages(rule):
    def expressions(text):
        return sorted(re.findall(r"\{(.*?)\}", text.replace("'、'", "', '")))

    assert {rule["id"]} <= set(FIRES) & set(QUIET)
    chinese = TEXTS_ZH[rule["id"]]
    assert set(chinese) == {"title", "message", "why", "fix"}
    for key, text in chinese.items():
        assert re.search("[一-鿿]", text)
        # A limit is called by its name in both.
        assert set(re.findall(r"params\.\w+", text)) == set(re.findall(r"params\.\w+", rule[key]))
    assert expressions(chinese["message"]) == expressions(rule["message"])
    for name in rule.get("params", {}):
        assert f"params.{name}" in rule["fix"] or name == "hours"


# --- Whatever the values are ---


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def facts_like(facts, **more):
    """Return a strategy of these facts with other values."""
    return st.dictionaries(st.sampled_from([*facts, *more]), values, max_size=6).map(
        lambda odd: {**facts, **odd, **more}
    )


instances = facts_like(call_center(), api_version=1, account=1, unknown=1, params=1, fleet=1) | st.builds(
    lambda facts, admins, numbers: {**facts, "admins": admins, "phone_numbers": numbers},
    facts_like(call_center()),
    st.lists(facts_like(admin()), max_size=2),
    st.lists(facts_like(number()), max_size=2),
)


@settings(max_examples=30)
@given(st.lists(instances, max_size=8))
def test_findings_are_well_formed_whatever_the_values_are(instances):
    for finding in findings(instances):
        assert finding["rule_id"] in IDS
        assert finding["kind"] in ("violation", "not_evaluated")
        assert isinstance(finding["message"], str)
        assert (finding["kind"] == "violation") or isinstance(finding["reason"], str)
        for key in ("account", "region", "instance_id", "instance_name", "subject", "reason"):
            assert finding[key] is None or isinstance(finding[key], str)
        assert finding["accepted"] is None
