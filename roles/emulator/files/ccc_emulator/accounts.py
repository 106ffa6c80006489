# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts: each has call centers, limits and faults of its own, which are made when it is first asked for."""

from __future__ import annotations

import threading
from typing import Callable, NamedTuple

from .faults import Faults, RateLimit
from .records import Records


class Account(NamedTuple):
    """What one account has, and what it meets."""

    records: Records
    rate_limit: RateLimit
    faults: Faults


class Accounts:
    """The accounts by position. `make` makes one; the first is made at once, so that what is wrong with it is said."""

    def __init__(self, make: Callable[[int], Account]) -> None:
        self._make = make
        self._made = {0: make(0)}
        self._lock = threading.Lock()

    def at(self, position: int) -> Account:
        """Return an account, always the same one."""
        if position not in self._made:
            with self._lock:
                if position not in self._made:
                    self._made[position] = self._make(position)
        return self._made[position]
