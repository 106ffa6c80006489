# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who a key belongs to: GetCallerIdentity of STS, for many keys at the same time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import FIRST_COMPLETED, wait
from typing import Any, Dict, Mapping, NamedTuple, Optional, Sequence

from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import KeySource
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sts import API_VERSION
from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import Json
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import Endpoint
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import settings_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import HMAC_SHA1
from ansible_collections.alicloud.ccc.plugins.module_utils._http.transport import Connections, Transport
from ansible_collections.alicloud.ccc.plugins.module_utils._workers import Workers

# How long to wait for any response of STS, and how long to retry for one key.
PATIENCE = 4  # seconds
MOST_IN_FLIGHT = 64
_FIELDS = {
    "account_id": "AccountId",
    "arn": "Arn",
    "identity_type": "IdentityType",
    "principal_id": "PrincipalId",
    "user_id": "UserId",
    "role_id": "RoleId",
}

Identity = Dict[str, Optional[str]]
"""The facts that GetCallerIdentity returns for a key. A fact that does not apply is None."""


class KeyOwner(NamedTuple):
    """identity: None if unknown. remark: why it is unknown, if the reason concerns only this key."""

    identity: Identity | None = None
    remark: str | None = None


def owners_of(
    keys: Sequence[tuple[KeySource, Mapping[str, Any]]], endpoint: Endpoint
) -> tuple[list[KeyOwner], str | None]:
    """Return the owners of keys, in order, and why STS cannot be reached, or None.

    ``keys``: each with its connection options. If STS cannot be reached for one of them, all of them are given up.
    """
    found = [KeyOwner() for _key in keys]
    connections, given_up = Connections(MOST_IN_FLIGHT), threading.Event()

    def identify(number: int) -> Identity | CccError | None:
        return _identity_of(*keys[number], endpoint, connections, given_up)

    workers = Workers(MOST_IN_FLIGHT)
    numbers = {workers.submit(identify, number): number for number in range(len(keys))}
    waiting, why = set(numbers), ""
    while waiting and not why:
        done, waiting = wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        why = "" if done else "no response within %d s." % PATIENCE
        for future in done:
            outcome = future.result()
            if not isinstance(outcome, CccError):
                found[numbers[future]] = KeyOwner(outcome)
            elif outcome.code.startswith("Client."):
                why = outcome.sentence()
            elif not outcome.is_about_the_key:  # CCC itself reports those errors.
                remark = "It is not known who the key belongs to: %s" % outcome.sentence()
                found[numbers[future]] = KeyOwner(remark=remark)
    given_up.set()
    workers.close()
    if not waiting:
        connections.close()
    return found, why or None


def _identity_of(
    keys: KeySource, options: Mapping[str, Any], endpoint: Endpoint, connections: Connections, given_up: threading.Event
) -> Identity | CccError | None:
    """Return the Identity of a key, or the failure, or None if the request was given up."""
    settings = settings_from_options(options, HMAC_SHA1)._replace(max_attempts=1)
    failure = None
    end = time.monotonic() + PATIENCE
    for attempt in range(options["max_attempts"]):
        if given_up.wait(attempt / 5):
            return None
        sts = Transport(endpoint, keys, API_VERSION, settings, connections)
        try:
            data = sts.call("GetCallerIdentity", {}, _is_identity).data
            return {fact: None if data.get(field) is None else str(data[field]) for fact, field in _FIELDS.items()}
        except CccError as error:
            failure = error
        if not failure.retryable or failure.code == "Client.NameResolution" or time.monotonic() > end:
            break
    return failure


def _is_identity(data: dict[str, Json]) -> bool:
    return bool(data.get("AccountId") and data.get("Arn"))
