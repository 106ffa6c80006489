# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose key it is: GetCallerIdentity of STS, called as CCC's operations are, for many keys at once."""

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

# For so long STS may let nobody know anything, and one key may be tried.
PATIENCE = 4  # seconds
MOST_UNDER_WAY = 64
_FIELDS = {
    "account_id": "AccountId",
    "arn": "Arn",
    "identity_type": "IdentityType",
    "principal_id": "PrincipalId",
    "user_id": "UserId",
    "role_id": "RoleId",
}

Identity = Dict[str, Optional[str]]
"""What GetCallerIdentity says of a key; a fact that does not apply is None."""


class Whose(NamedTuple):
    """identity: None if it is not known. remark: why not, if that is about this key alone."""

    identity: Identity | None = None
    remark: str | None = None


def whose_keys(
    keys: Sequence[tuple[KeySource, Mapping[str, Any]]], endpoint: Endpoint
) -> tuple[list[Whose], str | None]:
    """Ask STS whose each key is; return that, in their order, and why STS cannot be asked, or None.

    ``keys``: each with the options of its connection. Where STS cannot be reached, it is given up for all of them.
    """
    found = [Whose() for _key in keys]
    connections, given_up = Connections(MOST_UNDER_WAY), threading.Event()

    def ask(number: int) -> Identity | CccError | None:
        return _asked(*keys[number], endpoint, connections, given_up)

    workers = Workers(MOST_UNDER_WAY)
    numbers = {workers.submit(ask, number): number for number in range(len(keys))}
    waiting, why = set(numbers), ""
    while waiting and not why:
        done, waiting = wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        why = "" if done else "no response within %d s." % PATIENCE
        for future in done:
            outcome = future.result()
            if not isinstance(outcome, CccError):
                found[numbers[future]] = Whose(outcome)
            elif outcome.code.startswith("Client."):
                why = outcome.sentence()
            elif not outcome.is_about_the_key:  # of which CCC's own answer tells
                found[numbers[future]] = Whose(remark="It is not known who the key belongs to: %s" % outcome.sentence())
    given_up.set()
    workers.close()
    if not waiting:
        connections.close()
    return found, why or None


def _asked(
    keys: KeySource, options: Mapping[str, Any], endpoint: Endpoint, connections: Connections, given_up: threading.Event
) -> Identity | CccError | None:
    """Return what STS says of a key, or why it does not; None once nobody waits for it."""
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
