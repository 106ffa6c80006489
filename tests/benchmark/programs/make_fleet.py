# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_fleet.py COUNT: writes ids.json of the emulator's fleet, and the list's response in each API version."""

from __future__ import annotations

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "roles" / "emulator" / "files"))

from ccc_emulator.call_center import CallCenter
from ccc_emulator.fleet import fleet
from ccc_emulator.fleet_lists import fleet_lists
from ccc_emulator.version_2020 import listed_by_2020

instances, lists = fleet(int(sys.argv[1])), fleet_lists(5)
contents = {
    "ids": {"ids": [instance["InstanceId"] for instance in instances]},
    "2017-07-05": {"Instances": {"CallCenterInstance": instances}},
    "2020-07-01": {"Data": {"List": [listed_by_2020(instance, CallCenter(instance, lists)) for instance in instances]}},
}
for name, content in contents.items():
    pathlib.Path(f"{name}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
