# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.exceptions import (
    ExceptionError,
    checked_exceptions,
    with_exceptions,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text

DAY = datetime.date(2026, 11, 22)
IDS = ["r", "other", "no_phone_number", "no_administrator"]
GOOD = {"rule_id": "r", "until": "2026-11-22", "reason": "Because."}


def finding(**values):
    return {"rule_id": "r", "account": "x", "instance_id": "a", "subject": None, "accepted": None, **values}


def outcome(findings, *exceptions, today=DAY):
    """Return the reasons of accepted findings, and those of expired and unused exceptions."""
    checked = checked_exceptions([{**GOOD, **exception} for exception in exceptions], IDS)
    judged, expired, unused = with_exceptions(findings, checked, today)
    accepted = [item["accepted"] and item["accepted"]["reason"] for item in judged]
    return accepted, [e.reason for e in expired], [e.reason for e in unused]


# --- Checking ---


@pytest.mark.parametrize("until", ["2026-11-22", DAY])
def test_a_date_can_be_a_string_and_an_id_a_number(until):
    [exception] = checked_exceptions([{**GOOD, "until": until, "subject": 2345, "account": None}], IDS)
    assert exception == ("r", DAY, "Because.", None, None, "2345")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"till": "x"}, r"0\] \(r\): till is not a key of an exception. Did you mean until\? The keys are rule_id, "),
        ({"rule_id": None}, r"0\]: rule_id is missing"),
        ({"rule_id": 1}, r"0\]: rule_id must be a string"),
        ({"reason": ""}, r"0\] \(r\): reason is missing"),
        ({"reason": ["x"]}, r"0\] \(r\): reason must be a string"),
        ({"until": "tomorrow"}, r"0\] \(r\): until must be a date, such as 2026-12-31"),
        ({"until": "20261122"}, "until must be a date"),
        ({"until": "2026-02-31"}, "until must be a date"),
        ({"until": 20261122}, "until must be a date"),
        ({"until": datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)}, "until must be a date"),
        ({"instance_id": ""}, "instance_id must be a string"),
        ({"account": True}, "account must be a string"),
        (
            {"rule_id": "no_phonenumber"},
            r"\(no_phonenumber\): rule_id is not the id of a rule. Did you mean no_phone_number\?",
        ),
        (
            {"rule_id": "nonsense"},
            r"\(nonsense\): rule_id is not the id of a rule. The filter alicloud.ccc.audit_rules returns all",
        ),
    ],
)
def test_an_invalid_exception_is_an_error_that_names_its_place(change, message):
    with pytest.raises(ExceptionError, match=r"^audit_exceptions\[" + message if message.startswith("0") else message):
        checked_exceptions([{**GOOD, **change}], IDS)
    for exceptions, error in (({}, "must be a list"), ([GOOD, "x"], r"^audit_exceptions\[1\] must be a mapping")):
        with pytest.raises(ExceptionError, match=error):
            checked_exceptions(exceptions, IDS)


# --- Matching ---


@pytest.mark.parametrize(
    ("exception", "accepts"),
    [
        ({}, True),
        ({"rule_id": "other"}, False),
        ({"instance_id": "a"}, True),
        ({"instance_id": "b"}, False),
        ({"account": "x"}, True),
        ({"account": "y"}, False),
        ({"subject": "1"}, True),
        ({"subject": "2"}, False),
        ({"instance_id": "a", "account": "x", "subject": "2"}, False),
    ],
)
def test_an_exception_accepts_findings_that_match_all_its_keys(exception, accepts):
    given = finding(subject="1")
    [judged], _expired, unused = with_exceptions([given], checked_exceptions([{**GOOD, **exception}], IDS), DAY)
    assert judged == {**given, "accepted": {"until": "2026-11-22", "reason": "Because."} if accepts else None}
    assert bool(unused) != accepts
    assert given["accepted"] is None


def test_a_masked_subject_can_be_named_by_its_value_or_its_mask():
    mask = masked_text("zhang@a")
    assert outcome([finding(subject=mask)], {"subject": "zhang@a"}) == (["Because."], [], [])
    assert outcome([finding(subject=mask)], {"subject": mask}) == (["Because."], [], [])


@pytest.mark.parametrize("instance_id", [None, "a"])
def test_a_finding_without_an_instance_is_accepted_only_by_exceptions_for_any(instance_id):
    accepted, _expired, _unused = outcome([finding(instance_id=None)], {"instance_id": instance_id})
    assert accepted == ["Because." if instance_id is None else None]


# --- Expiry ---


def test_an_exception_is_valid_on_its_last_day_and_then_expired_or_unused():
    next_day = DAY + datetime.timedelta(days=1)
    assert outcome([finding()], {}) == (["Because."], [], [])
    assert outcome([finding()], {}, today=next_day) == ([None], ["Because."], [])
    assert outcome([], {}, {"until": "2020-01-01"}) == ([], [], ["Because."] * 2)


def test_the_first_valid_exception_accepts():
    old, one = {"reason": "old", "until": "2020-01-01"}, {"reason": "one"}
    other = {"reason": "other", "until": "2030-01-01"}
    # The old one is unused, not expired, because another one accepts its finding.
    assert outcome([finding()], old, one, other) == (["one"], [], ["old"])
    assert outcome([finding()], other, one) == (["other"], [], [])
    both = outcome([finding(), finding(instance_id="b")], {**one, "instance_id": "a"}, old)
    assert both == (["one", None], ["old"], [])
