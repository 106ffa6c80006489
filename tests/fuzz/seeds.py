# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first cases: examples from the API's documents, and the emulator's responses for each version and fault."""

from __future__ import annotations

import itertools
from pathlib import Path

from cases import OPERATIONS, SECRET, TOKEN, VERSIONS, encode_case
from emulator_client import SHANGHAI, rpc
from emulator_process import running_emulator

FIXTURES = Path(__file__).resolve().parents[1] / "unit" / "fixtures"
# The faults that are a response; the others break the connection.
FAULTS = ("throttle", "unavailable", "internal_error", "html_502", "not_json", "redirect", "soft_failure")
# The parameters of all operations, which ignore those of others.
PARAMETERS = {
    "InstanceId": SHANGHAI,
    "PageNumber": "1",
    "PageSize": "100",
    "OutboundOnly": "false",
    "ObjectType": "INSTANCE",
    "ObjectId": SHANGHAI,
}
READS = [(version, operation.action) for operation in OPERATIONS.values() for version in operation.versions]


def good_seeds() -> dict[str, bytes]:
    """Return the cases with a successful response, by name."""
    cases = {}
    for operation, name in {"GetInstance": "get_instance", "ListInstancesOfUser": "list_instances_of_user"}.items():
        for kind in ("json", "xml"):
            cases[f"document-{operation}-{kind}"] = encode_case(
                VERSIONS[0], operation, (FIXTURES / f"{name}.{kind}").read_bytes()
            )
    with running_emulator() as emulator:
        for (version, operation), kind in itertools.product(READS, ("JSON", "XML")):
            body = rpc(emulator, operation, Version=version, Format=kind, **PARAMETERS).body
            cases[f"{version}-{operation}-{kind}"] = encode_case(version, operation, body)
            chunk = b"%x\r\n%b\r\n" % (len(body), body)
            whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + b"0\r\n\r\n"
            cases[f"{version}-{operation}-{kind}-in-chunks"] = encode_case(version, operation, whole, None)
    return cases


def bad_seeds() -> dict[str, bytes]:
    """Return the cases with a failure, by name."""
    cases = {}
    for fault in FAULTS:
        with running_emulator(faults={fault: 1}) as emulator:
            for version, operation in READS:
                response = rpc(emulator, operation, Version=version, **PARAMETERS)
                cases[f"{version}-{operation}-{fault}"] = encode_case(
                    version, operation, response.body, response.status
                )
    failure = '{"Code": "Unexpected", "Message": "StringToSign is [POST&%%2F&%s], SecurityToken=%s"}' % (SECRET, TOKEN)
    cases["secret"] = encode_case(VERSIONS[0], "GetInstance", failure.encode(), 400)
    redirect = f"HTTP/1.1 302 Found\r\nLocation: https://example.com/?SecurityToken={TOKEN}\r\n\r\n"
    cases["secret-in-a-redirect"] = encode_case(VERSIONS[1], "ListInstancesOfUser", redirect.encode(), None)
    return cases
