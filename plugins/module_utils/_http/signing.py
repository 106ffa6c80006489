# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures for Alibaba Cloud's OpenAPI gateways. Pure: the caller passes the time and the nonce.

Sources: "Request syntax and signature method V2 for RPC APIs" (HMAC-SHA1) and "Request syntax and signature method V3"
(ACS3-HMAC-SHA256) in Alibaba Cloud's SDK documentation. The tests compare them with vectors of the official SDKs.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Mapping
from urllib.parse import quote, urlencode

HMAC_SHA1 = "HMAC-SHA1"
ACS3_HMAC_SHA256 = "ACS3-HMAC-SHA256"
SIGNATURE_METHODS = (HMAC_SHA1, ACS3_HMAC_SHA256)


def form_encode(parameters: Mapping[str, str]) -> str:
    """Return parameters percent-encoded as in RFC 3986 (a space becomes %20, ``~`` stays), sorted by name."""
    return urlencode(sorted(parameters.items()), quote_via=quote, safe="~")


def rpc_string_to_sign(method: str, parameters: Mapping[str, str]) -> str:
    """Return the text that HMAC-SHA1 signs: the HTTP method, the path ``/`` and all parameters except the signature."""
    return "&".join((method, "%2F", quote(form_encode(parameters), safe="~")))


def sign_rpc(method: str, parameters: Mapping[str, str], access_key_secret: str) -> dict[str, str]:
    """Sign an RPC request with HMAC-SHA1, SignatureVersion 1.0.

    ``parameters``: all parameters of the request (query and body), including the common ones. Returns a copy with
    ``Signature`` (base64).
    """
    digest = hmac.new(
        (access_key_secret + "&").encode(), rpc_string_to_sign(method, parameters).encode(), hashlib.sha1
    ).digest()
    return dict(parameters, Signature=base64.b64encode(digest).decode())


def acs3_canonical_request(method: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes) -> str:
    """Return the canonical request of ACS3 for the path ``/``.

    ``headers``: the headers to sign, in any case.
    """
    signed = {name.lower(): value.strip() for name, value in headers.items()}
    return "\n".join(
        (
            method,
            "/",
            form_encode(query),
            "".join("%s:%s\n" % item for item in sorted(signed.items())),
            ";".join(sorted(signed)),
            hashlib.sha256(body).hexdigest(),
        )
    )


def sign_acs3(
    method: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    body: bytes,
    access_key_id: str,
    access_key_secret: str,
) -> dict[str, str]:
    """Sign a request with ACS3-HMAC-SHA256.

    Adds ``x-acs-content-sha256`` to ``headers``, signs all of them, and returns a copy with ``Authorization``.
    """
    headers = dict(headers)
    headers["x-acs-content-sha256"] = hashlib.sha256(body).hexdigest()
    canonical = acs3_canonical_request(method, query, headers, body)
    string_to_sign = "%s\n%s" % (ACS3_HMAC_SHA256, hashlib.sha256(canonical.encode()).hexdigest())
    headers["Authorization"] = "%s Credential=%s,SignedHeaders=%s,Signature=%s" % (
        ACS3_HMAC_SHA256,
        access_key_id,
        ";".join(sorted(name.lower() for name in headers)),
        hmac.new(access_key_secret.encode(), string_to_sign.encode(), hashlib.sha256).hexdigest(),
    )
    return headers
