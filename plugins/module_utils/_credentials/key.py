# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A key, and its source, which can be asked again."""

from __future__ import annotations

import re
import threading
import time
from typing import Any, Callable, Mapping, NamedTuple

# A key that expires is replaced this long before, so that it does not expire while a request is under way.
RENEW_BEFORE = 300  # seconds
ASK_AGAIN_AFTER = 30  # seconds, at least, between two attempts to renew a key

# Anything else in a key is a slip of copy and paste, and could not be sent in a header.
_KEY = re.compile(r"[!-~]+\Z")


class CredentialsError(Exception):
    """No key, half of one, or a source that gives none. The message says what is wrong and where, without secrets."""


class Credentials(NamedTuple):
    """A key: id, secret, and for a temporary key its token."""

    access_key_id: str
    access_key_secret: str
    security_token: str | None = None

    def __repr__(self) -> str:
        return "Credentials(%s)" % self.access_key_id

    @property
    def secrets(self) -> list[str]:
        """What must not be shown."""
        return [secret for secret in (self.access_key_secret, self.security_token) if secret]


PARTS = Credentials._fields


def checked_credentials(parts: Mapping[str, tuple[str, Any]]) -> Credentials:
    """Return Credentials; raise CredentialsError for invalid characters.

    ``parts``: for each of PARTS, what a user calls it and its value; the token may be missing.
    """
    for name, value in parts.values():
        if value and not (isinstance(value, str) and _KEY.match(value)):
            raise CredentialsError(
                "%s contains a space, a line break or another invalid character. Copy it again." % name
            )
    values: dict[str, Any] = {part: value or None for part, (_name, value) in parts.items()}
    return Credentials(**values)


class Fetched(NamedTuple):
    """What a source gave.

    expiration: seconds since 1970, or None if it is not known. found_by: which of several places had it, or None.
    """

    credentials: Credentials
    expiration: float | None = None
    found_by: str | None = None


Fetch = Callable[[], Fetched]
"""Asks for a key; raises CredentialsError."""


class KeySource:
    """A key's source, and the key that is good now; safe to share between threads.

    region: the one that the source names, or None. identity: a str that no other source has, as far as it is known
    without asking for the key, and without secrets.
    """

    def __init__(self, name: str, fetch: Fetch, region: str | None = None, identity: str | None = None) -> None:
        """``name``: what a user calls the source."""
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
        """What a user calls the source; once there is a key, with the place that had it."""
        if self._fetched and self._fetched.found_by:
            return "%s (%s)" % (self._name, self._fetched.found_by)
        return self._name

    def key(self) -> Credentials:
        """Return the Credentials that are good now; raise CredentialsError if there are none."""
        with self._lock:
            now = time.time()
            fetched = self._fetched
            if fetched is None:
                fetched = self._ask(now)
            elif fetched.expiration is not None and now >= self._ask_again_at:
                try:
                    return self._ask(now).credentials
                except CredentialsError:
                    if now >= fetched.expiration:
                        raise
                    # From now on: a source that does not answer takes its time.
                    self._ask_again_at = time.time() + ASK_AGAIN_AFTER
            return fetched.credentials

    def renew(self, refused: Credentials) -> bool:
        """Ask for another key than ``refused``, which the gateway no longer takes; return whether there is one.

        Of many threads with the same refused key, the first one asks. Raises CredentialsError.
        """
        with self._lock:
            fetched = self._fetched
            if fetched is None or fetched.credentials == refused:
                fetched = self._ask(time.time())
            return fetched.credentials != refused

    def _ask(self, now: float) -> Fetched:
        fetched = self._fetched = self._fetch()
        if fetched.expiration is not None:
            self._ask_again_at = max(fetched.expiration - RENEW_BEFORE, now + ASK_AGAIN_AFTER)
        return fetched
