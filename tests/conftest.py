# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def measure_only_this_process() -> None:
    """Keep pytest-cov before 7, the newest that Python 3.10 and 3.11 get here, out of the programs that tests start.

    It would print warnings into their output, and leave data of another kind. `make integration` measures modules.
    """
    for name in [name for name in os.environ if name.startswith("COV_CORE_")]:
        del os.environ[name]


@pytest.fixture
def refused_endpoint() -> Iterator[str]:
    """Return an address on loopback that refuses connections: a port that is taken, and on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
