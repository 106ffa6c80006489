# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import collections

import pytest
from Tea.core import TeaCore

Asked = collections.namedtuple("Asked", ("address", "path", "query", "options"))
"""What the vendor's library asked for: "https://sts.aliyuncs.com", a path, a dict, and its options of the request."""


@pytest.fixture
def rerouted(emulator, monkeypatch):
    """Send what the vendor's library asks to the emulator, which is STS and metadata, too; return the list of Asked.

    Two addresses cannot be had on loopback, https://sts.aliyuncs.com and http://100.100.100.200. Only the address is
    another one: the rest of the request is real.
    """
    asked = []
    do_action = TeaCore.do_action

    def to_emulator(request, options=None):
        address = "%s://%s" % (request.protocol, request.headers["host"])
        asked.append(Asked(address, request.pathname, dict(request.query), options))
        request.protocol, request.headers["host"], request.port = "http", "127.0.0.1:%d" % emulator.port, 80
        return do_action(request, options)

    monkeypatch.setattr(TeaCore, "do_action", staticmethod(to_emulator))
    return asked
