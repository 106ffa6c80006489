# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which requests the emulator accepts and refuses: over real sockets, in both signature styles."""

from __future__ import annotations

import re
import socket
import time
import types

import pytest
from ccc_emulator.authentication import Authenticator
from ccc_emulator.errors import GatewayError
from ccc_emulator.keys import Credentials, Keys
from emulator_client import (
    DOCUMENTED_ID,
    FORM,
    acs3,
    form,
    raw_request,
    rpc,
    send,
    send_parameters,
    served,
    signed_rpc_parameters,
    timestamp,
)

REQUEST_ID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
TOKEN = "token+/with==signs"


@pytest.fixture(scope="module")
def temporary_key_emulator():
    with served(security_token=TOKEN) as process:
        yield process


def assert_refused(response, status, code):
    """Check that a response is a failure in the gateway's JSON shape."""
    assert (response.status, response.json["Code"]) == (status, code)
    assert set(response.json) == {"RequestId", "HostId", "Code", "Message", "Recommend"}
    assert REQUEST_ID.fullmatch(response.json["RequestId"])
    assert response.json["HostId"].startswith("127.0.0.1:")
    assert code in response.json["Recommend"]
    assert response.headers["content-type"].startswith("application/json")


# --- Accepted requests ---


def test_rpc_parameters_may_be_spread_over_query_and_body(emulator):
    parameters = signed_rpc_parameters(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
    body = {"InstanceId": parameters.pop("InstanceId")}
    response = send(emulator, "POST", "/?" + form(parameters), form(body), {"Content-Type": FORM})
    assert response.json["Instance"]["InstanceId"] == DOCUMENTED_ID


@pytest.mark.parametrize("value", ["测试 实例*", "a+b", "100%&c=d", "~"])
def test_a_parameter_may_contain_any_character(emulator, value):
    for response in (
        rpc(emulator, "GetInstance", "GET", InstanceId=value),
        rpc(emulator, "GetInstance", "POST", InstanceId=value),
        acs3(emulator, "GetInstance", query={"InstanceId": value}),
        acs3(emulator, "GetInstance", body=form({"InstanceId": value})),
    ):
        assert_refused(response, 404, "NotExist.Instance")


def test_a_temporary_key_with_its_token_is_accepted(temporary_key_emulator):
    for method in ("GET", "POST"):
        assert rpc(temporary_key_emulator, "ListInstancesOfUser", method).status == 200
    assert acs3(temporary_key_emulator, "ListInstancesOfUser").status == 200


# --- Formats ---


def test_format_json_may_be_in_lower_case(emulator):
    assert rpc(emulator, "ListInstancesOfUser", Format="json").json["Code"] == "OK"


def test_acs3_responses_are_xml_only_on_request(emulator):
    assert acs3(emulator, "ListInstancesOfUser", accept="application/json").json["Code"] == "OK"
    assert acs3(emulator, "ListInstancesOfUser", accept="application/xml").xml.findtext("Code") == "OK"


def test_failures_in_xml_have_the_gateways_shape(emulator):
    response = rpc(emulator, "GetInstance", Format="XML", InstanceId="unknown")
    assert response.status == 404
    assert response.body.startswith(b"<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>")
    assert [child.tag for child in response.xml] == ["RequestId", "HostId", "Code", "Message"]
    assert response.xml.findtext("Code") == "NotExist.Instance"


def test_a_request_without_a_format_gets_xml(emulator):
    response = send(emulator, "GET", "/")
    assert response.status == 400
    assert response.xml.findtext("Code") == "MissingAction"


# --- Keys and signatures ---


def test_an_unknown_key_id_is_refused(emulator):
    assert_refused(rpc(emulator, "ListInstancesOfUser", AccessKeyId="nobody"), 404, "InvalidAccessKeyId.NotFound")
    headers = {"Authorization": f"ACS3-HMAC-SHA256 Credential=nobody,SignedHeaders=host,Signature={'0' * 64}"}
    assert_refused(send(emulator, "POST", "/", "", headers), 400, "MissingAction")


def test_the_error_for_a_wrong_signature_contains_the_string_to_sign(temporary_key_emulator):
    parameters = signed_rpc_parameters(temporary_key_emulator, "GetInstance", InstanceId="x")
    parameters["Signature"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAA="
    response = send_parameters(temporary_key_emulator, "POST", parameters)
    assert_refused(response, 400, "SignatureDoesNotMatch")
    message = response.json["Message"]
    assert "server string to sign is:POST&%2F&AccessKeyId%3Dtest-key-id%26Action%3DGetInstance" in message
    assert "token%252B%252Fwith%253D%253Dsigns" in message


@pytest.mark.parametrize("name", ["InstanceId", "Timestamp", "SignatureNonce", "Version", "Format"])
def test_every_rpc_parameter_is_signed(emulator, name):
    parameters = signed_rpc_parameters(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
    changed = {"Timestamp": timestamp(1), "Format": "Json"}.get(name, parameters[name] + "0")
    response = send_parameters(emulator, "POST", {**parameters, name: changed})
    assert_refused(response, 400, "SignatureDoesNotMatch")


@pytest.mark.parametrize(
    "name",
    ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"],
)
def test_acs3_refuses_a_request_with_an_unsigned_header(emulator, name):
    response = acs3(emulator, "ListInstancesOfUser", unsigned=(name,))
    assert_refused(response, 400, "IncompleteSignature")
    assert name in response.json["Message"]


def test_any_other_acs_header_and_the_content_type_must_be_signed(emulator):
    assert acs3(emulator, "ListInstancesOfUser", x_acs_other="1").status == 200
    response = acs3(emulator, "ListInstancesOfUser", unsigned=("x-acs-other",), x_acs_other="1")
    assert_refused(response, 400, "IncompleteSignature")
    response = acs3(emulator, "GetInstance", body="InstanceId=x", unsigned=("content-type",))
    assert_refused(response, 400, "IncompleteSignature")


SIGNED = ("SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp", "Signature")


@pytest.mark.parametrize("name", ["Action", "Version", "AccessKeyId", *SIGNED])
def test_a_missing_common_parameter_is_named(emulator, name):
    parameters = signed_rpc_parameters(emulator, "ListInstancesOfUser")
    del parameters[name]
    assert_refused(send_parameters(emulator, "POST", {"Format": "JSON", **parameters}), 400, f"Missing{name}")


def test_a_malformed_authorization_and_another_signature_method_are_refused(emulator):
    response = send(emulator, "POST", "/", "", {"Authorization": "ACS3-HMAC-SHA256 Credential=x"})
    assert_refused(response, 400, "IncompleteSignature")
    response = rpc(emulator, "ListInstancesOfUser", SignatureMethod="HMAC-SHA256")
    assert_refused(response, 400, "InvalidSignatureMethod")


def with_other_key(emulator, **changes):
    return types.SimpleNamespace(**{**vars(emulator), **changes})


def test_an_unknown_key_and_a_wrong_secret_are_refused_by_acs3(emulator):
    response = acs3(with_other_key(emulator, access_key_id="nobody"), "ListInstancesOfUser")
    assert_refused(response, 404, "InvalidAccessKeyId.NotFound")
    response = acs3(with_other_key(emulator, access_key_secret="wrong"), "ListInstancesOfUser")
    assert_refused(response, 400, "SignatureDoesNotMatch")
    assert "server StringToSign is [ACS3-HMAC-SHA256\n" in response.json["Message"]


def test_the_rpc_signature_covers_the_method_and_extra_parameters(emulator):
    for method, more in (("GET", {}), ("POST", {"More": ""})):
        parameters = signed_rpc_parameters(emulator, "ListInstancesOfUser", "POST")
        assert_refused(send_parameters(emulator, method, {**parameters, **more}), 400, "SignatureDoesNotMatch")


@pytest.mark.parametrize(
    "changes",
    [
        {"query": {"InstanceId": DOCUMENTED_ID}, "sent_query": {"InstanceId": DOCUMENTED_ID[:-1] + "3"}},
        {"body": f"InstanceId={DOCUMENTED_ID}", "sent_body": f"InstanceId={DOCUMENTED_ID[:-1]}3"},
        {"x_acs_content_sha256": "0" * 64},  # the signature is valid, but the header contains another hash
    ],
)
def test_the_acs3_signature_covers_query_and_body(emulator, changes):
    assert_refused(acs3(emulator, "GetInstance", **changes), 400, "SignatureDoesNotMatch")


@pytest.mark.parametrize(
    ("which", "token", "code"),
    [
        ("temporary_key_emulator", None, "MissingSecurityToken"),
        ("temporary_key_emulator", "other", "InvalidSecurityToken.MismatchWithAccessKey"),
        ("emulator", "token", "InvalidSecurityToken.MismatchWithAccessKey"),
    ],
)
def test_a_missing_wrong_or_unexpected_token_is_refused(request, which, token, code):
    emulator = request.getfixturevalue(which)
    assert_refused(rpc(emulator, "ListInstancesOfUser", SecurityToken=token), 400, code)
    assert_refused(acs3(emulator, "ListInstancesOfUser", x_acs_security_token=token), 400, code)


# --- Clock and nonce ---


@pytest.mark.parametrize(("minutes", "code"), [(14, "OK"), (16, "InvalidTimeStamp.Expired")])
def test_a_timestamp_is_valid_for_15_minutes_before_and_after(emulator, minutes, code):
    for moment in (timestamp(minutes), timestamp(-minutes)):
        assert rpc(emulator, "ListInstancesOfUser", Timestamp=moment).json["Code"] == code
        assert acs3(emulator, "ListInstancesOfUser", x_acs_date=moment).json["Code"] == code


@pytest.mark.parametrize("text", ["2026-01-02 03:04:05", "2026-01-02T03:04:05+08:00", "now", "2026-13-02T03:04:05Z"])
def test_a_timestamp_of_another_format_is_refused(emulator, text):
    assert_refused(rpc(emulator, "ListInstancesOfUser", Timestamp=text), 400, "InvalidTimeStamp.Format")


def test_a_nonce_is_accepted_only_once(emulator):
    parameters = signed_rpc_parameters(emulator, "ListInstancesOfUser")
    assert send_parameters(emulator, "POST", parameters).status == 200
    assert_refused(send_parameters(emulator, "POST", parameters), 400, "SignatureNonceUsed")
    nonce = parameters["SignatureNonce"]
    assert_refused(rpc(emulator, "ListInstancesOfUser", SignatureNonce=nonce), 400, "SignatureNonceUsed")
    assert_refused(acs3(emulator, "ListInstancesOfUser", x_acs_signature_nonce=nonce), 400, "SignatureNonceUsed")


def test_a_refused_request_does_not_use_up_its_nonce(emulator):
    parameters = signed_rpc_parameters(emulator, "ListInstancesOfUser")
    assert send_parameters(emulator, "POST", {**parameters, "Signature": "x"}).status == 400
    assert send_parameters(emulator, "POST", parameters).status == 200


def test_a_nonce_is_forgotten_when_its_timestamps_have_expired(monkeypatch):
    authenticator = Authenticator(Keys(Credentials("id", "secret", "")))
    clock = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    authenticator._use_nonce("first")
    clock[0] += 2 * 15 * 60
    with pytest.raises(GatewayError, match="SignatureNonceUsed"):
        authenticator._use_nonce("first")
    clock[0] += 1
    authenticator._use_nonce("second")
    assert list(authenticator._nonces) == ["second"]


# --- Version, action, parameters ---


def test_an_unknown_version_is_refused(emulator):
    assert_refused(rpc(emulator, "ListInstancesOfUser", Version="2016-01-01"), 400, "InvalidVersion")
    assert_refused(acs3(emulator, "ListInstancesOfUser", x_acs_version="2016-01-01"), 400, "InvalidVersion")


def test_an_unknown_action_or_path_is_not_found(emulator):
    assert_refused(rpc(emulator, "DeleteInstance"), 404, "InvalidAction.NotFound")
    assert_refused(acs3(emulator, "DeleteInstance"), 404, "InvalidAction.NotFound")
    parameters = signed_rpc_parameters(emulator, "ListInstancesOfUser", "GET")
    assert_refused(send(emulator, "GET", "/elsewhere?" + form(parameters)), 404, "InvalidAction.NotFound")


# --- Requests that are not of the API ---


def test_parameters_that_are_not_utf8_are_refused(emulator):
    response = send(emulator, "GET", "/?Format=JSON&Action=%FF")
    assert response.status == 400
    assert response.xml.findtext("Code") == "InvalidParameter"


def test_a_body_that_is_too_large_is_refused(emulator):
    """The Content-Length is enough to refuse it: the body is not read."""
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=20) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n")
        response = connection.makefile("rb").read()
    assert response.startswith(b"HTTP/1.1 413 ")
    assert b"<Code>RequestEntityTooLarge</Code>" in response


def test_a_body_of_unknown_length_is_refused(emulator):
    response = send(emulator, "POST", "/", "", {"Transfer-Encoding": "chunked"})
    assert response.status == 411
    assert response.headers["connection"] == "close"


@pytest.mark.parametrize("line", [b"nonsense\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"a:b\r\n" * 101])
def test_data_that_is_not_http_is_refused(emulator, line):
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=20) as connection:
        connection.sendall(line)
        assert connection.makefile("rb").readline().startswith((b"HTTP/1.1 400", b"HTTP/1.1 431"))


def test_an_http_1_0_request_gets_a_response_and_closes_the_connection(emulator):
    request = raw_request(emulator).replace(b"HTTP/1.1", b"HTTP/1.0")
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=20) as connection:
        connection.sendall(request)
        assert b'"Code":"OK"' in connection.makefile("rb").read()
