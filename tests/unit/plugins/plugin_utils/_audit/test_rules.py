# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is checked of rules, and how overrides change them. With Jinja's own environment."""

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.judge import findings_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import RuleError, rules_of
from audit_cases import ENVIRONMENT, NOW


def rule(**keys):
    return {"id": "own", "title": "Own", "severity": "low", "scope": "instance", "that": "true", **keys}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"id": "With-Dash"}, "Rule number 1: id"),
        ({"id": "a\n"}, "Rule number 1: id"),
        ({"severity": "bad"}, "Rule own: severity must be one of info, low, medium, high"),
        ({"scope": "account"}, "Rule own: scope must be one of instance, admin, phone_number, user, "),
        ({"condition": "true"}, "Rule own: condition is not a key of a rule"),
        ({"that": "1 +"}, "Rule own: that: syntax error: "),
        ({"that": "1) %}{% set result = (2"}, "Rule own: that: it is not an expression"),
        ({"that": "{{ owner }}"}, "Rule own: that: syntax error: "),
        ({"that": []}, "Rule own: that must hold a condition"),
        ({"that": True}, "Rule own: that must be a condition or a list of conditions"),
        ({"that": "owner is nonsense"}, "Rule own: that: No test named 'nonsense'"),
        ({"when": ["true", "owner | nonsense"]}, "Rule own: when: No filter named 'nonsense'"),
        ({"message": "{}"}, "Rule own: message: an expression is empty"),
        ({"message": "{{ owner"}, "Rule own: message: syntax error: "),
        ({"message": 1}, "Rule own: message must be a text"),
        ({"params": []}, "Rule own: params must be a mapping"),
        ({"enabled": "no"}, "Rule own: enabled must be true or false"),
        *[({key: None}, f"Rule own: {key} is missing") for key in ("title", "severity", "scope", "that")],
    ],
)
def test_an_invalid_rule_is_an_error_that_names_it(keys, expected):
    rules = [{key: value for key, value in rule(**keys).items() if value is not None}]
    for call in (rules_of, findings_of):
        arguments = ([], rules, NOW) if call is findings_of else (rules, {}, "en")
        with pytest.raises(RuleError) as raised:
            call(ENVIRONMENT, *arguments)
        assert expected in str(raised.value)


@pytest.mark.parametrize(
    ("rules", "overrides", "language", "expected"),
    [
        ([rule(), rule()], {}, "en", "Rule own: another rule has the same id"),
        ([rule(id="no_administrator")], {}, "en", "Rule no_administrator: another rule has the same id"),
        ([1], {}, "en", "Rule number 1 is not a mapping"),
        ({}, {"own": {}}, "en", "Overrides name an unknown rule: own"),
        ("x", {}, "en", "Rules must be a list"),
        ([], [1], "en", "Overrides must be a mapping"),
        ([], {"no_administrator": None}, "en", "Rule no_administrator: the override must be a mapping"),
        ([], {"no_administrator": {"id": "x"}}, "en", "Rule no_administrator: the override must be a mapping"),
        ([], {"no_administrator": {"severty": "low"}}, "en", "Rule no_administrator: severty is not a key of a rule"),
        ([], {"storage_size_low": {"params": {"min": 1}}}, "en", "the override sets params.min, which"),
        ([], {"storage_size_low": {"params": 1}}, "en", "Rule storage_size_low: params must be a mapping"),
        ([], {}, "de", "The language must be one of en, zh"),
    ],
)
def test_invalid_rules_and_overrides_are_errors(rules, overrides, language, expected):
    with pytest.raises(RuleError) as raised:
        rules_of(ENVIRONMENT, rules, overrides, language)
    assert expected in str(raised.value)


def test_rules_are_the_built_in_ones_and_ones_own_as_overridden():
    overrides = {
        "recording_retention_short": {"severity": "high", "params": {"min_days": 7}},
        "no_phone_number": {"enabled": False},
        "own": {"title": "Other", "params": {"b": 3}},
    }
    rules = rules_of(ENVIRONMENT, [rule(params={"a": 1, "b": 2}), rule(id="off", enabled=False)], overrides, "en")
    by_id = {each["id"]: each for each in rules}
    assert list(by_id) == [each["id"] for each in BUILTIN_RULES if each["id"] != "no_phone_number"] + ["own"]
    retention = by_id["recording_retention_short"]
    assert (retention["severity"], retention["params"]) == ("high", {"min_days": 7})
    assert (by_id["own"]["title"], by_id["own"]["params"]) == ("Other", {"a": 1, "b": 3})
    # The rules themselves stay as they are.
    assert next(each for each in BUILTIN_RULES if each["id"] == retention["id"])["params"] == {"min_days": 90}
