# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The key of a RAM role: AssumeRole of STS."""

from __future__ import annotations

import calendar
import contextlib
import json
import time
from typing import Any, Mapping, NamedTuple

from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import (
    PARTS,
    CredentialsError,
    Fetch,
    Fetched,
    KeySource,
    checked_credentials,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import Json
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import Endpoint, endpoint_of
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.response import Response
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import settings_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import HMAC_SHA1
from ansible_collections.alicloud.ccc.plugins.module_utils._http.transport import Transport

STS_HOST = "sts.aliyuncs.com"
SESSION_NAME = "alicloud-ccc"
API_VERSION = "2015-04-01"
_FIELDS = dict(zip(PARTS, ("AccessKeyId", "AccessKeySecret", "SecurityToken")))


class Role(NamedTuple):
    """A role to assume, with the names of the option assume_role. policy: a dict or a JSON string."""

    role_arn: str
    session_name: str | None = None
    duration_seconds: int | None = None
    external_id: str | None = None
    policy: Any = None

    def parameters(self) -> dict[str, str]:
        """Return the parameters of AssumeRole."""
        policy = self.policy if isinstance(self.policy, str) else json.dumps(self.policy)
        return {
            "RoleArn": self.role_arn,
            "RoleSessionName": self.session_name or SESSION_NAME,
            **({"DurationSeconds": str(self.duration_seconds)} if self.duration_seconds else {}),
            **({"ExternalId": self.external_id} if self.external_id else {}),
            **({"Policy": policy} if self.policy else {}),
        }


def sts_endpoint(region: str | None, in_vpc: bool) -> Endpoint:
    """Return the Endpoint of STS in a region, or the central Endpoint. Raises EndpointError."""
    in_region = "sts-vpc.<region>.aliyuncs.com" if in_vpc else "sts.<region>.aliyuncs.com"
    return endpoint_of(region, in_region if region else STS_HOST)


def assumed_role(keys: KeySource, role: Role, endpoint: Endpoint, options: Mapping[str, Any]) -> Fetch:
    """Return the Fetch that requests a key of ``role`` from STS at ``endpoint``, with the keys of another source.

    ``options``: the connection options, for timeouts, attempts and certificates. Raises OptionError.
    """
    settings = settings_from_options(options, HMAC_SHA1)._replace(concurrency=1)

    def fetch() -> Fetched:
        keys.key()  # If this fails, its error is the one to show.
        try:
            with contextlib.closing(Transport(endpoint, keys, API_VERSION, settings)) as sts:
                response = sts.call("AssumeRole", role.parameters(), _has_key)
        except CccError as error:
            # The hints of other errors are about CCC.
            hint = " " + error.hint if error.fatal else ""
            raise CredentialsError(
                "STS returned no key for the role %s: %s%s" % (role.role_arn, error.sentence(), hint)
            ) from None
        return _fetched(response, role)

    return fetch


def _credentials_in(data: dict[str, Json]) -> dict[str, Json]:
    credentials = data.get("Credentials")
    return credentials if isinstance(credentials, dict) else {}


def _has_key(data: dict[str, Json]) -> bool:
    return all(_credentials_in(data).get(field) for field in _FIELDS.values())


def _fetched(response: Response, role: Role) -> Fetched:
    sent = _credentials_in(response.data)
    names = {part: "The %s of the role %s" % (field, role.role_arn) for part, field in _FIELDS.items()}
    key = checked_credentials({part: (names[part], sent[field]) for part, field in _FIELDS.items()})
    try:
        expiration = calendar.timegm(time.strptime(str(sent.get("Expiration")), "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        return Fetched(key)  # It is renewed when the gateway refuses it.
    return Fetched(key, expiration)
