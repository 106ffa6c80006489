# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_facts.py API_VERSION parse|facts: prints the seconds to parse a list's response, or to make facts of it."""

from __future__ import annotations

import json
import pathlib
import sys
import time

from ansible_collections.alicloud.ccc.plugins.module_utils._facts import facts_of, list_of
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_INSTANCES_OF_USER

version, what = sys.argv[1:]
where = LIST_INSTANCES_OF_USER.versions[version]
content = pathlib.Path(f"{version}.json").read_bytes()
start = time.perf_counter()
data = json.loads(content)
if what == "facts":
    for field in where.path:
        data = data[field]
    instances = list_of(data, where.element)
    start = time.perf_counter()
    made = [facts_of(instance, where.shape, "instance") for instance in instances]
    if any(warnings for _facts, warnings in made):
        raise SystemExit("there are warnings")
print(time.perf_counter() - start)
