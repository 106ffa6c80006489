# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The entry point: python3 …/ccc_emulator."""

from __future__ import annotations

import os
import sys

# Python puts the package's own folder first, so its files could hide modules of the standard library.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from ccc_emulator.process import main  # noqa: E402 - after sys.path

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
