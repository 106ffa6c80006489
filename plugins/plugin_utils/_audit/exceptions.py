# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exceptions: findings that somebody has accepted until a day, with a reason. Pure."""

from __future__ import annotations

import collections
import datetime
import difflib
import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text

REQUIRED = ("rule_id", "until", "reason")
# Which findings of the rule: a key that is left out matches any value.
CHOICES = ("account", "instance_id", "subject")
# How much alike two ids must be for one to be taken for the other misspelt.
_ALIKE = 0.6
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")

AuditException = collections.namedtuple("AuditException", (*REQUIRED, *CHOICES))
"""An exception that was checked: ``until`` is a date, all others are str, and CHOICES may be None."""


class ExceptionError(ValueError):
    """An invalid exception. The text names the exception and its key."""


def checked_exceptions(exceptions, rule_ids):
    """Return a list of AuditException for what the user wrote (plain data). Raises ExceptionError.

    ``rule_ids``: of all rules there are, also those that are switched off.
    """
    if not isinstance(exceptions, list):
        raise ExceptionError("Exceptions must be a list.")
    return [_checked(exception, number, rule_ids) for number, exception in enumerate(exceptions, 1)]


def _checked(exception, number, rule_ids):
    name = "Exception number %d" % number
    if not isinstance(exception, dict):
        raise ExceptionError("%s is not a mapping." % name)
    if isinstance(exception.get("rule_id"), str):
        name += " (%s)" % exception["rule_id"]
    for key in exception:
        if key not in AuditException._fields:
            raise ExceptionError(
                "%s: %s is not a key of an exception; the keys are %s." % (name, key, ", ".join(AuditException._fields))
            )
    for key in REQUIRED:
        if exception.get(key) in (None, ""):
            raise ExceptionError("%s: %s is missing." % (name, key))
    for key in ("rule_id", "reason"):
        if not isinstance(exception[key], str):
            raise ExceptionError("%s: %s must be a text." % (name, key))
    if exception["rule_id"] not in rule_ids:
        nearest = difflib.get_close_matches(exception["rule_id"], rule_ids, n=3, cutoff=_ALIKE)
        hint = "Did you mean %s?" % " or ".join(nearest) if nearest else "The filter audit_rules lists all rules."
        raise ExceptionError("%s: no rule has this id. %s" % (name, hint))
    return AuditException(
        rule_id=exception["rule_id"],
        until=_date(exception["until"], name),
        reason=exception["reason"],
        **{key: _choice(exception.get(key), key, name) for key in CHOICES},
    )


def _date(value, name):
    """Return a date for what YAML makes of one, or a text. A moment would be ambiguous: when does the day end?"""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return datetime.date(value.year, value.month, value.day)
    try:
        if isinstance(value, str) and _DATE.match(value):
            return datetime.date.fromisoformat(value)
    except ValueError:  # the 31st of February
        pass
    raise ExceptionError("%s: until must be a date, as in 2026-12-31." % name)


def _choice(value, key, name):
    """Return a text, or None for any. YAML makes a number of an id that is not in quotes."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value:
        return value
    raise ExceptionError("%s: %s must be a text." % (name, key))


def with_exceptions(findings, exceptions, today):
    """Return ``(findings, expired, unused)``: copies of findings with ``accepted`` filled in; lists of AuditException.

    ``findings``: also lines of not_judged, with ``instance_id`` and ``subject`` of the only place they are about. One
    can be named by the id that its call center has in the other API version (``also_in``). ``today``: a date; an
    exception is valid on the day ``until``. If several accept a finding, the first does. ``expired``: which would have
    accepted a finding that none accepts now. ``unused``: which accept none.
    """
    by_rule_and_id = {}
    for exception in exceptions:
        by_rule_and_id.setdefault((exception.rule_id, exception.instance_id), []).append(exception)
    expired, used = set(), set()
    judged = []
    for finding in findings:
        found = by_rule_and_id.get((finding["rule_id"], None), [])
        if finding["instance_id"] is not None:
            found = [*by_rule_and_id.get((finding["rule_id"], finding["instance_id"]), []), *found]
        found = [exception for exception in found if _matches(exception, finding)]
        valid = [exception for exception in found if today <= exception.until]
        (used if valid else expired).update(valid or found)
        judged.append(dict(finding, accepted=_acceptance(valid[0]) if valid else None))
    return (
        judged,
        [exception for exception in exceptions if exception in expired],
        [exception for exception in exceptions if exception not in expired and exception not in used],
    )


def _matches(exception, finding):
    if exception.account not in (None, finding["account"]):
        return False
    # The report shows a mask in place of a user id. A user can write either, and a number by its id or as it is.
    named = (finding["subject"], finding.get("subject_name"))
    return exception.subject is None or exception.subject in named or masked_text(exception.subject) in named


def _acceptance(exception):
    return {"until": exception.until.isoformat(), "reason": exception.reason}
