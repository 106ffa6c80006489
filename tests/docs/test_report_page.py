# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/report.md and docs/report.schema.json say what is in the files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.csv import COLUMNS
from report_samples import sample, with_nothing, without_findings

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCHEMA = json.loads((DOCS / "report.schema.json").read_text("utf-8"))
PAGE = (DOCS / "report.md").read_text("utf-8")


def first_cells(heading: str) -> list[str]:
    """Return what stands in backticks in the first column of the table below a heading."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("report", [sample(), sample("zh"), without_findings(), with_nothing()])
def test_reports_are_as_the_schema_says(report):
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    assert list(report) == list(SCHEMA["properties"])


@pytest.mark.parametrize("key", [*sample(), "summary.drift", "findings.0.reason"])
def test_the_schema_demands_each_key(key):
    report = sample()
    *path, last = key.split(".")
    item = report
    for step in path:
        item = item[int(step) if step.isdigit() else step]
    del item[last]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(report)


def test_the_page_has_each_key_of_the_report():
    assert first_cells("report.json") == list(SCHEMA["properties"])


def test_the_page_has_each_column():
    assert first_cells("findings.csv") == list(COLUMNS)


def test_the_page_names_files_that_are_there():
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", PAGE):
        assert (DOCS / target).exists(), target
