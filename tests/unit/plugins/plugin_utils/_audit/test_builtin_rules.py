# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases in which a built-in rule is violated, holds, or cannot be evaluated.

With Jinja's own environment instead of Ansible's.
"""

from __future__ import annotations

import re

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules_zh import TEXTS_ZH
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.judge import findings_of, judge
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import rules_of
from audit_cases import BOTH, ENVIRONMENT, NOT_REPORTED, NOW, OVERRIDES, SEEN, admin, call_center, number
from hypothesis import given, settings
from hypothesis import strategies as st
from inside_cases import flow, group, item, line, staffed, user
from rule_cases import FIRES, NULL_FACT, QUIET, RULES, judged

IDS = [rule["id"] for rule in BUILTIN_RULES]


def cases(table):
    return [
        pytest.param(rule_id, case, versions, id=f"{rule_id}-{versions}")
        for rule_id, some in table.items()
        for case in some
        for versions in SEEN
    ]


def is_not_reported(judgement, rule_id, versions):
    """Return whether an API version does not report what the rule needs, and assert that this is the only reason."""
    if rule_id not in NOT_REPORTED[versions]:
        return False
    assert judgement.findings == []
    [line] = judgement.not_judged
    assert (line["outcome"], line["cause"]) == ("not_reported", "version")
    assert [*line["facts"], *line["kinds"]] == [NOT_REPORTED[versions][rule_id]]
    return True


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("rule_id", "case", "versions"), cases(FIRES))
def test_a_rule_finds_its_violations(rule_id, case, versions, language):
    judgement = judged(rule_id, case, versions, RULES[language])
    if is_not_reported(judgement, rule_id, versions):
        return
    assert judgement.not_judged == []
    assert judgement.rules[rule_id][0] == "violated"
    for finding in judgement.findings:
        assert finding["reason"] is None
        assert finding["message"] != finding["title"]
        assert not re.search(r"null|none|[{}]", finding["message"])


@pytest.mark.parametrize(("rule_id", "case", "versions"), cases(QUIET))
def test_a_rule_finds_nothing_in_its_good_cases(rule_id, case, versions):
    judgement = judged(rule_id, case, versions)
    if not is_not_reported(judgement, rule_id, versions):
        assert (judgement.findings, judgement.not_judged) == ([], [])
        assert judgement.rules[rule_id][0] == "holds"


@pytest.mark.parametrize("versions", SEEN)
def test_no_rule_finds_anything_in_a_good_call_center(versions):
    judgement = judged(None, [staffed()], versions, rules_of(ENVIRONMENT, [], {}, "en"))
    assert judgement.findings == []
    assert {line["outcome"] for line in judgement.not_judged} <= {"not_reported", "not_asked"}


@pytest.mark.parametrize(
    ("rule_id", "versions"), [(rule_id, versions) for versions, some in NULL_FACT.items() for rule_id in some]
)
def test_a_rule_is_not_evaluated_for_null(rule_id, versions):
    instance, fact = NULL_FACT[versions][rule_id]
    judgement = judged(rule_id, [instance], versions)
    assert judgement.findings == []
    [line] = judgement.not_judged
    assert line["outcome"] == "not_evaluated"
    assert re.search(rf"\b{fact}\b.* is null", line["reason"])


@pytest.mark.parametrize("rule_id", ["administrator_not_allowed", "privileged_user_not_allowed"])
@pytest.mark.parametrize(
    ("versions", "on_list", "person", "outcome"),
    [
        ("2020-07-01", ["login.5"], {}, "violated"),
        ("2020-07-01", [], {}, "violated"),
        ("2020-07-01", ["user-4"], {}, "violated"),
        ("2020-07-01", ["login.4"], {}, "holds"),
        ("2017-07-05", ["login.4"], {}, "holds"),
        ("2017-07-05", ["206815793204418804"], {"login_name": None}, "holds"),
        ("2017-07-05", ["206815793204418805"], {"login_name": None}, "violated"),
        ("2017-07-05", ["login.5"], {"login_name": None}, "not_evaluated"),
        ("2017-07-05", ["login.5"], {"ram_id": None}, "violated"),
        ("2017-07-05", ["206815793204418805"], {"ram_id": None}, "not_evaluated"),
        ("2017-07-05", ["206815793204418805", "x"], {}, "violated"),
        (BOTH, ["206815793204418805"], {}, "violated"),
        (BOTH, ["206815793204418804"], {}, "holds"),
    ],
)
def test_a_person_is_on_the_list_by_ram_id_or_login_name_or_it_is_unknown(rule_id, versions, on_list, person, outcome):
    facts = {**user(4, "Admin"), **person}
    name = "allowed_ram_ids" if rule_id == "administrator_not_allowed" else "allowed_users"
    rules = rules_of(ENVIRONMENT, [], {rule_id: {"params": {name: on_list}}}, "en")
    judgement = judged(rule_id, [staffed(admins=[facts], users=[facts])], versions, rules)
    assert judgement.rules[rule_id][0] == outcome


def test_a_list_of_ram_ids_does_not_decide_about_admins_without_a_reported_ram_id():
    judgement = judged("administrator_not_allowed", [call_center(admins=[admin(ram_id="1")])], "2020-07-01")
    assert judgement.rules["administrator_not_allowed"][0] == "not_reported"


def test_a_flow_of_2017_07_05_was_published_if_one_of_its_versions_was():
    withdrawn = flow(applied_version="")
    for rule_id in ("flow_never_published", "flow_without_number"):
        assert judged(rule_id, [staffed(contact_flows=[withdrawn])], "2017-07-05").rules[rule_id][0] == "holds"


def test_an_unknown_personal_number_of_2017_07_05_is_not_evaluated():
    judgement = judged(
        "personal_number_not_allowed", [staffed(users=[user(private_outbound_number_id="x")])], "2017-07-05"
    )
    assert judgement.rules["personal_number_not_allowed"][0] == "not_evaluated"


@pytest.mark.parametrize("rule_id", ["unexpected_instance", "missing_instance"])
@pytest.mark.parametrize("expected", ["one", "one-in-2020"])
def test_a_call_center_in_both_versions_is_expected_by_either_id(rule_id, expected):
    rules = rules_of(ENVIRONMENT, [], {rule_id: {"params": {"expected_ids": [expected]}}}, "en")
    assert judged(rule_id, [call_center()], BOTH, rules).rules[rule_id][0] == "holds"


@pytest.mark.parametrize(("error", "expected"), [(None, "violated"), ("NoPermission", "not_evaluated")])
def test_a_missing_call_center_is_not_reported_if_something_was_not_read(error, expected):
    read = {"account": "b", "region": "cn-shanghai", "api_version": "2017-07-05", "error": error, "has_numbers": False}
    rules = [rule for rule in RULES["en"] if rule["id"] == "missing_instance"]
    assert judge(ENVIRONMENT, [], rules, NOW, reads=[read]).rules["missing_instance"][0] == expected


def test_a_rule_without_its_list_is_not_asked():
    rules = [rule for rule in rules_of(ENVIRONMENT, [], {}, "en") if rule["id"] in OVERRIDES]
    assert len(rules) == len(OVERRIDES)
    nothing = staffed(owner=None, admins=[admin(ram_id=None)], users=[user(4, "Admin", work_mode=None)])
    for versions in SEEN:
        outcomes = judged(None, [nothing], versions, rules).rules
        assert [outcomes[rule_id][0] for rule_id in OVERRIDES] == ["not_asked"] * len(OVERRIDES)


@pytest.mark.parametrize("rule", BUILTIN_RULES, ids=IDS)
def test_each_rule_has_cases_and_all_texts_in_both_languages(rule):
    def expressions(text):
        return sorted(re.findall(r"\{(.*?)\}", text.replace("'、'", "', '")))

    assert {rule["id"]} <= set(FIRES) & set(QUIET)
    chinese = TEXTS_ZH[rule["id"]]
    assert set(chinese) == {"title", "message", "why", "fix"}
    for key, text in chinese.items():
        assert re.search("[一-鿿]", text)
        # Both languages show the name of the limit.
        assert set(re.findall(r"params\.\w+", text)) == set(re.findall(r"params\.\w+", rule[key]))
    assert expressions(chinese["message"]) == expressions(rule["message"])
    for name in rule.get("params", {}):
        assert f"params.{name}" in rule["fix"] or name == "hours"


# --- Any values ---


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def facts_like(facts, **more):
    """Return a strategy of these facts with any values."""
    return st.dictionaries(st.sampled_from([*facts, *more]), values, max_size=6).map(
        lambda odd: {**facts, **odd, **more}
    )


inside = {
    "admins": admin(),
    "phone_numbers": {**number(), **line()},
    "users": user(),
    "skill_groups": group(),
    "contact_flows": flow("2026-12-14 10:00:00.0"),
    "config_items": item(),
}
instances = facts_like(staffed(), api_version=1, account=1, unknown=1, params=1, fleet=1, inside=1) | st.builds(
    lambda facts, lists: {**facts, **lists},
    facts_like(staffed()),
    st.fixed_dictionaries({kind: st.lists(facts_like(facts), max_size=1) for kind, facts in inside.items()}),
)


@settings(max_examples=30)
@given(st.lists(instances, max_size=4))
def test_findings_are_well_formed_for_any_values(instances):
    for finding in findings_of(ENVIRONMENT, instances, RULES["en"], NOW):
        assert finding["rule_id"] in IDS
        assert finding["kind"] in ("violation", "not_evaluated", "not_reported")
        assert isinstance(finding["message"], str)
        assert (finding["kind"] == "violation") or isinstance(finding["reason"], str)
        for key in ("account", "region", "instance_id", "instance_name", "subject", "reason"):
            assert finding[key] is None or isinstance(finding[key], str)
        assert finding["accepted"] is None
