# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exceptions: findings that are accepted until a date, with a reason. Pure."""

from __future__ import annotations

import collections
import datetime
import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.nearest import suggestion
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text

REQUIRED = ("rule_id", "until", "reason")
# Which findings of the rule: a key that is left out matches any value.
CHOICES = ("account", "instance_id", "subject")
VARIABLE = "audit_exceptions"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")

AuditException = collections.namedtuple("AuditException", (*REQUIRED, *CHOICES))
"""A checked exception: ``until`` is a date, all others are str, and CHOICES may be None."""


class ExceptionError(ValueError):
    """An invalid exception. The text names the variable, the entry and the key."""


def checked_exceptions(exceptions, rule_ids):
    """Return a list of AuditException for what the user wrote (plain data). Raises ExceptionError.

    ``rule_ids``: of all rules, including disabled ones.
    """
    if not isinstance(exceptions, list):
        raise ExceptionError("%s must be a list of exceptions." % VARIABLE)
    return [_checked(exception, index, rule_ids) for index, exception in enumerate(exceptions)]


def _checked(exception, index, rule_ids):
    place = "%s[%d]" % (VARIABLE, index)
    if not isinstance(exception, dict):
        raise ExceptionError("%s must be a mapping." % place)
    rule_id = exception.get("rule_id")
    if isinstance(rule_id, str) and rule_id:
        place += " (%s)" % rule_id
    keys = AuditException._fields
    for key in exception:
        if key not in keys:
            hint = suggestion(key, keys)
            raise ExceptionError(
                "%s: %s is not a key of an exception.%s The keys are %s." % (place, key, hint, ", ".join(keys))
            )
    for key in REQUIRED:
        if exception.get(key) in (None, ""):
            raise ExceptionError("%s: %s is missing." % (place, key))
    for key in ("rule_id", "reason"):
        if not isinstance(exception[key], str):
            raise ExceptionError("%s: %s must be a string." % (place, key))
    if rule_id not in rule_ids:
        hint = suggestion(rule_id, rule_ids) or " The filter alicloud.ccc.audit_rules returns all rules."
        raise ExceptionError("%s: rule_id is not the id of a rule.%s" % (place, hint))
    return AuditException(
        rule_id=rule_id,
        until=_date(exception["until"], place),
        reason=exception["reason"],
        **{key: _choice(exception.get(key), key, place) for key in CHOICES},
    )


def _date(value, place):
    """Return a date for what YAML makes of one, or for a string. A time would leave open when the day ends."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return datetime.date(value.year, value.month, value.day)
    try:
        if isinstance(value, str) and _DATE.match(value):
            return datetime.date.fromisoformat(value)
    except ValueError:  # the 31st of February
        pass
    raise ExceptionError("%s: until must be a date, such as 2026-12-31." % place)


def _choice(value, key, place):
    """Return a string, or None for any. YAML reads an id without quotes as a number."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value:
        return value
    raise ExceptionError("%s: %s must be a string." % (place, key))


def with_exceptions(findings, exceptions, today):
    """Return ``(findings, expired, unused)``: copies of findings with ``accepted`` filled in; lists of AuditException.

    ``findings``: also lines of not_judged, with the ``instance_id`` and ``subject`` of the only object they are about.
    ``today``: a date; an exception is still valid on the day ``until``. If several accept a finding, the first one
    counts. ``expired``: those that would have accepted a finding that no valid one accepts. ``unused``: those that
    accept nothing.
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
    # The report may show a mask instead of a user id. The exception can name either, and a number or its id.
    named = (finding["subject"], finding.get("subject_name"))
    return exception.subject is None or exception.subject in named or masked_text(exception.subject) in named


def _acceptance(exception):
    return {"until": exception.until.isoformat(), "reason": exception.reason}
