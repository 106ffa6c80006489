# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report's findings, rules that were not judged and fixed findings as a table for spreadsheets. Pure."""

from __future__ import annotations

import csv
import io
import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import printable

COLUMNS = (
    "severity",
    "kind",
    "rule_id",
    "title",
    "scope",
    "account",
    "region",
    "instance_id",
    "instance_name",
    "subject",
    "subject_name",
    "message",
    "reason",
    "accepted_until",
    "accepted_reason",
    "state",
    "since",
    "places",
)
# Excel reads a file as UTF-8 only if it begins with this.
_BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet computes a text that begins with one of these characters or their full-width forms. Whitespace, control
# characters and zero-width characters may come first.
_FORMULA = re.compile(
    "[\\s\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*[-=+@\uff0d\uff1d\uff0b\uff20]"
)
# Some programs treat leading whitespace as a formula.
_CONTROL = ("\t", "\r", "\n")
# A spreadsheet drops leading zeros and rounds numbers to 15 digits; ids have up to 18.
_NUMBER = re.compile(r"\s*[0-9][0-9.,]*([eE][0-9]+)?\s*\Z")
_APOSTROPHE = "'"


def csv_of(report):
    """Return the text of findings.csv (RFC 4180). Findings come first, in the order of the report."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(report):
        accepted = row.get("accepted") or {}
        row = {**row, "accepted_until": accepted.get("until"), "accepted_reason": accepted.get("reason")}
        writer.writerow([_cell(row.get(column)) for column in COLUMNS[:-1]] + [row.get("places")])
    return _BYTE_ORDER_MARK + out.getvalue()


def _rows(report):
    yield from report["findings"]
    for line in report["not_judged"]:
        # Without a severity, these rows are not counted as findings.
        yield {**line, **(line["first"] or {}), "severity": None, "kind": line["outcome"]}
    for finding in report["fixed"] or ():
        yield {**finding, "kind": "fixed"}


def _cell(value):
    """Return a value as text that a spreadsheet shows and does not compute.

    Risky text gets an apostrophe in front. So does text that begins with one: removing one apostrophe always gives the
    value.
    """
    text = printable(value)
    risky = text.startswith((_APOSTROPHE, *_CONTROL)) or _FORMULA.match(text) or _NUMBER.match(text)
    return _APOSTROPHE + text if risky else text
