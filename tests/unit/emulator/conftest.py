# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of the emulator's tests."""

from __future__ import annotations

import importlib
import json
import pathlib
import types

import pytest
from emulator_process import EMULATOR, running_emulator

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "signature_vectors.json"


@pytest.fixture(scope="module")
def emulator():
    """An emulator with the default call centers, shared by the tests of a file."""
    with running_emulator() as process:
        yield process


@pytest.fixture(scope="session")
def ccc_emulator():
    """What the emulator's modules hold, for what no socket can show."""
    modules = [importlib.import_module(f"ccc_emulator.{path.stem}") for path in EMULATOR.glob("[a-z]*.py")]
    return types.SimpleNamespace(**{name: value for module in modules for name, value in vars(module).items()})


@pytest.fixture(scope="session")
def vectors():
    """Signatures that the official SDKs made."""
    return json.loads(VECTORS.read_text(encoding="utf-8"))
