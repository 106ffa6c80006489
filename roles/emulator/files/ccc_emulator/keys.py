# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The access keys that the emulator accepts."""

from __future__ import annotations

import secrets
import threading
import time
from base64 import b64encode
from typing import NamedTuple

from .errors import GatewayError
from .fleet import account_id
from .identities import Identity, user_identity


class Credentials(NamedTuple):
    """The credentials that a client signs with. The token of a permanent key is empty."""

    access_key_id: str
    access_key_secret: str
    security_token: str


class Key:
    """An accepted key, valid until `expires` (epoch seconds) and for `requests_left` requests; None means no limit.

    identity: the identity behind it. account: the position of its account. owner: the id of the permanent key that it
    represents, which for a permanent key is its own id.
    """

    def __init__(
        self,
        credentials: Credentials,
        identity: Identity,
        account: int = 0,
        expires: int | None = None,
        requests_left: int | None = None,
        owner: str | None = None,
    ) -> None:
        self.credentials = credentials
        self.identity = identity
        self.account = account
        self.owner = owner or credentials.access_key_id
        self.expires = expires
        self.requests_left = requests_left

    def check_life(self) -> None:
        """Raise a GatewayError if the key has expired."""
        if self.requests_left == 0 or (self.expires is not None and time.time() >= self.expires):
            raise GatewayError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")


class Keys:
    """The accepted keys: a fixed one for each account, and the temporary ones that the emulator has issued.

    fixed: the key of the first account. The ids and secrets of the other accounts' keys end in -2, -3 and so on.
    """

    def __init__(
        self,
        fixed: Credentials,
        issued_key_requests: int | None = None,
        issued_key_seconds: int | None = None,
        accounts: int = 1,
    ) -> None:
        self._fixed = [_fixed_key(fixed, position) for position in range(accounts)]
        self._keys = {key.owner: key for key in self._fixed}
        self._positions = {account_id(position): position for position in range(accounts)}
        self._issued_key_requests = issued_key_requests
        self._issued_key_seconds = issued_key_seconds
        self._lock = threading.Lock()

    def find(self, access_key_id: str) -> Key:
        try:
            return self._keys[access_key_id]
        except KeyError as error:
            raise GatewayError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.") from error

    def issue(self, seconds: int, identity: Identity, account: int = 0) -> Key:
        """Issue a temporary key, valid for this many seconds unless the command line sets another number.

        It belongs to the account of its identity or, if no account has that id, to the one at the given position.
        """
        account = self._positions.get(identity["AccountId"], account)
        # With this length, the token always ends in "==", which a client must encode.
        token = b64encode(secrets.token_bytes(181)).decode()
        credentials = Credentials(f"STS.{secrets.token_hex(12)}", secrets.token_hex(22), token)
        if self._issued_key_seconds is not None:
            seconds = self._issued_key_seconds
        expires = int(time.time()) + seconds
        key = Key(credentials, identity, account, expires, self._issued_key_requests, self._fixed[account].owner)
        with self._lock:
            self._keys[credentials.access_key_id] = key
        return key

    def spend(self, key: Key) -> None:
        """Count a request against the key's limit. Raises a GatewayError if the limit is used up."""
        if key.requests_left is None:
            return
        with self._lock:
            key.check_life()
            key.requests_left -= 1


def _fixed_key(first: Credentials, position: int) -> Key:
    suffix = f"-{position + 1}" if position else ""
    key_id, secret, token = first
    credentials = Credentials(f"{key_id}{suffix}", f"{secret}{suffix}", token)
    return Key(credentials, user_identity(account_id(position), credentials.access_key_id), position)
