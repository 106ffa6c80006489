# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugins and the emulator are in files that can be read at once. Ruff limits the functions."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for folder in ("plugins", "roles/emulator/files") for path in (ROOT / folder).rglob("*.py"))
LONGEST = 400  # lines, without what Ansible shows to users
SHOWN = {"DOCUMENTATION", "EXAMPLES", "RETURN"}


def lines_of_code(source: str) -> int:
    """Count the lines but for those of the documentation's assignments."""
    shown = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in SHOWN
    ]
    return source.count("\n") - sum(node.end_lineno - node.lineno + 1 for node in shown)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_long(path):
    assert lines_of_code(path.read_text(encoding="utf-8")) <= LONGEST


def test_documentation_does_not_count():
    assert lines_of_code('A = 1\nRETURN = r"""\nx\n"""\nB = 2\n') == 2
