# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a key comes from: the task's options, or the environment. Never from both."""

from __future__ import annotations

import collections
import re

# For each part of a key, its environment names; a family of names is one source. The vendor's own names go first.
ENVIRONMENT = (
    {
        "access_key_id": ("ALIBABA_CLOUD_ACCESS_KEY_ID",),
        "access_key_secret": ("ALIBABA_CLOUD_ACCESS_KEY_SECRET",),
        "security_token": ("ALIBABA_CLOUD_SECURITY_TOKEN",),
    },
    {
        "access_key_id": ("ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"),
        "access_key_secret": ("ALICLOUD_SECRET_KEY", "ALICLOUD_SECRET_ACCESS_KEY"),
        "security_token": ("ALICLOUD_SECURITY_TOKEN",),
    },
)
PARTS = tuple(ENVIRONMENT[0])


# Whatever else is in a key came there by a slip of copy and paste, and could not be sent in a header.
_KEY = re.compile(r"[!-~]+\Z")


class CredentialsError(Exception):
    """No key, or half of one. The message says what is missing and where."""


class Credentials(collections.namedtuple("Credentials", PARTS)):
    """A key: id, secret, and for a temporary key its token (else None)."""

    __slots__ = ()

    def __repr__(self):
        return "Credentials(%s)" % self.access_key_id

    @property
    def secrets(self):
        """What must not be shown: a list of str."""
        return [secret for secret in (self.access_key_secret, self.security_token) if secret]


def resolve(options, environ):
    """Return the Credentials of the first source in which anything is set, whole.

    ``options``: mapping with the names of PARTS. ``environ``: mapping of environment variables. Raises CredentialsError
    for a source that is set in part: to go on with the next one would run as somebody else.
    """
    sources = [{part: (part, options.get(part)) for part in PARTS}]
    sources += [{part: _first_set(environ, names) for part, names in family.items()} for family in ENVIRONMENT]
    for source in sources:
        if any(value for _name, value in source.values()):
            return _whole(source)
    raise CredentialsError(
        "No credentials were given. Set the options access_key_id and access_key_secret, or the environment variables "
        "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (for a temporary key with its security_token, "
        "ALIBABA_CLOUD_SECURITY_TOKEN)."
    )


def environment_secrets(environ):
    """Return every secret and token that the environment holds under a known name."""
    return [
        environ[name]
        for family in ENVIRONMENT
        for part in ("access_key_secret", "security_token")
        for name in family[part]
        if environ.get(name)
    ]


def _first_set(environ, names):
    return next(((name, environ[name]) for name in names if environ.get(name)), (names[0], None))


def _whole(source):
    missing = [name for name, value in (source["access_key_id"], source["access_key_secret"]) if not value]
    if missing:
        present = [name for name, value in source.values() if value]
        raise CredentialsError(
            "The credentials are incomplete: %s is set, but %s is not. They are taken from one source only, never from "
            "options and environment together." % (" and ".join(present), " and ".join(missing))
        )
    for name, value in source.values():
        if value and not _KEY.match(value):
            raise CredentialsError(
                "%s holds a blank, a line break or a character that no key has. Copy it again." % name
            )
    return Credentials(**{part: value or None for part, (_name, value) in source.items()})
