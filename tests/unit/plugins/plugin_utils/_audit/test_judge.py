# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings of rules, and rules that are not evaluated. With Jinja's own environment."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.judge import findings_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.names import fleet_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import rules_of
from audit_cases import ENVIRONMENT, NOW, OF_2020_07_01, admin, call_center, number, other

SECRET = "13900010001"  # is in the facts; no reason may contain it


def rule(**keys):
    return {"id": "own", "title": "Own", "severity": "low", "scope": "instance", "that": "true", **keys}


def found(instances, shown=None, **keys):
    instances = instances if isinstance(instances, list) else [instances]
    return findings_of(ENVIRONMENT, instances, [rule(**keys)], NOW, shown and (lambda _instances: shown))


def reason(instances, kind="not_evaluated", **keys):
    [finding] = found(instances, **keys)
    assert finding["kind"] == kind
    assert (finding["message"], finding["severity"]) == ("Own", None)
    assert SECRET not in finding["reason"]
    return finding["reason"]


# --- Findings ---


def test_a_finding_contains_the_account_region_and_subject():
    [finding] = found(call_center(account="a", region="r"), that="false", message="{instance_name}!")
    assert finding == {
        **{"rule_id": "own", "title": "Own", "severity": "low", "scope": "instance", "kind": "violation"},
        **{"account": "a", "region": "r", "instance_id": "one", "instance_name": "上海客服中心"},
        **{"subject": None, "subject_name": None, "message": "上海客服中心!", "reason": None},
        **{"accepted": None, "places": 1},
    }


def test_findings_are_sorted_by_rule_and_then_by_instance():
    scopes = {"b": "instance", "a": "admin", "f": "fleet"}
    rules = [rule(id=rule_id, that="false", scope=scope) for rule_id, scope in scopes.items()]
    findings = findings_of(ENVIRONMENT, [call_center(), other(admins=[])], rules, NOW)
    places = [(finding["rule_id"], finding["instance_id"]) for finding in findings]
    assert places == [("b", "one"), ("b", "two"), ("a", "one"), ("a", "one"), ("f", None)]


@pytest.mark.parametrize(
    ("scope", "that"),
    [
        ("instance", "instance.owner == owner and params.x == 1 and fleet.instances[0] == instance and now > 0"),
        ("instance", "listed.ids['1'] != false and '2' in listed.ids"),
        ("admin", "admin.email == email and params.x == 1 and fleet.by_id[instance.instance_id] == ['one']"),
        ("phone_number", "phone_number.number == number and instance.owner != none and number in fleet.by_number"),
        ("fleet", "fleet.instances | length == 1 and params.x == 1"),
    ],
)
def test_each_scope_has_its_names(scope, that):
    keys = {"scope": scope, "params": {"x": 1, "ids": [1, "2"]}}
    assert found(call_center(), that=that, **keys) == []
    assert found(call_center(), that=[that, "false"], **keys) != []


def test_a_field_of_the_gateway_does_not_replace_a_name_of_the_audit():
    hostile = call_center(instance=1, params=2, fleet=3, now=4, listed=5)
    assert found(hostile, that="params == {} and instance.params == 2 and fleet.by_id.one == ['one']") == []


@pytest.mark.parametrize(
    ("item", "scope", "subject"),
    [
        ({"admins": [admin()]}, "admin", "206815793204418801"),
        ({"admins": [admin(ram_id=None)]}, "admin", "user-1"),
        ({"phone_numbers": [number()]}, "phone_number", "number-1"),
        ({"phone_numbers": [number(phone_number_id="")]}, "phone_number", "02150000001"),
        ({"phone_numbers": [{}]}, "phone_number", None),
    ],
)
def test_the_subject_is_an_id_of_the_object(item, scope, subject):
    [finding] = found(call_center(**item), scope=scope, that="false")
    assert finding["subject"] == subject


def test_when_decides_whether_a_rule_applies_and_the_first_false_condition_ends_it():
    assert found(call_center(), when="false", that="nonsense") == []
    assert found(call_center(), when=["true", "false", "nonsense"], that="nonsense") == []
    [finding] = found(call_center(), when=["true"], that=["false", "nonsense"])
    assert finding["kind"] == "violation"


def test_a_rule_changes_nothing():
    instances, rules = [call_center(), OF_2020_07_01], [rule(that="admins.clear()"), rule(id="b", params={"a": [1]})]
    before = copy.deepcopy([instances, rules])
    findings_of(ENVIRONMENT, copy.deepcopy(instances), rules, NOW)
    assert [instances, rules] == before


def test_conditions_see_facts_and_messages_and_subjects_see_masks():
    true = call_center(admins=[admin(ram_id=None)])
    shown = call_center(admins=[admin(ram_id=None, user_id="***", email="w***")])
    message = "{email} {admin.email} {instance.admins[0].email}"
    [finding] = found([true], [shown], scope="admin", that="email != 'wang.fang@example.com'", message=message)
    assert (finding["message"], finding["subject"]) == ("w*** w*** w***", "***")


# --- Not evaluated ---


@pytest.mark.parametrize(
    ("that", "expected"),
    [
        ("storage_max_dayz > 3", "`that` uses storage_max_dayz, which is not defined"),
        ("instance.storage_max_dayz > 3", "`that` uses instance.storage_max_dayz, which is not defined"),
        ("params.min > 3", "`that` uses params.min, which is not defined"),
        ("max_online_agents > 3", "`that` fails with TypeError; max_online_agents is null"),
        ("max_online_agents", "`that` returns null, not true or false; max_online_agents is null"),
        ("owner", "`that` returns a string, not true or false"),
        ("admins", "`that` returns a list, not true or false"),
        ("admins | length", "`that` returns an integer, not true or false"),
        ("true if false", "`that` returns nothing, or uses something that is not defined"),
        ("phone_numbers[7].number", "`that` returns nothing, or uses something that is not defined"),
        ("{}[owner]", "`that` returns nothing, or uses something that is not defined"),
        (f"[] | groupby(attribute='x') | list + '{SECRET}'", "`that` fails with TypeError"),
        (
            "(admins | map(attribute='phone') | first).encode('ascii').decode('utf-16')",
            "`that` fails with UnicodeDecodeError",
        ),
        (["true", "1"], "condition 2 of `that` returns an integer, not true or false"),
    ],
)
def test_the_reason_says_why_a_condition_was_not_evaluated(that, expected):
    assert reason(call_center(max_online_agents=None), that=that) == expected
    assert reason(call_center(max_online_agents=None), when=that).replace("when", "that") == expected


@pytest.mark.parametrize("admins", [None, "x", {}, [1]])
def test_an_invalid_list_is_not_evaluated(admins):
    assert reason(call_center(admins=admins), scope="admin") == "admins is not a list of objects"
    assert found(call_center(admins=admins), scope="phone_number") == []


@pytest.mark.parametrize(
    ("that", "fact"),
    [
        ("storage_bucket != none", "storage_bucket"),
        ("storage_bucket is none", "storage_bucket"),
        ("instance.storage_bucket is none", "storage_bucket"),
        ("instance['storage_bucket'] is none", "storage_bucket"),
        ("instance.get('storage_bucket') is none", "storage_bucket"),
        ("admins | rejectattr('ram_id', 'none') | list | length == 0", "ram_id"),
        ("phone_numbers | map(attribute='test_only') | list == []", "test_only"),
        ("fleet.instances | map(attribute='created_time') | list == []", "created_time"),
        ("created_at is none", "created_at"),
    ],
)
def test_a_fact_that_the_api_version_does_not_report_is_not_reported(that, fact):
    expected = f"API version 2020-07-01 does not report {fact}"
    assert reason(OF_2020_07_01, "not_reported", that=that) == expected


def test_a_fleet_rule_is_not_reported_if_a_version_in_the_fleet_lacks_the_fact():
    old = call_center(api_version="2017-07-05")
    keys = {"scope": "fleet", "that": "fleet.instances | map(attribute='max_online_agents') | sum <= 1000"}
    assert found([old], **keys) == []
    expected = "API version 2020-07-01 does not report max_online_agents"
    assert reason([old, OF_2020_07_01], "not_reported", **keys) == expected


@pytest.mark.parametrize(
    "that", ["storage_bucket is not defined", "params.trunks == 1", "api_version == '2020-07-01'", "email is undefined"]
)
def test_conditions_that_hold_with_any_api_version(that):
    assert found(OF_2020_07_01, that=that, params={"trunks": 1}) == []
    # A fact that was sent counts, whatever the documents say.
    assert found({**OF_2020_07_01, "storage_bucket": "b"}, that="storage_bucket == 'b'") == []


def test_built_in_rules_that_are_not_reported_or_not_asked_are_not_findings():
    rules = rules_of(ENVIRONMENT, [rule(scope="user")], {}, "en")
    for instance in (call_center(), OF_2020_07_01):
        findings = findings_of(ENVIRONMENT, [instance], rules, NOW)
        others = [finding for finding in findings if finding["kind"] != "violation"]
        assert [(finding["rule_id"], finding["kind"]) for finding in others] == [("own", "not_asked")]


@pytest.mark.parametrize("name", [None, ""])
def test_a_message_shows_the_id_of_a_call_center_without_a_name(name):
    [finding] = found(call_center(instance_name=name), that="false", message="{instance_name}!")
    assert (finding["message"], finding["instance_name"]) == ("one!", name)


# --- Messages ---


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("plain", "plain"),
        ("{owner", "{owner"),
        ("{owner} {max_online_agents} {storage_bucket} {params.flag}", "1059803544828509 100 recordings true"),
        ("{none} {admins | length} {['王']} {'a' ~ 1}", 'null 2 ["王"] a1'),
        ("{{ owner }}{# no #}: {% if admins %}yes{% endif %} {single}", "1059803544828509: yes {single}"),
        ("{instance_name}", "{{ 1 + 1 }} {owner}"),
        ("{{ instance_name }}", "{{ 1 + 1 }} {owner}"),
    ],
)
def test_a_message_contains_expressions_or_is_a_template(message, expected):
    name = {"instance_name": "{{ 1 + 1 }} {owner}"}
    [finding] = found(call_center(**name), that="false", message=message, params={"flag": True})
    assert (finding["message"], finding["reason"]) == (expected, None)


@pytest.mark.parametrize(
    "message",
    [
        "{nonsense}",
        "{{ nonsense }}",
        "{admins[7].email}",
        "{storage_bucket.x.y}",
        "{1 / 0}",
        "{{ 1 / 0 }}",
        "{dict([((1, 2), 3)])}",
    ],
)
def test_a_message_that_fails_does_not_lose_the_finding(message):
    [finding] = found(call_center(), that="false", message=message)
    assert (finding["kind"], finding["message"]) == ("violation", "Own")
    assert finding["reason"].startswith("the title is shown instead of the message: `message` ")


def test_the_fleet_is_indexed_by_ids_names_and_numbers():
    nameless = {"instance_id": None, "instance_name": "n", "phone_numbers": "x"}
    fleet = fleet_of([call_center(), call_center(account="b"), other(instance_name=None), nameless, nameless])
    assert fleet["by_id"] == {"one": ["one"], "two": ["two"]}
    assert fleet["by_name"] == {"上海客服中心": ["one"], "n": [None, None]}
    assert fleet["by_number"] == {"02150000001": ["one"], "057180000001": ["two"]}
    assert len(fleet["instances"]) == 5
