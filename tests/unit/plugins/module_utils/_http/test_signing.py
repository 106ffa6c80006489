# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import pathlib

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import (
    acs3_canonical_request,
    form_encode,
    rpc_string_to_sign,
    sign_acs3,
    sign_rpc,
)
from hypothesis import given
from hypothesis import strategies as st

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures"
VECTORS = json.loads((FIXTURES / "signature_vectors.json").read_text(encoding="utf-8"))
RPC_VECTORS = [pytest.param(vector, id=vector["name"]) for vector in VECTORS if vector["alg"] == "HMAC-SHA1 1.0"]
ACS3_VECTORS = [pytest.param(vector, id=vector["name"]) for vector in VECTORS if vector["alg"] == "ACS3-HMAC-SHA256"]

# All of Unicode, more often the characters on which encoders differ, and empty values.
texts = st.one_of(st.text("aZ09 ~*+/=&%-_.!'();:@$,?#[]\n测试😀é", max_size=12), st.text(max_size=12))
parameters = st.dictionaries(texts.filter(bool), texts, max_size=8)
headers = st.dictionaries(
    st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=12).map("X-Test-{}".format),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=20),
    max_size=5,
)
methods = st.sampled_from(["GET", "POST"])


def percent_encoded(text):
    """Return a text as an independent implementation of RFC 3986 encodes it."""
    unreserved = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
    return "".join(chr(byte) if byte in unreserved else f"%{byte:02X}" for byte in text.encode("utf-8"))


def canonical_query(mapping):
    return "&".join(f"{percent_encoded(name)}={percent_encoded(mapping[name])}" for name in sorted(mapping))


@pytest.mark.parametrize("vector", RPC_VECTORS)
def test_rpc_reproduces_the_official_string_to_sign(vector):
    assert rpc_string_to_sign(vector["method"], vector["params"]) == vector["string_to_sign"]


@pytest.mark.parametrize("vector", RPC_VECTORS)
def test_rpc_reproduces_the_official_signature_and_keeps_the_parameters(vector):
    signed = sign_rpc(vector["method"], vector["params"], vector["secret"])
    assert signed == dict(vector["params"], Signature=vector["signature"])
    assert "Signature" not in vector["params"], "the caller's mapping is not changed"


@pytest.mark.parametrize("vector", ACS3_VECTORS)
def test_acs3_reproduces_the_official_canonical_request_and_its_hash(vector):
    canonical = acs3_canonical_request(vector["method"], vector["query"], vector["headers"], vector["body"].encode())
    assert canonical == vector["canonical_request"]
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    assert f"ACS3-HMAC-SHA256\n{digest}" == vector["string_to_sign"]


@pytest.mark.parametrize("vector", ACS3_VECTORS)
def test_acs3_reproduces_the_official_signature_and_hashes_the_body_itself(vector):
    given_headers = {name: value for name, value in vector["headers"].items() if name != "x-acs-content-sha256"}
    signed = sign_acs3(
        vector["method"], vector["query"], given_headers, vector["body"].encode(), vector["ak"], vector["secret"]
    )
    names_of_signed = ";".join(sorted(vector["headers"]))
    authorization = "ACS3-HMAC-SHA256 Credential={},SignedHeaders={},Signature={}".format(
        vector["ak"], names_of_signed, vector["signature"]
    )
    assert signed == dict(vector["headers"], Authorization=authorization)
    assert "Authorization" not in given_headers, "the caller's mapping is not changed"


@given(parameters)
def test_a_form_is_encoded_as_by_an_independent_implementation(mapping):
    assert form_encode(mapping) == canonical_query(mapping)


@given(methods, parameters, texts)
def test_rpc_signatures_match_an_independent_implementation(method, mapping, secret):
    string_to_sign = f"{method}&%2F&{percent_encoded(canonical_query(mapping))}"
    digest = hmac.new(f"{secret}&".encode(), string_to_sign.encode(), "sha1").digest()
    assert sign_rpc(method, mapping, secret) == dict(mapping, Signature=base64.b64encode(digest).decode())


@given(methods, parameters, headers, st.binary(max_size=50), texts)
def test_acs3_signatures_match_an_independent_implementation(method, query, extra_headers, body, secret):
    to_sign = dict(extra_headers, host="ccc.cn-shanghai.aliyuncs.com")
    signed = sign_acs3(method, query, to_sign, body, "testid", secret)

    body_hash = hashlib.sha256(body).hexdigest()
    assert signed["x-acs-content-sha256"] == body_hash
    lower = {name.lower(): value.strip() for name, value in to_sign.items()}
    all_headers = sorted({**lower, "x-acs-content-sha256": body_hash}.items())
    lines = [method, "/", canonical_query(query)]
    lines += [f"{name}:{value}" for name, value in all_headers]
    lines += ["", ";".join(name for name, _value in all_headers), body_hash]
    request_hash = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    signature = hmac.new(secret.encode(), f"ACS3-HMAC-SHA256\n{request_hash}".encode(), "sha256").hexdigest()
    assert signed["Authorization"].endswith(f",Signature={signature}")
