# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugins stay in files that can be read at once. How complex a function may be, ruff checks (pyproject.toml)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
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


# Not the emulator, of 1,900 lines: its role copies it to a machine as one script.
@pytest.mark.parametrize("path", sorted(PLUGINS.rglob("*.py")), ids=lambda path: str(path.relative_to(PLUGINS)))
def test_no_file_is_long(path):
    assert lines_of_code(path.read_text(encoding="utf-8")) <= LONGEST


def test_documentation_does_not_count():
    assert lines_of_code('A = 1\nRETURN = r"""\nx\n"""\nB = 2\n') == 2
