# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import Credentials, Fetched, KeySource
from ansible_collections.alicloud.ccc.plugins.module_utils._http import pace as _pace
from ansible_collections.alicloud.ccc.plugins.module_utils._http import transport as _transport
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import endpoint_of
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import settings_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._http.transport import Transport
from scripted_gateway import ScriptedGateway

OPTIONS = {"connect_timeout": 5, "read_timeout": 5, "max_attempts": 3, "concurrency": 4, "validate_certs": True}
KEY = Credentials("the-key-id", "the-key-secret", None)


@pytest.fixture
def gateway():
    """Return a function that starts a ScriptedGateway with the given responses."""
    with contextlib.ExitStack() as started:

        def start(*responses, tls=None):
            server = ScriptedGateway(responses, tls)
            started.callback(server.close)
            return server

        yield start


@pytest.fixture
def transport(monkeypatch):
    """Return a function that makes a Transport without waits, for an endpoint, options and a key or a fetch()."""
    monkeypatch.setattr(_transport, "FIRST_BACK_OFF", 0)
    monkeypatch.setattr(_pace, "WINDOW", 0)
    with contextlib.ExitStack() as opened:

        def make(endpoint, fetch=None, region=None, security_token=None, signature_method="HMAC-SHA1", **options):
            key = KEY._replace(security_token=security_token)
            keys = KeySource("a test", fetch or (lambda: Fetched(key)))
            settings = settings_from_options({**OPTIONS, **options}, signature_method)
            made = Transport(endpoint_of(region, endpoint), keys, "2017-07-05", settings)
            opened.callback(made.close)
            return made

        yield make


@pytest.fixture
def call(transport):
    """Return a function that calls GetInstance at an endpoint, with the options of ``transport``."""
    return lambda endpoint, **options: transport(endpoint, **options).call("GetInstance", {"InstanceId": "an id&more"})


@pytest.fixture
def failed(call):
    """Return a function that makes the same call and returns the CccError that it raises."""

    def fail(endpoint, **options):
        with pytest.raises(CccError) as caught:
            call(endpoint, **options)
        return caught.value

    return fail
