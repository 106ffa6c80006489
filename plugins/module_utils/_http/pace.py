# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request rate for all workers, so that all of them slow down together if the gateway throttles."""

from __future__ import annotations

import collections
import threading
import time
from typing import Callable

SLOWER = 0.8
FASTER = 0.1
LOWEST_RATE = 0.5  # requests a second
WINDOW = 1.0  # seconds; gateways count requests per second
REST = 0.8  # of a window, after a burst has used it up


class Pace:
    """Additive increase and multiplicative decrease of a rate of requests per second, from the second throttling on.

    ``workers``: how many callers share the pace. ``clock``: returns seconds and never goes back.
    """

    def __init__(self, workers: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate: float | None = None
        self._throttled_before = False
        self._workers = workers
        self._clock = clock
        self._lock = threading.Lock()
        self._next_turn = self._paused_until = clock()
        self._slowed_at = self._next_turn - WINDOW
        self._pauses = 0
        self._successes: collections.deque[float] = collections.deque()

    def wait_for_turn(self, wait: Callable[[float], object]) -> float:
        """Wait, by calling ``wait`` with seconds, until the caller may send a request. Return the time of its turn."""
        while True:
            with self._lock:
                now = self._clock()
                turn = max(now, self._next_turn)
                if self.rate:
                    self._next_turn = turn + 1 / self.rate
                pauses = self._pauses
            if turn > now:
                wait(turn - now)
            # If a pause began in the meantime, take another turn after it.
            if pauses == self._pauses:
                return turn

    def succeeded(self) -> None:
        """Record a response that was not throttled."""
        with self._lock:
            if self.rate:
                # The longer nothing was throttled, the larger the step: others may have used part of the limit before.
                self.rate += FASTER * max(0, self._clock() - self._slowed_at)
            self._successes.append(self._clock())
            self._forget_old_successes()

    def throttled(self, turn: float, retry_after: float | None = None) -> None:
        """Record a throttled response to the request of ``turn``.

        ``retry_after``: how many seconds the gateway asks to wait, or None.
        """
        with self._lock:
            now = self._clock()
            pause = 0 if retry_after is None else retry_after
            self._forget_old_successes()
            served = float(len(self._successes))
            if turn < self._slowed_at:
                pass  # The request was sent at the previous rate.
            elif self.rate is None:
                # The limit of this second is used up, so requests in flight would waste their attempts. The next second
                # shows how high the limit is: others may have used part of it before the first request.
                if self._throttled_before:
                    self.rate = max(served, self._workers / 2)
                pause = max(pause, WINDOW * REST if self._throttled_before else WINDOW)
                self._throttled_before = True
            elif now - self._slowed_at >= WINDOW:
                self.rate = max(LOWEST_RATE, min(self.rate * SLOWER, served))
                self._slowed_at = now
            if pause:
                self._pauses += 1
                self._paused_until = max(self._paused_until, now + pause)
                self._next_turn = self._slowed_at = self._paused_until

    def _forget_old_successes(self) -> None:
        oldest = self._clock() - WINDOW
        while self._successes and self._successes[0] < oldest:
            self._successes.popleft()
