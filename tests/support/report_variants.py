# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Variants of the sample report: with an earlier run, a history, people and routing, and large ones."""

from __future__ import annotations

import copy
import datetime

from audit_cases import admin, number
from report_samples import NOW, multiplied, sample

SEVERITIES = ("high", "medium", "low", "info")
BASELINE = "2026-11-21T21:00:00Z"
FLOW = {"contact_flow_id": "flow-1", "contact_flow_name": "Hotline", "contact_flow_description": None}
GROUP = {"skill_group_id": "sales@three", "skill_group_name": "sales", "display_name": "Sales"}
LI_WEI = {"user_id": "u-9", "login_name": "li.wei", "roles": [{"role_id": "Admin@three", "role_name": "Admin"}]}
PEOPLE_AND_ROUTING = {
    "api_version": "2017-07-05",
    "also_in": None,
    "users": [
        {
            **admin(user_id="u-1", ram_id="2068", display_name="王芳", login_name="wang.fang"),
            "roles": [{"role_id": "Admin@three", "role_name": "Admin"}],
            "skill_levels": [{**GROUP, "skill_level": 5}],
        },
        {**admin(user_id="u-2", display_name="", login_name="li.na"), "roles": [], "skill_levels": []},
    ],
    "phone_numbers": [
        {**number(number="057180000001"), **FLOW, "skill_groups": [GROUP], "user_id": "u-1"},
        {**number(number="057180000002"), "contact_flow_id": None, "contact_flow_name": None, "skill_groups": []},
    ],
    "skill_groups": [{**GROUP, "user_count": 1}],
    "contact_flows": [{**FLOW, "type": "MAIN_FLOW", "numbers": ["057180000001"]}],
    "config_items": None,
}
HANGZHOU = "8a6d1f27-94c0-4e3b-b5d8-1c2e3f4a5b6c"


def change(path, kind=None, name=None, what="changed", privileged=False, **values):
    """Return a change as in a report's drift."""
    fact = path.rpartition(".")[2] if what == "changed" else None
    values = {"before": None, "after": None, **values}
    return {"path": path, "kind": kind, "name": name, "what": what, "fact": fact, **values, "privileged": privileged}


CHANGES = [
    change("users[user_id=u-9]", "users", "li.wei", "added", True, after=LI_WEI),
    change(
        "phone_numbers[number=4000010001].contact_flow_name",
        *("phone_numbers", "4000010001"),
        **{"before": "Hotline", "after": "Holiday"},
    ),
    change("storage_max_days", before=365, after=90),
]


def with_people(report):
    """Return the report with users, numbers, groups and flows in one call center; its settings were not read."""
    of_hangzhou = _hangzhou(report)
    instances = [
        {**facts, **copy.deepcopy(PEOPLE_AND_ROUTING)} if facts is of_hangzhou else facts
        for facts in report["instances"]
    ]
    return {**report, "instances": instances}


def _hangzhou(report):
    """Return the facts of that call center, or of the first one if its id has changed."""
    instances = report["instances"]
    return next((facts for facts in instances if facts["instance_id"] == HANGZHOU), instances[0])


def with_news(report):
    """Return the report with an earlier run: new and fixed findings, changes, numbers, a history."""
    findings = [
        {**finding, "state": "new" if n == 1 else "open", "since": BASELINE}
        for n, finding in enumerate(report["findings"])
    ]
    violations = [finding for finding in findings if finding["kind"] == "violation" and not finding["accepted"]]
    fixed = {key: value for key, value in violations[-1].items() if key != "accepted"}
    instance = _hangzhou(report)
    entry = {key: instance[key] for key in ("instance_id", "instance_name", "account", "region")}
    gone = {**entry, "instance_id": "7b1e0c55-2d9a", "instance_name": "Chengdu Pilot"}
    drift = {
        "baseline_generated_at": BASELINE,
        **{"added": [], "removed": [gone], "changed": [{**entry, "changes": copy.deepcopy(CHANGES)}]},
        "unassigned_numbers": {
            "added": [{"number": "02150000088", "account": "production", "region": None}],
            "removed": [],
        },
        "not_compared": [{"account": "sandbox", "reason": "The baseline was read with 2017-07-05 only."}],
    }
    summary = {
        **report["summary"],
        "new": sum(finding["state"] == "new" for finding in violations),
        "fixed": 1,
        "drift": {"added": 0, "removed": 1, "changed": 1},
    }
    return {**report, "findings": findings, "fixed": [fixed], "drift": drift, "summary": summary, "trend": history()}


def history(runs=30):
    """Return a trend of this many nights."""
    days = [NOW - datetime.timedelta(days=runs - 1 - n) for n in range(runs)]
    return [
        {
            "generated_at": day.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "verdict": "passed" if (n + 1) % 3 else "failed",
            "findings": {"high": 4 - n // 10, "medium": 6 - n // 20, "low": 3 + (n + 2) % 4 // 2, "info": n % 3},
            **{"instances": 3 + n // 8, "users": None if n < runs // 2 else 20 + n},
        }
        for n, day in enumerate(days)
    ]


def full(language="en"):
    """Return the sample with everything that the page can show."""
    return with_news(with_people(sample(language)))


def large(report, times):
    """Return a report with this many copies of each call center and each finding, and matching counts."""
    report = multiplied(report, times)
    open_ones = [f["severity"] for f in report["findings"] if f["kind"] == "violation" and not f["accepted"]]
    counts = {severity: open_ones.count(severity) for severity in SEVERITIES}
    accepted = sum(1 for finding in report["findings"] if finding["accepted"])
    summary = {"findings": counts, "accepted": accepted, "instances": len(report["instances"])}
    return {**report, "summary": {**report["summary"], **summary}}
