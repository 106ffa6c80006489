# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The progress of a long run as a sentence."""

from __future__ import annotations

import threading
import time


class Progress:
    """The progress of a run. accounts: how many of ``all_accounts`` are read. instances: how many were found."""

    def __init__(self, all_accounts: int) -> None:
        self.accounts = self.instances = 0
        self._all_accounts = all_accounts
        self._received = self._planned = 0
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def plan(self, requests: int) -> None:
        with self._lock:
            self._planned += requests

    def received(self, number: int) -> None:
        """Record a response. ``number``: of its page; only the first page of a list was planned."""
        with self._lock:
            self._received += 1
            self._planned += number > 1

    def sentence(self) -> str:
        with self._lock:
            received, planned = self._received, self._planned
        began = "Read %d of %d accounts and %d call centers" % (self.accounts, self._all_accounts, self.instances)
        if self.accounts:
            # Assume that each remaining account takes as many requests as the others.
            planned = max(planned, planned * self._all_accounts // max(self.accounts, 1))
        left = planned - received
        seconds = (time.monotonic() - self._began) * left / received if received else None
        about = "time unknown" if seconds is None else "about %d s" % (seconds + 1)
        return "%s; about %d requests left (%s)." % (began, left, about)
