# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AssumeRole with the emulator. Timeouts, proxies and certificates are tested in ../_http."""

from __future__ import annotations

import json

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import (
    Credentials,
    CredentialsError,
    Fetched,
    KeySource,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sts import Role, assumed_role, sts_endpoint
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError, endpoint_of
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from scripted_gateway import OK, ScriptedGateway, failure, http_answer

ROLE = "acs:ram::1059803544828509:role/audit"
GIVEN = {"AccessKeyId": "STS.id", "AccessKeySecret": "sts-secret", "SecurityToken": "sts-token"}
KEY = Credentials("the-key-id", "the-key-secret", None)


@pytest.fixture
def fetch(emulator, connection):
    """Return a function that fetches the key of a role with the emulator's key, of which ``parts`` are replaced."""

    def ask(arn=ROLE, endpoint=emulator.endpoint, role=None, **parts):
        key = Credentials(emulator.access_key_id, emulator.access_key_secret, None)._replace(**parts)
        keys = KeySource("a key of the test", lambda: Fetched(key))
        return assumed_role(keys, Role(arn, **(role or {})), endpoint_of(None, endpoint), connection)()

    return ask


@pytest.fixture
def key_from(connection):
    """Return a function that fetches a key from these responses of STS, and returns it and the requests."""
    servers = []

    def ask(*responses, **options):
        servers.append(ScriptedGateway(responses))
        keys = KeySource("a key of the test", lambda: Fetched(KEY))
        endpoint = endpoint_of(None, servers[-1].endpoint)
        return assumed_role(keys, Role(ROLE), endpoint, {**connection, **options})(), servers[-1].received

    yield ask
    for server in servers:
        server.close()


def test_the_key_of_a_role_comes_from_sts(emulator, fetch):
    before = len(emulator.log())
    fetched = fetch()
    assert fetched.credentials.access_key_id.startswith("STS.")
    assert fetched.credentials.security_token
    assert fetched.expiration > 0
    assert [entry["action"] for entry in emulator.log()[before:]] == ["AssumeRole"]
    second = fetch(ROLE + "-2", **fetched.credentials._asdict())
    assert second.credentials != fetched.credentials
    assert emulator.log()[-1]["access_key_id"] == fetched.credentials.access_key_id


POLICY = {"Version": "1", "Id": "a b"}


@pytest.mark.parametrize(
    ("role", "parameters"),
    [
        ({}, {"RoleSessionName": "alicloud-ccc"}),
        ({"session_name": "nightly-audit"}, {"RoleSessionName": "nightly-audit"}),
        ({"duration_seconds": 900}, {"RoleSessionName": "alicloud-ccc", "DurationSeconds": "900"}),
        ({"external_id": "an-id"}, {"RoleSessionName": "alicloud-ccc", "ExternalId": "an-id"}),
        ({"policy": json.dumps(POLICY)}, {"RoleSessionName": "alicloud-ccc", "Policy": json.dumps(POLICY)}),
        ({"policy": POLICY}, {"RoleSessionName": "alicloud-ccc", "Policy": json.dumps(POLICY)}),
    ],
)
def test_only_parameters_that_are_set_are_sent_to_sts(fetch, role, parameters):
    assert Role(ROLE, **role).parameters() == {"RoleArn": ROLE, **parameters}
    assert fetch(role=role).credentials


@pytest.mark.parametrize(
    ("region", "in_vpc", "host"),
    [
        (None, False, "sts.aliyuncs.com"),
        (None, True, "sts.aliyuncs.com"),
        ("cn-hangzhou", False, "sts.cn-hangzhou.aliyuncs.com"),
        ("cn-hangzhou", True, "sts-vpc.cn-hangzhou.aliyuncs.com"),
    ],
)
def test_a_region_selects_its_own_sts_endpoint(region, in_vpc, host):
    assert sts_endpoint(region, in_vpc).url == "https://%s/" % host


def test_an_invalid_region_of_sts_is_refused():
    with pytest.raises(EndpointError, match="region 'evil.com/' is not a valid region id"):
        sts_endpoint("evil.com/", False)


@pytest.mark.parametrize(
    ("arn", "role", "parts", "expected"),
    [
        (
            "acs:ram::1:role/forbidden",
            {},
            {},
            "You should be authorized by RAM (code NoPermission, HTTP 403, request id ID, 1 attempt). Allow the action "
            "sts:AssumeRole in a RAM policy of this user or role.",
        ),
        (ROLE, {}, {"access_key_id": "unknown"}, "(code InvalidAccessKeyId.NotFound, HTTP 404, "),
        (ROLE, {}, {"access_key_secret": "not-the-secret"}, "(code SignatureDoesNotMatch, HTTP 400, "),
        (ROLE, {}, {"security_token": "not/the+token"}, "(code InvalidSecurityToken.MismatchWithAccessKey, HTTP 400, "),
        ("not-an-arn", {}, {}, "(code InvalidParameter.RoleArn, HTTP 400, request id ID, 1 attempt)."),
        (ROLE, {"policy": "{"}, {}, "(code InvalidParameter.PolicyGrammar, HTTP 400, request id ID, 1 attempt)."),
        (ROLE, {"duration_seconds": 5}, {}, "(code InvalidParameter.DurationSeconds, HTTP 400, "),
    ],
)
def test_a_refusal_of_sts_is_reported_without_secrets(fetch, capfd, arn, role, parts, expected):
    with pytest.raises(CredentialsError) as caught:
        fetch(arn, role=role, **parts)
    message = str(caught.value)
    assert message.startswith("STS returned no key for the role %s: AssumeRole failed: " % arn)
    request_id = message.partition("request id ")[2].partition(",")[0]
    assert expected.replace("ID,", request_id + ",") in message
    for secret in ("GET&%2F", "POST&%2F", "not-the-secret", "not/the+token", "not%2Fthe%2Btoken"):
        assert secret not in message
    assert capfd.readouterr() == ("", "")


def test_a_throttled_request_to_sts_is_retried(key_from, monkeypatch):
    monkeypatch.setattr("ansible_collections.alicloud.ccc.plugins.module_utils._http.pace.WINDOW", 0)
    monkeypatch.setattr("ansible_collections.alicloud.ccc.plugins.module_utils._http.transport.FIRST_BACK_OFF", 0)
    response = http_answer({"Credentials": {**GIVEN, "Expiration": "2100-01-01T00:00:00Z"}})
    fetched, received = key_from(failure("Throttling.User"), response, max_attempts=2)
    assert fetched == (Credentials("STS.id", "sts-secret", "sts-token"), 4102444800, None)
    assert [request.form["Version"] for request in received] == ["2015-04-01"] * 2


@pytest.mark.parametrize("expiration", [None, "", "soon", 4102444800])
def test_a_key_without_a_valid_expiration_is_kept(key_from, expiration):
    fetched, _received = key_from(http_answer({"Credentials": {**GIVEN, "Expiration": expiration}}))
    assert fetched == (Credentials(*GIVEN.values()), None, None)


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (OK, "does not contain the requested data"),
        (http_answer({"Credentials": "sts-secret"}), "does not contain the requested data"),
        (http_answer({"Credentials": {**GIVEN, "AccessKeySecret": ""}}), "does not contain the requested data"),
        (http_answer(b"sts-secret"), "sent invalid JSON or XML"),
        (http_answer({"Credentials": {**GIVEN, "AccessKeySecret": "sts-secret\n"}}), "contains a space, a line break"),
        (http_answer({"Credentials": {**GIVEN, "SecurityToken": ["sts-secret"]}}), "contains a space, a line break"),
    ],
)
def test_an_incomplete_or_invalid_key_of_sts_is_an_error_that_does_not_show_it(key_from, response, reason):
    with pytest.raises(CredentialsError, match=reason) as caught:
        key_from(response)
    assert "the role %s" % ROLE in str(caught.value)
    assert "sts-secret" not in str(caught.value)


def test_a_failed_connection_to_sts_is_an_error_without_a_hint_about_ccc(fetch, refused_endpoint):
    with pytest.raises(CredentialsError) as caught:
        fetch(endpoint=refused_endpoint)
    assert str(caught.value) == (
        "STS returned no key for the role %s: AssumeRole failed: the connection to %s failed: Connection refused "
        "(code Client.Connection, 1 attempt)." % (ROLE, refused_endpoint)
    )


def test_the_error_of_a_roles_key_source_is_not_changed(emulator, connection):
    def fetch():
        raise CredentialsError("The metadata service returned no key.")

    with pytest.raises(CredentialsError) as caught:
        assumed_role(KeySource("x", fetch), Role(ROLE), endpoint_of(None, emulator.endpoint), connection)()
    assert str(caught.value) == "The metadata service returned no key."


def test_sts_is_requested_with_the_connection_options_of_the_task(rerouted, emulator, connection, tmp_path):
    key = Credentials(emulator.access_key_id, emulator.access_key_secret, None)
    options = {**connection, "connect_timeout": 1, "read_timeout": 2, "ca_path": str(tmp_path)}
    keys = KeySource("a key of the test", lambda: Fetched(key))
    assumed_role(keys, Role(ROLE), sts_endpoint(None, False), options)()
    (request,) = rerouted
    assert (request.address, request.options["timeout"]) == ("https://sts.aliyuncs.com", (1, 2))
    assert request.options["verify"] == str(tmp_path)
    with pytest.raises(OptionError, match="read_timeout must be greater than 0"):
        assumed_role(keys, Role(ROLE), sts_endpoint(None, False), {**options, "read_timeout": 0})
