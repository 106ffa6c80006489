# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fuzz cases: for any bytes in a response, the client returns facts or a CccError.

A case is bytes. The first byte chooses the operation and the API version. The second chooses the HTTP status, and
whether the operation is read by its name. The rest is the body of the response, or the whole response with status line
and headers. The client gets it over a real socket; only the address is made up. The types of facts are tested by
tests/unit/plugins/module_utils/test_facts.py.
"""

from __future__ import annotations

import contextlib
import json
import socket
from typing import Any, NamedTuple
from unittest import mock

import urllib3.util.connection
from ansible_collections.alicloud.ccc.plugins.module_utils import _operations
from ansible_collections.alicloud.ccc.plugins.module_utils._any_operation import read_by_name
from ansible_collections.alicloud.ccc.plugins.module_utils._client import Batch, client_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._module import failure_message
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS, Operation

# Words that no encoder changes, so that they are found in any output.
SECRET = "sEcReTcAnArYoNe8351"
TOKEN = "tOkEnCaNaRyOnE6204"
OPTIONS = {
    "endpoint": "http://127.0.0.1:1",
    "access_key_id": "LTAIkeyOfTheFuzzer",
    "access_key_secret": SECRET,
    "security_token": TOKEN,
    "connect_timeout": 5,
    "read_timeout": 5,
    "max_attempts": 1,
    "concurrency": 1,
    "validate_certs": True,
}
VERSIONS = API_VERSIONS
OPERATIONS = {
    operation.action: operation for operation in vars(_operations).values() if isinstance(operation, Operation)
}
BY_NAME = 128
STATUSES = (200, 201, 302, 400, 403, 404, 429, 500, 502, 503)
INSTANCE_ID = "ef1e71e9-ae9d-487c-96ad-9181d85cf802"


class Case(NamedTuple):
    """response: the bytes on the connection. by_name: whether the operation is read by its name."""

    version: str
    operation: str
    response: bytes
    by_name: bool


def encode_case(version: str, operation: str, body: bytes, status: int | None = 200) -> bytes:
    """Return the bytes of a case; with ``status`` None, ``body`` is the whole response."""
    first = VERSIONS.index(version) + 2 * (status is None) + 4 * list(OPERATIONS).index(operation)
    return bytes([first, STATUSES.index(status) if status else 0]) + body


def decode_case(data: bytes) -> Case:
    """Return the case of these bytes; any bytes are a case."""
    first, second, rest = (data + bytes(2))[0], (data + bytes(2))[1], data[2:]
    if not first & 2:
        status = STATUSES[second % BY_NAME % len(STATUSES)]
        head = f"HTTP/1.1 {status} x\r\nContent-Length: {len(rest)}\r\nx-acs-retry-after: 0\r\n\r\n"
        rest = head.encode() + rest
    operation = list(OPERATIONS.values())[(first >> 2) % len(OPERATIONS)]
    version = VERSIONS[first & 1]
    version = version if version in operation.versions else operation.default_version
    return Case(version, operation.action, rest, by_name=second >= BY_NAME)


def check(data: bytes) -> Batch:
    """Return what the client reads from a case; raise AssertionError if it is neither facts nor CccErrors."""
    case = decode_case(data)
    batch = read(case)
    assert all(isinstance(error, CccError) for error in batch.errors)
    if batch.errors:
        message = failure_message(OPERATIONS[case.operation], batch, "the options")
        shown = json.dumps([message, [error.as_dict() for error in batch.errors], batch.request_ids[:0]])
        assert SECRET not in shown, shown
        assert TOKEN not in shown, shown
        assert all(error.code and error.message and error.attempts <= 1 for error in batch.errors), shown
    # A module writes its result as strict JSON in UTF-8.
    json.dumps(batch._replace(errors=[]), ensure_ascii=False, allow_nan=False).encode()
    return batch


def read(case: Case) -> Batch:
    """Read the case's operation with the client, which gets the case's response to each request."""
    with contextlib.ExitStack() as opened:

        def connect(*_args: Any, **_options: Any) -> socket.socket:
            ours, theirs = socket.socketpair()
            opened.callback(theirs.close)
            theirs.sendall(case.response)
            theirs.shutdown(socket.SHUT_WR)
            return ours

        opened.enter_context(mock.patch.object(urllib3.util.connection, "create_connection", connect))
        client = opened.enter_context(client_from_options({**OPTIONS, "api_version": case.version}, {}))
        if case.by_name:
            found = read_by_name(client, case.operation, {"InstanceId": INSTANCE_ID}, all_pages=True)
            assert found.answer or found.batch.errors
            return found.batch._replace(elements=[*found.batch.elements, found.answer])
        return client.read(OPERATIONS[case.operation], [INSTANCE_ID], {"media_types": ["AUDIO"]})
