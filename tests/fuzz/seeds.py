# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases to begin with: the examples of the API's documents, and the emulator's answers, in each version and fault."""

from __future__ import annotations

import itertools
from pathlib import Path

from answers import OPERATIONS, SECRET, TOKEN, VERSIONS, encode_case
from emulator_client import SHANGHAI, rpc
from emulator_process import running_emulator

FIXTURES = Path(__file__).resolve().parents[1] / "unit" / "fixtures"
# Those that are an answer; the others happen to the connection.
FAULTS = ("throttle", "unavailable", "internal_error", "html_502", "not_json", "redirect", "soft_failure")
# Of all operations; none minds those of another.
PARAMETERS = {
    "InstanceId": SHANGHAI,
    "PageNumber": "1",
    "PageSize": "100",
    "OutboundOnly": "false",
    "ObjectType": "INSTANCE",
    "ObjectId": SHANGHAI,
}
ASKED = [(version, operation.action) for operation in OPERATIONS.values() for version in operation.versions]


def good_seeds() -> dict[str, bytes]:
    """Return the cases, by name, whose answer is a success."""
    cases = {}
    for operation, name in {"GetInstance": "get_instance", "ListInstancesOfUser": "list_instances_of_user"}.items():
        for kind in ("json", "xml"):
            cases[f"document-{operation}-{kind}"] = encode_case(
                VERSIONS[0], operation, (FIXTURES / f"{name}.{kind}").read_bytes()
            )
    with running_emulator() as emulator:
        for (version, operation), kind in itertools.product(ASKED, ("JSON", "XML")):
            body = rpc(emulator, operation, Version=version, Format=kind, **PARAMETERS).body
            cases[f"{version}-{operation}-{kind}"] = encode_case(version, operation, body)
            chunk = b"%x\r\n%b\r\n" % (len(body), body)
            whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + b"0\r\n\r\n"
            cases[f"{version}-{operation}-{kind}-in-chunks"] = encode_case(version, operation, whole, None)
    return cases


def bad_seeds() -> dict[str, bytes]:
    """Return the cases, by name, whose answer is a failure."""
    cases = {}
    for fault in FAULTS:
        with running_emulator(faults={fault: 1}) as emulator:
            for version, operation in ASKED:
                answer = rpc(emulator, operation, Version=version, **PARAMETERS)
                cases[f"{version}-{operation}-{fault}"] = encode_case(version, operation, answer.body, answer.status)
    told = '{"Code": "Odd", "Message": "StringToSign is [POST&%%2F&%s], SecurityToken=%s"}' % (SECRET, TOKEN)
    cases["secret"] = encode_case(VERSIONS[0], "GetInstance", told.encode(), 400)
    where = f"HTTP/1.1 302 Found\r\nLocation: https://example.com/?SecurityToken={TOKEN}\r\n\r\n"
    cases["secret-in-a-redirect"] = encode_case(VERSIONS[1], "ListInstancesOfUser", where.encode(), None)
    return cases
