# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How rules are checked, and how overrides change them. With Jinja's own environment."""

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
        ({"id": "With-Dash"}, "[0]: id must consist of lowercase letters"),
        ({"id": "a\n"}, "[0]: id must consist of lowercase letters"),
        ({"severity": "bad"}, "severity must be info, low, medium or high, not bad."),
        ({"scope": "account"}, "scope must be instance, admin, phone_number, user, "),
        ({"condition": "true"}, "condition is not a key of a rule"),
        ({"that": "1 +"}, "the condition `that` has a syntax error: unexpected end of the expression."),
        ({"that": "(1"}, "`that` has a syntax error: unexpected end of the expression, expected ')'."),
        ({"that": "1)"}, "the condition `that` has a syntax error: unexpected ')'."),
        ({"that": "owner = 1"}, "the condition `that` has a syntax error: unexpected '='."),
        ({"that": "owner }} 1"}, "the condition `that` has a syntax error: unexpected end of the expression."),
        ({"that": "a ? b"}, "the condition `that` has a syntax error: unexpected char '?' at 2."),
        ({"that": "1) %}{% set result = (2"}, "the condition `that` is not an expression."),
        ({"that": "{{ owner }}"}, "the condition `that` has a syntax error: expected token ':', got '}'."),
        ({"that": []}, "that must contain a condition"),
        ({"that": True}, "that must be a condition or a list of conditions"),
        ({"that": "owner is nonsense"}, "the condition `that` uses an unknown filter or test: nonsense."),
        ({"when": ["true", "owner | nonsense"]}, "the condition `when[1]` uses an unknown filter or test: nonsense."),
        ({"message": "{}"}, "message contains an empty expression"),
        ({"message": "{{ owner"}, "message has a syntax error: "),
        ({"message": "{owner.}"}, "message has a syntax error: expected name or number."),
        ({"message": 1}, "message must be a string"),
        ({"params": []}, "params must be a mapping"),
        ({"enabled": "no"}, "enabled must be true or false"),
        *[({key: None}, f"{key} is missing") for key in ("title", "severity", "scope", "that")],
    ],
)
def test_an_invalid_rule_is_an_error_that_names_its_place(keys, expected):
    rules = [{key: value for key, value in rule(**keys).items() if value is not None}]
    for call in (rules_of, findings_of):
        arguments = ([], rules, NOW) if call is findings_of else (rules, {}, "en")
        with pytest.raises(RuleError) as raised:
            call(ENVIRONMENT, *arguments)
        assert expected in str(raised.value)
        place = "rules[0]" if call is findings_of else "audit_rules[0]"
        assert str(raised.value).startswith((f"{place} (own): ", f"{place}: id "))


@pytest.mark.parametrize(
    ("rules", "overrides", "language", "expected"),
    [
        ([rule(), rule()], {}, "en", "audit_rules[1] (own): audit_rules[0] has the same id."),
        (
            [rule(id="no_administrator")],
            {},
            "en",
            "audit_rules[0] (no_administrator): a built-in rule has the same id.",
        ),
        ([1], {}, "en", "audit_rules[0] must be a mapping."),
        ({}, {"own": {}}, "en", "audit_rule_overrides names an unknown rule: own."),
        ("x", {}, "en", "audit_rules must be a list of rules."),
        ([], [1], "en", "audit_rule_overrides must be a mapping of rule ids"),
        ([], {"no_administrator": None}, "en", "audit_rule_overrides.no_administrator must be a mapping"),
        ([], {"no_administrator": {"id": "x"}}, "en", "audit_rule_overrides.no_administrator: the id of a rule cannot"),
        (
            [],
            {"no_administrator": {"severty": "low"}},
            "en",
            ".no_administrator: severty is not a key of a rule. Did you mean severity?",
        ),
        (
            [],
            {"storage_size_low": {"params": {"min": 1}}},
            "en",
            "min is not a param of this rule. Did you mean min_gb?",
        ),
        (
            [],
            {"storage_size_low": {"params": 1}},
            "en",
            "audit_rule_overrides.storage_size_low: params must be a mapping",
        ),
        *[
            ([], {rule_id: {"params": params}}, "en", "audit_rule_overrides.%s: params.%s." % (rule_id, problem))
            for rule_id, params, problem in (
                ("recording_retention_short", {"min_days": "a"}, "min_days must be a number, not a"),
                ("recording_retention_short", {"min_days": "30"}, "min_days must be a number, not a string"),
                ("recording_retention_short", {"min_days": None}, "min_days must be a number"),
                ("recording_retention_short", {"min_days": True}, "min_days must be a number"),
                ("too_many_privileged_users", {"roles": "admin"}, "roles must be a list, not admin"),
                ("owner_not_allowed", {"allowed_owners": 1059803544828509}, "allowed_owners must be a list"),
            )
        ],
        ([], {}, "de", "language must be one of en, zh, not de."),
    ],
)
def test_invalid_rules_and_overrides_are_errors(rules, overrides, language, expected):
    with pytest.raises(RuleError) as raised:
        rules_of(ENVIRONMENT, rules, overrides, language)
    assert expected in str(raised.value)


def test_params_of_built_in_rules_have_the_type_of_their_default():
    overrides = {
        "recording_retention_short": {"params": {"min_days": 0.5}},
        "too_many_privileged_users": {"params": {"roles": []}},
        "owner_not_allowed": {"params": {"allowed_owners": [1]}},
        "outbound_not_allowed": {"params": {"allowed_numbers": None}},
        "own": {"params": {"a": "text"}},
    }
    rules = rules_of(ENVIRONMENT, [rule(params={"a": 1})], overrides, "en")
    params = {each["id"]: each.get("params") for each in rules}
    assert {rule_id: params[rule_id] for rule_id in ("recording_retention_short", "owner_not_allowed", "own")} == {
        "recording_retention_short": {"min_days": 0.5},
        "owner_not_allowed": {"allowed_owners": [1]},
        "own": {"a": "text"},
    }


def test_rules_are_built_in_and_custom_ones_with_overrides_applied():
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
    # The built-in rules themselves do not change.
    assert next(each for each in BUILTIN_RULES if each["id"] == retention["id"])["params"] == {"min_days": 90}
