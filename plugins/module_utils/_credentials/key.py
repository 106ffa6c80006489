# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An access key and its source."""

from __future__ import annotations

import re
import threading
import time
from typing import Any, Callable, Mapping, NamedTuple

# A temporary key is replaced this long before it expires, so that it does not expire while a request is in flight.
RENEW_BEFORE = 300  # seconds
ASK_AGAIN_AFTER = 30  # minimum seconds between two attempts to renew a key

# Other characters are copy-and-paste errors and cannot be sent in a header.
_KEY = re.compile(r"[!-~]+\Z")


class CredentialsError(Exception):
    """A missing or incomplete key, or a key source that fails. The message says what is wrong, without secrets."""


class Credentials(NamedTuple):
    """A key: its id, its secret and, if it is temporary, its token."""

    access_key_id: str
    access_key_secret: str
    security_token: str | None = None

    def __repr__(self) -> str:
        return "Credentials(%s)" % self.access_key_id

    @property
    def secrets(self) -> list[str]:
        """The parts that must not be shown."""
        return [secret for secret in (self.access_key_secret, self.security_token) if secret]


PARTS = Credentials._fields


def checked_credentials(parts: Mapping[str, tuple[str, Any]]) -> Credentials:
    """Return Credentials, or raise CredentialsError for invalid characters.

    ``parts``: for each of PARTS, its name for the user and its value. The token may be missing.
    """
    for name, value in parts.values():
        if value and not (isinstance(value, str) and _KEY.match(value)):
            raise CredentialsError(
                "%s contains a space, a line break or another invalid character. Copy it again." % name
            )
    values: dict[str, Any] = {part: value or None for part, (_name, value) in parts.items()}
    return Credentials(**values)


class Fetched(NamedTuple):
    """A key that a source returned.

    expiration: seconds since 1970, or None if unknown. found_by: which part of a chain of sources had it, or None.
    """

    credentials: Credentials
    expiration: float | None = None
    found_by: str | None = None


Fetch = Callable[[], Fetched]
"""Fetches a key, or raises CredentialsError."""


class KeySource:
    """A key source and its current key. Thread-safe.

    region: the region that the source names, or None. identity: a str without secrets that differs between sources, as
    far as is known before the key is fetched.
    """

    def __init__(self, name: str, fetch: Fetch, region: str | None = None, identity: str | None = None) -> None:
        """``name``: the source's name for the user."""
        self._name = name
        self._fetch = fetch
        self._lock = threading.Lock()
        self._fetched: Fetched | None = None
        self._ask_again_at = 0.0
        self.region = region
        self.identity = identity or name
        self.warnings: list[str] = []

    @property
    def name(self) -> str:
        """The source's name for the user, with ``found_by`` of the current key."""
        if self._fetched and self._fetched.found_by:
            return "%s (%s)" % (self._name, self._fetched.found_by)
        return self._name

    def key(self) -> Credentials:
        """Return the current key, renewed if it is about to expire, or raise CredentialsError."""
        with self._lock:
            now = time.time()
            fetched = self._fetched
            if fetched is None:
                fetched = self._renewed(now)
            elif fetched.expiration is not None and now >= self._ask_again_at:
                try:
                    return self._renewed(now).credentials
                except CredentialsError:
                    if now >= fetched.expiration:
                        raise
                    # Counted from now, because a source that does not respond takes time.
                    self._ask_again_at = time.time() + ASK_AGAIN_AFTER
            return fetched.credentials

    def renew(self, refused: Credentials) -> bool:
        """Replace ``refused``, which the gateway no longer accepts. Return whether there is a different key.

        If many threads have the same refused key, only the first one fetches a new key. Raises CredentialsError.
        """
        with self._lock:
            fetched = self._fetched
            if fetched is None or fetched.credentials == refused:
                fetched = self._renewed(time.time())
            return fetched.credentials != refused

    def _renewed(self, now: float) -> Fetched:
        fetched = self._fetched = self._fetch()
        if fetched.expiration is not None:
            self._ask_again_at = max(fetched.expiration - RENEW_BEFORE, now + ASK_AGAIN_AFTER)
        return fetched
