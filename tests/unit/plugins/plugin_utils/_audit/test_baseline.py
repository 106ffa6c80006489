# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which parts of two audits can be compared: accounts, regions, API versions and masks."""

from __future__ import annotations

import json

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import (
    BaselineError,
    alike,
    baseline_of,
    side_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.drift import drift_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked, masked_text

OLD, NEW = "2017-07-05", "2020-07-01"
EMPTY = {"schema_version": 2, "personal_data": "keep", "reads": [], "rules": {}, "findings": [], "instances": []}


def read(account, version=OLD, region="r1", error=None):
    return {"account": account, "region": region, "api_version": version, "error": error}


def facts(instance_id, account="x", **values):
    place = {"account": account, "region": "r1", "api_version": OLD}
    return {"instance_id": instance_id, "instance_name": "N" + instance_id, "status": "Running", **place, **values}


def audit(reads, *instances, **values):
    """Return the side of an audit."""
    return side_of({**EMPTY, "reads": reads, "instances": list(instances), **values})


def of_schema_1(*instances, not_read=()):
    """Return the side of the facts.json that release 0.6.0 writes."""
    document = {"schema_version": 1, "personal_data": "keep", "not_read": list(not_read), "instances": list(instances)}
    return baseline_of(json.dumps(document))


def ids(drift):
    """Return the ids of added, removed and changed call centers."""
    return [[entry["instance_id"] for entry in drift[kind]] for kind in ("added", "removed", "changed")]


def reasons(drift):
    return [(entry["account"], entry["reason"]) for entry in drift["not_compared"]]


# --- A baseline ---


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is not JSON"),
        ("[]", "it has no schema_version"),
        ("{}", "it has no schema_version"),
        ('{"schema_version": 3}', "its schema_version is 3, but this version of the collection reads 1 and 2"),
        ('{"schema_version": 1, "instances": [1]}', "its instances must be a list of facts"),
        (json.dumps({**EMPTY, "findings": None}), "its findings must be a list of mappings"),
        (json.dumps({**EMPTY, "rules": []}), "its rules must be a mapping"),
        (json.dumps({**EMPTY, "unassigned_numbers": [1]}), "its unassigned_numbers must be a list of mappings"),
    ],
)
def test_an_invalid_baseline_is_an_error(text, message):
    with pytest.raises(BaselineError, match=message):
        baseline_of(text)


def test_unreported_facts_that_0_6_0_wrote_as_null_are_not_compared():
    then = of_schema_1(facts("a", api_version=NEW, storage_bucket=None, admins=[{"user_id": "1", "ram_id": None}]))
    now = facts("a", api_version=NEW, storage_bucket="b", admins=[{"user_id": "1", "ram_id": "2"}], status="Stopped")
    [changed] = drift_of(audit([read("x", NEW)], now), then)["changed"]
    assert [change["path"] for change in changed["changes"]] == ["status"]


def test_accounts_without_call_centers_are_unknown_in_a_baseline_of_0_6_0():
    then = of_schema_1(facts("a"), not_read=[{"account": "y", "region": "r1"}])
    now = audit([read("x"), read("y"), read("z")], facts("b"), facts("c", "y"), facts("d", "z"))
    drift = drift_of(now, then)
    assert ids(drift) == [["b"], ["a"], []]
    assert [account for account, _reason in reasons(drift)] == ["y", "z"]


@pytest.mark.parametrize(("account", "error"), [("x", "No."), ("z", None)])
def test_the_region_of_an_earlier_baseline_can_be_null(account, error):
    then = of_schema_1(facts("a", region=None), not_read=[{"account": "y", "region": None}])
    reads = [read(account, error=error), read("y")]
    assert ids(drift_of(audit(reads, facts("b", "y")), then)) == [[], [], []]
    assert ids(drift_of(audit([read("x")], facts("c")), then)) == [["c"], ["a"], []]


# --- Masks ---

PERSON = {"admins": [{"ram_id": "1", "email": "a@b"}], "odd": "odd"}
NEW_PERSON = {"admins": [{"ram_id": "1", "email": "new@b"}], "odd": "odd"}


def seen(person, personal_data):
    instances = [facts("a", **person)]
    shown = masked(instances) if personal_data == "mask" else instances
    return audit([read("x")], *shown, personal_data=personal_data)


@pytest.mark.parametrize(("then", "now"), [("keep", "mask"), ("mask", "keep"), ("mask", "mask"), ("keep", "keep")])
def test_both_sides_are_masked_if_one_is(then, now):
    assert drift_of(*alike(seen(PERSON, now), seen(PERSON, then), now == "mask"))["changed"] == []
    [changed] = drift_of(*alike(seen(NEW_PERSON, now), seen(PERSON, then), now == "mask"))["changed"]
    show = str if then == now == "keep" else masked_text
    [change] = changed["changes"]
    assert change["path"] == "admins[ram_id=%s].email" % show("1")
    assert (change["name"], change["before"], change["after"]) == (show("1"), show("a@b"), show("new@b"))


@pytest.mark.parametrize("now", ["keep", "mask"])
def test_masking_less_in_an_earlier_release_causes_no_changes(now):
    less = facts("a", admins=[{"ram_id": "1", "email": masked_text("a@b")}], odd="odd")
    earlier = audit([read("x")], less, personal_data="mask")
    assert drift_of(*alike(seen(PERSON, now), earlier))["changed"] == []
    assert drift_of(*alike(earlier, seen(PERSON, now)))["changed"] == []


# --- Accounts, regions and failures ---


def test_call_centers_that_one_side_did_not_read_are_neither_added_nor_removed():
    then = audit([read("x"), read("y", error="No."), read("z")], facts("a"), facts("b"), facts("e", "z"))
    now = audit(
        [read("x", error="No."), read("y"), read("z")], facts("a", status="Stopped"), facts("c"), facts("d", "y")
    )
    drift = drift_of(now, then)
    assert ids(drift) == [["c"], ["e"], ["a"]]
    assert reasons(drift) == [
        ("x", "This audit could not read all of this account, so what is missing from it does not count as removed."),
        ("y", "The baseline could not read all of this account, so what is missing from it does not count as new."),
    ]


def test_accounts_and_regions_of_one_side_are_not_compared():
    then = audit([read("x"), read("x", region="r2"), read("y")], facts("a"), facts("b", region="r2"), facts("c", "y"))
    drift = drift_of(audit([read("x"), read("w")], facts("d", "w")), then)
    assert ids(drift) == [[], ["a"], []]
    assert reasons(drift) == [
        ("w", "The baseline does not contain this account."),
        ("x", "This audit did not read r2."),
        ("y", "This audit did not read this account."),
    ]


def test_an_account_that_was_read_with_other_api_versions_is_not_compared():
    then = audit([read("x"), read("y")], facts("a"), facts("b", "y"))
    now = audit([read("x"), read("x", NEW), read("y")], facts("c"), facts("a", status="Stopped"), facts("d", "y"))
    drift = drift_of(now, then)
    assert ids(drift) == [["d"], ["b"], []]
    assert reasons(drift) == [
        ("x", "The baseline was read with 2017-07-05 only, this audit with 2017-07-05 and 2020-07-01.")
    ]


def test_a_call_center_whose_other_version_failed_is_matched_by_its_other_id_and_not_compared():
    reads = [read("x"), read("x", NEW)]
    then = audit(reads, facts("a", also_in="n"), facts("b", also_in="m"))
    now = audit(
        [read("x", error="No."), read("x", NEW)], facts("n", api_version=NEW, status="RUNNING"), facts("o"), facts("p")
    )
    drift = drift_of(now, then)
    assert ids(drift) == [["o", "p"], [], []]
    assert reasons(drift)[1:] == [
        ("x", "1 call center was read with other API versions than in the baseline."),
    ]
    same = audit(reads, facts("a", also_in="n", status="Stopped"), facts("b", also_in="m"))
    assert (ids(drift_of(same, then)), reasons(drift_of(same, then))) == ([[], [], ["a"]], [])


def test_lists_are_not_compared_if_one_version_failed():
    users = [{"user_id": number, "phone": "0"} for number in "12"]
    reads, failed = [read("x"), read("x", NEW)], [read("x"), read("x", NEW, error="No.")]
    whole = audit(reads, facts("a", also_in="n", users=users))
    less = audit(failed, facts("a", also_in="n", users=[{**users[0], "phone": "1"}]))
    for now, then in ((less, whole), (whole, less)):
        assert ids(drift_of(now, then)) == [[], [], []]
        assert (
            "lists inside call centers that both API versions show are not compared"
            in reasons(drift_of(now, then))[0][1]
        )
    assert len(drift_of(audit(reads, *less["instances"]), whole)["changed"][0]["changes"]) == 2
    # A single version reports a whole list or nothing.
    alone = [audit([read("x", error="No.")], facts("a", users=some)) for some in (users, users[:1])]
    assert ids(drift_of(*alone)) == [[], [], ["a"]]


def test_a_call_center_without_membership_is_not_removed_if_listing_the_account_failed():
    members = [facts("a", is_member=True), facts("b", is_member=False)]
    then, now = audit([read("x")], *members), audit([read("x")], facts("a", is_member=None))
    for pair in ((now, then), (then, now)):
        assert ids(drift_of(*pair)) == [[], [], []]
    assert ids(drift_of(audit([read("x")], members[0]), then)) == [[], ["b"], []]


def test_lists_that_one_side_did_not_read_are_reported_once_for_each_account():
    then = audit([read("x")], facts("a", users=[], contact_flows=[], skill_groups=[]), facts("b", users=None))
    now = audit([read("x")], facts("a", users=[], contact_flows=None), facts("b", users=[{"user_id": "1"}]))
    drift = drift_of(now, then)
    assert ids(drift) == [[], [], []]
    assert reasons(drift) == [
        ("x", "This audit did not read the contact flows and skill groups of 1 call center."),
        ("x", "The baseline did not read the users of 1 call center."),
    ]


def test_bare_lists_of_facts_are_compared_completely():
    one, other = [facts("a", "x"), facts("b", "x")], [facts("a", "y", status="Stopped"), facts("c", "y")]
    drift = drift_of(side_of(other), side_of(one))
    assert (ids(drift), reasons(drift)) == ([["c"], ["b"], ["a"]], [])
    assert ids(drift_of(side_of([]), side_of(one))) == [[], ["a", "b"], []]


def test_a_bare_list_of_both_api_versions_contains_each_call_center_once():
    both = [facts("a", also_in="n"), facts("n", api_version=NEW, also_in="a", status="RUNNING", agent_type="x")]
    then = audit([read("x"), read("x", NEW)], facts("a", also_in="n", agent_type="y"))
    drift = drift_of(side_of(both), then)
    assert (ids(drift), reasons(drift)) == ([[], [], ["a"]], [])
    assert [change["path"] for change in drift["changed"][0]["changes"]] == ["agent_type"]


def test_the_api_version_comes_from_call_centers_if_reads_lack_it():
    then, now = audit([read("x", None)], facts("a")), audit([read("x", None)], facts("n", api_version=NEW))
    drift = drift_of(now, then)
    assert ids(drift) == [[], [], []]
    assert reasons(drift)[0][1].startswith("The baseline was read with 2017-07-05 only")


def test_a_bare_list_of_the_newer_version_is_matched_by_the_other_ids():
    now = side_of([facts("n", api_version=NEW, also_in="a", agent_type="x")])
    then = audit([read("x"), read("x", NEW)], facts("a", also_in="n", agent_type="y"))
    for pair in ((now, then), (then, now)):
        assert [len(found) for found in ids(drift_of(*pair))] == [0, 0, 1]


def test_a_bare_list_without_accounts_is_compared_with_an_audit():
    then = audit([read("x"), read("x", region="r2")], facts("a"), facts("b", region="r2"))
    now = [{"instance_id": "a", "status": "Stopped"}, {"instance_id": "c"}]
    drift = drift_of(side_of(now), then)
    assert (ids(drift), reasons(drift)) == ([["c"], ["b"], ["a"]], [])
    by_version = [{"instance_id": "a", "api_version": NEW}]
    assert reasons(drift_of(side_of(by_version), then)) == [
        (None, "The baseline was read with 2017-07-05 only, this audit with 2020-07-01 only.")
    ]


# --- Unassigned numbers ---


def number(digits, account="x"):
    return {"number": digits, "account": account, "region": "r1", "api_version": NEW, "city": "上海"}


def test_unassigned_numbers_are_added_and_removed():
    reads = [read("x"), read("y"), read("z")]
    then = audit(reads, unassigned_numbers=[number("1"), number("2"), number("4", "y")])
    now_reads = [read("x"), read("y", error="No."), read("z", NEW)]
    now = audit(now_reads, unassigned_numbers=[number("3"), number("2"), number("5", "z")])
    assert drift_of(now, then)["unassigned_numbers"] == {"added": [number("3")], "removed": [number("1")]}


def test_unassigned_numbers_that_one_side_did_not_read_are_not_compared():
    without, with_some = audit([read("x")]), audit([read("x")], unassigned_numbers=[number("1")])
    for now, then, who in ((with_some, without, "The baseline"), (without, with_some, "This audit")):
        drift = drift_of(now, then)
        assert drift["unassigned_numbers"] == {"added": [], "removed": []}
        assert reasons(drift) == [(None, "%s did not read the unassigned numbers." % who)]
    assert reasons(drift_of(without, without)) == []
