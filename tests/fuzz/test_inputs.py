# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `make fuzz` begins with, and what it has found, once each: facts or a CccError. Without atheris."""

from __future__ import annotations

from pathlib import Path

import pytest
from answers import BY_NAME, check
from seeds import bad_seeds, good_seeds

INPUTS = sorted((Path(__file__).parent / "inputs").iterdir())


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_an_answer_that_once_failed_gives_facts_or_an_error(path):
    batch = check(path.read_bytes())
    assert batch.elements or batch.errors


def test_a_good_answer_gives_facts_and_nothing_else():
    for name, case in good_seeds().items():
        batch = check(case)
        assert (batch.errors, batch.not_asked) == ([], 0), name
        assert batch.elements, name


def test_a_good_answer_to_an_operation_by_its_name_is_one_as_well():
    for name, case in good_seeds().items():
        batch = check(bytes([case[0], case[1] + BY_NAME]) + case[2:])
        assert (batch.errors, batch.not_asked) == ([], 0), name
        assert batch.elements[-1]["code"] == "OK", name


def test_a_bad_answer_gives_an_error_and_nothing_else():
    for name, case in bad_seeds().items():
        batch = check(case)
        assert len(batch.errors) == 1, name
        assert batch.elements == [], name
