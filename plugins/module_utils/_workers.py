# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Threads for requests. concurrent.futures has some as well, but a process cannot end before those have."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import Any, Callable, Iterable, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers:
    """At most ``most`` threads, which start when there is work, and end with the process, whatever they wait for.

    Whoever uses them calls ``close()`` when there is no more work.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._work: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._idle = threading.Semaphore(0)

    def submit(self, function: Callable[[Item], Result], item: Item) -> Future[Result]:
        """Have a thread call a function, and return the Future of what it returns or raises."""
        future: Future[Result] = Future()
        self._work.put((future, function, item))
        if not self._idle.acquire(blocking=False) and len(self._threads) < self.most:
            thread = threading.Thread(target=self._run, daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """Return what a function returns for each item, in their order; raise what it raises."""
        futures = [self.submit(function, item) for item in items]
        return [future.result() for future in futures]

    def close(self) -> None:
        """End each thread when it has nothing more to do."""
        for _thread in self._threads:
            self._work.put(None)

    def _run(self) -> None:
        while True:
            try:
                work = self._work.get_nowait()
            except queue.Empty:
                self._idle.release()
                work = self._work.get()
            if work is None:
                return
            future, function, item = work
            try:
                future.set_result(function(item))
            except BaseException as error:
                future.set_exception(error)
            del work, future, function, item  # not held while waiting
