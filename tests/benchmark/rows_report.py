# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a large report: making it, and opening it."""

from __future__ import annotations

import shutil

from measure import in_turn, program, row


@row(
    "making `report.html` of at most 12 MB, for {instances:,} call centers with twice as many findings",
    count="instances",
    time=10,
)
def report_made(size, folder):
    return in_turn(1, program(folder, "make_report", size.instances))[0], None


@row("opening the same page in Chromium until it is drawn", count="instances", time=3)
def report_opened(size, folder):
    if not shutil.which("chromium"):
        return None
    program(folder, "make_report", size.instances)()
    return in_turn(size.at_most(3), program(folder, "open_report", "report.html"))[0], None


ROWS = [report_made, report_opened]
