# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The findings of an audit's report as JUnit XML, for the dashboards of CI systems. Pure.

A rule is a test suite. Each of its findings is a test case that failed (a violation), had an error (not evaluated) or
was skipped (accepted). A rule without findings is one test case that passed.
"""

from __future__ import annotations

import collections
import xml.etree.ElementTree as ET

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import name_of, printable

_PACKAGE = "alicloud.ccc.audit"
_PASSED = "all"


def junit_of(report):
    """Return the text of junit.xml."""
    findings_by_rule = collections.defaultdict(list)
    for finding in report["findings"]:
        findings_by_rule[finding["rule_id"]].append(finding)
    # Without a zone, as the schema of Jenkins has it; it is UTC.
    moment = printable(report["generated_at"]).replace("Z", "")
    suites = [_suite(rule["id"], rule["title"], findings_by_rule[rule["id"]], moment) for rule in report["rules"]]
    root = ET.Element("testsuites", {"name": _PACKAGE, **_totals(suites)})
    root.set("time", "%.3f" % sum(account["seconds"] or 0 for account in report["accounts"]))
    root.extend(suites)
    ET.indent(root)
    return "<?xml version='1.0' encoding='UTF-8'?>\n%s\n" % ET.tostring(root, encoding="unicode")


def _suite(rule_id, title, findings, moment):
    # Jenkins makes a package of what stands before the last dot, and a class of the rest.
    class_name = "%s.%s" % (_PACKAGE, printable(rule_id))
    names = _unique([_case_name(finding) for finding in findings] or [_PASSED])
    cases = [ET.Element("testcase", {"classname": class_name, "name": name, "time": "0"}) for name in names]
    # The case that passed has no finding.
    for case, finding in zip(cases, findings, strict=False):
        _add_outcome(case, finding)
    suite = ET.Element("testsuite", {"name": printable(rule_id), "timestamp": moment, "time": "0"})
    properties = ET.SubElement(suite, "properties")
    ET.SubElement(properties, "property", {"name": "title", "value": printable(title)})
    suite.extend(cases)
    for name, value in _totals([suite]).items():
        suite.set(name, value)
    return suite


def _add_outcome(case, finding):
    message = printable(finding["message"])
    if finding["accepted"]:
        accepted = finding["accepted"]
        ET.SubElement(
            case, "skipped", {"message": "%s: %s" % (printable(accepted["until"]), printable(accepted["reason"]))}
        )
        return
    violation = finding["kind"] == "violation"
    outcome = ET.SubElement(case, "failure" if violation else "error")
    outcome.set("message", message if violation else printable(finding["reason"]))
    outcome.set("type", printable(finding["severity"]))
    # Dashboards show the message in a list, and this text next to it.
    lines = [printable(finding["title"]), message, printable(finding["reason"])]
    lines += [
        "%s: %s" % (key, printable(finding[key])) for key in ("severity", "account", "region", "instance_id", "subject")
    ]
    outcome.text = "\n".join(line for line in lines if line and not line.endswith(": "))


def _case_name(finding):
    """Return what a finding is about: the same in each run, so that a dashboard can tell since when it fails."""
    instance_id = printable(finding["instance_id"])
    name = name_of(finding)
    about = "%s (%s)" % (name, instance_id) if name != instance_id else name
    where = "/".join(filter(None, (printable(finding["account"]), printable(finding["region"]))))
    return " ".join(filter(None, (where, about, printable(finding["subject"])))) or "fleet"


def _unique(names):
    """Return the names with a number behind each that is there already."""
    seen = collections.Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append("%s #%d" % (name, seen[name]) if seen[name] > 1 else name)
    return result


def _totals(elements):
    """Return the attributes that count the test cases below these elements."""
    kinds = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    return {name: str(sum(1 for element in elements for _found in element.iter(tag))) for name, tag in kinds.items()}
