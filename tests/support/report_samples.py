# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports to write files of: what an audit of the emulator's call centers would find, and variants of it."""

from __future__ import annotations

import copy
import json
from pathlib import Path

FIXTURES = Path(__file__).parent
SEVERITIES = ("high", "medium", "low", "info")


def sample(language="en"):
    """Return the report of three accounts, one of which could not be read, with a baseline and masked data."""
    return json.loads((FIXTURES / ("report_%s.json" % language)).read_text("utf-8"))


def without_findings():
    """Return a report in which every rule holds, and nothing has changed."""
    report = sample()
    report.update(verdict="passed", findings=[])
    report["summary"].update(
        findings=dict.fromkeys(SEVERITIES, 0),
        not_evaluated=0,
        accepted=0,
        accounts_failed=0,
        drift={"added": 0, "removed": 0, "changed": 0},
    )
    report["drift"].update(added=[], removed=[], changed=[])
    for rule in report["rules"]:
        rule.update(violations=0, not_evaluated=0, accepted=0)
    for account in report["accounts"]:
        account.update(findings=0, error=None)
    return report


def with_nothing():
    """Return a report of no account at all."""
    report = without_findings()
    report.update(accounts=[], rules=[], instances=[], drift=None)
    report["summary"].update(accounts=0, instances=0, statuses={}, drift=None)
    return report


def with_texts(text):
    """Return the sample with something else in the place of every text that is data: ``text()`` gives the next one."""
    report = sample()
    for finding in report["findings"]:
        for key in ("account", "region", "instance_id", "instance_name", "subject", "message", "reason"):
            finding[key] = text()
        if finding["accepted"]:
            finding["accepted"]["reason"] = text()
    for account in report["accounts"]:
        for key in ("account", "region", "error"):
            account[key] = text()
    for rule in report["rules"]:
        for key in ("why", "fix"):
            rule[key] = text()
        rule["params"] = {"limit": text(), "list": [text()]}
    for change in report["drift"]["changed"]:
        change.update(instance_name=text(), changes=[{"path": str(text()), "before": text(), "after": [text()]}])
    for facts in report["instances"]:
        _put_texts_into(facts, text)
    report["summary"]["statuses"] = {str(text()): 3}
    return report


def _put_texts_into(facts, text):
    facts.update({key: text() for key in facts if key not in ("admins", "phone_numbers")})
    facts["unheard_of"] = {"x": [text()]}
    for item in facts["admins"] + facts["phone_numbers"]:
        item.update({key: text() for key in item})


def multiplied(report, times):
    """Return a report with this many copies of each call center and each finding, under other ids."""
    report = copy.deepcopy(report)
    report["instances"] = [
        dict(facts, instance_id="%s-%d" % (facts["instance_id"], n))
        for n in range(times)
        for facts in report["instances"]
    ]
    report["findings"] = [
        dict(finding, instance_id=finding["instance_id"] and "%s-%d" % (finding["instance_id"], n))
        for finding in report["findings"]
        for n in range(times)
    ]
    return report
