# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two signatures, HMAC-SHA1 and ACS3-HMAC-SHA256."""

from __future__ import annotations

import functools
import hashlib
import hmac
from base64 import b64encode
from urllib.parse import quote


@functools.lru_cache(maxsize=1024)
def percent_encode(text: str) -> str:
    """Percent-encode as in RFC 3986: as UTF-8, all but letters, digits, "-", "_", "." and "~"."""
    return quote(text, safe="~")


def canonical_query(parameters: dict[str, str]) -> str:
    """Join the parameters, sorted by name, as both signatures require."""
    return "&".join(f"{percent_encode(name)}={percent_encode(parameters[name])}" for name in sorted(parameters))


def rpc_string_to_sign(method: str, parameters: dict[str, str]) -> str:
    """Return the string that HMAC-SHA1 (SignatureVersion 1.0) signs: all parameters except the signature."""
    signed = {name: value for name, value in parameters.items() if name != "Signature"}
    # The query is already encoded once, so only these three characters are left to encode.
    query = canonical_query(signed).replace("%", "%25").replace("&", "%26").replace("=", "%3D")
    return f"{method}&%2F&{query}"


def rpc_signature(secret: str, string_to_sign: str) -> str:
    """Sign with HMAC-SHA1; the key is the secret followed by an ampersand."""
    return b64encode(hmac.digest(f"{secret}&".encode(), string_to_sign.encode(), "sha1")).decode()


def acs3_string_to_sign(
    method: str, query: dict[str, str], headers: dict[str, str], signed_headers: list[str], body: bytes
) -> str:
    """Return the string that ACS3-HMAC-SHA256 signs: the hash of the canonical request."""
    canonical_headers = "".join(f"{name}:{headers[name].strip()}\n" for name in signed_headers)
    body_hash = hashlib.sha256(body).hexdigest()
    canonical_request = "\n".join(
        [method, "/", canonical_query(query), canonical_headers, ";".join(signed_headers), body_hash]
    )
    return f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical_request.encode()).hexdigest()}"


def acs3_signature(secret: str, string_to_sign: str) -> str:
    """Sign with HMAC-SHA256; the key is the secret."""
    return hmac.digest(secret.encode(), string_to_sign.encode(), "sha256").hex()


def equal(left: str, right: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
