# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An audit's report as JUnit XML, for the dashboards of CI systems. Pure.

A rule is a test suite. An open violation is a failed test case. What was not read or not evaluated is an error. What is
accepted, not reported or not asked is skipped. A rule that holds has a test case that passes.
"""

from __future__ import annotations

import collections
import xml.etree.ElementTree as ET

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import name_of, printable

_PACKAGE = "alicloud.ccc.audit"
_PASSED = "all"


def junit_of(report):
    """Return the text of junit.xml."""
    findings_by_rule, lines_by_rule = collections.defaultdict(list), collections.defaultdict(list)
    for finding in report["findings"]:
        findings_by_rule[finding["rule_id"]].append(finding)
    for line in report["not_judged"]:
        lines_by_rule[line["rule_id"]].append(line)
    # In UTC, without a time zone, as Jenkins' schema requires.
    moment = printable(report["generated_at"]).replace("Z", "")
    suites = [
        _suite(rule, _cases(rule, findings_by_rule[rule["id"]], lines_by_rule[rule["id"]]), moment)
        for rule in report["rules"]
    ]
    root = ET.Element("testsuites", {"name": _PACKAGE, **_totals(suites)})
    root.set("time", "%.3f" % sum(account["seconds"] or 0 for account in report["accounts"]))
    root.extend(suites)
    ET.indent(root)
    return "<?xml version='1.0' encoding='UTF-8'?>\n%s\n" % ET.tostring(root, encoding="unicode")


def _suite(rule, cases, moment):
    """Return the element of a rule; ``cases``: pairs of a name and an element for the result, or None if it passed."""
    suite = ET.Element("testsuite", {"name": printable(rule["id"]), "timestamp": moment, "time": "0"})
    properties = ET.SubElement(suite, "properties")
    ET.SubElement(properties, "property", {"name": "title", "value": printable(rule["title"])})
    # Jenkins takes the text before the last dot as the package, and the rest as the class.
    class_name = "%s.%s" % (_PACKAGE, printable(rule["id"]))
    names = _unique([name for name, _outcome in cases])
    for name, (_name, outcome) in zip(names, cases, strict=True):
        case = ET.SubElement(suite, "testcase", {"classname": class_name, "name": name, "time": "0"})
        if outcome is not None:
            case.append(outcome)
    for name, value in _totals([suite]).items():
        suite.set(name, value)
    return suite


def _cases(rule, findings, lines):
    cases = [(_case_name(finding), _of_finding(finding)) for finding in findings]
    if rule["outcome"] == "holds":
        cases.append((_PASSED, None))
    cases += [(_line_name(line), _of_line(line)) for line in lines if line["outcome"] == "not_evaluated"]
    for outcome in ("not_reported", "not_asked"):
        reasons = dict.fromkeys(printable(line["reason"]) for line in lines if line["outcome"] == outcome)
        if reasons:
            cases.append((outcome, ET.Element("skipped", {"message": "; ".join(reasons)})))
    return cases


def _of_finding(finding):
    if finding["accepted"]:
        return _skipped(finding["accepted"])
    message, reason = printable(finding["message"]), printable(finding["reason"])
    violation = finding["kind"] == "violation"
    outcome = ET.Element("failure" if violation else "error")
    outcome.set("message", message or reason)
    outcome.set("type", printable(finding["severity"] if violation else finding["kind"]))
    # Dashboards show the message in a list, and this text as its details.
    lines = [printable(finding["title"]), message, reason]
    keys = ("severity", "account", "region", "instance_id", "subject", "subject_name", "since")
    lines += ["%s: %s" % (key, printable(finding[key])) for key in keys]
    outcome.text = "\n".join(line for line in lines if line and not line.endswith(": "))
    return outcome


def _of_line(line):
    if line["accepted"]:
        return _skipped(line["accepted"])
    outcome = ET.Element("error", {"message": printable(line["reason"]), "type": printable(line["cause"])})
    texts = [printable(line["title"]), printable(line["reason"])]
    texts += ["%s: %s" % (key, printable(line[key])) for key in ("severity", "account", "places", "instances")]
    if line["first"]:
        texts.append("first: %s" % _case_name(line["first"]))
    outcome.text = "\n".join(text for text in texts if text and not text.endswith(": "))
    return outcome


def _skipped(accepted):
    return ET.Element("skipped", {"message": "%s: %s" % (printable(accepted["until"]), printable(accepted["reason"]))})


def _line_name(line):
    """Return a name that is the same in each run, however many places there are."""
    what = (*(line[key] for key in ("account", "outcome", "cause")), *line["kinds"], *line["facts"])
    return " ".join(filter(None, map(printable, what)))


def _case_name(finding):
    """Return what a finding is about. It is the same in each run, so that a dashboard can show how long it fails."""
    instance_id = printable(finding["instance_id"])
    name = name_of(finding)
    about = "%s (%s)" % (name, instance_id) if name != instance_id else name
    where = "/".join(filter(None, (printable(finding["account"]), printable(finding["region"]))))
    return " ".join(filter(None, (where, about, printable(finding["subject"])))) or "fleet"


def _unique(names):
    """Return the names, with a number after each that is repeated."""
    seen = collections.Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append("%s #%d" % (name, seen[name]) if seen[name] > 1 else name)
    return result


def _totals(elements):
    """Return the attributes with the counts of the test cases in these elements."""
    kinds = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    return {name: str(sum(1 for element in elements for _found in element.iter(tag))) for name, tag in kinds.items()}
