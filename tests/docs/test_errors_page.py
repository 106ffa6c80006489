# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of docs/errors.md agrees with the code. (test_guides.py runs its playbook.)"""

from __future__ import annotations

import json
import re

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import END_RUN, GIVE_UP, KINDS, RETRY, CccError
from documents import IN_BACKTICKS, Page
from tree import ROOT

PAGE = Page("docs/errors.md")
CODES = PAGE.section("Error codes").rows
FOLLOWS = {RETRY: "retried", GIVE_UP: "this id only", END_RUN: "the run ends"}


def test_the_table_has_every_kind_of_error_in_the_order_of_the_code():
    *kinds, other = CODES
    written = [(tuple(re.findall(r"`([\w.]+)…?`", cells[0])), cells[2].partition(";")[0], cells[3]) for cells in kinds]
    assert written == [(kind.codes, FOLLOWS[kind.consequence], kind.hint) for kind in KINDS]
    assert (other[0], other[2].partition(";")[0], other[3]) == ("any other", FOLLOWS[GIVE_UP], "")


def test_codes_of_the_gateway_are_prefixes_and_codes_of_the_collection_are_whole():
    for cells in CODES:
        for code in IN_BACKTICKS.findall(cells[0]):
            assert code.endswith("…") != code.startswith("Client."), code


@pytest.mark.parametrize(("code", "row"), [("Client.HttpStatus", "`Client.HttpStatus`"), ("Other", "any other")])
def test_statuses_are_retried_as_the_table_says(code, row):
    [cell] = [cells[2] for cells in CODES if row in cells[0]]
    assert "5xx" in cell
    named = {int(status) for status in re.findall(r"\b[1-5]\d\d\b", cell)} | set(range(500, 600))
    assert {status for status in range(300, 600) if CccError(code, "", status).retryable} == named
    assert not CccError(code, "", 404).fatal


def test_the_page_has_every_code_of_the_collection_and_no_other():
    sources = (ROOT / "plugins" / "module_utils").rglob("*.py")
    made = {code for path in sources for code in re.findall(r'"(Client\.\w+)"', path.read_text(encoding="utf-8"))}
    assert made == set(re.findall(r"`(Client\.\w+)`", PAGE.text))


def test_the_example_of_an_error_has_the_keys_of_an_error():
    [element] = PAGE.contents("json")
    assert list(json.loads(element)) == list(CccError("A", "").as_dict())
