# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ansible_programs import clean_environment

PROGRAM = Path(__file__).with_name("fault_matrix.py")


def test_the_fault_matrix_page_shows_the_outcome_of_each_fault(tmp_path):
    # A process of its own, since it makes Ansible load the collection.
    done = subprocess.run(
        [sys.executable, str(PROGRAM)],
        env=clean_environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"Run .venv/bin/python tests/system/fault_matrix.py --write\n{done.stdout}"
