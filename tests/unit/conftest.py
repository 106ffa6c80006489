# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os

import pytest
from emulator_process import running_emulator
from hypothesis import settings
from tree import ROOT

# ansible-test imports the collection with a loader of its own, which the processes that tests start do not have.
if ROOT.parents[1].name == "ansible_collections":
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT.parents[2]), os.environ.get("PYTHONPATH")]))

# Property tests try the same examples in every run, with no limit of time.
settings.register_profile("alicloud.ccc", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("alicloud.ccc")


@pytest.fixture(scope="session")
def emulator():
    with running_emulator() as process:
        yield process
