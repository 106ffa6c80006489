# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys that the emulator knows."""

from __future__ import annotations

import secrets
import threading
import time
from base64 import b64encode
from typing import NamedTuple

from .errors import GatewayError
from .fleet import RAM_ID
from .identities import Identity, user_identity


class Credentials(NamedTuple):
    """What a client signs with; the token is empty for a permanent key."""

    access_key_id: str
    access_key_secret: str
    security_token: str


class Key:
    """A key that the emulator knows: good until `expires` (epoch seconds), for `requests_left`; None is no limit.

    identity: whose it is. owner: the id of the key for which it stands, which for a permanent key is its own.
    """

    def __init__(
        self,
        credentials: Credentials,
        identity: Identity,
        expires: int | None = None,
        requests_left: int | None = None,
        owner: str | None = None,
    ) -> None:
        self.credentials = credentials
        self.identity = identity
        self.owner = owner or credentials.access_key_id
        self.expires = expires
        self.requests_left = requests_left

    def check_life(self) -> None:
        """Raise a GatewayError if the key has expired."""
        if self.requests_left == 0 or (self.expires is not None and time.time() >= self.expires):
            raise GatewayError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")


class Keys:
    """The keys that the emulator knows: the fixed one, and the temporary ones that it has issued itself."""

    def __init__(
        self, fixed: Credentials, issued_key_requests: int | None = None, issued_key_seconds: int | None = None
    ) -> None:
        self._fixed_id = fixed.access_key_id
        self._keys = {fixed.access_key_id: Key(fixed, user_identity(RAM_ID, fixed.access_key_id))}
        self._issued_key_requests = issued_key_requests
        self._issued_key_seconds = issued_key_seconds
        self._lock = threading.Lock()

    def find(self, access_key_id: str) -> Key:
        try:
            return self._keys[access_key_id]
        except KeyError as error:
            raise GatewayError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.") from error

    def issue(self, seconds: int, identity: Identity) -> Key:
        """Make a temporary key, good for so many seconds unless the command line says how many."""
        # Base64 of a length that leaves a remainder: the token always ends in "==", which a client has to encode.
        token = b64encode(secrets.token_bytes(181)).decode()
        credentials = Credentials(f"STS.{secrets.token_hex(12)}", secrets.token_hex(22), token)
        if self._issued_key_seconds is not None:
            seconds = self._issued_key_seconds
        key = Key(credentials, identity, int(time.time()) + seconds, self._issued_key_requests, self._fixed_id)
        with self._lock:
            self._keys[credentials.access_key_id] = key
        return key

    def spend(self, key: Key) -> None:
        """Count a request against the key's number, and raise a GatewayError if others have used it up."""
        if key.requests_left is None:
            return
        with self._lock:
            key.check_life()
            key.requests_left -= 1
