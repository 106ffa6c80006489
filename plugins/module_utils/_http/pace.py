# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One pace for all workers, so that a gateway that throttles is asked less by all of them together."""

from __future__ import annotations

import collections
import threading
import time
from typing import Callable

SLOWER = 0.8
FASTER = 0.1
LOWEST_RATE = 0.5  # requests a second
WINDOW = 1.0  # seconds; gateways count per second
REST = 0.8  # of a window that has been used up in a burst


class Pace:
    """Additive increase, multiplicative decrease of a rate of requests a second, from the second throttling on.

    ``workers`` is how many callers share the pace, ``clock`` gives seconds and never goes back.
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
        """Return when the caller may send its request; ``wait`` is called with seconds. Returns the turn's time."""
        while True:
            with self._lock:
                now = self._clock()
                turn = max(now, self._next_turn)
                if self.rate:
                    self._next_turn = turn + 1 / self.rate
                pauses = self._pauses
            if turn > now:
                wait(turn - now)
            # After a pause that was ordered meanwhile, everybody takes another turn.
            if pauses == self._pauses:
                return turn

    def succeeded(self) -> None:
        """Take note of an answer that was not throttled."""
        with self._lock:
            if self.rate:
                # By a twentieth in the first second, then by more with each: what was throttled at first may have been
                # the use that others made of the account's limit.
                self.rate += FASTER * max(0, self._clock() - self._slowed_at)
            self._successes.append(self._clock())
            self._forget_old_successes()

    def throttled(self, turn: float, retry_after: float | None = None) -> None:
        """Take note of a throttled answer to the request of ``turn``.

        ``retry_after``: seconds for which the gateway wants no request at all, or None.
        """
        with self._lock:
            now = self._clock()
            pause = 0 if retry_after is None else retry_after
            self._forget_old_successes()
            served = float(len(self._successes))
            if turn < self._slowed_at:
                pass  # An answer to a request that was sent at the former pace says nothing of this one.
            elif self.rate is None:
                # What this second allows is used up; the requests under way would waste their attempts on it. How much
                # it allows is seen in the next one: before the first request, others may have used of it.
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
