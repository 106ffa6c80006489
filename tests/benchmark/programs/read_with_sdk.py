# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""read_with_sdk.py OPTIONS THREADS: reads the ids in ids.json with the official SDK, as most scripts do."""

from __future__ import annotations

import json
import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

from alibabacloud_ccc20170705.client import Client
from alibabacloud_ccc20170705.models import GetInstanceRequest
from alibabacloud_tea_openapi.models import Config

options = json.loads(sys.argv[1])
client = Client(
    Config(
        access_key_id=options["access_key_id"],
        access_key_secret=options["access_key_secret"],
        endpoint=options["endpoint"].removeprefix("http://"),
        protocol="http",
    )
)


def read(instance_id):
    return client.get_instance(GetInstanceRequest(instance_id=instance_id)).body.instance.to_map()


ids = json.loads(pathlib.Path("ids.json").read_text(encoding="utf-8"))["ids"]
threads = int(sys.argv[2])
if threads > 1:
    with ThreadPoolExecutor(max_workers=threads) as workers:
        instances = list(workers.map(read, ids))
else:
    instances = [read(instance_id) for instance_id in ids]
if [instance["InstanceId"] for instance in instances] != ids:
    raise SystemExit("call centers were lost")
