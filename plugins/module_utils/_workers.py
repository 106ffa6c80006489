# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Threads for requests. Unlike those of concurrent.futures, they do not keep a process from exiting."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import Any, Callable, Iterable, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers:
    """At most ``most`` daemon threads, which start when there is work. Call ``close()`` when there is no more work."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._work: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._idle = threading.Semaphore(0)

    def submit(self, function: Callable[[Item], Result], item: Item) -> Future[Result]:
        """Call a function in a thread, and return the Future of its result."""
        future: Future[Result] = Future()
        self._work.put((future, function, item))
        if not self._idle.acquire(blocking=False) and len(self._threads) < self.most:
            thread = threading.Thread(target=self._run, daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """Return the results of a function for all items, in their order, or raise what it raises."""
        futures = [self.submit(function, item) for item in items]
        return [future.result() for future in futures]

    def close(self) -> None:
        """End each thread as soon as no work is left."""
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
