# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authentication: access key, signature, token, clock and nonce."""

from __future__ import annotations

import calendar
import collections
import functools
import hashlib
import re
import threading
import time

from .errors import GatewayError, missing
from .keys import Key, Keys
from .request import ACS3_HEADERS, Request
from .signatures import acs3_signature, acs3_string_to_sign, equal, rpc_signature, rpc_string_to_sign

TIMESTAMP_WINDOW_SECONDS = 15 * 60


class Authenticator:
    """Checks key, signature, token, clock and nonce. Raises the GatewayError that the gateway sends."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._nonces: collections.OrderedDict[str, float] = collections.OrderedDict()
        self._lock = threading.Lock()

    def check(self, request: Request) -> Key:
        """Return the request's key. Raises a GatewayError unless the request is complete, valid, recent and new."""
        key = self._check_acs3(request) if request.is_acs3 else self._check_rpc(request)
        self._use_nonce(request.common("SignatureNonce"))
        return key

    def _check_rpc(self, request: Request) -> Key:
        names = ("Action", "Version", "AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce")
        _require(request, *names, "Timestamp", "Signature")
        parameters = request.parameters
        if (parameters["SignatureMethod"], parameters["SignatureVersion"]) != ("HMAC-SHA1", "1.0"):
            raise GatewayError(400, "InvalidSignatureMethod", "Specified signature method or version is not supported.")
        _check_clock(parameters["Timestamp"])
        key = self._find_key(parameters["AccessKeyId"], request.common("SecurityToken"))
        string_to_sign = rpc_string_to_sign(request.method, parameters)
        expected = rpc_signature(key.credentials.access_key_secret, string_to_sign)
        if not equal(expected, parameters["Signature"]):
            message = "Specified signature is not matched with our calculation. server string to sign is:"
            raise GatewayError(400, "SignatureDoesNotMatch", message + string_to_sign)
        return key

    def _check_acs3(self, request: Request) -> Key:
        key_id, signed_headers, signature = _parse_authorization(request.headers["authorization"])
        _require(request, "Action", "Version", "SignatureNonce", "Timestamp")
        _check_signed_headers(request.headers, signed_headers)
        _check_clock(request.common("Timestamp"))
        key = self._find_key(key_id, request.common("SecurityToken"))
        string_to_sign = acs3_string_to_sign(
            request.method, request.query, request.headers, signed_headers, request.body
        )
        expected = acs3_signature(key.credentials.access_key_secret, string_to_sign)
        body_hash = hashlib.sha256(request.body).hexdigest()
        if not (equal(expected, signature) and equal(body_hash, request.headers["x-acs-content-sha256"])):
            message = f"Specified signature does not match our calculation. server StringToSign is [{string_to_sign}]"
            raise GatewayError(400, "SignatureDoesNotMatch", message)
        return key

    def _find_key(self, key_id: str, token: str) -> Key:
        key = self._keys.find(key_id)
        if key.credentials.security_token and not token:
            raise missing("SecurityToken")
        if not equal(token, key.credentials.security_token):
            message = "Specified SecurityToken mismatch with the AccessKey."
            raise GatewayError(400, "InvalidSecurityToken.MismatchWithAccessKey", message)
        key.check_life()
        return key

    def _use_nonce(self, nonce: str) -> None:
        """Remember the nonce for as long as a timestamp that was signed with it can be valid."""
        now = time.monotonic()
        with self._lock:
            while self._nonces and next(iter(self._nonces.values())) < now:
                self._nonces.popitem(last=False)
            if nonce in self._nonces:
                raise GatewayError(400, "SignatureNonceUsed", "Specified signature nonce was used already.")
            self._nonces[nonce] = now + 2 * TIMESTAMP_WINDOW_SECONDS


def _require(request: Request, *names: str) -> None:
    for name in names:
        if not request.common(name):
            raise missing(name)


def _check_clock(timestamp: str) -> None:
    try:
        signed_at = _epoch_seconds(timestamp)
    except ValueError as error:
        message = "Specified time stamp or date value is not well formatted."
        raise GatewayError(400, "InvalidTimeStamp.Format", message) from error
    if abs(time.time() - signed_at) > TIMESTAMP_WINDOW_SECONDS:
        raise GatewayError(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")


@functools.lru_cache(maxsize=64)
def _epoch_seconds(timestamp: str) -> int:
    return calendar.timegm(time.strptime(timestamp, "%Y-%m-%dT%H:%M:%SZ"))


def _parse_authorization(header: str) -> tuple[str, list[str], str]:
    """Split "ACS3-HMAC-SHA256 Credential=...,SignedHeaders=a;b,Signature=..." into its three values."""
    pattern = r"ACS3-HMAC-SHA256 +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([^,]+)"
    match = re.fullmatch(pattern, header.strip())
    if match is None:
        raise _incomplete_signature("The Authorization header cannot be read.")
    key_id, signed_headers, signature = match.groups()
    return key_id, signed_headers.split(";"), signature


def _check_signed_headers(headers: dict[str, str], signed_headers: list[str]) -> None:
    """Check that host, x-acs-* and content-type headers are signed, with names that are sorted and in lower case."""
    required = {"host", "x-acs-content-sha256", *ACS3_HEADERS.values()} - {"x-acs-security-token"}
    required |= {name for name in headers if name.startswith("x-acs-") or name == "content-type"}
    unsigned = sorted(required - set(signed_headers))
    if unsigned:
        raise _incomplete_signature(f"These headers must be signed: {', '.join(unsigned)}.")
    absent = sorted(set(signed_headers) - set(headers))
    if absent:
        raise _incomplete_signature(f"These signed headers are missing: {', '.join(absent)}.")
    if signed_headers != sorted(set(signed_headers)):
        raise _incomplete_signature("SignedHeaders must be sorted.")


def _incomplete_signature(detail: str) -> GatewayError:
    message = f"The request signature does not conform to Aliyun standards. {detail}"
    return GatewayError(400, "IncompleteSignature", message)
