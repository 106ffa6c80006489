# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An audit's report as OCSF Compliance Findings (class 2003 of https://schema.ocsf.io/1.5.0), for a SIEM. Pure.

There is an event for each finding, each account in which a rule holds, each line of not_judged and each fixed finding.
"""

from __future__ import annotations

import collections
import datetime
import json
import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import printable

OCSF_VERSION = "1.5.0"
_CLASS = 2003
_CREATE, _CLOSE = (1, "Create"), (3, "Close")
_NEW, _SUPPRESSED, _RESOLVED = (1, "New"), (3, "Suppressed"), (4, "Resolved")
# Prowler's status codes, so that programs that read its findings can read these.
_PASS, _FAIL, _UNSEEN = (1, "Pass", "PASS"), (3, "Fail", "FAIL"), (0, "Unknown", "MANUAL")
_SEVERITIES = {"info": (1, "Informational"), "low": (2, "Low"), "medium": (3, "Medium"), "high": (4, "High")}
# A rule that holds or was not judged must not trigger an alert on severity.
_SEVERITIES_OF_OTHERS = {_PASS: (1, "Informational"), _UNSEEN: (0, "Unknown")}
_PRODUCT = {
    "uid": "alicloud.ccc",
    "name": "alicloud.ccc",
    "vendor_name": "The alicloud.ccc maintainers",
    "feature": {"name": "audit"},
}
# The type of a finding's subject, by the scope of its rule.
_CALL_CENTER, _ACCOUNT = "ALIYUN::CCC::Instance", "ALIYUN::Account"
_TYPES = {
    "instance": _CALL_CENTER,
    "admin": "ALIYUN::CCC::User",
    "user": "ALIYUN::CCC::User",
    "phone_number": "ALIYUN::CCC::PhoneNumber",
    "unassigned_number": "ALIYUN::CCC::PhoneNumber",
    "skill_group": "ALIYUN::CCC::SkillGroup",
    "contact_flow": "ALIYUN::CCC::ContactFlow",
    "config_item": "ALIYUN::CCC::ConfigItem",
}
# acs:ram::1059803544828509:user/audit
_ACCOUNT_ID = re.compile(r"acs:\w+:[^:]*:([0-9]+):")
_NOWHERE = dict.fromkeys(
    ("account", "region", "instance_id", "instance_name", "subject", "subject_name", "scope", "since")
)
_OF_FINDING = ("rule_id", "account", "region", "instance_id", "subject")
_OF_LINE = ("outcome", "cause", "scope", "severity", "api_versions", "facts", "kinds", "params", "places", "instances")
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def ocsf_of(report):
    """Yield the parts of findings.ocsf.json: a JSON array with one event on each line."""
    before = "[\n"
    for event in _Events(report).all():
        yield before + _as_json(event)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


class _Events:
    """The events (dicts) of a report."""

    def __init__(self, report):
        self.report = report
        self.rules = {rule["id"]: rule for rule in report["rules"]}
        self.account_ids = {}
        for account in report["accounts"]:
            found = _ACCOUNT_ID.match(account["identity"] or "")
            if found:
                self.account_ids[account["account"]] = found[1]
        self.now = report["generated_at"]
        self.uids = collections.Counter()

    def all(self):
        for finding in self.report["findings"]:
            outcome = _FAIL if finding["kind"] == "violation" else _UNSEEN
            yield self._of_finding(finding, outcome, _SUPPRESSED if finding["accepted"] else _NEW)
        for rule in self.report["rules"]:
            yield from self._of_rule(rule)
        for line in self.report["not_judged"]:
            yield self._of_line(line)
        present = {None, *(facts["instance_id"] for facts in self.report["instances"])}
        for finding in self.report["fixed"] or ():
            # If the call center no longer exists, nothing passes.
            outcome = _PASS if finding["instance_id"] in present else _UNSEEN
            yield self._of_finding(finding, outcome, _RESOLVED, _CLOSE)

    def _of_finding(self, finding, outcome, status, activity=_CREATE):
        fix = self.rules.get(finding["rule_id"], {}).get("fix")
        return {
            **self._event(finding, [finding[key] for key in _OF_FINDING], outcome, status, activity),
            "message": printable(finding["message"]),
            **_known(status_detail=printable(finding["reason"]), comment=_comment(finding.get("accepted"))),
            **({"remediation": {"desc": printable(fix)}} if fix and activity is _CREATE else {}),
            "unmapped": _known(**{key: finding[key] for key in ("kind", "scope", "severity", "state")}),
        }

    def _of_rule(self, rule):
        for entry in rule["outcomes"]:
            if entry["outcome"] == "holds":
                for account in entry["accounts"] or (None,):
                    about = {**_NOWHERE, **rule, "rule_id": rule["id"], "account": account}
                    unmapped = {key: rule[key] for key in ("scope", "severity")}
                    yield {
                        **self._event(about, (rule["id"], account, "holds"), _PASS, _NEW),
                        # The title describes a violation, so it cannot be the message.
                        "message": "The rule holds.",
                        "unmapped": _known(outcome="holds", **unmapped, api_versions=entry["api_versions"]),
                    }

    def _of_line(self, line):
        # An event names a call center only if it is about this one alone.
        place = line["first"] if line["places"] == 1 and line["first"] else {"account": line["account"]}
        about = {**_NOWHERE, **line, **place}
        uid = [line[key] for key in ("rule_id", "account", "outcome", "cause")]
        uid += [item for key in ("api_versions", "facts", "kinds", "params") for item in line[key]]
        reason = printable(line["reason"])
        if line["cause"] == "condition":  # The reasons of other causes can contain a request id.
            uid.append(reason)
        return {
            **self._event(about, uid, _UNSEEN, _SUPPRESSED if line["accepted"] else _NEW),
            "message": reason,
            "status_detail": reason,
            **_known(comment=_comment(line["accepted"])),
            "unmapped": _known(**{key: about[key] for key in _OF_LINE}),
        }

    def _event(self, about, uid, outcome, status, activity=_CREATE):
        """Return what all events have; ``about`` has the keys of a finding, ``uid`` the parts of an id."""
        rule_id, title, region = (printable(about[key]) for key in ("rule_id", "title", "region"))
        severity_id, severity = _SEVERITIES_OF_OTHERS.get(outcome) or _SEVERITIES[about["severity"]]
        account = self._account(printable(about["account"]))
        return {
            "activity_id": activity[0],
            "activity_name": activity[1],
            "category_uid": 2,
            "category_name": "Findings",
            "class_uid": _CLASS,
            "class_name": "Compliance Finding",
            "type_uid": _CLASS * 100 + activity[0],
            "type_name": "Compliance Finding: " + activity[1],
            **_times(time=self.now),
            "severity_id": severity_id,
            "severity": severity,
            "status_id": status[0],
            "status": status[1],
            "status_code": outcome[2],
            "metadata": {
                "version": OCSF_VERSION,
                "product": _PRODUCT,
                "profiles": ["cloud", "datetime"],
                "event_code": rule_id,
            },
            "finding_info": {
                "uid": self._uid(uid),
                "title": title,
                **_known(desc=printable(self.rules.get(about["rule_id"], {}).get("why"))),
                **_times(created_time=about["since"] or self.now, first_seen_time=about["since"]),
                "analytic": {"uid": rule_id, "name": title, "type_id": 1, "type": "Rule"},
            },
            "compliance": {"control": rule_id, "status_id": outcome[0], "status": outcome[1]},
            "cloud": _known(provider="alibabacloud", account=account, region=region),
            **_known(resources=_resources(about, account, region)),
        }

    def _account(self, name):
        """Return the account: its uid is the account id in Alibaba Cloud or, if unknown, its name in the audit."""
        if not name:
            return None
        uid = self.account_ids.get(name, name)
        return {"uid": uid, "name": name, "type_id": 99, "type": "Alibaba Cloud account"}

    def _uid(self, parts):
        """Return an id that is unique in the report and the same in each run."""
        uid = "/".join(printable(part).replace("/", "%2F") for part in ("alicloud.ccc", *parts)).rstrip("/")
        self.uids[uid] += 1
        return uid if self.uids[uid] == 1 else "%s#%d" % (uid, self.uids[uid])


def _resources(about, account, region):
    """Return the subject of a finding and its call center, or the account if there are neither."""
    of_subject = ("subject", "subject_name", _TYPES.get(about["scope"]))
    of_instance = ("instance_id", "instance_name", _CALL_CENTER)
    found = [
        _known(uid=printable(about[uid]), name=printable(about[name]), type=kind, region=region)
        for uid, name, kind in (of_subject, of_instance)
        if about[uid] not in (None, "")
    ]
    if not found and account:
        found.append(_known(uid=account["uid"], name=account["name"], type=_ACCOUNT, region=region))
    return found


def _comment(accepted):
    return accepted and "%s (%s)" % (printable(accepted["reason"]), printable(accepted["until"]))


def _known(**values):
    """Return the values that are neither null nor empty."""
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _times(**moments):
    """Return each ISO time in milliseconds, and unchanged under its key with ``_dt``; nothing for null."""
    times = {}
    for key, moment in moments.items():
        if moment:
            times[key] = _milliseconds(moment)
            times[key + "_dt"] = moment
    return times


def _milliseconds(moment):
    return int(datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()) * 1000
