# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both signature styles, compared with signatures from the official SDKs."""

from __future__ import annotations

import emulator_client
import pytest
from ccc_emulator.signatures import acs3_signature, acs3_string_to_sign, rpc_signature, rpc_string_to_sign


def select(vectors, algorithm):
    chosen = [vector for vector in vectors if vector["alg"] == algorithm]
    assert len(chosen) >= 3
    return chosen


def test_hmac_sha1_reproduces_every_vector(vectors):
    for vector in select(vectors, "HMAC-SHA1 1.0"):
        string_to_sign = rpc_string_to_sign(vector["method"], vector["params"])
        assert string_to_sign == vector["string_to_sign"], vector["name"]
        assert rpc_signature(vector["secret"], string_to_sign) == vector["signature"], vector["name"]


def test_acs3_reproduces_every_vector(vectors):
    for vector in select(vectors, "ACS3-HMAC-SHA256"):
        names = vector["canonical_request"].split("\n")[-2].split(";")
        string_to_sign = acs3_string_to_sign(
            vector["method"], vector["query"], vector["headers"], names, vector["body"].encode()
        )
        assert string_to_sign == vector["string_to_sign"], vector["name"]
        assert acs3_signature(vector["secret"], string_to_sign) == vector["signature"], vector["name"]


@pytest.mark.parametrize("value", ["", "a b", "a+b", "*", "~", "测试", "100%", "a&b=c", "/?#[]@!$'()", "\n\t"])
def test_the_string_to_sign_equals_that_of_an_independent_signer(value):
    parameters = {"Action": "GetInstance", "InstanceId": value, value or "empty": "名"}
    expected = "POST&%2F&" + emulator_client.encode(emulator_client.form(parameters))
    assert rpc_string_to_sign("POST", parameters) == expected
