# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that Alibaba Cloud's library ``alibabacloud-credentials`` fetches: with OIDC, from the metadata of an ECS
instance, from a server or from a program.

The library is imported only here, and only when it is needed. Each function returns a Fetch for a KeySource. ``label``:
the source's name in messages, such as "profile audit in ~/.aliyun/config.json".
"""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import os
import platform
import re
import sys
import threading
import urllib.request
from types import ModuleType
from typing import Any, Collection, Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import (
    PARTS,
    CredentialsError,
    Fetch,
    Fetched,
    checked_credentials,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sts import SESSION_NAME, STS_HOST
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import endpoint_of
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import redact

DISTRIBUTION = "alibabacloud-credentials"
# The first version with all sources that are used here.
MINIMUM_VERSION = "1.0.9"

_RESULT = "result: "
_HTTP_STATUS = re.compile(r"http_?code[:=] *([0-9]+)", re.IGNORECASE)
_ERROR_NUMBER = re.compile(r"\[Errno -?[0-9]+\] ([^'\")\]]+)")
_UNTRUSTED = re.compile(r"certificate verify failed: ([^(]+)")
_QUERY = re.compile(r"\?\S*")
_LONGEST_TEXT = 1000  # characters
_ENVIRONMENT = threading.Lock()


def oidc_role(
    label: str,
    role_arn: str,
    oidc_provider_arn: str,
    oidc_token_file: str,
    session_name: str | None = None,
    duration_seconds: int | None = None,
    policy: str | None = None,
    sts_host: str = STS_HOST,
) -> Fetch:
    """Assume a RAM role with the token of an OIDC provider in a file."""
    arguments = {
        "role_arn": role_arn,
        "oidc_provider_arn": oidc_provider_arn,
        "oidc_token_file_path": os.path.expanduser(oidc_token_file),
        "role_session_name": session_name or SESSION_NAME,
        "duration_seconds": duration_seconds,
        "policy": policy,
        "sts_endpoint": sts_host,
    }
    failure = "STS returned no key for the role %s of %s" % (role_arn, label)
    return _fetch("OIDCRoleArnCredentialsProvider", arguments, label, failure, sts_host=sts_host)


def ecs_role(label: str, role_name: str | None) -> Fetch:
    """Fetch the key of this ECS instance's RAM role from its metadata. None: any role that it has."""
    # Without the library's thread that renews the key, because the KeySource renews it.
    arguments = {"role_name": role_name or "", "async_update_enabled": False}
    failure = (
        "The metadata service returned no key for %s (is this machine an ECS instance with this RAM role?)" % label
    )
    return _fetch("EcsRamRoleCredentialsProvider", arguments, label, failure)


def credentials_uri(label: str, uri: str) -> Fetch:
    """Fetch a key from an HTTP server, for the mode CredentialsURI. Raises CredentialsError."""
    try:
        address = urlsplit(uri)
        if not address.port:
            # Without a port, the library would connect to port "None".
            address = address._replace(netloc="%s:%d" % (address.netloc, 443 if address.scheme == "https" else 80))
    except ValueError:
        raise CredentialsError("The credentials_uri of %s is not a valid address." % label) from None
    failure = "The credentials_uri of %s returned no key" % label
    # The path can be a secret.
    return _fetch("URLCredentialsProvider", {"uri": address.geturl()}, label, failure, secrets=[address.path])


def external_program(label: str, command: str) -> Fetch:
    """Run a program that prints a key, for the mode External."""
    # Without the library's callback, which would write the key to the user's file.
    arguments = {"process_command": command}
    failure = "The process_command of %s returned no key (run it yourself to see why)" % label
    return _fetch("ExternalCredentialsProvider", arguments, label, failure, sts_host=None, secrets=[command])


def vendor_profile(label: str, name: str, path: str) -> Fetch:
    """Let the library read a profile, for modes that only the library supports."""
    arguments = {"profile_name": name, "profile_file": path}
    return _fetch(
        "CLIProfileCredentialsProvider", arguments, label, "%s returned no key for %s" % (DISTRIBUTION, label)
    )


def default_chain(hidden: Collection[str]) -> Fetch:
    """Try the vendor's default chain: environment, OIDC, its files, ECS metadata and credentials URI.

    ``hidden``: the names of environment variables to hide from it.
    """
    label = "credentials: default"
    return _fetch("DefaultCredentialsProvider", {}, label, "The vendor's default chain returned no key", hidden=hidden)


def _fetch(
    provider_class: str,
    arguments: Mapping[str, Any],
    label: str,
    failure: str,
    sts_host: str | None = STS_HOST,
    secrets: Sequence[str] = (),
    hidden: Collection[str] = (),
) -> Fetch:
    """Return the Fetch for a provider of the library.

    ``failure``: how the message begins if it returns no key. ``sts_host``: the host that it connects to over https, or
    None if it uses no network. ``secrets``: what no message may show. ``hidden``: the names of environment variables to
    hide from the library.
    """

    def fetch() -> Fetched:
        library = _library(label)
        make_provider = getattr(library, provider_class, None)
        if make_provider is None:
            raise CredentialsError(
                "The installed %s has no %s. Install version %s or newer."
                % (DISTRIBUTION, provider_class, MINIMUM_VERSION)
            )
        with _environment_without([*hidden, *_unwanted_proxies(sts_host)]):
            try:
                # The library reads the environment on import.
                importlib.reload(importlib.import_module("alibabacloud_credentials.utils.auth_util"))
                found = make_provider(**arguments).get_credentials()
                values = (found.get_access_key_id(), found.get_access_key_secret(), found.get_security_token())
            # The library and its dependencies can raise any class.
            except Exception as error:
                raise CredentialsError("%s: %s." % (failure, _cause_in(error, secrets).rstrip("."))) from None
        if not (values[0] and values[1]):
            raise CredentialsError("%s: the response lacks the id or the secret." % failure)
        names = ("The %s of %s" % (part, label) for part in PARTS)
        key = checked_credentials(dict(zip(PARTS, zip(names, values))))
        found_by = (found.get_provider_name() or "").partition("default/")[2]
        return Fetched(key, found.get_expiration() or None, found_by or None)

    return fetch


def _library(label: str) -> ModuleType:
    try:
        library = importlib.import_module("alibabacloud_credentials.provider")
    except ImportError:
        raise CredentialsError(
            "Failed to import the required Python library (%s) on %s's Python %s. This is required for %s. Install it "
            'there: pip install "%s>=%s".'
            % (DISTRIBUTION, platform.node(), sys.executable, label, DISTRIBUTION, MINIMUM_VERSION)
        ) from None
    # Their logs would show secrets on stderr: the response of STS, which repeats what was signed, and all headers.
    for name in ("credentials", "alibabacloud-tea"):
        logging.getLogger(name).disabled = True
    return library


def _unwanted_proxies(sts_host: str | None) -> list[str]:
    """Return the names of the proxy variables to hide, because the library ignores NO_PROXY.

    It uses http only for metadata and for a server on this machine.
    """
    if sts_host is None:
        return []
    hidden = ["HTTP_PROXY", "http_proxy"]
    host = sts_host.rpartition(":")[0] or sts_host
    # The standard library's test for NO_PROXY. It is undocumented, so type stubs lack it.
    in_no_proxy = urllib.request.proxy_bypass_environment(host)  # type: ignore[attr-defined]
    if in_no_proxy or endpoint_of(None, "https://" + sts_host).is_loopback:
        hidden += ["HTTPS_PROXY", "https_proxy"]
    return hidden


@contextlib.contextmanager
def _environment_without(names: Iterable[str]) -> Iterator[None]:
    """Hide environment variables from the library. Only one thread at a time, because all share the environment."""
    with _ENVIRONMENT:
        saved = {name: os.environ.pop(name) for name in names if name in os.environ}
        try:
            yield
        finally:
            os.environ.update(saved)


def _cause_in(error: Exception, secrets: Sequence[str]) -> str:
    """Return why there is no key, extracted from an exception's text, which can contain everything that was sent."""
    text = str(error) or type(error).__name__
    secrets = [secret for secret in secrets if len(secret) > 1]
    if _RESULT in text:
        return _refusal(text, secrets)
    numbered, untrusted = _ERROR_NUMBER.findall(text), _UNTRUSTED.search(text)
    if numbered:
        cause = numbered[-1].rstrip(": ").lower()
    elif "timed out" in text.lower():
        cause = "no response in time"
    elif untrusted:
        cause = "its certificate is not trusted: %s" % untrusted.group(1).strip()
    else:
        cause = _QUERY.sub("", text.partition("\nstderr:")[0])
    return _clean(cause, secrets)


def _clean(text: str, secrets: Sequence[str]) -> str:
    return " ".join(redact(text, secrets).split())[:_LONGEST_TEXT]


def _refusal(text: str, secrets: Sequence[str]) -> str:
    """Return what a response without a key says. It comes from STS or from another server."""
    status = _HTTP_STATUS.search(text)
    details = ["HTTP %s" % status.group(1)] if status else []
    try:
        response = json.loads(text.partition(_RESULT)[2])
        message = str(response["Message"])
        details = ["code %s" % response["Code"], *details, "request id %s" % response["RequestId"]]
    except (ValueError, KeyError, TypeError):
        message = "the response contains no key"
    message = _clean(message, secrets).rstrip(".")
    return "%s (%s)" % (message, _clean(", ".join(details), secrets)) if details else message
