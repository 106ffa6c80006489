# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""read_inventory.py SOURCE COUNT: prints the seconds to read an inventory, which must have COUNT hosts."""

from __future__ import annotations

import sys
import time

from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader

source, count = sys.argv[1:]
init_plugin_loader()
start = time.perf_counter()
inventory = InventoryManager(loader=DataLoader(), sources=[source])
seconds = time.perf_counter() - start
if len(inventory.hosts) != int(count):
    raise SystemExit(f"{source} made {len(inventory.hosts)} hosts")
print(seconds)
