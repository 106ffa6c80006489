# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_report.py COUNT: writes report.html, and prints the seconds that this takes.

The report has COUNT call centers, each with its own people and routing, and twice as many findings. The program fails
if the page is too large.
"""

from __future__ import annotations

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))

from large_reports import own_report
from report_samples import html_text

MOST_BYTES = 12 * 10**6

report = own_report(int(sys.argv[1]))
start = time.perf_counter()
page = html_text(report, "en").encode()
seconds = time.perf_counter() - start
pathlib.Path("report.html").write_bytes(page)
if len(page) > MOST_BYTES:
    raise SystemExit(f"the page has {len(page):,} bytes, more than {MOST_BYTES:,}")
print(f"{len(page):,} bytes")
print(seconds)
