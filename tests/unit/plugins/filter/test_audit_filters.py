# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters audit_rules and audit_findings, with Ansible's own environment."""

from __future__ import annotations

import copy

import inside_cases
import pytest
from ansible.errors import AnsibleError
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.judge import findings_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import rules_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import trusted, untemplated
from audit_cases import ENVIRONMENT, NOW, OF_2020_07_01, OVERRIDES, admin, call_center, creating, other

HOSTILE = "{{ lookup('pipe', 'touch marker') }}"


def rule(**keys):
    return {"id": "own", "title": "Own", "severity": "low", "scope": "instance", "that": "true", **keys}


FIRES = {rule_id: cases for rule_id, cases in inside_cases.FIRES.items() if isinstance(cases[0], list)}


@pytest.fixture
def found(rendered):
    """Return a function that returns the findings of a rule with these keys: ``found(instances, **keys)``.

    The instances are like a module's result: before 2.19, a text that may be a template is wrapped as unsafe.
    """

    def find(instances, **keys):
        variables = {"instances": untemplated(instances), "rules": [rule(**keys)]}
        return rendered("instances | alicloud.ccc.audit_findings(rules)", **variables)

    return find


def test_ansibles_environment_gives_the_same_findings_as_plain_jinja(rendered):
    instances = [
        *(call_center(), other(admins=[], phone_numbers=[], status="Stopped"), OF_2020_07_01),
        *(creating(-(10**6)), call_center(storage_bucket=None, storage_max_days=None, instance_name="{% x %}")),
        # Without the rule about the age of a draft, because the age is different every day.
        *(
            {**one, "instance_id": rule_id}
            for rule_id, [[one], *_others] in FIRES.items()
            if rule_id != "draft_waiting"
        ),
    ]
    expected = findings_of(ENVIRONMENT, instances, rules_of(ENVIRONMENT, [], OVERRIDES, "en"), NOW)
    expression = "instances | alicloud.ccc.audit_findings([] | alicloud.ccc.audit_rules(overrides))"
    instances = untemplated(instances)
    before = copy.deepcopy(instances)
    assert rendered(expression, instances=instances, overrides=OVERRIDES) == expected
    assert len(expected) > 10
    assert instances == before


def test_conditions_can_use_the_tests_and_filters_of_ansible(found):
    that = "'10.0' is version('9', '>') and domain_name is match('shang') and [1] is superset([]) and [1] | union([2])"
    assert found([call_center()], that=that + " | length == 2") == []


def test_the_reason_for_a_failed_filter_of_ansible_contains_no_values(found):
    [finding] = found([call_center(instance_name="secret name")], that="(instance_name | from_json) == 1")
    assert finding["reason"] == "`that` fails with JSONDecodeError"


def test_templates_in_facts_are_never_rendered(rendered, found, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    hostile = call_center(
        instance_name=HOSTILE, admins=[{"email": HOSTILE, HOSTILE: HOSTILE}], extra={HOSTILE: [HOSTILE]}
    )
    keys = {"that": ["instance_name ~ extra == '' or admins[0].email == ''"], "message": "{instance_name} {extra}"}
    [finding] = rendered("f", f=found([hostile], **keys))
    assert finding["instance_name"] == HOSTILE
    assert finding["message"].startswith(HOSTILE)
    assert not list(tmp_path.iterdir())


def test_audit_rules_returns_a_custom_rule_unchanged(rendered):
    own = rule(that="false", message="{instance_name}")
    assert rendered("[own] | alicloud.ccc.audit_rules", own=own)[-1] == own
    chosen = "own | alicloud.ccc.audit_rules | selectattr('id', 'eq', 'own')"
    [finding] = rendered("i | alicloud.ccc.audit_findings(%s)" % chosen, own=[own], i=[call_center()])
    assert finding["message"] == "上海客服中心"


def test_conditions_use_the_original_facts_and_messages_can_show_masks(rendered):
    own = rule(scope="admin", that="email != 'wang.fang@example.com'", message="{email}")
    expression = "i | alicloud.ccc.audit_findings(r, way)"
    keep, mask = (rendered(expression, i=[call_center(admins=[admin()])], r=[own], way=w)[0] for w in ("keep", "mask"))
    assert (keep["message"], keep["subject"]) == ("wang.fang@example.com", "206815793204418801")
    assert (mask["message"], mask["subject"]) == tuple(map(masked_text, (keep["message"], keep["subject"])))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("[{'id': 'x'}] | alicloud.ccc.audit_rules", "audit_rules: rules[0] (x): title is missing"),
        ("[] | alicloud.ccc.audit_rules({'x': {}})", "audit_rules: overrides names an unknown rule: x"),
        ("[] | alicloud.ccc.audit_findings([{'id': 'x'}])", "audit_findings: rules[0] (x): title is missing"),
        ("{} | alicloud.ccc.audit_findings([])", "audit_findings: the call centers must be a list of facts"),
        ("[1] | alicloud.ccc.audit_findings([])", "audit_findings: the call centers must be a list of facts"),
        ("[] | alicloud.ccc.audit_findings([], 'drop')", "audit_findings: personal_data must be keep or mask"),
    ],
)
def test_invalid_rules_facts_and_options_are_errors(rendered, expression, expected):
    with pytest.raises(AnsibleError) as raised:
        rendered(expression)
    assert expected in str(raised.value)


@pytest.mark.parametrize("that", ["owner is nonsense", "owner | nonsense", "owner is not nonsense.of.nobody"])
def test_an_unknown_filter_or_test_is_an_error_that_names_the_rule(found, that):
    expected = r"rules\[0\] \(own\): the condition `that` uses an unknown filter or test: nonsense"
    with pytest.raises(AnsibleError, match=expected):
        found([call_center()], that=that)


def test_a_template_in_a_variable_of_the_user_is_rendered(rendered):
    facts = [{"instance_id": trusted("{{ name }}")}]
    variables = {"name": "x", "facts": facts, "rules": [rule(that="instance_id != 'x'")]}
    [finding] = rendered("facts | alicloud.ccc.audit_findings(rules)", **variables)
    assert finding["instance_id"] == "x"
