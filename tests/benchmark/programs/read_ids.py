# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""read_ids.py OPERATION OPTIONS: prints the seconds that the module's own code takes to read the ids in ids.json.

Each id must be in the result, in order.
"""

from __future__ import annotations

import json
import pathlib
import sys
import time

from ansible_collections.alicloud.ccc.plugins.module_utils import _operations
from ansible_collections.alicloud.ccc.plugins.module_utils._module import result_of

operation = getattr(_operations, sys.argv[1])
ids = json.loads(pathlib.Path("ids.json").read_text(encoding="utf-8"))["ids"]
options = {
    "connect_timeout": 5,
    "read_timeout": 10,
    "max_attempts": 6,
    "validate_certs": True,
    "api_version": operation.default_version,
    "instance_ids": ids,
    **{name: option["default"] for name, option in operation.options.items()},
    **json.loads(sys.argv[2]),
}
start = time.perf_counter()
result = result_of(operation, options)
seconds = time.perf_counter() - start
if list(dict.fromkeys(facts["instance_id"] for facts in result[operation.result])) != ids or "errors" in result:
    raise SystemExit(f"call centers were lost: {result.get('msg')}")
print(seconds)
