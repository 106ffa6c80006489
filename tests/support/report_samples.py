# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sample report of an audit, and variants of it."""

from __future__ import annotations

import copy
import datetime
import functools
import json

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import baseline_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.exceptions import checked_exceptions
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.judge import judge
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import ids_of, rules_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.html import html_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.reads import (
    checked_reads,
    given_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.report import (
    facts_of,
    report_of,
)
from audit_cases import ENVIRONMENT, admin, call_center, number

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


def read(account, region, instances, **more):
    place = {"account": account, "region": region, "api_version": "2017-07-05"}
    return {**place, "instances": instances, "seconds": 1.37, **more}


def reads_of(production):
    overseas, sandbox = read("overseas", "ap-southeast-1", [SINGAPORE]), read("sandbox", "cn-shanghai", [])
    return [overseas, read("production", "cn-shanghai", production), {**sandbox, "error": REFUSED}]


def audit(  # noqa: PLR0913 - each is a part of an audit
    reads, rules=(), exceptions=(), before=None, language="en", now=NOW, numbers=None, fail_on="high", data="mask"
):
    """Return the report (dict) about reads (list), as the action plugin makes it."""
    given = given_of(checked_reads(reads), numbers, data)
    facts = given.instances, list(rules), int(now.timestamp() * 1000), given.shown, given.reads
    judgement = judge(ENVIRONMENT, *facts, given.numbers, given.shown_numbers)
    baseline = before and baseline_of(json.dumps(facts_of(before)))
    exceptions = checked_exceptions(list(exceptions), ids_of(rules))
    return report_of(given, judgement, rules, exceptions, baseline, fail_on, data, now, language)


@functools.cache
def made(language):
    before = audit(reads_of(BEFORE), now=NOW - datetime.timedelta(days=7))
    rules = rules_of(ENVIRONMENT, [], OVERRIDES, language)
    return audit(reads_of(PRODUCTION), rules, EXCEPTIONS, before, language)


def sample(language="en"):
    """Return the report about three accounts, one of them not read, with a baseline and masked data."""
    return copy.deepcopy(made(language))


def without_findings():
    """Return a report in which every rule holds and nothing has changed."""
    reads = [read("production", "cn-shanghai", [call_center()])]
    return audit(reads, rules_of(ENVIRONMENT, [], OVERRIDES, "en"), before=audit(reads))


def with_nothing():
    """Return a report about no account at all."""
    return audit([])


def with_texts(text):
    """Return the sample with every text that is data replaced by the next value of ``text()``."""
    report = sample()
    for finding in report["findings"]:
        for key in ("account", "region", "instance_id", "instance_name", "subject", "message", "reason"):
            finding[key] = text()
        if finding["accepted"]:
            finding["accepted"]["reason"] = text()
    for account in report["accounts"]:
        account.update(account=text(), region=text(), error=text())
    for rule in report["rules"]:
        rule.update(why=text(), fix=text(), params={"limit": text(), "list": [text()]})
    for change in report["drift"]["changed"]:
        change.update(
            instance_name=text(),
            changes=[
                {**change["changes"][0], "path": str(text()), "name": text(), "before": text(), "after": [text()]}
            ],
        )
    for facts in report["instances"]:
        for item in facts["admins"] + facts["phone_numbers"]:
            item.update({key: text() for key in item})
        facts.update({key: text() for key in facts if key not in ("admins", "phone_numbers")})
        facts["unheard_of"] = {"x": [text()]}
    report["summary"]["statuses"] = {str(text()): 3}
    return report


def html_text(report, language):
    """Return the text of report.html."""
    return "".join(html_of(report, language))


def multiplied(report, times):
    """Return a report with this many copies of each call center and each finding, with different ids."""

    def copies(items):
        ids = [(item, item["instance_id"]) for item in items]
        return [dict(item, instance_id=i and "%s-%d" % (i, n)) for item, i in ids for n in range(times)]

    return dict(report, instances=copies(report["instances"]), findings=copies(report["findings"]))
