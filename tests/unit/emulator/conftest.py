# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of the emulator's tests. The emulator logs to stderr, which pytest shows if a test fails."""

from __future__ import annotations

import json
import pathlib

import pytest
from emulator_client import served

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "signature_vectors.json"


@pytest.fixture(scope="module")
def emulator():
    """An emulator with the default call centers, shared by the tests of a file."""
    with served() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def vectors():
    """Signatures from the official SDKs."""
    return json.loads(VECTORS.read_text(encoding="utf-8"))
