# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report as an audit makes it, and variants of it."""

from __future__ import annotations

import copy
import datetime
import functools
import json

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.exceptions import checked_exceptions
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import findings_of, rules_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.report import (
    baseline_of,
    checked_reads,
    facts_of,
    instances_of,
    report_of,
)
from audit_cases import ENVIRONMENT, admin, call_center, number

SEVERITIES = ("high", "medium", "low", "info")
NOW = datetime.datetime(2026, 11, 22, 8, tzinfo=datetime.timezone.utc)
REFUSED = "NoPermission: You are not authorized to perform this operation. (HTTP 403, request 2778FA12) Grant access."
UNREACHABLE = admin(ram_id="206815793204418807", email="", phone="")
SINGAPORE = call_center(
    instance_id="c4e8a016-7d35-4b92-a1f6-2b3c4d5e6f70",
    instance_name="Singapore Support Desk",
    console_url="ccc.aliyun.com/workbench/sg-support",
    instance_description=None,
    max_online_agents=2000,
    storage_max_size=None,
    phone_numbers=[number(phone_number_id="trial", number="02150000009", test_only=True, remaining_time=3)],
)
NUMBERS = {"phone_numbers": [number(number="02500000000")]}
PRODUCTION = [
    call_center(instance_id="ef1e71e9-ae9d-487c-96ad-9181d85cf802", instance_name="测试11111", **NUMBERS),
    call_center(instance_id="ef1e71e9-ae9d-487c-96ad-9181d85cf803", instance_name="测试11111", **NUMBERS),
    call_center(
        instance_id="8a6d1f27-94c0-4e3b-b5d8-1c2e3f4a5b6c",
        instance_name="Hangzhou Order Hotline",
        storage_bucket=None,
        storage_max_days=90,
        admins=[UNREACHABLE],
        phone_numbers=[number(number="057180000001")],
    ),
    call_center(
        instance_id="1d9b7c53-6e2f-4a80-8c17-9f0e1d2c3b4a",
        instance_name="深圳物流热线",
        status="Creating",
        admins=[],
        phone_numbers=[number(number="075580000001")],
    ),
    call_center(instance_id="97f3b2d8-0a4c", instance_name="北京售后服务", status="Stopped", phone_numbers=[]),
]
BEFORE = [
    *PRODUCTION[1:2],
    {**PRODUCTION[2], "storage_max_days": 365, "admins": [admin(ram_id="206815793204418807", email="c@example.com")]},
    *PRODUCTION[3:],
    call_center(instance_id="7b1e0c55-2d9a", instance_name="Chengdu Pilot"),
]
OVERRIDES = {
    "recording_retention_short": {"params": {"min_days": 180}},
    "owner_not_allowed": {"params": {"allowed_owners": ["1059803544828509"]}},
    "duplicate_name": {"severity": "info"},
}
ACCEPTED = {"instance_id": "97f3b2d8-0a4c", "until": "2027-03-31", "reason": "Closed; its data is kept (CHG-20418)"}
EXCEPTIONS = [{"rule_id": rule_id, **ACCEPTED} for rule_id in ("no_phone_number", "not_running")]


def reads_of(production):
    return checked_reads(
        [
            {"account": "overseas", "region": "ap-southeast-1", "instances": [SINGAPORE], "seconds": 0.42},
            {"account": "production", "region": "cn-shanghai", "instances": production, "seconds": 1.37},
            {"account": "sandbox", "region": "cn-shanghai", "instances": [], "seconds": 0.2, "error": REFUSED},
        ]
    )


def audit(production, rules, exceptions, baseline, now, language):
    reads = reads_of(production)
    instances = instances_of(reads)
    shown = masked(instances)
    findings = findings_of(ENVIRONMENT, instances, rules, int(now.timestamp() * 1000), shown)
    return report_of(reads, findings, rules, exceptions, baseline, "high", "mask", now, language, instances, shown)


@functools.cache
def made(language):
    before = audit(BEFORE, [], [], None, NOW - datetime.timedelta(days=7), language)
    rules = rules_of(ENVIRONMENT, [], OVERRIDES, language)
    baseline = baseline_of(json.dumps(facts_of(before)))
    return audit(PRODUCTION, rules, checked_exceptions(EXCEPTIONS), baseline, NOW, language)


def sample(language="en"):
    """Return the report of three accounts, one of which could not be read, with a baseline and masked data."""
    return copy.deepcopy(made(language))


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
