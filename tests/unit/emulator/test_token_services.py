# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Temporary keys: from STS and from the metadata service, what they are good for, and for how long."""

from __future__ import annotations

import calendar
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from ccc_emulator.errors import GatewayError
from ccc_emulator.keys import Credentials, Keys
from emulator_client import (
    acs3,
    assume_role,
    rpc,
    send,
    send_parameters,
    served,
    signed_rpc_parameters,
    timestamp,
    with_key,
)
from emulator_process import running_emulator

ROLE_ARN = "acs:ram::1059803544828509:role/auditor"
ROLES = "/latest/meta-data/ram/security-credentials/"
STS = "2015-04-01"
OIDC = {
    "Action": "AssumeRoleWithOIDC",
    "Version": STS,
    "Format": "JSON",
    "RoleArn": ROLE_ARN,
    "OIDCProviderArn": "acs:ram::1059803544828509:oidc-provider/ack-rrsa",
    "OIDCToken": "header.payload.signature",
    "RoleSessionName": "test-session",
}


def assert_refused(answer, status, code):
    """The shape of STS for a failure in JSON."""
    assert (answer.status, answer.json["Code"]) == (status, code)
    assert set(answer.json) == {"RequestId", "HostId", "Code", "Message", "Recommend"}
    assert f"q={code}&product=Sts" in answer.json["Recommend"]


def issued_key(emulator, **changes):
    """Have STS issue a key; return the emulator as its holder sees it."""
    return with_key(emulator, assume_role(emulator, **changes).json["Credentials"])


def metadata_key(emulator):
    return with_key(emulator, send(emulator, "GET", f"{ROLES}emulator-role").json)


def oidc(emulator, method="POST", **changes):
    parameters = {name: value for name, value in {**OIDC, **changes}.items() if value is not None}
    return send_parameters(emulator, method, parameters)


def identity(holder):
    """Ask STS whose key it is."""
    return rpc(holder, "GetCallerIdentity", Version=STS).json


def code_of(holder, **changes):
    """Ask CCC with a key and return the Code."""
    return rpc(holder, "ListInstancesOfUser", **changes).json["Code"]


def assert_good_for_ccc(holder):
    """In both signature styles and both versions."""
    pages = {"PageNumber": "1", "PageSize": "10"}
    assert rpc(holder, "ListInstancesOfUser", "GET").status == 200
    assert rpc(holder, "ListInstancesOfUser", "POST").status == 200
    assert acs3(holder, "ListInstancesOfUser").status == 200
    assert acs3(holder, "ListInstancesOfUser", query=pages, x_acs_version="2020-07-01").status == 200


def assert_expires_in(expiration, seconds, before, after):
    moment = calendar.timegm(time.strptime(expiration, "%Y-%m-%dT%H:%M:%SZ"))
    assert int(before) <= moment - seconds <= after


# --- AssumeRole ---


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_assume_role_gives_a_key(emulator, method):
    before = time.time()
    answer = assume_role(emulator, method)
    assert answer.status == 200
    body = answer.json
    assert set(body) == {"RequestId", "AssumedRoleUser", "Credentials"}
    assert body["AssumedRoleUser"]["Arn"] == f"{ROLE_ARN}/test-session"
    assert re.fullmatch(r"3[0-9]{17}:test-session", body["AssumedRoleUser"]["AssumedRoleId"])
    credentials = body["Credentials"]
    assert set(credentials) == {"AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"}
    assert credentials["AccessKeyId"].startswith("STS.")
    assert_expires_in(credentials["Expiration"], 3600, before, time.time())
    assert_good_for_ccc(with_key(emulator, credentials))


def test_assume_role_signed_by_acs3_gives_a_key(emulator):
    query = {"RoleArn": ROLE_ARN, "RoleSessionName": "test-session"}
    answer = acs3(emulator, "AssumeRole", query=query, x_acs_version=STS)
    assert_good_for_ccc(with_key(emulator, answer.json["Credentials"]))


def test_assume_role_answers_in_xml(emulator):
    root = assume_role(emulator, Format=None).xml
    assert root.tag == "AssumeRoleResponse"
    key = {field.tag: field.text for field in root.find("Credentials")}
    assert_good_for_ccc(with_key(emulator, key))
    root = assume_role(emulator, Format=None, RoleArn="x").xml
    assert (root.tag, root.findtext("Code")) == ("Error", "InvalidParameter.RoleArn")


def test_keys_are_all_different_and_none_is_logged():
    with running_emulator() as emulator:
        keys = [assume_role(emulator).json["Credentials"] for _count in range(2)]
        keys += [send(emulator, "GET", f"{ROLES}emulator-role").json, oidc(emulator).json["Credentials"]]
        ticket = send(emulator, "PUT", "/latest/api/token").body.decode()
        for name in ("AccessKeyId", "AccessKeySecret", "SecurityToken"):
            assert len({key[name] for key in keys}) == 4
            assert all(len(key[name]) > 20 for key in keys)
        rpc(with_key(emulator, keys[0]), "ListInstancesOfUser")
        rpc(with_key(emulator, {**keys[1], "SecurityToken": keys[2]["SecurityToken"]}), "ListInstancesOfUser")
        text = emulator.log_text()
        used = [entry.get("access_key_id") for entry in emulator.log()]
    assert used == [emulator.access_key_id] * 2 + [None] * 3 + [keys[0]["AccessKeyId"], keys[1]["AccessKeyId"]]
    hidden = [key[name] for key in keys for name in ("AccessKeySecret", "SecurityToken")]
    for text_that_is_hidden in (*hidden, keys[2]["AccessKeyId"], keys[3]["AccessKeyId"], ticket, OIDC["OIDCToken"]):
        assert text_that_is_hidden not in text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"RoleArn": None}, "MissingRoleArn"),
        ({"RoleArn": "acs:ram::1:user/auditor"}, "InvalidParameter.RoleArn"),
        ({"RoleArn": "acs:ram::1:role/a\n"}, "InvalidParameter.RoleArn"),
        ({"RoleSessionName": None}, "MissingRoleSessionName"),
        ({"RoleSessionName": "x" * 65}, "InvalidParameter.RoleSessionName"),
        ({"DurationSeconds": "899"}, "InvalidParameter.DurationSeconds"),
        ({"DurationSeconds": "43201"}, "InvalidParameter.DurationSeconds"),
        ({"DurationSeconds": "long"}, "InvalidParameter.DurationSeconds"),
        ({"Policy": "{"}, "InvalidParameter.PolicyGrammar"),
    ],
)
def test_wrong_parameters_are_refused(emulator, changes, code):
    assert_refused(assume_role(emulator, **changes), 400, code)
    assert_refused(oidc(emulator, **changes), 400, code)


def test_a_role_named_forbidden_is_refused(emulator):
    for answer in (
        assume_role(emulator, RoleArn="acs:ram::1:role/forbidden"),
        oidc(emulator, RoleArn="acs:ram::1:role/forbidden"),
    ):
        assert_refused(answer, 403, "NoPermission")
        message = "You are not authorized to do this action. You should be authorized by RAM."
        assert answer.json["Message"] == message


def test_an_external_role_is_given_for_its_external_id_only(emulator):
    arn = "acs:ram::1:role/partner-external"
    assert_refused(assume_role(emulator, RoleArn=arn), 403, "NoPermission")
    assert_refused(assume_role(emulator, RoleArn=arn, ExternalId="guessed"), 403, "NoPermission")
    assert assume_role(emulator, RoleArn=arn, ExternalId="emulator-external-id").status == 200
    assert assume_role(emulator, ExternalId="not asked for").status == 200


def test_assume_role_is_checked_as_ccc_is(emulator):
    assert_refused(assume_role(emulator, AccessKeyId="nobody"), 404, "InvalidAccessKeyId.NotFound")
    assert_refused(assume_role(emulator, Timestamp=timestamp(-16)), 400, "InvalidTimeStamp.Expired")
    assert_refused(assume_role(emulator, SignatureNonce=None), 400, "MissingSignatureNonce")
    parameters = {"Version": STS, "RoleArn": ROLE_ARN, "RoleSessionName": "test-session"}
    signed = signed_rpc_parameters(emulator, "AssumeRole", **parameters)
    forged = {**signed, "RoleArn": f"{ROLE_ARN}s"}
    assert_refused(send_parameters(emulator, "POST", forged), 400, "SignatureDoesNotMatch")
    assert send_parameters(emulator, "POST", signed).status == 200
    assert_refused(send_parameters(emulator, "POST", signed), 400, "SignatureNonceUsed")
    assert code_of(emulator, SignatureNonce=signed["SignatureNonce"]) == "SignatureNonceUsed"


def test_an_issued_key_is_worth_nothing_without_its_own_token_and_secret(emulator):
    one, other = issued_key(emulator), issued_key(emulator)
    assert code_of(one, SecurityToken=None) == "MissingSecurityToken"
    assert code_of(one, SecurityToken=other.security_token) == "InvalidSecurityToken.MismatchWithAccessKey"
    one.access_key_secret = other.access_key_secret
    assert code_of(one) == "SignatureDoesNotMatch"


def test_sts_knows_no_other_action(emulator):
    assert_refused(rpc(emulator, "GetSessionToken", Version=STS), 404, "InvalidAction.NotFound")
    assert rpc(emulator, "AssumeRole").json["Code"] == "InvalidAction.NotFound"


def test_sts_and_metadata_meet_neither_faults_nor_limits():
    with served(faults={"close": 1}, requests_per_second=1) as emulator:
        for _count in range(3):
            assert assume_role(emulator).status == 200
            assert identity(emulator)["IdentityType"] == "RAMUser"
            assert send(emulator, "GET", f"{ROLES}emulator-role").status == 200


# --- AssumeRoleWithOIDC ---


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_assume_role_with_oidc_gives_a_key(emulator, method):
    before = time.time()
    body = oidc(emulator, method, DurationSeconds="1000").json
    assert set(body) == {"RequestId", "AssumedRoleUser", "Credentials"}
    assert_expires_in(body["Credentials"]["Expiration"], 1000, before, time.time())
    assert_good_for_ccc(with_key(emulator, body["Credentials"]))


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"OIDCToken": None}, 400, "MissingOIDCToken"),
        ({"OIDCToken": "\n"}, 400, "InvalidParameter.OIDCToken"),
        ({"OIDCToken": "expired\n"}, 401, "AuthenticationFail.OIDCToken.Expired"),
        ({"OIDCProviderArn": ROLE_ARN}, 400, "InvalidParameter.OIDCProviderArn"),
    ],
)
def test_wrong_oidc_parameters_are_refused(emulator, changes, status, code):
    assert_refused(oidc(emulator, **changes), status, code)


# --- The metadata service ---


def test_the_metadata_service_gives_a_key(emulator):
    ticket = send(emulator, "PUT", "/latest/api/token", "", {"X-aliyun-ecs-metadata-token-ttl-seconds": "21600"})
    assert (ticket.status, ticket.headers["content-type"]) == (200, "text/plain;charset=utf-8")
    headers = {"X-aliyun-ecs-metadata-token": ticket.body.decode()}
    role = send(emulator, "GET", ROLES, "", headers)
    assert (role.status, role.body) == (200, b"emulator-role")
    before = time.time()
    key = send(emulator, "GET", f"{ROLES}emulator-role", "", headers)
    assert key.headers["content-type"].startswith("application/json")
    fields = {"Code", "AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration", "LastUpdated"}
    assert (set(key.json), key.json["Code"]) == (fields, "Success")
    assert_expires_in(key.json["LastUpdated"], 0, before, time.time())
    assert_expires_in(key.json["Expiration"], 6 * 60 * 60, before, time.time())
    assert_good_for_ccc(with_key(emulator, key.json))


def test_an_unknown_metadata_token_is_refused(emulator):
    for path in (ROLES, f"{ROLES}emulator-role"):
        answer = send(emulator, "GET", path, "", {"X-aliyun-ecs-metadata-token": "made-up"})
        assert (answer.status, answer.body) == (403, b"Forbidden")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{ROLES}another-role"),
        ("POST", f"{ROLES}emulator-role"),
        ("GET", "/latest/meta-data/instance-id"),
    ],
)
def test_other_metadata_is_not_found(emulator, method, path):
    assert send(emulator, method, path).status == 404
    assert send(emulator, "PUT", path).status == 501


# --- Whose key it is ---


def test_the_configured_key_is_that_of_a_user_of_the_account(emulator):
    said = identity(emulator)
    user_id = said["UserId"]
    assert re.fullmatch(r"2[0-9]{17}", user_id)
    assert {**said, "RequestId": ""} == {
        "RequestId": "",
        "IdentityType": "RAMUser",
        "AccountId": "1059803544828509",
        "PrincipalId": user_id,
        "UserId": user_id,
        "Arn": f"acs:ram::1059803544828509:user/user-{user_id[-6:]}",
    }
    owners = {one["Owner"] for one in rpc(emulator, "ListInstancesOfUser").json["Instances"]["CallCenterInstance"]}
    assert said["AccountId"] in owners


def test_another_key_is_that_of_another_user():
    with running_emulator() as one, running_emulator(access_key_id="another") as other:
        first, second = identity(one), identity(other)
    assert first["AccountId"] == second["AccountId"]
    for name in ("UserId", "PrincipalId", "Arn"):
        assert first[name] != second[name]


@pytest.mark.parametrize("assume", [assume_role, oidc])
def test_an_assumed_role_is_one_of_its_own_account(emulator, assume):
    answer = assume(emulator, RoleArn="acs:ram::1234567890:role/auditor").json
    said = identity(with_key(emulator, answer["Credentials"]))
    assert {**said, "RequestId": ""} == {
        "RequestId": "",
        "IdentityType": "AssumedRoleUser",
        "AccountId": "1234567890",
        "PrincipalId": answer["AssumedRoleUser"]["AssumedRoleId"],
        "RoleId": answer["AssumedRoleUser"]["AssumedRoleId"].partition(":")[0],
        "Arn": "acs:ram::1234567890:assumed-role/auditor/test-session",
    }


def test_a_key_of_the_metadata_service_is_that_of_its_role(emulator):
    said = identity(metadata_key(emulator))
    assert (said["IdentityType"], said["AccountId"]) == ("AssumedRoleUser", "1059803544828509")
    assert said["Arn"] == "acs:ram::1059803544828509:assumed-role/emulator-role/vm-ram-i-emulator"
    assert "UserId" not in said


def test_the_identity_is_asked_for_with_a_good_signature_in_either_style(emulator):
    assert acs3(emulator, "GetCallerIdentity", x_acs_version=STS).json["UserId"] == identity(emulator)["UserId"]
    root = rpc(emulator, "GetCallerIdentity", Version=STS, Format=None).xml
    assert (root.tag, root.findtext("IdentityType")) == ("GetCallerIdentityResponse", "RAMUser")
    forged = signed_rpc_parameters(emulator, "GetCallerIdentity", Version=STS)
    assert_refused(send_parameters(emulator, "POST", {**forged, "Signature": "x"}), 400, "SignatureDoesNotMatch")


# --- How long an issued key is good ---


def test_an_issued_key_is_good_for_so_many_requests():
    with served(issued_key_requests=2) as emulator:
        for holder in (issued_key(emulator), metadata_key(emulator)):
            issued_key(holder)
            assert rpc(holder, "ListInstancesOfUser", SignatureMethod="x").status == 400
            assert [code_of(holder), code_of(holder, Version="none")] == ["OK", "InvalidVersion"]
            answer = rpc(holder, "ListInstancesOfUser")
            assert (answer.status, answer.json["Code"]) == (400, "InvalidSecurityToken.Expired")
            assert answer.json["Message"] == "Specified SecurityToken is expired."
            assert acs3(holder, "ListInstancesOfUser").json["Code"] == "InvalidSecurityToken.Expired"
            assert_refused(assume_role(holder), 400, "InvalidSecurityToken.Expired")
        assert code_of(issued_key(emulator)) == "OK"
        assert [code_of(emulator) for _count in range(4)] == ["OK"] * 4


def test_requests_at_the_same_time_do_not_share_the_last_use_of_a_key():
    with served(issued_key_requests=5) as emulator, ThreadPoolExecutor(8) as pool:
        holder = issued_key(emulator)
        codes = list(pool.map(lambda _count: code_of(holder), range(24)))
    assert sorted(codes) == ["InvalidSecurityToken.Expired"] * 19 + ["OK"] * 5


def test_an_issued_key_is_good_for_so_many_seconds_whatever_was_asked_for():
    with served(issued_key_seconds=70) as emulator:
        before = time.time()
        expirations = [
            assume_role(emulator, DurationSeconds="900").json["Credentials"]["Expiration"],
            oidc(emulator).json["Credentials"]["Expiration"],
            send(emulator, "GET", f"{ROLES}emulator-role").json["Expiration"],
        ]
        for expiration in expirations:
            assert_expires_in(expiration, 70, before, time.time())


def test_a_key_past_its_expiration_is_refused():
    with served(issued_key_seconds=0) as emulator:
        for holder in (issued_key(emulator), metadata_key(emulator)):
            assert code_of(holder) == "InvalidSecurityToken.Expired"
            assert acs3(holder, "ListInstancesOfUser").json["Code"] == "InvalidSecurityToken.Expired"
            assert_refused(assume_role(holder), 400, "InvalidSecurityToken.Expired")
        assert code_of(emulator) == "OK"


def test_a_key_is_good_until_its_expiration_and_not_longer(monkeypatch):
    clock = [1000.9]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    key = Keys(Credentials("id", "secret", "")).issue(900, {"AccountId": "1"})
    assert key.expires == 1900
    clock[0] = 1899.9
    key.check_life()
    clock[0] = 1900.0
    with pytest.raises(GatewayError, match=r"InvalidSecurityToken\.Expired"):
        key.check_life()
