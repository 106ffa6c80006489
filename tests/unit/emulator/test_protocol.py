# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the emulator accepts and what it refuses, and how: over real sockets, in both signature styles."""

from __future__ import annotations

import re
import socket

import pytest
from emulator_client import (
    DOCUMENTED_ID,
    FORM,
    acs3,
    form,
    raw_request,
    rpc,
    send,
    send_parameters,
    signed_rpc_parameters,
    timestamp,
)
from emulator_process import running_emulator

REQUEST_ID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
TOKEN = "token+/with==signs"


@pytest.fixture(scope="module")
def temporary_key_emulator():
    with running_emulator(security_token=TOKEN) as process:
        yield process


def assert_refused(answer, status, code):
    """The gateway's shape of a failure in JSON."""
    assert (answer.status, answer.json["Code"]) == (status, code)
    assert set(answer.json) == {"RequestId", "HostId", "Code", "Message", "Recommend"}
    assert REQUEST_ID.fullmatch(answer.json["RequestId"])
    assert answer.json["HostId"].startswith("127.0.0.1:")
    assert code in answer.json["Recommend"]
    assert answer.headers["content-type"].startswith("application/json")


# --- What is accepted ---


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_get_instance_by_rpc(emulator, method):
    answer = rpc(emulator, "GetInstance", method, InstanceId=DOCUMENTED_ID)
    assert answer.status == 200
    body = answer.json
    assert REQUEST_ID.fullmatch(body.pop("RequestId"))
    assert body.pop("Instance")["InstanceId"] == DOCUMENTED_ID
    assert body == {"Code": "OK", "HttpStatusCode": 200, "Success": True, "Message": ""}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_list_instances_by_rpc(emulator, method):
    body = rpc(emulator, "ListInstancesOfUser", method).json
    assert (body["Code"], body["HttpStatusCode"], body["Success"]) == ("OK", 200, True)
    assert len(body["Instances"]["CallCenterInstance"]) == 8


def test_request_ids_are_fresh(emulator):
    first, second = (rpc(emulator, "ListInstancesOfUser").json["RequestId"] for _count in range(2))
    assert first != second


def test_rpc_parameters_may_be_spread_over_query_and_body(emulator):
    parameters = signed_rpc_parameters(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
    body = {"InstanceId": parameters.pop("InstanceId")}
    answer = send(emulator, "POST", "/?" + form(parameters), form(body), {"Content-Type": FORM})
    assert answer.json["Instance"]["InstanceId"] == DOCUMENTED_ID


def test_rpc_parameters_of_a_post_may_all_stand_in_the_query(emulator):
    parameters = signed_rpc_parameters(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
    assert send(emulator, "POST", "/?" + form(parameters)).status == 200


def test_acs3_takes_the_parameters_from_the_query(emulator):
    for method in ("GET", "POST"):
        answer = acs3(emulator, "GetInstance", method, query={"InstanceId": DOCUMENTED_ID})
        assert answer.json["Instance"]["InstanceId"] == DOCUMENTED_ID


def test_acs3_takes_the_parameters_from_the_body(emulator):
    answer = acs3(emulator, "GetInstance", body=form({"InstanceId": DOCUMENTED_ID}))
    assert answer.json["Instance"]["InstanceId"] == DOCUMENTED_ID


def test_acs3_lists_instances(emulator):
    assert len(acs3(emulator, "ListInstancesOfUser").json["Instances"]["CallCenterInstance"]) == 8


@pytest.mark.parametrize("value", ["测试 实例*", "a+b", "100%&c=d", "~"])
def test_any_character_may_stand_in_a_parameter(emulator, value):
    for answer in (
        rpc(emulator, "GetInstance", "GET", InstanceId=value),
        rpc(emulator, "GetInstance", "POST", InstanceId=value),
        acs3(emulator, "GetInstance", query={"InstanceId": value}),
        acs3(emulator, "GetInstance", body=form({"InstanceId": value})),
    ):
        assert_refused(answer, 404, "NotExist.Instance")


def test_a_temporary_key_with_its_token_is_accepted(temporary_key_emulator):
    for method in ("GET", "POST"):
        assert rpc(temporary_key_emulator, "ListInstancesOfUser", method).status == 200
    assert acs3(temporary_key_emulator, "ListInstancesOfUser").status == 200


def test_many_requests_go_over_one_connection(emulator):
    number_before = len(emulator.log())
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=20) as connection:
        reader = connection.makefile("rb")
        for _count in range(3):
            connection.sendall(raw_request(emulator))
            assert reader.readline() == b"HTTP/1.1 200 OK\r\n"
            headers = dict(line.split(b": ") for line in iter(lambda: reader.readline().strip(), b""))
            reader.read(int(headers[b"Content-Length"]))
    assert len({entry["connection"] for entry in emulator.log()[number_before:]}) == 1


# --- XML ---


def test_xml_is_the_default_format(emulator):
    answer = rpc(emulator, "GetInstance", Format=None, InstanceId=DOCUMENTED_ID)
    assert answer.headers["content-type"].startswith("text/xml")
    root = answer.xml
    assert root.tag == "GetInstanceResponse"
    assert (root.findtext("Code"), root.findtext("HttpStatusCode"), root.findtext("Success")) == ("OK", "200", "true")
    assert root.findtext("Instance/PhoneNumbers/PhoneNumber/Number") == "02500000000"
    assert root.findtext("Instance/PhoneNumbers/PhoneNumber/AllowOutbound") == "true"
    assert [user.findtext("Detail/DisplayName") for user in root.findall("Instance/Admin/User")] == [None, "测试test"]


def test_xml_escapes_and_lists_all(emulator):
    root = rpc(emulator, "ListInstancesOfUser", Format="XML").xml
    assert root.tag == "ListInstancesOfUserResponse"
    names = [instance.findtext("InstanceName") for instance in root.findall("Instances/CallCenterInstance")]
    assert len(names) == 8
    assert "Guangzhou Retail & Returns" in names


def test_the_format_is_named_in_any_case(emulator):
    assert rpc(emulator, "ListInstancesOfUser", Format="json").json["Code"] == "OK"


def test_acs3_answers_xml_only_when_asked(emulator):
    assert acs3(emulator, "ListInstancesOfUser", accept="application/json").json["Code"] == "OK"
    assert acs3(emulator, "ListInstancesOfUser", accept="application/xml").xml.findtext("Code") == "OK"


def test_failures_in_xml_have_the_gateways_shape(emulator):
    answer = rpc(emulator, "GetInstance", Format="XML", InstanceId="unknown")
    assert answer.status == 404
    assert answer.body.startswith(b"<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>")
    assert [child.tag for child in answer.xml] == ["RequestId", "HostId", "Code", "Message"]
    assert answer.xml.findtext("Code") == "NotExist.Instance"


def test_a_request_that_says_nothing_is_answered_in_xml(emulator):
    answer = send(emulator, "GET", "/")
    assert answer.status == 400
    assert answer.xml.findtext("Code") == "MissingAction"


# --- Keys and signatures ---


def test_an_unknown_key_id(emulator):
    assert_refused(rpc(emulator, "ListInstancesOfUser", AccessKeyId="nobody"), 404, "InvalidAccessKeyId.NotFound")
    headers = {"Authorization": f"ACS3-HMAC-SHA256 Credential=nobody,SignedHeaders=host,Signature={'0' * 64}"}
    assert_refused(send(emulator, "POST", "/", "", headers), 400, "MissingAction")


def test_an_unknown_key_id_by_acs3(emulator):
    other = type("Other", (), {**vars(emulator), "access_key_id": "nobody", "port": emulator.port})
    assert_refused(acs3(other, "ListInstancesOfUser"), 404, "InvalidAccessKeyId.NotFound")


def test_a_wrong_secret_and_the_string_to_sign_in_the_message(temporary_key_emulator):
    parameters = signed_rpc_parameters(temporary_key_emulator, "GetInstance", InstanceId="x")
    parameters["Signature"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAA="
    answer = send_parameters(temporary_key_emulator, "POST", parameters)
    assert_refused(answer, 400, "SignatureDoesNotMatch")
    message = answer.json["Message"]
    assert "server string to sign is:POST&%2F&AccessKeyId%3Dtest-key-id%26Action%3DGetInstance" in message
    assert "token%252B%252Fwith%253D%253Dsigns" in message


def test_a_wrong_secret_by_acs3(emulator):
    other = type("Other", (), {**vars(emulator), "access_key_secret": "wrong", "port": emulator.port})
    answer = acs3(other, "ListInstancesOfUser")
    assert_refused(answer, 400, "SignatureDoesNotMatch")
    assert "server StringToSign is [ACS3-HMAC-SHA256\n" in answer.json["Message"]


@pytest.mark.parametrize("name", ["InstanceId", "Timestamp", "SignatureNonce", "Version", "Format"])
def test_every_rpc_parameter_is_signed(emulator, name):
    parameters = signed_rpc_parameters(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
    changed = {"Timestamp": timestamp(1), "Format": "Json"}.get(name, parameters[name] + "0")
    answer = send_parameters(emulator, "POST", {**parameters, name: changed})
    assert_refused(answer, 400, "SignatureDoesNotMatch")


def test_an_added_rpc_parameter_spoils_the_signature(emulator):
    parameters = signed_rpc_parameters(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
    assert_refused(send_parameters(emulator, "POST", {**parameters, "More": ""}), 400, "SignatureDoesNotMatch")


def test_the_method_is_signed(emulator):
    parameters = signed_rpc_parameters(emulator, "ListInstancesOfUser", "POST")
    assert_refused(send_parameters(emulator, "GET", parameters), 400, "SignatureDoesNotMatch")


def test_the_acs3_query_is_signed(emulator):
    other = {"InstanceId": DOCUMENTED_ID[:-1] + "3"}
    answer = acs3(emulator, "GetInstance", query={"InstanceId": DOCUMENTED_ID}, sent_query=other)
    assert_refused(answer, 400, "SignatureDoesNotMatch")


def test_the_acs3_body_is_compared_with_the_header(emulator):
    """Everything is signed well, only the header says another hash."""
    answer = acs3(emulator, "ListInstancesOfUser", x_acs_content_sha256="0" * 64)
    assert_refused(answer, 400, "SignatureDoesNotMatch")


def test_the_acs3_body_is_signed(emulator):
    body = form({"InstanceId": DOCUMENTED_ID})
    answer = acs3(emulator, "GetInstance", body=body, sent_body=body.replace("802", "803"))
    assert_refused(answer, 400, "SignatureDoesNotMatch")


@pytest.mark.parametrize(
    "name",
    ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"],
)
def test_acs3_headers_that_have_to_be_signed(emulator, name):
    answer = acs3(emulator, "ListInstancesOfUser", unsigned=(name,))
    assert_refused(answer, 400, "IncompleteSignature")
    assert name in answer.json["Message"]


def test_any_other_acs_header_and_the_content_type_have_to_be_signed(emulator):
    assert acs3(emulator, "ListInstancesOfUser", x_acs_other="1").status == 200
    answer = acs3(emulator, "ListInstancesOfUser", unsigned=("x-acs-other",), x_acs_other="1")
    assert_refused(answer, 400, "IncompleteSignature")
    answer = acs3(emulator, "GetInstance", body="InstanceId=x", unsigned=("content-type",))
    assert_refused(answer, 400, "IncompleteSignature")


def test_an_authorization_header_that_cannot_be_read(emulator):
    answer = send(emulator, "POST", "/", "", {"Authorization": "ACS3-HMAC-SHA256 Credential=x"})
    assert_refused(answer, 400, "IncompleteSignature")


def test_other_signature_methods_are_refused(emulator):
    answer = rpc(emulator, "ListInstancesOfUser", SignatureMethod="HMAC-SHA256")
    assert_refused(answer, 400, "InvalidSignatureMethod")


@pytest.mark.parametrize(
    "name",
    [
        "Action",
        "Version",
        "AccessKeyId",
        "SignatureMethod",
        "SignatureVersion",
        "SignatureNonce",
        "Timestamp",
    ],
)
def test_a_common_parameter_that_is_not_there(emulator, name):
    answer = rpc(emulator, **{"action": "ListInstancesOfUser", name: None})
    assert_refused(answer, 400, f"Missing{name}")


def test_no_signature(emulator):
    parameters = signed_rpc_parameters(emulator, "ListInstancesOfUser")
    del parameters["Signature"]
    assert_refused(send_parameters(emulator, "POST", parameters), 400, "MissingSignature")


# --- Tokens ---


def test_a_missing_token(temporary_key_emulator):
    answer = rpc(temporary_key_emulator, "ListInstancesOfUser", SecurityToken=None)
    assert_refused(answer, 400, "MissingSecurityToken")
    answer = acs3(temporary_key_emulator, "ListInstancesOfUser", x_acs_security_token=None)
    assert_refused(answer, 400, "MissingSecurityToken")


def test_a_wrong_token(temporary_key_emulator):
    answer = rpc(temporary_key_emulator, "ListInstancesOfUser", SecurityToken="other")
    assert_refused(answer, 400, "InvalidSecurityToken.MismatchWithAccessKey")
    answer = acs3(temporary_key_emulator, "ListInstancesOfUser", x_acs_security_token="other")
    assert_refused(answer, 400, "InvalidSecurityToken.MismatchWithAccessKey")


def test_a_token_with_a_permanent_key(emulator):
    answer = rpc(emulator, "ListInstancesOfUser", SecurityToken="token")
    assert_refused(answer, 400, "InvalidSecurityToken.MismatchWithAccessKey")


# --- Clock and nonce ---


@pytest.mark.parametrize("minutes", [-14, 14])
def test_a_timestamp_within_the_window(emulator, minutes):
    assert rpc(emulator, "ListInstancesOfUser", Timestamp=timestamp(minutes)).status == 200
    assert acs3(emulator, "ListInstancesOfUser", x_acs_date=timestamp(minutes)).status == 200


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_timestamp_outside_the_window(emulator, minutes):
    answer = rpc(emulator, "ListInstancesOfUser", Timestamp=timestamp(minutes))
    assert_refused(answer, 400, "InvalidTimeStamp.Expired")
    answer = acs3(emulator, "ListInstancesOfUser", x_acs_date=timestamp(minutes))
    assert_refused(answer, 400, "InvalidTimeStamp.Expired")


@pytest.mark.parametrize("text", ["2026-01-02 03:04:05", "2026-01-02T03:04:05+08:00", "now", "2026-13-02T03:04:05Z"])
def test_a_timestamp_of_another_format(emulator, text):
    assert_refused(rpc(emulator, "ListInstancesOfUser", Timestamp=text), 400, "InvalidTimeStamp.Format")


def test_a_nonce_is_used_once(emulator):
    parameters = signed_rpc_parameters(emulator, "ListInstancesOfUser")
    assert send_parameters(emulator, "POST", parameters).status == 200
    assert_refused(send_parameters(emulator, "POST", parameters), 400, "SignatureNonceUsed")
    nonce = parameters["SignatureNonce"]
    assert_refused(rpc(emulator, "ListInstancesOfUser", SignatureNonce=nonce), 400, "SignatureNonceUsed")
    assert_refused(acs3(emulator, "ListInstancesOfUser", x_acs_signature_nonce=nonce), 400, "SignatureNonceUsed")


def test_a_request_that_is_refused_does_not_use_up_the_nonce(emulator):
    parameters = signed_rpc_parameters(emulator, "ListInstancesOfUser")
    assert send_parameters(emulator, "POST", {**parameters, "Signature": "x"}).status == 400
    assert send_parameters(emulator, "POST", parameters).status == 200


def test_nonces_are_forgotten_when_no_timestamp_can_bring_them_back(ccc_emulator, monkeypatch):
    authenticator = ccc_emulator.Authenticator(ccc_emulator.Keys(ccc_emulator.Credentials("id", "secret", "")))
    clock = [1000.0]
    monkeypatch.setattr(ccc_emulator.time, "monotonic", lambda: clock[0])
    authenticator._use_nonce("first")
    clock[0] += 2 * 15 * 60
    with pytest.raises(ccc_emulator.GatewayError, match="SignatureNonceUsed"):
        authenticator._use_nonce("first")
    clock[0] += 1
    authenticator._use_nonce("second")
    assert list(authenticator._nonces) == ["second"]


# --- Version, action, parameters ---


def test_another_version(emulator):
    assert_refused(rpc(emulator, "ListInstancesOfUser", Version="2016-01-01"), 400, "InvalidVersion")
    assert_refused(acs3(emulator, "ListInstancesOfUser", x_acs_version="2016-01-01"), 400, "InvalidVersion")


def test_another_action_or_path(emulator):
    assert_refused(rpc(emulator, "DeleteInstance"), 404, "InvalidAction.NotFound")
    assert_refused(acs3(emulator, "DeleteInstance"), 404, "InvalidAction.NotFound")
    parameters = signed_rpc_parameters(emulator, "ListInstancesOfUser", "GET")
    assert_refused(send(emulator, "GET", "/elsewhere?" + form(parameters)), 404, "InvalidAction.NotFound")


def test_an_unknown_a_blank_and_no_instance_id(emulator):
    assert_refused(rpc(emulator, "GetInstance", InstanceId="unknown"), 404, "NotExist.Instance")
    assert_refused(rpc(emulator, "GetInstance", InstanceId=" "), 400, "InvalidParameter")
    assert_refused(rpc(emulator, "GetInstance", InstanceId=""), 400, "InvalidParameter")
    assert_refused(rpc(emulator, "GetInstance"), 400, "MissingInstanceId")


# --- Whoever is no client at all ---


def test_parameters_that_are_no_utf8(emulator):
    answer = send(emulator, "GET", "/?Format=JSON&Action=%FF")
    assert answer.status == 400
    assert answer.xml.findtext("Code") == "InvalidParameter"


def test_a_body_that_is_too_large(emulator):
    """It is refused by its announced length, and the rest of the connection is not read."""
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=20) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n")
        answer = connection.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"<Code>RequestEntityTooLarge</Code>" in answer


def test_a_body_of_unknown_length(emulator):
    answer = send(emulator, "POST", "/", "", {"Transfer-Encoding": "chunked"})
    assert answer.status == 411
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize("line", [b"nonsense\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"a:b\r\n" * 101])
def test_what_is_no_http(emulator, line):
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=20) as connection:
        connection.sendall(line)
        assert connection.makefile("rb").readline().startswith((b"HTTP/1.1 400", b"HTTP/1.1 431"))


def test_other_methods_are_not_served(emulator):
    assert send(emulator, "PUT", "/").status == 501


def test_http_1_0_is_answered_and_closed(emulator):
    request = raw_request(emulator).replace(b"HTTP/1.1", b"HTTP/1.0")
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=20) as connection:
        connection.sendall(request)
        assert b'"Code":"OK"' in connection.makefile("rb").read()
