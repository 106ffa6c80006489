# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small client for the emulator's tests, with its own signer. It shares no code with the emulator or plugins/.

Its functions make the parts of a request, so that a test can make a good request, break one part, and send it.
"""

from __future__ import annotations

import base64
import contextlib
import datetime
import hashlib
import hmac
import http.client
import json
import string
import threading
import types
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree import ElementTree

from ccc_emulator.command_line import parse_arguments
from ccc_emulator.process import make_server
from emulator_process import EmulatorProcess, arguments

FORM = "application/x-www-form-urlencoded"
UNRESERVED = frozenset((string.ascii_letters + string.digits + "-_.~").encode())
DOCUMENTED_ID = "ef1e71e9-ae9d-487c-96ad-9181d85cf802"
SHANGHAI = "5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4"
OLD, NEW = "2017-07-05", "2020-07-01"


@contextlib.contextmanager
def served(
    data: Any = None, faults: dict[str, float] | None = None, security_token: str = "", **options: Any
) -> Iterator[types.SimpleNamespace]:
    """Serve on a thread of this process: running_emulator without a process and a log."""
    keys = {"access_key_id": "test-key-id", "access_key_secret": "test-key-secret", "security_token": security_token}
    parsed = parse_arguments(arguments({**options, **keys}, faults))
    parsed.given_data = data
    with make_server(parsed) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield types.SimpleNamespace(port=server.server_port, endpoint=server.endpoint, **keys)
        finally:
            server.shutdown()
            thread.join()


class Response(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def xml(self) -> ElementTree.Element:
        return ElementTree.fromstring(self.body)


def encode(text: str) -> str:
    return "".join(chr(byte) if byte in UNRESERVED else f"%{byte:02X}" for byte in text.encode("utf-8"))


def form(parameters: dict[str, str]) -> str:
    return "&".join(encode(name) + "=" + encode(value) for name, value in sorted(parameters.items()))


def timestamp(minutes_from_now: float = 0) -> str:
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes_from_now)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def changed(values: dict[str, str], changes: dict[str, str | None]) -> dict[str, str]:
    """Return the values with changes; None removes a value."""
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


# --- HMAC-SHA1 ---


def rpc_parameters(emulator: EmulatorProcess, action: str, **changes: str | None) -> dict[str, str]:
    parameters = {
        "Action": action,
        "Version": "2017-07-05",
        "Format": "JSON",
        "AccessKeyId": emulator.access_key_id,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0",
        "SignatureNonce": str(uuid.uuid4()),
        "Timestamp": timestamp(),
        "SecurityToken": emulator.security_token or None,
    }
    return changed(parameters, changes)


def rpc_signature(method: str, parameters: dict[str, str], secret: str) -> str:
    to_sign = method + "&" + encode("/") + "&" + encode(form(parameters))
    return base64.b64encode(hmac.new((secret + "&").encode(), to_sign.encode(), "sha1").digest()).decode("ascii")


def signed_rpc_parameters(
    emulator: EmulatorProcess, action: str, method: str = "POST", **changes: str | None
) -> dict[str, str]:
    parameters = rpc_parameters(emulator, action, **changes)
    return {**parameters, "Signature": rpc_signature(method, parameters, emulator.access_key_secret)}


def rpc(emulator: EmulatorProcess, action: str, method: str = "POST", **changes: str | None) -> Response:
    """Send a correctly signed request: a GET with all parameters in the query, a POST with all in the body."""
    parameters = signed_rpc_parameters(emulator, action, method, **changes)
    return send_parameters(emulator, method, parameters)


def send_parameters(emulator: EmulatorProcess, method: str, parameters: dict[str, str]) -> Response:
    if method == "GET":
        return send(emulator, "GET", "/?" + form(parameters))
    return send(emulator, method, "/", form(parameters), {"Content-Type": FORM})


# --- ACS3-HMAC-SHA256 ---


def acs3_headers(emulator: EmulatorProcess, action: str, body: str = "", **changes: str | None) -> dict[str, str]:
    """Return the headers of an ACS3 request except Authorization; `changes` have names with underscores."""
    headers = {
        "host": f"127.0.0.1:{emulator.port}",
        "x-acs-action": action,
        "x-acs-version": "2017-07-05",
        "x-acs-date": timestamp(),
        "x-acs-signature-nonce": str(uuid.uuid4()),
        "x-acs-content-sha256": hashlib.sha256(body.encode()).hexdigest(),
        "x-acs-security-token": emulator.security_token or None,
        "content-type": FORM if body else None,
    }
    return changed(headers, {name.replace("_", "-"): value for name, value in changes.items()})


def acs3_signature(
    method: str, query: dict[str, str], headers: dict[str, str], names: list[str], body: str, secret: str
) -> str:
    lines = [method, "/", form(query)]
    lines += [name + ":" + headers[name] for name in names]
    lines += ["", ";".join(names), hashlib.sha256(body.encode()).hexdigest()]
    to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return hmac.new(secret.encode(), to_sign.encode(), "sha256").hexdigest()


def acs3(
    emulator: EmulatorProcess,
    action: str,
    method: str = "POST",
    query: dict[str, str] | None = None,
    body: str = "",
    unsigned: tuple[str, ...] = (),
    sent_query: dict[str, str] | None = None,
    sent_body: str | None = None,
    **changes: str | None,
) -> Response:
    """Send an ACS3 request. The headers in `unsigned` are not signed.

    `sent_query` and `sent_body` are sent instead of the signed ones.
    """
    headers = acs3_headers(emulator, action, body, **changes)
    names = sorted(name for name in headers if name not in unsigned)
    signature = acs3_signature(method, query or {}, headers, names, body, emulator.access_key_secret)
    headers["Authorization"] = (
        f"ACS3-HMAC-SHA256 Credential={emulator.access_key_id},SignedHeaders={';'.join(names)},Signature={signature}"
    )
    query = query if sent_query is None else sent_query
    target = "/?" + form(query) if query else "/"
    return send(emulator, method, target, body if sent_body is None else sent_body, headers)


# --- Keys that the emulator issues ---


def with_key(emulator: EmulatorProcess, key: dict[str, str]) -> types.SimpleNamespace:
    """Return the emulator with this key, which STS or the metadata service has issued."""
    return types.SimpleNamespace(
        port=emulator.port,
        access_key_id=key["AccessKeyId"],
        access_key_secret=key["AccessKeySecret"],
        security_token=key["SecurityToken"],
    )


def with_account(emulator: EmulatorProcess, number: int) -> types.SimpleNamespace:
    """Return the emulator with the key of its second or a later account."""
    key = {
        "AccessKeyId": f"{emulator.access_key_id}-{number}",
        "AccessKeySecret": f"{emulator.access_key_secret}-{number}",
        "SecurityToken": emulator.security_token,
    }
    return with_key(emulator, key)


def assume_role(emulator: EmulatorProcess, method: str = "GET", **changes: str | None) -> Response:
    """Send a correctly signed AssumeRole."""
    parameters = {"RoleArn": "acs:ram::1059803544828509:role/auditor", "RoleSessionName": "test-session"}
    return rpc(emulator, "AssumeRole", method, **{"Version": "2015-04-01", **parameters, **changes})


# --- HTTP ---


def send(
    emulator: EmulatorProcess, method: str, target: str, body: str = "", headers: dict[str, str] | None = None
) -> Response:
    connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=20)
    try:
        connection.request(method, target, body.encode() or None, headers or {})
        response = connection.getresponse()
        headers_in_lower_case = {name.lower(): value for name, value in response.getheaders()}
        return Response(response.status, headers_in_lower_case, response.read())
    finally:
        connection.close()


def raw_request(emulator: EmulatorProcess, action: str = "GetInstance", **changes: str | None) -> bytes:
    """Return the bytes of a correctly signed POST."""
    changes.setdefault("InstanceId", DOCUMENTED_ID if action == "GetInstance" else None)
    body = form(signed_rpc_parameters(emulator, action, **changes))
    return (
        f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{emulator.port}\r\nContent-Type: {FORM}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
