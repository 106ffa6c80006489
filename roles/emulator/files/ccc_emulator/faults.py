# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rate limits and faults."""

from __future__ import annotations

import collections
import hashlib
import json
import threading
import time

ALL_OPERATIONS = "all"


class RateLimit:
    """A limit on the requests in any window of one second.

    per_second: limits by operation; the one under ALL_OPERATIONS is for all operations together.
    """

    def __init__(self, per_second: dict[str, int]) -> None:
        self._admitted: dict[str, collections.deque[float]] = {
            name: collections.deque(maxlen=count) for name, count in per_second.items()
        }
        self._lock = threading.Lock()

    def admits(self, action: str) -> bool:
        """Count a request and return True, unless it exceeds a limit."""
        windows = [self._admitted[name] for name in (ALL_OPERATIONS, action) if name in self._admitted]
        if not windows:
            return True
        with self._lock:
            now = time.monotonic()
            if any(len(window) == window.maxlen and now - window[0] <= 1 for window in windows):
                return False
            for window in windows:
                window.append(now)
            return True


FAULTS = {
    "throttle": "Throttling.User, HTTP 400",
    "unavailable": "ServiceUnavailable, HTTP 503",
    "internal_error": "InternalError, HTTP 500",
    "reset": "the connection is reset without a response",
    "close": "the connection is closed without a response",
    "truncated": "the connection is closed after half of the body",
    "hang": "no response at all",
    "drip": "the body arrives at one byte per second",
    "html_502": "HTTP 502 with a proxy's HTML page",
    "not_json": "HTTP 200 with text that is neither JSON nor XML",
    "redirect": "HTTP 302 to another address",
    "soft_failure": "HTTP 200 with Code InternalError in the body (and Success false, in 2017-07-05)",
}


class Faults:
    """Decides which request meets which fault.

    This depends only on the seed, the action, its subject (an instance or a page) and how often that pair has been
    requested. So a request meets the same fault in every run, no matter how concurrent requests interleave.
    """

    def __init__(self, rates: dict[str, float], seed: int) -> None:
        self._rates = [(name, rates[name]) for name in FAULTS if name in rates]
        self._seed = seed
        self._counts: collections.Counter[tuple[str, str]] = collections.Counter()
        self._lock = threading.Lock()

    def draw(self, action: str, subject: str) -> str:
        """Return the name of a fault, or an empty string for none."""
        if not self._rates:
            return ""
        with self._lock:
            self._counts[action, subject] += 1
            attempt = self._counts[action, subject]
        key = json.dumps([self._seed, action, subject, attempt])
        point = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / 2**64
        for name, rate in self._rates:
            if point < rate:
                return name
            point -= rate
        return ""
