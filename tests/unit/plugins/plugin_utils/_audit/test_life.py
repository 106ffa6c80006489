# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import kept_lines, side_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.life import REMOVED, with_life
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text

OLD, NEW = "2017-07-05", "2020-07-01"
FIRST, THEN, NOW = "2026-11-01T21:00:00Z", "2026-11-26T21:00:00Z", "2026-11-27T21:00:00Z"


def finding(instance_id="a", **values):
    return {
        **{"rule_id": "r", "title": "R", "severity": "high", "scope": "user", "kind": "violation", "account": "x"},
        **{"region": "r1", "instance_id": instance_id, "instance_name": "N", "subject": "u1", "subject_name": "Li Wei"},
        **{"message": "Li Wei is unexpected.", "reason": None, "accepted": None, **values},
    }


def facts(instance_id, account="x", **values):
    place = {"account": account, "region": "r1", "api_version": OLD}
    return {"instance_id": instance_id, "instance_name": "N", **place, "users": [], **values}


def read(account="x", version=OLD, error=None, region="r1"):
    return {"account": account, "region": region, "api_version": version, "error": error}


def line(**values):
    """Return a line of a report's not_judged."""
    line = {"rule_id": "r", "outcome": "not_evaluated", "account": None, "kinds": [], "facts": [], "instances": 0}
    return {**line, "first": None, **values}


def side(moment, *findings, reads=None, rules=None, lines=(), instances=None, **values):
    reads = [read()] if reads is None else reads
    kept = {"schema_version": 2, "generated_at": moment, "personal_data": "keep", "reads": reads}
    kept.update(rules={"r": "violated"} if rules is None else rules, not_judged=kept_lines(lines))
    found = [facts("a"), facts("b")] if instances is None else instances
    return side_of({**kept, "findings": list(findings), "instances": found, **values})


def states(now, then, **options):
    """Return the state and since of each finding now."""
    found, _fixed = with_life(now["findings"], now, then, **options)
    assert [{k: v for k, v in f.items() if k not in ("state", "since")} for f in found] == now["findings"]
    return [(f["state"], f["since"]) for f in found]


def fixed(now, then, **options):
    """Return the subject and reason of each fixed finding."""
    return [(f["subject"], f["reason"]) for f in with_life(now["findings"], now, then, **options)[1]]


# --- New and open ---


def test_a_finding_is_new_or_open_since_it_was_new():
    earlier = finding(state="open", since=FIRST)
    then = side(THEN, earlier, finding("b", state=None, since=None, accepted={"until": "2027-01-01", "reason": "x"}))
    now = side(NOW, finding(), finding("b"), finding(subject="u2"))
    # A finding of the first run has existed at least since then.
    assert states(now, then) == [("open", FIRST), ("open", THEN), ("new", NOW)]
    given = copy.deepcopy([now, then])
    found, fixed_findings = with_life(now["findings"], now, then)
    assert ([now, then], fixed_findings) == (given, [])
    assert list(found[0])[-3:] == ["accepted", "state", "since"]


@pytest.mark.parametrize("then", [None, side_of([]), side_of({"schema_version": 1, "instances": []})])
def test_nothing_is_known_to_be_new_without_findings_of_an_earlier_run(then):
    now = side(NOW, finding())
    assert states(now, then) == [(None, None)]
    assert with_life(now["findings"], now, then)[1] is None


def test_a_finding_stays_the_same_with_another_region_mask_or_message():
    then = side(THEN, finding(since=FIRST), personal_data="keep")
    now = side(NOW, finding(subject=masked_text("u1"), region="r2", message="Other."), personal_data="mask")
    assert states(now, then) == [("open", FIRST)]
    assert states(side(NOW, finding()), side(THEN, finding(subject=masked_text("u1"), since=FIRST))) == [
        ("open", FIRST)
    ]
    assert states(side(NOW, finding(subject=None)), then) == [("new", NOW)]


def test_a_finding_stays_the_same_under_the_other_id_while_one_version_fails():
    then = side(THEN, finding("a", since=FIRST), instances=[facts("a", also_in="n")], reads=[read(), read(version=NEW)])
    reads = [read(error="No."), read(version=NEW)]
    now = side(NOW, finding("n"), finding("n", subject="u2"), instances=[facts("n", api_version=NEW)], reads=reads)
    # A finding in one version only may have existed before.
    assert states(now, then) == [("open", FIRST), (None, None)]
    assert fixed(side(NOW, instances=[facts("n", api_version=NEW)], reads=reads), then) == []


@pytest.mark.parametrize(
    ("then", "state"),
    [
        ({}, "new"),
        # The account.
        ({"reads": [read("y")], "instances": []}, None),
        ({"reads": [read(), read(version=NEW)]}, None),
        ({"reads": [read(error="No.")]}, "new"),
        ({"reads": [read(error="No.")], "instances": []}, None),
        ({"reads": [read(region="r2")], "instances": []}, None),
        # The rule.
        ({"rules": {}}, None),
        ({"rules": {"r": "not_asked"}}, None),
        ({"rules": {"r": "holds"}}, "new"),
        # The call center.
        ({"instances": [facts("b")]}, "new"),
        ({"lines": [line(kinds=["users"])], "instances": [facts("a", users=None)]}, None),
        ({"lines": [line(kinds=["users"], account="x")], "instances": [facts("a", users=None)]}, None),
        ({"lines": [line(kinds=["users"], account="y")], "instances": [facts("a", users=None)]}, "new"),
        ({"lines": [line(kinds=["users"])], "instances": [facts("a")]}, "new"),
        ({"lines": [line(facts=["owner"])]}, None),
        ({"lines": [line(instances=1, first={"instance_id": "a"})]}, None),
        ({"lines": [line(instances=1, first={"instance_id": "b"})]}, "new"),
        ({"lines": [line(outcome="not_reported", kinds=["odd"])]}, "new"),
    ],
)
def test_a_finding_is_new_only_if_the_baseline_would_have_found_it(then, state):
    assert [found for found, _since in states(side(NOW, finding()), side(THEN, **then))] == [state]


def test_findings_in_a_list_are_neither_new_nor_fixed_if_one_version_failed():
    reads, failed = [read(), read(version=NEW)], [read(), read(version=NEW, error="No.")]
    both = {"instances": [facts("a", also_in="n")]}
    for then, state in ((failed, None), (reads, "new")):
        now = side(NOW, finding(), reads=reads, **both)
        assert [found for found, _since in states(now, side(THEN, reads=then, **both))] == [state]
    for reads_now, expected in ((failed, []), (reads, [("u1", None)])):
        assert fixed(side(NOW, reads=reads_now, **both), side(THEN, finding(), reads=reads, **both)) == expected


def test_a_finding_without_a_call_center_is_new_if_its_rule_was_evaluated():
    numbers = finding(None, scope="unassigned_number", subject="021")
    fleet = finding(None, scope="fleet", subject=None, account=None)
    now = side(NOW, numbers, fleet)
    assert states(now, side(THEN)) == [("new", NOW)] * 2
    assert states(now, side(THEN, reads=[read(error="No.")])) == [(None, None), ("new", NOW)]
    assert states(now, side(THEN, lines=[line(account="x")])) == [(None, None)] * 2
    assert states(now, side(THEN, lines=[line(account="y")]))[0] == ("new", NOW)


def test_findings_of_a_fleet_rule_need_all_accounts_of_the_other_run():
    now, reads = side(NOW, finding()), [read(), read("y", error="No.")]
    for then in (side(THEN, reads=reads), side(THEN)):
        assert states(now, then) == [("new", NOW)]
        assert states({**now, "reads": [read(), read("y")]}, then, fleet_rules=["r"]) == [(None, None)]
    then = side(THEN, finding(since=FIRST))
    for reads_now, found in (([read()], [("u1", None)]), (reads, [])):
        assert fixed(side(NOW, reads=reads_now), then, fleet_rules=["r"]) == found


def test_an_unread_account_is_a_new_finding_if_it_was_read_before():
    failed = finding(None, rule_id="account_not_read", kind="not_read", severity=None, subject=None)
    nothing = {**failed, "rule_id": "nothing_read", "account": None}
    now = side(NOW, failed, nothing, {**failed, "account": "y"})
    assert states(now, side(THEN, rules={})) == [("new", NOW), ("new", NOW), (None, None)]
    assert states(now, side(THEN, {**failed, "since": FIRST}))[0] == ("open", FIRST)
    # It is not a fixed finding either.
    assert fixed(side(NOW), side(THEN, failed)) == []


# --- Fixed ---


def test_a_finding_that_disappeared_is_fixed_and_shown_as_before():
    earlier = finding(since=FIRST, state="open", accepted={"until": "2027-01-01", "reason": "x"}, reason="why")
    now = side(NOW, finding("b"))
    _found, [fixed_one] = with_life(now["findings"], now, side(THEN, earlier, finding("b")))
    assert fixed_one == {key: value for key, value in earlier.items() if key != "accepted"}


@pytest.mark.parametrize(
    ("now", "reasons"),
    [
        ({}, [None]),
        ({"instances": [facts("b")]}, [REMOVED]),
        ({"instances": [facts("b")], "rules": {}}, [REMOVED]),
        # Unknown.
        ({"instances": [facts("b")], "reads": [read(error="No.")]}, []),
        ({"instances": [], "reads": [read("y")]}, []),
        ({"reads": [read(), read(version=NEW)]}, []),
        ({"rules": {}}, []),
        ({"rules": {"r": "not_evaluated"}}, []),
        ({"lines": [line(kinds=["users"])], "instances": [facts("a", users=None)]}, []),
        ({"lines": [line(kinds=["users"])], "instances": [facts("a")]}, [None]),
    ],
)
def test_a_finding_is_fixed_only_if_it_would_be_found(now, reasons):
    assert [reason for _subject, reason in fixed(side(NOW, **now), side(THEN, finding()))] == reasons


def test_the_finding_of_an_exception_is_fixed_when_the_exception_is_valid_again():
    expired = finding("a", rule_id="exception_expired", scope="exception", subject=None)
    anywhere = {**expired, "rule_id": "exception_unused", "instance_id": None, "account": None}
    assert fixed(side(NOW), side(THEN, expired, anywhere)) == [(None, None)] * 2
    assert fixed(side(NOW, reads=[read(error="No.")]), side(THEN, expired, anywhere)) == []


def test_fixed_findings_of_an_unmasked_baseline_are_masked():
    number = finding(scope="phone_number", subject="021", subject_name="021", message="021 of Li Wei")
    then = side(THEN, finding(), number)
    shown = [("Li Wei is unexpected.", "u1", "Li Wei"), ("021 of Li Wei", "021", "021")]
    hidden = [("R", masked_text("u1"), None), ("R", "021", None)]
    for now, expected in (("keep", shown), ("mask", hidden)):
        _found, fixed_findings = with_life([], side(NOW, personal_data=now), then)
        assert [(f["message"], f["subject"], f["subject_name"]) for f in fixed_findings] == expected
