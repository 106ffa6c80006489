# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the exception of a failed connection to a CccError without secrets.

Exceptions of requests and urllib3 are recognized by their class names, which are the same in all versions, so that only
one file imports requests.
"""

from __future__ import annotations

import http.client
import os
import socket
import ssl
from typing import Sequence

from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import Settings


def connection_error(error: Exception, endpoint: str, settings: Settings) -> CccError:
    """Return the CccError for an exception of requests or of a library below it."""
    causes = _causes(error)
    names = {type(cause).__name__ for cause in causes}
    if "ProxyError" in names:
        text = "%s cannot be reached through the proxy: %s" % (endpoint, _innermost_in_words(causes))
        return CccError("Client.Proxy", text)
    if any(isinstance(cause, (socket.gaierror, UnicodeError)) for cause in causes):
        return CccError("Client.NameResolution", "the host name of %s cannot be resolved" % endpoint)
    if any(_is_about_a_certificate(cause) for cause in causes):
        text = "the certificate of %s is not trusted: %s" % (endpoint, _innermost_in_words(causes))
        return CccError("Client.Certificate", text)
    if "ConnectTimeout" in names:
        return CccError(
            "Client.Timeout", "%s did not accept a connection within %s s" % (endpoint, settings.connect_timeout)
        )
    if names & {"ReadTimeout", "ReadTimeoutError"} or any(isinstance(cause, socket.timeout) for cause in causes):
        return CccError("Client.Timeout", "%s sent nothing for %s s" % (endpoint, settings.read_timeout))
    return CccError("Client.Connection", "the connection to %s failed: %s" % (endpoint, _innermost_in_words(causes)))


def _causes(error: BaseException) -> list[BaseException]:
    """Return the exception and all that it wraps, outermost first: causes, contexts, arguments and ``reason``."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop(0)
        if isinstance(cause, BaseException) and cause not in found:
            found.append(cause)
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
    return found


def _is_about_a_certificate(cause: BaseException) -> bool:
    # urllib3 before version 2 compares host names itself. The text of its CertificateError contains no secrets.
    return isinstance(cause, ssl.SSLCertVerificationError) or type(cause).__name__ == "CertificateError"


def _innermost_in_words(causes: Sequence[BaseException]) -> str:
    """Return a description of the innermost cause, without an exception's own text: it can contain a password."""
    for cause in reversed(causes):
        if _is_about_a_certificate(cause):
            return getattr(cause, "verify_message", "") or "".join(str(text) for text in cause.args[-1:])
        if isinstance(cause, ssl.SSLError):
            return "TLS: %s" % (cause.reason or "no reason given").replace("_", " ").lower()
        if isinstance(cause, http.client.IncompleteRead):
            return "the response was cut off"
        if isinstance(cause, http.client.RemoteDisconnected):
            return "it was closed without a response"
        if isinstance(cause, socket.gaierror):
            return "its host name cannot be resolved"
        if isinstance(cause, OSError) and isinstance(cause.errno, int):
            return os.strerror(cause.errno)
    return type(causes[-1]).__name__
