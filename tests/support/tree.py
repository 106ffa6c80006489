# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The path of the checkout. This imports no packages, since the oldest Pythons of the matrix have none."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
