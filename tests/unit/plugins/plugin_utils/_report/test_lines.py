# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.lines import MOST_READS, lines_of
from report_samples import sample, with_nothing


def test_each_read_has_a_line_before_the_figures():
    report = sample()
    lines = lines_of(report, "/report.html")
    assert [line.partition(":")[0] for line in lines[:3]] == [
        "overseas, ap-southeast-1",
        "production, cn-shanghai",
        "sandbox, cn-shanghai",
    ]
    assert lines[2].endswith(" 0 call centers judged, 0 findings, 1.37 s. " + report["accounts"][2]["error"])
    assert len(lines) == 3 + 4
    assert lines[-1] == "/report.html"


def test_many_reads_are_a_few_lines():
    report = sample()
    good, bad = report["accounts"][0], report["accounts"][2]
    report["accounts"] = [good] * 300 + [bad] * 5
    lines = lines_of(report, None)
    assert len(lines) == 5 + 1 + 4
    assert lines[5] == "300 more: see the report."
    report["accounts"] = [bad] * 300
    assert len(lines_of(report, None)) == MOST_READS + 1 + 4


def test_nothing_is_said_of_a_drift_that_nobody_asked_for():
    assert lines_of(with_nothing(), None)[-1] == "Nothing was written, in check mode."
    assert not any("baseline" in line for line in lines_of(with_nothing(), None))
