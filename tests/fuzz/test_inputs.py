# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first cases of `make fuzz` and those that it found give facts or a CccError. This runs without atheris."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import BY_NAME, check
from seeds import bad_seeds, good_seeds

INPUTS = sorted((Path(__file__).parent / "inputs").iterdir())


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_a_response_that_failed_once_gives_facts_or_an_error(path):
    batch = check(path.read_bytes())
    assert batch.elements or batch.errors


def test_a_good_response_gives_facts_without_an_error():
    for name, case in good_seeds().items():
        batch = check(case)
        assert (batch.errors, batch.not_asked) == ([], 0), name
        assert batch.elements, name


def test_a_good_response_is_read_by_the_name_of_the_operation():
    for name, case in good_seeds().items():
        batch = check(bytes([case[0], case[1] + BY_NAME]) + case[2:])
        assert (batch.errors, batch.not_asked) == ([], 0), name
        assert batch.elements[-1]["code"] == "OK", name


def test_a_bad_response_gives_an_error_without_facts():
    for name, case in bad_seeds().items():
        batch = check(case)
        assert len(batch.errors) == 1, name
        assert batch.elements == [], name
