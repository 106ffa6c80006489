# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The signed headers and body of one attempt."""

from __future__ import annotations

import time
import uuid
from typing import Mapping, NamedTuple

from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import Credentials
from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import (
    HMAC_SHA1,
    form_encode,
    sign_acs3,
    sign_rpc,
)


class SignedRequest(NamedTuple):
    """A POST request to the path ``/``. secrets: what no message may show."""

    headers: dict[str, str]
    body: bytes
    secrets: list[str]


def signed_request(
    signature_method: str, host: str, api_version: str, action: str, parameters: Mapping[str, str], key: Credentials
) -> SignedRequest:
    """Return a SignedRequest for one attempt. Its nonce is valid once, its time stamp for some minutes."""
    headers = {
        "Host": host,
        "User-Agent": "alicloud.ccc (Ansible collection)",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    nonce = str(uuid.uuid4())
    if signature_method == HMAC_SHA1:
        common = {
            "Action": action,
            "Version": api_version,
            "Format": "JSON",
            "AccessKeyId": key.access_key_id,
            "SignatureMethod": HMAC_SHA1,
            "SignatureVersion": "1.0",
            "SignatureNonce": nonce,
            "Timestamp": now,
        }
        if key.security_token:
            common["SecurityToken"] = key.security_token
        signed = sign_rpc("POST", {**parameters, **common}, key.access_key_secret)
        return SignedRequest(headers, form_encode(signed).encode(), [signed["Signature"], *key.secrets])
    body = form_encode(parameters).encode()
    to_sign = {
        "host": headers.pop("Host"),
        "content-type": headers.pop("Content-Type"),
        "x-acs-action": action,
        "x-acs-version": api_version,
        "x-acs-date": now,
        "x-acs-signature-nonce": nonce,
    }
    if key.security_token:
        to_sign["x-acs-security-token"] = key.security_token
    signed = sign_acs3("POST", {}, to_sign, body, key.access_key_id, key.access_key_secret)
    signature = signed["Authorization"].rpartition("=")[2]
    return SignedRequest({**headers, **signed}, body, [signature, *key.secrets])
