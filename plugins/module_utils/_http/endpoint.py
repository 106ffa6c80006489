# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The address of the gateway, checked before a request is signed for it."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

DEFAULT_REGION = "cn-shanghai"
# Replaced with the region.
PLACEHOLDER = "<region>"
DEFAULT_ENDPOINT = "https://ccc.<region>.aliyuncs.com"
_LABEL = r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST_NAME = re.compile(r"(?=.{1,253}\Z)%s(\.%s)*\Z" % (_LABEL, _LABEL))
_PRINTABLE = re.compile(r"[!-~]+\Z")
_REGION = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")


class EndpointError(Exception):
    """An invalid region or endpoint. The message says why."""


class Endpoint:
    """A checked endpoint.

    url: with scheme, host and path ``/``. host: the value of the Host header. is_loopback: whether it is this machine.
    """

    def __init__(self, url: str, host: str, is_loopback: bool) -> None:
        self.url = url
        self.host = host
        self.is_loopback = is_loopback

    def __str__(self) -> str:
        return self.url.rstrip("/")


def endpoint_of(region: str | None, endpoint: str | None, option: str = "endpoint") -> Endpoint:
    """Return the Endpoint for the options ``region`` and ``endpoint``.

    PLACEHOLDER in an endpoint is replaced with the region. An endpoint without a scheme, as in Alibaba Cloud's lists,
    uses https. Raises EndpointError; ``option`` is the endpoint's name in its message.
    """
    endpoint = endpoint or DEFAULT_ENDPOINT
    if PLACEHOLDER in endpoint:
        region = region or DEFAULT_REGION
        if not _REGION.match(region):
            raise EndpointError("region %r is not a valid region id. Use an id such as cn-shanghai." % region)
        endpoint = endpoint.replace(PLACEHOLDER, region)
    return _parse(endpoint if "://" in endpoint else "https://" + endpoint, option)


def _parse(address: str, option: str) -> Endpoint:
    # Checked first, and not quoted: the address may contain a password, which a parser's error would show.
    if "@" in address:
        raise EndpointError("%s must not contain credentials. Use access_key_id and access_key_secret." % option)
    if not _PRINTABLE.match(address):
        raise EndpointError(
            "%s contains a space, a line break or a non-ASCII character. Write an international host name in its xn-- "
            "form." % option
        )
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise EndpointError("%s is not a valid address: %s." % (option, error)) from None
    if parts.scheme not in ("https", "http"):
        raise EndpointError("%s %s must begin with https:// (or http:// for loopback)." % (option, address))
    ip_address = _ip_address(host)
    netloc = "[%s]" % host if ":" in host else host
    # Some parsers read [::1]example.com as ::1, and +443 as a port.
    is_whole = re.match(re.escape(netloc) + r"(:[0-9]*)?\Z", parts.netloc, re.IGNORECASE)
    if not is_whole or not (_HOST_NAME.match(host) or ip_address):
        raise EndpointError("%s %s does not contain a valid host name." % (option, address))
    if parts.path not in ("", "/") or parts.query or parts.fragment or "?" in address or "#" in address:
        raise EndpointError(
            "%s %s must contain only a scheme, a host and a port, like https://ccc.cn-shanghai.aliyuncs.com."
            % (option, address)
        )
    is_loopback = ip_address.is_loopback if ip_address else host == "localhost"
    if parts.scheme == "http" and not is_loopback:
        raise EndpointError(
            "%s %s uses http, which is allowed only for loopback, because keys and facts would cross the network "
            "unencrypted. Use https." % (option, address)
        )
    if port is not None and port != {"https": 443, "http": 80}[parts.scheme]:
        netloc += ":%d" % port
    return Endpoint("%s://%s/" % (parts.scheme, netloc), netloc, is_loopback)


def _ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    # Only Python 3.9 and later accept an address with a zone (fe80::1%eth0).
    if "%" in host:
        return None
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
