# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import collections
import csv
import io
import itertools

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.csv import COLUMNS, csv_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import printable
from hypothesis import given
from hypothesis import strategies as st
from report_samples import sample, with_nothing, with_texts


def rows_of(report):
    text = csv_of(report)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def cell_of(value):
    report = sample()
    report["findings"] = [dict(report["findings"][0], message=value)]
    return rows_of(report)[1][COLUMNS.index("message")]


def test_rows_are_findings_then_lines_of_not_judged_then_fixed_findings():
    report = sample()
    report["fixed"] = fixed = [{key: f[key] for key in f if key != "accepted"} for f in report["findings"][1:3]]
    heading, *rows = rows_of(report)
    assert heading == list(COLUMNS)
    lines = report["not_judged"]
    assert csv_of(report).count("\r\n") == csv_of(report).count("\n") == len(rows) + 1
    kinds = [finding["kind"] for finding in report["findings"]]
    kinds += [line["outcome"] for line in lines] + ["fixed"] * len(fixed)
    assert [row[COLUMNS.index("kind")] for row in rows] == kinds
    [finding] = [finding for finding in report["findings"] if finding["rule_id"] == "no_phone_number"]
    [row] = [row for row in rows if "no_phone_number" in row]
    assert row == [
        *(
            "low",
            "violation",
            "no_phone_number",
            "Call center has no phone number",
            "instance",
            "production",
            "cn-shanghai",
        ),
        *("97f3b2d8-0a4c", "北京售后服务", "", "", "北京售后服务 has no phone number.", ""),
        *("2027-03-31", "Closed; its data is kept (CHG-20418)"),
        *(printable(finding["state"]), printable(finding["since"]), ""),
    ]
    assert rows_of(with_nothing())[0] == list(COLUMNS)


def test_rows_of_open_violations_match_the_counts_of_the_summary():
    report = sample()
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in rows_of(report)[1:]]
    found = collections.Counter(
        row["severity"] for row in rows if row["kind"] == "violation" and not row["accepted_until"]
    )
    assert found == {severity: count for severity, count in report["summary"]["findings"].items() if count}


def test_a_row_about_a_rule_that_was_not_judged_has_a_reason_and_no_severity():
    report = sample()
    first = {"account": "a", "region": "r", "instance_id": "i", "instance_name": "n", "subject": None}
    line = {"outcome": "not_reported", "reason": "Not there.", "account": None, "places": 3, "first": first}
    report["not_judged"] = [{**report["not_judged"][0], **line}]
    row = dict(zip(COLUMNS, rows_of(report)[-1], strict=True))
    assert (row["severity"], row["kind"], row["reason"]) == ("", "not_reported", "Not there.")
    assert (row["account"], row["instance_id"], row["places"]) == ("a", "i", "3")


@pytest.mark.parametrize(
    "value",
    [
        *("=HYPERLINK('http://x')", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u3000=1"),
        *("\ufeff=1", "\u200b=1", "\u202e=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "\ttext", "'=1"),
        *("02500000000", "206815793204418806", "1e5"),
    ],
)
def test_text_that_a_spreadsheet_would_compute_or_round_gets_an_apostrophe(value):
    assert cell_of(value) == "'" + value


@pytest.mark.parametrize("value", ["", "a=b", "1 finding", "13-14", "测试", 'a "b", c', "two\nlines", "ef1e71e9-ae9d"])
def test_other_text_is_unchanged(value):
    assert cell_of(value) == value


@given(st.lists(st.none() | st.text(max_size=9) | st.integers() | st.booleans(), min_size=1, max_size=9))
def test_any_text_can_be_read_back_from_the_csv(values):
    texts = itertools.cycle(values)
    report = with_texts(lambda: next(texts))
    rows = rows_of(report)[1:]
    assert {len(row) for row in rows} == {len(COLUMNS)}
    for row, finding in zip(rows, report["findings"], strict=False):
        cell = row[COLUMNS.index("message")]
        assert cell[cell.startswith("'") :] == printable(finding["message"])
    for row in rows:
        assert not any(cell.strip().startswith(("=", "+", "-", "@")) for cell in row)
