# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How far a long reading is, in words."""

from __future__ import annotations

import threading
import time


class Progress:
    """Where a reading is. accounts: how many are read; of all, ``all_accounts``."""

    def __init__(self, all_accounts: int) -> None:
        self.accounts = self.instances = 0
        self._all_accounts = all_accounts
        self._asked = self._to_ask = 0
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def plan(self, requests: int) -> None:
        with self._lock:
            self._to_ask += requests

    def asked(self, number: int) -> None:
        """Take note of an answer; ``number``: of its page. How many pages follow is not known before the first."""
        with self._lock:
            self._asked += 1
            self._to_ask += number > 1

    def sentence(self) -> str:
        with self._lock:
            asked, to_ask = self._asked, self._to_ask
        began = "Read %d of %d accounts and %d call centers" % (self.accounts, self._all_accounts, self.instances)
        if self.accounts:
            # An account that has not been read will take as many requests as another, as far as anybody knows.
            to_ask = max(to_ask, to_ask * self._all_accounts // max(self.accounts, 1))
        left = to_ask - asked
        seconds = (time.monotonic() - self._began) * left / asked if asked else None
        about = "time unknown" if seconds is None else "about %d s" % (seconds + 1)
        return "%s; about %d requests left (%s)." % (began, left, about)
