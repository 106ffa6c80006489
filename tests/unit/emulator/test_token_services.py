# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Temporary keys from STS and the metadata service: who can use them, and for how long."""

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


def assert_refused(response, status, code):
    """Check that a response is a failure in the JSON shape of STS."""
    assert (response.status, response.json["Code"]) == (status, code)
    assert set(response.json) == {"RequestId", "HostId", "Code", "Message", "Recommend"}
    assert f"q={code}&product=Sts" in response.json["Recommend"]


def issued_key(emulator, **changes):
    """Get a key from STS, and return the emulator with this key."""
    return with_key(emulator, assume_role(emulator, **changes).json["Credentials"])


def metadata_key(emulator):
    return with_key(emulator, send(emulator, "GET", f"{ROLES}emulator-role").json)


def oidc(emulator, method="POST", **changes):
    parameters = {name: value for name, value in {**OIDC, **changes}.items() if value is not None}
    return send_parameters(emulator, method, parameters)


def identity(holder):
    """Return the identity of a key, from STS."""
    return rpc(holder, "GetCallerIdentity", Version=STS).json


def code_of(holder, **changes):
    """Send a request to CCC with a key, and return the Code."""
    return rpc(holder, "ListInstancesOfUser", **changes).json["Code"]


def assert_accepted_by_ccc(holder):
    """Check that CCC accepts a key in both signature styles and both versions."""
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
def test_assume_role_issues_a_key(emulator, method):
    before = time.time()
    response = assume_role(emulator, method)
    assert response.status == 200
    body = response.json
    assert set(body) == {"RequestId", "AssumedRoleUser", "Credentials"}
    assert body["AssumedRoleUser"]["Arn"] == f"{ROLE_ARN}/test-session"
    assert re.fullmatch(r"3[0-9]{17}:test-session", body["AssumedRoleUser"]["AssumedRoleId"])
    credentials = body["Credentials"]
    assert set(credentials) == {"AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"}
    assert credentials["AccessKeyId"].startswith("STS.")
    assert_expires_in(credentials["Expiration"], 3600, before, time.time())
    assert_accepted_by_ccc(with_key(emulator, credentials))


def test_assume_role_signed_by_acs3_issues_a_key(emulator):
    query = {"RoleArn": ROLE_ARN, "RoleSessionName": "test-session"}
    response = acs3(emulator, "AssumeRole", query=query, x_acs_version=STS)
    assert_accepted_by_ccc(with_key(emulator, response.json["Credentials"]))


def test_assume_role_responds_in_xml(emulator):
    root = assume_role(emulator, Format=None).xml
    assert root.tag == "AssumeRoleResponse"
    key = {field.tag: field.text for field in root.find("Credentials")}
    assert_accepted_by_ccc(with_key(emulator, key))
    root = assume_role(emulator, Format=None, RoleArn="x").xml
    assert (root.tag, root.findtext("Code")) == ("Error", "InvalidParameter.RoleArn")


def test_issued_keys_differ_and_are_not_logged():
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
    for secret in (*hidden, keys[2]["AccessKeyId"], keys[3]["AccessKeyId"], ticket, OIDC["OIDCToken"]):
        assert secret not in text


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
def test_assume_role_refuses_wrong_parameters(emulator, changes, code):
    assert_refused(assume_role(emulator, **changes), 400, code)
    assert_refused(oidc(emulator, **changes), 400, code)


def test_a_role_named_forbidden_is_refused(emulator):
    for response in (
        assume_role(emulator, RoleArn="acs:ram::1:role/forbidden"),
        oidc(emulator, RoleArn="acs:ram::1:role/forbidden"),
    ):
        assert_refused(response, 403, "NoPermission")
        message = "You are not authorized to do this action. You should be authorized by RAM."
        assert response.json["Message"] == message


def test_an_external_role_requires_its_external_id(emulator):
    arn = "acs:ram::1:role/partner-external"
    assert_refused(assume_role(emulator, RoleArn=arn), 403, "NoPermission")
    assert_refused(assume_role(emulator, RoleArn=arn, ExternalId="guessed"), 403, "NoPermission")
    assert assume_role(emulator, RoleArn=arn, ExternalId="emulator-external-id").status == 200
    assert assume_role(emulator, ExternalId="not required").status == 200


def test_assume_role_is_authenticated_like_ccc(emulator):
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


def test_an_issued_key_requires_its_own_token_and_secret(emulator):
    one, other = issued_key(emulator), issued_key(emulator)
    assert code_of(one, SecurityToken=None) == "MissingSecurityToken"
    assert code_of(one, SecurityToken=other.security_token) == "InvalidSecurityToken.MismatchWithAccessKey"
    one.access_key_secret = other.access_key_secret
    assert code_of(one) == "SignatureDoesNotMatch"


def test_sts_refuses_an_unknown_action(emulator):
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
def test_assume_role_with_oidc_issues_a_key(emulator, method):
    before = time.time()
    body = oidc(emulator, method, DurationSeconds="1000").json
    assert set(body) == {"RequestId", "AssumedRoleUser", "Credentials"}
    assert_expires_in(body["Credentials"]["Expiration"], 1000, before, time.time())
    assert_accepted_by_ccc(with_key(emulator, body["Credentials"]))


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


def test_the_metadata_service_issues_a_key(emulator):
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
    assert_accepted_by_ccc(with_key(emulator, key.json))


def test_an_unknown_metadata_token_is_refused(emulator):
    for path in (ROLES, f"{ROLES}emulator-role"):
        response = send(emulator, "GET", path, "", {"X-aliyun-ecs-metadata-token": "made-up"})
        assert (response.status, response.body) == (403, b"Forbidden")


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


# --- Identities ---


def test_the_configured_key_belongs_to_a_user_of_the_account(emulator):
    caller = identity(emulator)
    user_id = caller["UserId"]
    assert re.fullmatch(r"2[0-9]{17}", user_id)
    assert {**caller, "RequestId": ""} == {
        "RequestId": "",
        "IdentityType": "RAMUser",
        "AccountId": "1059803544828509",
        "PrincipalId": user_id,
        "UserId": user_id,
        "Arn": f"acs:ram::1059803544828509:user/user-{user_id[-6:]}",
    }
    owners = {one["Owner"] for one in rpc(emulator, "ListInstancesOfUser").json["Instances"]["CallCenterInstance"]}
    assert caller["AccountId"] in owners


def test_another_key_id_belongs_to_another_user():
    with running_emulator() as one, running_emulator(access_key_id="another") as other:
        first, second = identity(one), identity(other)
    assert first["AccountId"] == second["AccountId"]
    for name in ("UserId", "PrincipalId", "Arn"):
        assert first[name] != second[name]


@pytest.mark.parametrize("assume", [assume_role, oidc])
def test_an_assumed_role_belongs_to_its_own_account(emulator, assume):
    response = assume(emulator, RoleArn="acs:ram::1234567890:role/auditor").json
    caller = identity(with_key(emulator, response["Credentials"]))
    assert {**caller, "RequestId": ""} == {
        "RequestId": "",
        "IdentityType": "AssumedRoleUser",
        "AccountId": "1234567890",
        "PrincipalId": response["AssumedRoleUser"]["AssumedRoleId"],
        "RoleId": response["AssumedRoleUser"]["AssumedRoleId"].partition(":")[0],
        "Arn": "acs:ram::1234567890:assumed-role/auditor/test-session",
    }


def test_a_key_of_the_metadata_service_belongs_to_its_role(emulator):
    caller = identity(metadata_key(emulator))
    assert (caller["IdentityType"], caller["AccountId"]) == ("AssumedRoleUser", "1059803544828509")
    assert caller["Arn"] == "acs:ram::1059803544828509:assumed-role/emulator-role/vm-ram-i-emulator"
    assert "UserId" not in caller


def test_get_caller_identity_requires_a_valid_signature_in_either_style(emulator):
    assert acs3(emulator, "GetCallerIdentity", x_acs_version=STS).json["UserId"] == identity(emulator)["UserId"]
    root = rpc(emulator, "GetCallerIdentity", Version=STS, Format=None).xml
    assert (root.tag, root.findtext("IdentityType")) == ("GetCallerIdentityResponse", "RAMUser")
    forged = signed_rpc_parameters(emulator, "GetCallerIdentity", Version=STS)
    assert_refused(send_parameters(emulator, "POST", {**forged, "Signature": "x"}), 400, "SignatureDoesNotMatch")


# --- Lifetime of issued keys ---


def test_an_issued_key_can_be_limited_to_a_number_of_requests():
    with served(issued_key_requests=2) as emulator:
        for holder in (issued_key(emulator), metadata_key(emulator)):
            issued_key(holder)
            assert rpc(holder, "ListInstancesOfUser", SignatureMethod="x").status == 400
            assert [code_of(holder), code_of(holder, Version="none")] == ["OK", "InvalidVersion"]
            response = rpc(holder, "ListInstancesOfUser")
            assert (response.status, response.json["Code"]) == (400, "InvalidSecurityToken.Expired")
            assert response.json["Message"] == "Specified SecurityToken is expired."
            assert acs3(holder, "ListInstancesOfUser").json["Code"] == "InvalidSecurityToken.Expired"
            assert_refused(assume_role(holder), 400, "InvalidSecurityToken.Expired")
        assert code_of(issued_key(emulator)) == "OK"
        assert [code_of(emulator) for _count in range(4)] == ["OK"] * 4


def test_concurrent_requests_do_not_share_the_last_use_of_a_key():
    with served(issued_key_requests=5) as emulator, ThreadPoolExecutor(8) as pool:
        holder = issued_key(emulator)
        codes = list(pool.map(lambda _count: code_of(holder), range(24)))
    assert sorted(codes) == ["InvalidSecurityToken.Expired"] * 19 + ["OK"] * 5


def test_an_issued_key_can_be_limited_to_a_number_of_seconds():
    with served(issued_key_seconds=70) as emulator:
        before = time.time()
        expirations = [
            assume_role(emulator, DurationSeconds="900").json["Credentials"]["Expiration"],
            oidc(emulator).json["Credentials"]["Expiration"],
            send(emulator, "GET", f"{ROLES}emulator-role").json["Expiration"],
        ]
        for expiration in expirations:
            assert_expires_in(expiration, 70, before, time.time())


def test_an_expired_key_is_refused():
    with served(issued_key_seconds=0) as emulator:
        for holder in (issued_key(emulator), metadata_key(emulator)):
            assert code_of(holder) == "InvalidSecurityToken.Expired"
            assert acs3(holder, "ListInstancesOfUser").json["Code"] == "InvalidSecurityToken.Expired"
            assert_refused(assume_role(holder), 400, "InvalidSecurityToken.Expired")
        assert code_of(emulator) == "OK"


def test_a_key_is_valid_exactly_until_it_expires(monkeypatch):
    clock = [1000.9]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    key = Keys(Credentials("id", "secret", "")).issue(900, {"AccountId": "1"})
    assert key.expires == 1900
    clock[0] = 1899.9
    key.check_life()
    clock[0] = 1900.0
    with pytest.raises(GatewayError, match=r"InvalidSecurityToken\.Expired"):
        key.check_life()
