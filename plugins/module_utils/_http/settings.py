# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The connection options that control how requests are sent."""

from __future__ import annotations

import os
import ssl
from typing import Any, Mapping, NamedTuple


class OptionError(Exception):
    """An option with an invalid value. The message names the option."""


class Settings(NamedTuple):
    """Timeouts in seconds. verify: as in requests, a bool or the path of a file or directory of certificates."""

    signature_method: str
    connect_timeout: float
    read_timeout: float
    max_attempts: int
    concurrency: int
    verify: bool | str


def settings_from_options(options: Mapping[str, Any], signature_method: str) -> Settings:
    """Return the Settings for the connection options that modules and plugins share. Raises OptionError."""
    for name in ("connect_timeout", "read_timeout", "max_attempts", "concurrency"):
        if options[name] <= 0:
            raise OptionError("%s must be greater than 0, but is %s." % (name, options[name]))
    return Settings(
        signature_method=signature_method,
        connect_timeout=options["connect_timeout"],
        read_timeout=options["read_timeout"],
        max_attempts=options["max_attempts"],
        concurrency=options["concurrency"],
        verify=options["validate_certs"] and _trusted_certificates(options.get("ca_path")),
    )


def _trusted_certificates(ca_path: str | None) -> str | bool:
    """Return the path of the option's or the system's certificates, or True for those of requests."""
    if ca_path and not os.path.exists(ca_path):
        raise OptionError("ca_path is %s, but there is no such file or directory." % ca_path)
    system = ssl.get_default_verify_paths()  # respects SSL_CERT_FILE and SSL_CERT_DIR
    # On a system without certificates, the directory is empty.
    return ca_path or system.cafile or (system.capath if _has_files(system.capath) else True)


def _has_files(folder: str | None) -> bool:
    if not folder:
        return False
    with os.scandir(folder) as entries:
        return any(entries)
