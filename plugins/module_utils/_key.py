# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A key, and the place that it comes from, which may have to be asked again."""

from __future__ import annotations

import collections
import re
import threading
import time

# A key that expires is replaced this long before, so that no request is under way with it when it does.
RENEW_BEFORE = 300  # seconds
# Where there is none that lasts longer, the place is not asked more often than this.
ASK_AGAIN_AFTER = 30  # seconds

PARTS = ("access_key_id", "access_key_secret", "security_token")
# Whatever else is in a key came there by a slip of copy and paste, and could not be sent in a header.
_KEY = re.compile(r"[!-~]+\Z")


class CredentialsError(Exception):
    """No key, half of one, or a place that gives none. The message says what is wrong and where, without secrets."""


class Credentials(collections.namedtuple("Credentials", PARTS)):
    """A key: id, secret, and for a temporary key its token (else None)."""

    __slots__ = ()

    def __repr__(self):
        return "Credentials(%s)" % self.access_key_id

    @property
    def secrets(self):
        """What must not be shown: a list of str."""
        return [secret for secret in (self.access_key_secret, self.security_token) if secret]


def checked_credentials(parts):
    """Return Credentials; ``parts``: for each of PARTS, what a user calls it and its value. Raises CredentialsError."""
    for name, value in parts.values():
        if value and not (isinstance(value, str) and _KEY.match(value)):
            raise CredentialsError(
                "%s holds a blank, a line break or a character that no key has. Copy it again." % name
            )
    return Credentials(**{part: value or None for part, (_name, value) in parts.items()})


Fetched = collections.namedtuple("Fetched", ("credentials", "expiration", "found_by"), defaults=(None, None))
"""What a place gave.

expiration: seconds since 1970, or None where it is not known. found_by: which of several places it was, or None.
"""


class KeySource:
    """The place that a key comes from, and the key that is good now; safe to share between threads.

    region: the one that the place names, or None. identity: a str that no other place has, as far as it is known
    without asking for the key, and without secrets. warnings: list of str.
    """

    def __init__(self, name, fetch, region=None, identity=None):
        """``name``: what a user calls the place. ``fetch()``: returns a Fetched, or raises CredentialsError."""
        self._name = name
        self._fetch = fetch
        self._lock = threading.Lock()
        self._fetched = None
        self._ask_again_at = None
        self.region = region
        self.identity = identity or name
        self.warnings = []

    @property
    def name(self):
        """The place, as far as it is known before the first key: with what was found in it after that."""
        if self._fetched and self._fetched.found_by:
            return "%s (%s)" % (self._name, self._fetched.found_by)
        return self._name

    def key(self):
        """Return the Credentials that are good now; raise CredentialsError where there are none."""
        with self._lock:
            now = time.time()
            if self._fetched is None:
                self._ask(now)
            elif self._ask_again_at is not None and now >= self._ask_again_at:
                try:
                    self._ask(now)
                except CredentialsError:
                    if now >= self._fetched.expiration:
                        raise
                    self._ask_again_at = now + ASK_AGAIN_AFTER
            return self._fetched.credentials

    def renew(self, refused):
        """Ask for another key than ``refused``, which the gateway no longer takes; return whether there is one.

        Of many threads with the same refused key, the first one asks. Raises CredentialsError.
        """
        with self._lock:
            if self._fetched.credentials == refused:
                self._ask(time.time())
            return self._fetched.credentials != refused

    def _ask(self, now):
        self._fetched = self._fetch()
        expiration = self._fetched.expiration
        self._ask_again_at = None if expiration is None else max(expiration - RENEW_BEFORE, now + ASK_AGAIN_AFTER)
