# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTATION = re.compile(r'^(DOCUMENTATION|EXAMPLES|RETURN) = r?""".*?"""$', re.MULTILINE | re.DOTALL)


def test_no_file_has_more_than_400_lines_of_code():
    files = [*ROOT.glob("plugins/**/*.py"), *ROOT.glob("roles/emulator/files/ccc_emulator/*.py")]
    lines = {path: DOCUMENTATION.sub("", path.read_text("utf-8")).count("\n") for path in files}
    assert {str(path.relative_to(ROOT)): count for path, count in lines.items() if count > 400} == {}
