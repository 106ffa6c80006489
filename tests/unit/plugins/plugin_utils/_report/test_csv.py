# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

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


def test_each_finding_is_a_row():
    report = sample()
    heading, *rows = rows_of(report)
    assert heading == list(COLUMNS)
    assert [row[COLUMNS.index("message")] for row in rows] == [finding["message"] for finding in report["findings"]]
    found = dict(zip(COLUMNS, next(row for row in rows if "no_phone_number" in row), strict=True))
    assert found == {
        "severity": "low",
        "kind": "violation",
        "rule_id": "no_phone_number",
        "title": "No phone number",
        "scope": "instance",
        "account": "production",
        "region": "cn-shanghai",
        "instance_id": "97f3b2d8-0a4c",
        "instance_name": "北京售后服务",
        "subject": "",
        "message": "北京售后服务 has no phone number.",
        "reason": "",
        "accepted_until": "2027-03-31",
        "accepted_reason": "Closed; its data is kept (CHG-20418)",
    }


def test_without_findings_there_is_the_heading():
    assert rows_of(with_nothing()) == [list(COLUMNS)]


def test_lines_end_as_the_standard_says():
    text = csv_of(sample())
    assert text.count("\r\n") == text.count("\n") == len(sample()["findings"]) + 1


@pytest.mark.parametrize(
    "value",
    [
        "=HYPERLINK('http://x')",
        "+1",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\u3000=1",
        "\ufeff=1",
        "\u200b=1",
        "\u202e=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff201",
        "\ttext",
        "'=1",
        "02500000000",
        "206815793204418806",
        "1e5",
    ],
)
def test_what_a_spreadsheet_would_compute_or_round_gets_an_apostrophe(value):
    assert cell_of(value) == "'" + value


@pytest.mark.parametrize("value", ["", "a=b", "1 finding", "13-14", "测试", 'a "b", c', "two\nlines", "ef1e71e9-ae9d"])
def test_other_text_is_as_it_is(value):
    assert cell_of(value) == value


@given(st.lists(st.none() | st.text(max_size=9) | st.integers() | st.booleans(), min_size=1, max_size=9))
def test_any_text_is_read_back(values):
    texts = itertools.cycle(values)
    report = with_texts(lambda: next(texts))
    rows = rows_of(report)[1:]
    assert {len(row) for row in rows} == {len(COLUMNS)}
    for row, finding in zip(rows, report["findings"], strict=True):
        cell = row[COLUMNS.index("message")]
        assert cell[cell.startswith("'") :] == printable(finding["message"])
        assert not any(cell.strip().startswith(("=", "+", "-", "@")) for cell in row)
