# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads for requests."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._workers import Workers

# Like an Ansible worker that ends while a request is in flight.
ENDS_WHILE_A_THREAD_WAITS = """
import threading
from ansible_collections.alicloud.ccc.plugins.module_utils._workers import Workers
began = threading.Event()
Workers(1).submit(lambda _item: began.set() or threading.Event().wait(), None)
began.wait()
"""


@pytest.fixture
def workers():
    workers = Workers(2)
    yield workers
    workers.close()


def test_results_are_in_the_order_of_the_items(workers):
    assert workers.map(lambda number: number * 2, range(50)) == list(range(0, 100, 2))


def test_an_exception_of_a_function_is_raised(workers):
    with pytest.raises(ZeroDivisionError):
        workers.map(lambda number: 1 / number, [1, 0])
    assert workers.map(str, [1]) == ["1"]


def test_threads_are_limited_and_start_only_when_there_is_work(workers):
    names = workers.map(lambda _number: threading.current_thread().name, range(50))
    assert 1 <= len(set(names)) <= 2
    assert Workers(2)._threads == []


def test_a_process_ends_although_a_thread_is_waiting():
    subprocess.run([sys.executable, "-c", ENDS_WHILE_A_THREAD_WAITS], check=True, timeout=60)
