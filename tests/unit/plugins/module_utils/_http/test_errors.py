# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import KINDS, CccError, redact
from hypothesis import given
from hypothesis import strategies as st

RETRYABLE, FATAL, NEITHER = "retryable", "fatal", "neither"

CODES = {
    RETRYABLE: ["Throttling", "Throttling.User", "Throttling.Api", "Throttling.AnythingElse", "ServiceUnavailable"]
    + ["InternalError", "SignatureNonceUsed", "Client.NameResolution", "Client.Connection", "Client.Timeout"]
    + ["Client.Proxy", "Client.InvalidResponse", "InternalService.DB"],
    FATAL: ["InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive", "SignatureDoesNotMatch"]
    + ["IncompleteSignature", "InvalidTimeStamp.Expired", "IllegalTimestamp", "InvalidSecurityToken.Expired"]
    + ["InvalidSecurityToken.MismatchWithAccessKey", "MissingSecurityToken", "Forbidden.RAM", "NoPermission"]
    + ["InvalidAction.NotFound", "Client.Certificate", "AbnormalService.Disabled"],
    NEITHER: ["MissingInstanceId", "MissingParameter", "InvalidParameter", "InvalidParameter.InstanceId"]
    + ["NotExist.Instance", "NotExists.InstanceId", "Client.TooLarge", "Client.InconsistentList"]
    + ["Permission.User", "Parameter.Maximum", "AbnormalService.Ceased", "Client.ListTooLong"],
}


def classification(error):
    assert not (error.fatal and error.retryable)
    return FATAL if error.fatal else RETRYABLE if error.retryable else NEITHER


@pytest.mark.parametrize(("code", "kind"), [(code, kind) for kind, codes in CODES.items() for code in codes])
def test_a_known_code_is_classified_regardless_of_the_http_status(code, kind):
    for http_status in (None, 200, 400, 403, 404, 429, 500, 503):
        error = CccError(code, "m", http_status=http_status)
        assert classification(error) == kind
        assert error.hint.endswith(".")


@pytest.mark.parametrize("code", ["Something.New", "Client.HttpStatus"])
@pytest.mark.parametrize(
    ("http_status", "kind"),
    [(None, NEITHER), (400, NEITHER), (403, NEITHER), (404, NEITHER)]
    + [(408, RETRYABLE), (429, RETRYABLE), (500, RETRYABLE), (502, RETRYABLE), (599, RETRYABLE)],
)
def test_an_unknown_code_is_classified_by_the_http_status(code, http_status, kind):
    assert classification(CccError(code, "m", http_status=http_status)) == kind


@pytest.mark.parametrize(
    ("code", "http_status", "throttled"),
    [("Throttling", 400, True), ("Throttling.Api", None, True), ("Something.New", 429, True)]
    + [("ServiceUnavailable", 503, False), ("Client.Timeout", None, False)],
)
def test_throttling_is_recognized_by_its_code_or_by_http_429(code, http_status, throttled):
    assert CccError(code, "m", http_status=http_status).throttled is throttled


def test_no_prefix_of_a_code_is_hidden_by_an_earlier_one():
    for number, kind in enumerate(KINDS):
        for beginning in kind.codes:
            earlier = [code for other in KINDS[:number] for code in other.codes]
            assert not beginning.startswith(tuple(earlier)), beginning


@pytest.mark.parametrize(
    ("action", "ram_action"),
    [("ListUsers", "ccc:ListUsers"), ("GetInstance", "ccc:GetInstance"), ("AssumeRole", "sts:AssumeRole")],
)
@pytest.mark.parametrize("code", ["Forbidden.RAM", "NoPermission"])
def test_the_hint_for_a_missing_permission_names_the_action_to_allow(code, action, ram_action):
    error = CccError(code, "m", recommend="https://example.com/?ACTION")
    assert error.hint.startswith("Allow the action of this request in a RAM policy")
    error.action = action
    assert error.hint == (
        "Allow the action %s in a RAM policy of this user or role. See https://example.com/?ACTION" % ram_action
    )


def full_error():
    error = CccError(
        "NotExist.Instance",
        "The instance does not exist.",
        http_status=404,
        request_id="REQ-1",
        recommend="https://api.aliyun.com/troubleshoot?q=NotExist",
    )
    error.action, error.instance_id, error.attempts = "GetInstance", "ccc-1", 2
    return error


def test_the_message_contains_the_operation_the_instance_the_reason_and_the_hint():
    error = full_error()
    assert str(error) == (
        "GetInstance for instance ccc-1 failed: The instance does not exist "
        "(code NotExist.Instance, HTTP 404, request id REQ-1, 2 attempts). " + error.hint
    )
    assert error.hint.startswith("Check the id")
    assert error.hint.endswith(" See https://api.aliyun.com/troubleshoot?q=NotExist")


@pytest.mark.parametrize(
    ("instance_id", "version", "word"),
    [
        (
            "5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4",
            "2020-07-01",
            "The id 5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4 looks like one of API version 2017-07-05 (a UUID): "
            "check api_version.",
        ),
        (
            "ccc-test",
            "2017-07-05",
            "The id ccc-test looks like one of API version 2020-07-01 (a workbench name): check api_version.",
        ),
        ("5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4", "2017-07-05", ""),
        ("ccc-test", "2020-07-01", ""),
        ("ccc-test", None, ""),
        (None, "2017-07-05", ""),
    ],
)
def test_the_hint_says_if_an_unknown_id_looks_like_one_of_the_other_api_version(instance_id, version, word):
    error = CccError("NotExist.Instance", "m")
    error.instance_id, error.api_version = instance_id, version
    assert error.hint == " ".join(part for part in (word, CccError("NotExist.Instance", "m").hint) if part)


def test_the_message_names_the_page_and_the_part_of_a_list():
    error = CccError("Something.New", "It broke")
    error.action, error.instance_id, error.page, error.part = "ListSkillGroups", "i", 2, "MediaType CHAT"
    assert error.sentence().startswith("ListSkillGroups (MediaType CHAT, page 2) for instance i failed: It broke")


def test_the_message_omits_unknown_details():
    error = CccError("Something.New", "It broke...")
    assert str(error) == "The request failed: It broke (code Something.New)."
    error.attempts = 1
    assert str(error) == "The request failed: It broke (code Something.New, 1 attempt)."


def test_the_gateways_link_is_the_hint_if_there_is_no_other_hint():
    assert CccError("Something.New", "m", recommend="https://x").hint == "See https://x"
    assert CccError("Something.New", "m").hint == ""


def test_an_error_as_a_dict_has_all_documented_keys():
    error = full_error()
    assert error.as_dict() == {
        "instance_id": "ccc-1",
        "code": "NotExist.Instance",
        "message": "The instance does not exist.",
        "http_status": 404,
        "request_id": "REQ-1",
        "attempts": 2,
        "hint": error.hint,
    }


SECRET = "testSecret/0123+4567=="
TOKEN = "CAIS+token/with=all*of~them=="
SIGNATURE = "s3K0rwuTXQa8yJmr5ixP4LeNyVY="
HEX_SIGNATURE = "f677fc1e29c47ca563a950ed15979b9cb2f6844d19f23d024ed66fc06ac4d7d9"


def once(text):
    return quote(text, safe="~")


def twice(text):
    return once(once(text))


@pytest.mark.parametrize(
    ("begin", "cut_off"),
    [
        ("It is not matched. server string to sign", f" is:POST&%2F&AccessKeyId%3Did%26SecurityToken%3D{twice(TOKEN)}"),
        ("server StringToSign", f" is [ACS3-HMAC-SHA256\n0f0f] server CanonicalRequest is [POST\n/\nx:{TOKEN}\n\nx]"),
        ("server canonical request", ":\nPOST\n/"),
        ("STRING  TO\nSIGN", " was x"),
    ],
)
def test_the_gateways_string_to_sign_is_cut_off(begin, cut_off):
    assert redact(begin + cut_off, [SECRET, TOKEN]) == begin + " (removed)"


@pytest.mark.parametrize(
    "message",
    [
        f"Signature={SIGNATURE}&Version=1",
        f"Signature={once(SIGNATURE)}&Version=1",
        f"Signature%3D{twice(SIGNATURE)}",
        f"Signature%253D{twice(SIGNATURE)}",
        f"signature: '{SIGNATURE}'",
        f'"Signature": "{SIGNATURE}"',
        f"ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-date,Signature={HEX_SIGNATURE}",
    ],
)
def test_a_signature_is_removed(message):
    cleaned = redact(message, [])
    assert "(removed)" in cleaned
    for signature in (SIGNATURE, HEX_SIGNATURE):
        for form in (signature, once(signature), twice(signature)):
            assert form.rstrip("=") not in cleaned
            assert form[:12] not in cleaned


@pytest.mark.parametrize(
    "message",
    [
        "The specified instance does not exist.",
        "Specified signature nonce was used already.",
        "SignatureMethod=HMAC-SHA1&SignatureVersion=1.0",
        "The parameter Signature is mandatory for this action.",
        "无 100% 测试",
        "",
    ],
)
def test_a_message_without_secrets_is_not_changed(message):
    assert redact(message, [SECRET, TOKEN]) == message


ENCODERS = [str, once, twice, lambda text: once(twice(text)), quote, quote_plus]
ENCODERS += [lambda text: text.replace("+", "%2b").replace("/", "%2f")]  # in part, in lower case
# The characters of a key, except the parentheses of its replacement.
keys = st.text(
    st.sampled_from([chr(code) for code in range(0x21, 0x7F) if chr(code) not in "()"]), min_size=8, max_size=24
)
around = st.one_of(st.text(max_size=8), st.sampled_from(["%", "%25", "string to ", "Signature=", "Signature%3D", "\n"]))


@given(keys, around, around, st.lists(st.sampled_from(ENCODERS), min_size=1, max_size=3))
def test_a_secret_is_removed_in_any_encoding(secret, before, after, encoders):
    text = "".join(before + encode(secret) + after for encode in encoders)
    cleaned = redact(text, [secret])
    for encode in ENCODERS:
        assert encode(secret) not in cleaned


@given(keys, keys)
def test_each_of_two_secrets_is_removed(secret, token):
    cleaned = redact(f"{secret} {token} {secret}{token} {token}{secret}", [secret, token])
    assert secret not in cleaned
    assert token not in cleaned
