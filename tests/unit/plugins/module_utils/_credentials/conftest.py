# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import collections
import json
from urllib.parse import parse_qsl

import pytest
import requests
from Tea.core import TeaCore

Sent = collections.namedtuple("Sent", ("address", "path", "parameters", "options"))
"""A request: its address, such as "https://sts.aliyuncs.com", path, parameters (dict) and send options."""


@pytest.fixture
def rerouted(emulator, monkeypatch):
    """Send all requests to the emulator, which is also STS and the metadata service, and return the list of Sent.

    https://sts.aliyuncs.com and http://100.100.100.200 are not available on loopback, so their addresses are replaced.
    The rest of the request, by the vendor's library or by this collection, is unchanged.
    """
    sent = []
    do_action, send = TeaCore.do_action, requests.adapters.HTTPAdapter.send

    def librarys(request, options=None):
        address = "%s://%s" % (request.protocol, request.headers["host"])
        if not address.endswith(":%d" % emulator.port):
            sent.append(Sent(address, request.pathname, dict(request.query), options))
        request.protocol, request.headers["host"], request.port = "http", "127.0.0.1:%d" % emulator.port, 80
        return do_action(request, options)

    def our_own(adapter, request, **options):
        if not request.url.startswith(emulator.endpoint):
            sent.append(Sent(request.url.rstrip("/"), "", dict(parse_qsl(request.body.decode())), options))
            request.url = emulator.endpoint + "/"
        return send(adapter, request, **options)

    monkeypatch.setattr(TeaCore, "do_action", staticmethod(librarys))
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", our_own)
    return sent


@pytest.fixture
def config_file(tmp_path):
    """Return a function that writes profiles to a config.json and returns its path."""

    def write(*profiles):
        path = tmp_path / "config.json"
        path.write_text(json.dumps({"current": "default", "profiles": list(profiles)}))
        return str(path)

    return write


@pytest.fixture
def connection():
    """Return the connection options that control how requests are sent."""
    return {"connect_timeout": 5, "read_timeout": 5, "max_attempts": 1, "concurrency": 16, "validate_certs": True}
