# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outcomes of rules, and their reasons, by account and API version."""

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.both_versions import call_centers_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.judge import judge
from audit_cases import ENVIRONMENT, NOW, OF_2020_07_01, call_center

OLD, NEW = "2017-07-05", "2020-07-01"
USER = {"user_id": "1", "login_name": "li", "roles": [], "email": "li@example.com"}
REFUSED = "Forbidden: not allowed."


def of_old(account="x", **more):
    place = {"account": account, "region": "r", "api_version": OLD, "also_in": None, "is_member": None}
    return call_center(**{**place, **more})


def of_new(account="x", **more):
    place = {"account": account, "region": "r", "api_version": NEW, "also_in": None, "is_member": True}
    return {**OF_2020_07_01, **place, **more}


def read(account="x", version=NEW, error=None, has_numbers=False):
    return {"account": account, "region": "r", "api_version": version, "error": error, "has_numbers": has_numbers}


def judged(instances, *rules, reads=(), numbers=None):
    """Return the Judgement of rules (dicts, all of whose keys are optional)."""
    own = {"title": "Own", "severity": "low", "scope": "instance", "that": "true"}
    rules = [{**own, "id": f"rule_{number}", **rule} for number, rule in enumerate(rules)]
    return judge(ENVIRONMENT, call_centers_of(instances), rules, NOW, reads=reads, numbers=numbers)


def outcome(instances, reads=(), numbers=None, **rule):
    """Return the outcome of a rule, and its line of not_judged, or None."""
    judgement = judged(instances, rule, reads=reads, numbers=numbers)
    [line] = judgement.not_judged or [None]
    return judgement.rules["rule_0"][0], line


def test_the_first_outcome_counts_if_accounts_differ_and_all_are_listed():
    accounts = [of_old("bad", owner="1"), of_old("good"), of_old("unknown", owner=None), of_old("unknown")]
    outcome, outcomes = judged(accounts, {"that": "owner != '1' if owner != none"}).rules["rule_0"]
    assert outcome == "violated"
    assert outcomes == [
        {"outcome": "violated", "api_versions": [OLD], "accounts": ["bad"]},
        {"outcome": "holds", "api_versions": [OLD], "accounts": ["good"]},
        {"outcome": "not_evaluated", "api_versions": [OLD], "accounts": ["unknown"]},
    ]


def test_facts_that_a_version_does_not_report_are_listed_once():
    bucket = {"that": "storage_bucket != none"}
    judgement = judged([of_new(instance_id="1"), of_new(instance_id="2"), of_old("old")], bucket)
    assert judgement.findings == []
    assert judgement.rules["rule_0"][0] == "holds"
    [line] = judgement.not_judged
    assert (line["outcome"], line["cause"], line["facts"]) == ("not_reported", "version", ["storage_bucket"])
    assert (line["api_versions"], line["places"], line["instances"]) == ([NEW], 2, 2)
    assert line["first"]["instance_id"] == "1"


@pytest.mark.parametrize(
    ("instance", "that"), [(of_old, "agent_type == 'X'"), (of_new, "instance.storage_bucket == 'b'")]
)
def test_a_fact_of_the_other_version_is_not_reported_in_either_direction(instance, that):
    # The same if ccc_fleet_info leaves the fact out, because ListInstancesOfUser does not report it.
    assert outcome([instance()], that=that)[0] == "not_reported"


def test_a_rule_takes_each_fact_from_the_version_that_reports_it():
    pair = of_old(also_in="b"), of_new(instance_id="b", also_in="one")
    assert outcome([*pair], that="storage_bucket != none and is_member") == ("holds", None)
    [(_outcome, outcomes)] = judged([*pair], {}).rules.values()
    assert outcomes == [{"outcome": "holds", "api_versions": [OLD, NEW], "accounts": ["x"]}]


def test_a_good_call_center_in_either_version_violates_no_rule():
    for instance in (of_old(), of_new()):
        judgement = judged([instance], {"that": "storage_bucket != none", "severity": "high"})
        assert judgement.findings == []


# --- Lists in a call center ---


def test_a_list_that_was_not_requested_is_not_asked():
    found, line = outcome([of_old()], scope="user", that="true")
    assert (found, line["cause"], line["kinds"]) == ("not_asked", "include", ["users"])
    assert outcome([of_old()], that="users == []")[0] == "not_asked"


def test_a_fact_named_like_a_list_of_the_call_center_does_not_need_that_list():
    numbers = [{"number": "02", "skill_groups": [], "contact_flow_name": ""}]
    of_number = {"scope": "phone_number", "that": "skill_groups == []"}
    assert outcome([of_old(phone_numbers=numbers)], **of_number)[0] == "holds"
    of_both = {**of_number, "that": "skill_groups == instance.skill_groups"}
    assert outcome([of_old(phone_numbers=numbers)], **of_both)[1]["kinds"] == ["skill_groups"]


def test_numbers_of_the_call_center_itself_lack_facts_of_the_list():
    found, line = outcome([of_new()], scope="phone_number", that="contact_flow_name != none")
    assert (found, line["kinds"]) == ("not_asked", ["phone_numbers"])


def test_a_refused_list_is_listed_once_for_each_account_as_not_evaluated():
    refused = [of_old("x", instance_id="1", users=None), of_old("x", instance_id="2", users=None)]
    failed = {**read("x", OLD, "Another operation failed."), "failures": {"ListUsers": REFUSED}}
    reads = [failed, read("y", OLD)]
    judgement = judged([*refused, of_old("y", users=[USER])], {"scope": "user"}, reads=reads)
    [line] = judgement.not_judged
    assert (line["outcome"], line["cause"], line["account"]) == ("not_evaluated", "not_read", "x")
    assert line["reason"] == "users could not be read: " + REFUSED
    assert line["instances"] == 2
    assert judgement.rules["rule_0"][0] == "holds"


def test_membership_is_not_the_reason_if_the_version_does_not_report_the_fact():
    found, line = outcome([of_new(is_member=False, phone_numbers=None)], scope="phone_number", that="not test_only")
    assert (found, line["facts"]) == ("not_reported", ["test_only"])


def test_a_refused_list_of_numbers_was_not_read_in_each_version():
    for instance, version in ((of_old, OLD), (of_new, NEW)):
        failed = {**read("x", version, "No."), "failures": {"ListPhoneNumbers": REFUSED}}
        found, line = outcome([instance(phone_numbers=None)], [failed], scope="phone_number", that="number != ''")
        assert (found, line["cause"], REFUSED in line["reason"]) == ("not_evaluated", "not_read", True)


def test_membership_is_the_reason_if_only_members_can_read_a_list():
    found, line = outcome([of_new(is_member=False, users=None)], scope="user")
    assert (found, line["cause"]) == ("not_evaluated", "not_member")


def test_a_list_that_the_version_does_not_have_is_not_reported():
    found, line = outcome([of_old(config_items=None)], scope="config_item")
    assert (found, line["kinds"], line["api_versions"]) == ("not_reported", ["config_items"], [OLD])


# --- Params, unassigned numbers, no call centers ---


def test_a_rule_without_its_list_is_not_asked():
    found, line = outcome([of_old()], when="params.allowed != none", params={"allowed": None}, that="false")
    assert (found, line["cause"], line["params"], line["places"]) == ("not_asked", "params", ["allowed"], 0)
    assert outcome([of_old()], when="params.on", params={"on": False})[1]["params"] == []


@pytest.mark.parametrize(
    ("numbers", "reads", "expected", "cause"),
    [
        ([{"number": "02", "account": "x", "api_version": NEW}], [read(has_numbers=True)], "violated", None),
        ([], [read(has_numbers=True)], "holds", None),
        (None, [read()], "not_asked", "include"),
        ([], [read(error=REFUSED)], "not_evaluated", "not_read"),
        ([], [read(version=OLD)], "not_reported", "version"),
        ([], [read(version=OLD), read(has_numbers=True)], "holds", None),
    ],
)
def test_unassigned_numbers_are_evaluated_if_they_were_read(numbers, reads, expected, cause):
    found, line = outcome([of_old()], reads, numbers, scope="unassigned_number", that="number == ''")
    assert (found, line and line["cause"]) == (expected, cause)


def test_no_rule_holds_if_no_call_center_was_read():
    found, line = outcome([], reads=[read()])
    assert (found, line["cause"]) == ("not_evaluated", "nothing")


def test_a_fleet_rule_is_evaluated_without_call_centers():
    assert outcome([], scope="fleet", that="fleet.instances != []")[0] == "violated"
    assert outcome([], scope="fleet", that="fleet.complete", reads=[read(error=REFUSED)])[0] == "violated"


@pytest.mark.parametrize(
    ("more", "is_complete"),
    [
        ({}, True),
        ({"error": REFUSED}, False),
        ({"error": REFUSED, "failures": {"ListUsers": REFUSED}}, True),
        ({"error": REFUSED, "failures": {"ListInstancesOfUser": REFUSED}}, False),
        ({"remarks": ["Which are others is not known: ListInstances failed."]}, False),
    ],
)
def test_a_fleet_rule_is_not_evaluated_if_some_call_centers_could_not_be_listed(more, is_complete):
    rule = {"scope": "instance", "that": "false if fleet.complete else none"}
    found, line = outcome([of_new()], [{**read(), **more}], **rule)
    assert found == ("violated" if is_complete else "not_evaluated")
    assert is_complete or "not all call centers could be listed" in line["reason"]


def test_roles_in_params_can_be_in_capitals():
    assert outcome([of_old()], that="'admin' in listed.roles", params={"roles": ["Admin"]})[0] == "holds"


# --- Names ---


def test_an_index_contains_only_the_users_and_numbers_of_one_call_center():
    twins = [{**USER, "ram_id": "7"}, {**USER, "user_id": "2", "ram_id": "7"}]
    numbers = [{"number": "02", "skill_groups": [{"skill_group_id": "g"}], "contact_flow_name": ""}]
    one = of_old(users=twins, phone_numbers=numbers, skill_groups=[{"skill_group_id": "g"}, {"skill_group_id": "h"}])
    for that in ("inside.users_by_ram_id[ram_id] == ['1', '2']", "inside.users_by_email[email] | length == 2"):
        assert outcome([one], scope="user", that=that)[0] == "holds"
    in_group = "(inside.numbers_by_group[skill_group_id] | default([])) == (['02'] if skill_group_id == 'g' else [])"
    assert outcome([one], scope="skill_group", that=in_group)[0] == "holds"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("'2027-01-05 08:00:00.0'", 9),
        ("'2027-01-14'", 0),
        ("'2027-02-31 08:00:00'", "none"),
        ("'soon'", "none"),
        ("none", "none"),
        ("3", "none"),
    ],
)
def test_days_since_is_one_day_less_because_the_time_zone_is_unknown(text, days):
    assert outcome([of_old()], that=f"days_since({text}) == {days}")[0] == "holds"


@pytest.mark.parametrize(
    "that",
    [
        "published if published is defined else applied_version != ''",
        "(published | default(applied_version | default('')) | string) != ''",
        "contact_flow.published | default(true)",
    ],
)
@pytest.mark.parametrize(
    "flow", [{"contact_flow_id": "f", "published": True}, {"contact_flow_id": "f", "applied_version": "1"}]
)
def test_a_condition_can_provide_a_default_for_an_unreported_fact(that, flow):
    assert outcome([of_old(contact_flows=[flow])], scope="contact_flow", that=that)[0] == "holds"
