# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_report.py COUNT: writes report.html, and prints the seconds that it takes.

It has COUNT call centers with people of their own, and two findings for each. Over its bound in MB it is an error.
"""

from __future__ import annotations

import pathlib
import random
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))

from report_samples import html_text
from report_variants import full, large

MOST_BYTES = 12 * 10**6
chance = random.Random(1)


def any_id():
    return f"{chance.getrandbits(128):032x}"


def masked():
    return f"masked-{chance.getrandbits(48):012x}"


def with_own_words(report, count):
    """Return the report with ids, names and people that do not repeat, which packing could use."""
    ids = {facts["instance_id"]: any_id() for facts in report["instances"]}
    instances = [
        {
            **facts,
            "instance_id": ids[facts["instance_id"]],
            "instance_name": f"{facts['instance_name']} {chance.randrange(10**6)}",
            "users": [
                {**user, **{key: masked() for key in ("user_id", "ram_id", "login_name", "display_name", "email")}}
                for user in (report["instances"][0].get("users") or []) * 3
            ],
        }
        for facts in report["instances"][:count]
    ]
    findings = [
        {
            **finding,
            "instance_id": ids.get(finding["instance_id"]),
            "message": f"{finding['message']} {chance.randrange(10**6)}",
        }
        for finding in report["findings"][: 2 * count]
    ]
    return {**report, "instances": instances, "findings": findings}


count = int(sys.argv[1])
small = full()
# Those with people first, so that all of them have some.
small["instances"].sort(key=lambda facts: not facts.get("users"))
report = with_own_words(large(small, count // len(small["instances"]) + 1), count)
start = time.perf_counter()
page = html_text(report, "en").encode()
seconds = time.perf_counter() - start
pathlib.Path("report.html").write_bytes(page)
if len(page) > MOST_BYTES:
    raise SystemExit(f"the page has {len(page):,} bytes")
print(f"{len(page):,} bytes")
print(seconds)
