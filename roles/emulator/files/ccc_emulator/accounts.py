# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts. Each has its own call centers, limits and faults, which are made when the account is first used."""

from __future__ import annotations

import threading
from typing import Callable, NamedTuple

from .faults import Faults, RateLimit
from .records import Records


class Account(NamedTuple):
    """One account: its records, its rate limit and its faults."""

    records: Records
    rate_limit: RateLimit
    faults: Faults


class Accounts:
    """The accounts by position. `make` makes one. The first is made immediately, so that its errors are reported."""

    def __init__(self, make: Callable[[int], Account]) -> None:
        self._make = make
        self._made = {0: make(0)}
        self._lock = threading.Lock()

    def at(self, position: int) -> Account:
        """Return the account at a position, always the same object."""
        if position not in self._made:
            with self._lock:
                if position not in self._made:
                    self._made[position] = self._make(position)
        return self._made[position]
