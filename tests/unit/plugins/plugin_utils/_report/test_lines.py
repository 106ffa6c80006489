# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.lines import MOST_ACCOUNTS, lines_of, sentence_of
from report_samples import sample, with_nothing, without_findings

# The lines after those about accounts: call centers, findings, rules, drift, the verdict.
FIGURES = 5


def test_each_account_has_a_line_before_the_totals():
    report = sample()
    lines = lines_of(report, "/report.html")
    assert [line.partition(":")[0] for line in lines[:3]] == [
        "overseas, ap-southeast-1, 2017-07-05",
        "production, cn-shanghai, 2017-07-05",
        "sandbox, cn-shanghai, 2017-07-05",
    ]
    assert lines[2].endswith(" 0 call centers, 0 open findings, 1.37 s. " + report["accounts"][2]["error"])
    assert len(lines) == 3 + FIGURES
    counts = report["summary"]["findings"]
    assert lines[4].startswith("Open findings: %(high)d high, %(medium)d medium, %(low)d low, %(info)d info." % counts)
    assert lines[-1].endswith("See /report.html.")


def test_only_failed_accounts_have_lines_if_there_are_many():
    report = sample()
    good, bad = report["accounts"][0], report["accounts"][2]
    report["summary"]["findings"] = dict.fromkeys(report["summary"]["findings"], 0)
    report["accounts"] = [good] * 300 + [bad] * 5
    lines = lines_of(report, None)
    assert len(lines) == 5 + 1 + FIGURES
    assert lines[5] == "300 more accounts and regions: see the report."
    report["accounts"] = [bad] * 300
    assert len(lines_of(report, None)) == MOST_ACCOUNTS + 1 + FIGURES


def test_findings_without_an_account_have_a_line_of_their_own():
    report = sample()
    report["summary"]["findings"]["high"] += 2
    assert lines_of(report, None)[3] == "No specific account: 2 open findings"


def test_there_is_no_line_about_changes_without_a_baseline():
    assert not any(line.startswith("Since") for line in lines_of(with_nothing(), None))


NUMBERS = {"added": [{"number": "1"}], "removed": []}
CENTERS = {"added": 1, "removed": 0, "changed": 2}


@pytest.mark.parametrize(
    ("new", "fixed", "centers", "numbers", "not_compared", "said"),
    [
        (2, 1, None, None, [], "2 new findings, 1 fixed."),
        (1, 0, CENTERS, None, [], "1 new finding, 0 fixed. Call centers: 1 added, 0 removed, 2 changed."),
        (0, 0, None, NUMBERS, [], "Unassigned numbers: 1 added, 0 removed."),
        (0, 0, None, None, [], "nothing new."),
        (0, 0, None, None, [{"account": "x", "reason": "Why."}], "nothing new in what could be compared."),
        (None, None, None, None, [], "new findings are unknown, because the baseline contains no findings."),
    ],
)
def test_changes_since_the_baseline_are_one_line(new, fixed, centers, numbers, not_compared, said):
    report = without_findings()
    report["summary"].update(new=new, fixed=fixed, drift=centers or {"added": 0, "removed": 0, "changed": 0})
    report["drift"].update(unassigned_numbers=numbers or {"added": [], "removed": []}, not_compared=not_compared)
    assert "Since %s: %s" % (report["drift"]["baseline_generated_at"], said) in lines_of(report, None)


@pytest.mark.parametrize(
    ("report", "verdict"),
    [
        (sample, "The audit failed: there are open findings of high severity."),
        (without_findings, "The audit passed."),
        (lambda: {**without_findings(), "fail_on_new": True}, "The audit passed."),
        (
            lambda: {**without_findings(), "fail_on_new": True, "fixed": None},
            "The audit passed: there is no earlier run, so no finding counts as new.",
        ),
        (
            lambda: {**sample(), "fail_on_new": True},
            "The audit failed: there are new findings of high severity.",
        ),
        (with_nothing, "The audit is incomplete: no call centers were read."),
        (lambda: {**sample(), "verdict": "incomplete"}, "The audit is incomplete: not everything could be read."),
        (
            lambda: {**without_findings(), "verdict": "incomplete", "fail_on": "low"},
            "The audit is incomplete: some rules of low severity or higher could not be evaluated.",
        ),
    ],
)
def test_the_verdict_is_a_sentence_with_the_path_or_a_note_about_check_mode(report, verdict):
    assert sentence_of(report(), "/x/report.html") == verdict + " See /x/report.html."
    assert sentence_of(report(), None) == verdict + " No report was written in check mode."
