# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profiles of Alibaba Cloud's command line interface, in ``~/.aliyun/config.json``.

The fields are those of ``config/profile.go`` in github.com/aliyun/aliyun-cli.
"""

from __future__ import annotations

import json
import os
from typing import Any, Sequence

from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import CredentialsError

CONFIG_FILE = "~/.aliyun/config.json"


class Profile:
    """One profile of a file."""

    def __init__(self, fields: dict[str, Any], path: str, users: Sequence[str] = ()) -> None:
        """``users``: the names of the profiles that led here through ``source_profile``."""
        self._fields = fields
        self._users = users
        self.path = path
        self.name = fields["name"]
        self.label = "profile %s in %s" % (self.name, path)
        self.mode = self.required("mode")

    def optional(self, field: str) -> str | None:
        """Return a field that contains a string, or None if it is missing or empty. Raises CredentialsError."""
        value = self._fields.get(field) or None
        if value is not None and not isinstance(value, str):
            raise self._error(field, "must be a string")
        return value

    def required(self, field: str) -> str:
        """Return a field that the mode needs. Raises CredentialsError."""
        value = self.optional(field)
        if value is None:
            raise self._error(field, "is not set")
        return value

    def seconds(self, field: str) -> int | None:
        """Return a field that contains a number of seconds, or None. Raises CredentialsError."""
        value = self._fields.get(field) or None
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self._error(field, "must be a number")
        return value

    def source_profile(self) -> Profile:
        """Return the Profile whose key this one uses. Raises CredentialsError."""
        name, names = self.required("source_profile"), [*self._users, self.name]
        if name in names:
            raise CredentialsError(
                "In %s, source_profile leads back to the same profile: %s." % (self.path, ", ".join([*names, name]))
            )
        return read_profile(self.path, name, names)

    def _error(self, field: str, problem: str) -> CredentialsError:
        return CredentialsError(
            "The field %s of %s %s. Run `aliyun configure --profile %s` to set it."
            % (field, self.label, problem, self.name)
        )


def read_profile(path: str, name: str, users: Sequence[str] = ()) -> Profile:
    """Return the Profile with this name in a file. Raises CredentialsError."""
    path = os.path.expanduser(path)
    profiles = _profiles(path)
    for fields in profiles:
        if fields["name"] == name:
            return Profile(fields, path, users)
    names = ", ".join(sorted({fields["name"] for fields in profiles}))
    raise CredentialsError("There is no profile %s in %s. Profiles in this file: %s." % (name, path, names or "none"))


def _profiles(path: str) -> list[dict[str, Any]]:
    try:
        with open(path, encoding="utf-8-sig") as file:
            data = json.load(file)
    except OSError as error:
        raise CredentialsError(
            "Cannot read profiles from %s (option config_file): %s. `aliyun configure` creates such a file."
            % (path, (error.strerror or "").lower())
        ) from None
    except json.JSONDecodeError as error:
        # error.msg contains no text of the file.
        raise CredentialsError(
            "%s is not valid JSON in line %d, column %d: %s." % (path, error.lineno, error.colno, error.msg)
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CredentialsError("%s is not valid UTF-8 in line %d." % (path, line)) from None
    except ValueError:  # a NUL or another invalid character
        raise CredentialsError("%r (option config_file) is not a valid path." % path) from None
    except RecursionError:
        raise CredentialsError("%s is nested too deeply." % path) from None
    profiles = data.get("profiles") if isinstance(data, dict) else None
    if not isinstance(profiles, list) or not all(
        isinstance(fields, dict) and isinstance(fields.get("name"), str) for fields in profiles
    ):
        raise CredentialsError('%s does not contain {"profiles": [{"name": ..., ...}]}.' % path)
    return profiles
