# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_call_centers.py COUNT: writes facts.json, and overrides.json, which gives rules long lists."""

from __future__ import annotations

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))

from audit_cases import admin, call_center, number

instances = [
    call_center(
        instance_id=f"id-{position}",
        instance_name=f"call center {position}",
        domain_name=f"d{position}",
        admins=[admin(), admin(ram_id="206815793204418802")],
        phone_numbers=[number(number=f"0{position}-{line}") for line in range(2)],
    )
    for position in range(int(sys.argv[1]))
]
ids = [instance["instance_id"] for instance in instances]
numbers = [line["number"] for instance in instances for line in instance["phone_numbers"]]
overrides = {
    "administrator_not_allowed": {"params": {"allowed_ram_ids": ["206815793204418801", "206815793204418802"]}},
    "owner_not_allowed": {"params": {"allowed_owners": [instances[0]["owner"]]}},
    "outbound_not_allowed": {"params": {"allowed_numbers": numbers}},
    "unexpected_instance": {"params": {"expected_ids": ids}},
    "missing_instance": {"params": {"expected_ids": ids}},
}
for name, content in {"facts": {"instances": instances}, "overrides": overrides}.items():
    pathlib.Path(f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
