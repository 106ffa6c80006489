# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""read_fleet.py OPTIONS: reads accounts with the module's own code, and prints the seconds and CPU seconds.

OPTIONS is a file with the module's options.
"""

from __future__ import annotations

import json
import pathlib
import sys
import time

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FLEET
from ansible_collections.alicloud.ccc.plugins.module_utils._module import argument_spec_of, result_of

options = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
params = ArgumentSpecValidator(argument_spec_of(FLEET)).validate(options).validated_parameters
start, cpu_start = time.perf_counter(), time.process_time()
result = result_of(FLEET, params)
seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
lists = [facts[kind] for facts in result["instances"] for kind in options["include"] if kind in facts]
if result["failed"] or not lists:
    raise SystemExit(f"call centers were lost: {result.get('msg')}")
print(seconds, cpu_seconds)
