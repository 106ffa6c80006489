# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that the library fetches from the emulator, and from the tests' own programs and servers."""

from __future__ import annotations

import json
import logging
import os
import shlex
import sys

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import vendor
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import Credentials, CredentialsError
from scripted_gateway import ScriptedGateway, http_answer
from Tea.core import TeaCore

ROLE = "acs:ram::1059803544828509:role/audit"
METADATA_PATH = "/latest/meta-data/ram/security-credentials/emulator-role"
RESPONSE = {
    "Code": "Success",
    "AccessKeyId": "STS.id",
    "AccessKeySecret": "sts-secret",
    "SecurityToken": "sts-token",
    "Expiration": "2100-01-01T00:00:00Z",
}
EXPIRATION = 4102444800  # the same moment, in seconds since 1970
PROXY_VARIABLES = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server():
    gateway = ScriptedGateway([http_answer(RESPONSE)])
    yield gateway
    gateway.close()


def message_of(fetch):
    with pytest.raises(CredentialsError) as caught:
        fetch()
    return str(caught.value)


class TestOidc:
    @pytest.fixture
    def fetch(self, tmp_path):
        def ask(token, **options):
            if token:
                (tmp_path / "token").write_text(token)
            provider = "acs:ram::1:oidc-provider/k8s"
            return vendor.oidc_role("profile rrsa in x", ROLE, provider, str(tmp_path / "token"), **options)

        return ask

    def test_the_oidc_token_in_the_file_is_exchanged_for_a_key(self, rerouted, emulator, fetch):
        assert fetch("a-token")().credentials.access_key_id.startswith("STS.")
        assert rerouted[0][:2] == ("https://sts.aliyuncs.com", "")
        assert rerouted[0].parameters.items() >= {("OIDCToken", "a-token"), ("RoleSessionName", "alicloud-ccc")}
        assert emulator.log()[-1]["action"] == "AssumeRoleWithOIDC"

    @pytest.mark.parametrize(
        ("token", "reason"),
        [
            ("expired", "The OIDC token is expired (code AuthenticationFail.OIDCToken.Expired, HTTP 401, request id "),
            (None, "no such file or directory."),
        ],
    )
    def test_a_refusal_of_the_oidc_token_gives_the_reason(self, rerouted, fetch, token, reason):
        text = message_of(fetch(token))
        assert text.startswith("STS returned no key for the role %s of profile rrsa in x: %s" % (ROLE, reason))

    def test_an_untrusted_certificate_of_sts_is_reported(self, fetch, monkeypatch):
        def untrusted(_request, _options=None):
            raise OSError(
                "SSLError(SSLCertVerificationError(1, '[SSL] certificate verify failed: self-signed (x.c:1)'))"
            )

        monkeypatch.setattr(TeaCore, "do_action", staticmethod(untrusted))
        assert message_of(fetch("a-token")).endswith(": its certificate is not trusted: self-signed.")


class TestEcs:
    def test_metadata_return_the_key_of_a_role_with_timeouts_of_a_second(self, rerouted, emulator):
        assert vendor.ecs_role("the role", "emulator-role")().credentials.access_key_id.startswith("STS.")
        assert [request[:2] for request in rerouted] == [
            ("http://100.100.100.200", "/latest/api/token"),
            ("http://100.100.100.200", METADATA_PATH),
        ]
        # On a machine that is not an ECS instance, the requests fail after a few seconds.
        timeouts = [(request.options["connectTimeout"], request.options["readTimeout"]) for request in rerouted]
        assert timeouts == [(1000, 1000)] * 2
        assert all(logging.getLogger(name).disabled for name in ("credentials", "alibabacloud-tea"))

    def test_a_machine_that_is_not_an_ecs_instance_gets_no_key(self, monkeypatch, capfd):
        # A mock, because it depends on the network how a request to the metadata address fails.
        def no_response(_request, _options=None):
            raise OSError("HTTPConnectionPool(host='100.100.100.200', port=80): Read timed out. (read timeout=1.0)")

        monkeypatch.setattr(TeaCore, "do_action", staticmethod(no_response))
        assert message_of(vendor.ecs_role("the RAM role audit of the ECS instance", "audit")) == (
            "The metadata service returned no key for the RAM role audit of the ECS instance (is this machine an "
            "ECS instance with this RAM role?): no response in time."
        )
        assert capfd.readouterr() == ("", "")

    def test_a_role_that_the_instance_does_not_have_is_an_error(self, rerouted):
        assert "HttpCode=404" in message_of(vendor.ecs_role("the role", "another"))

    def test_no_role_name_selects_any_role_and_starts_no_renewal_thread(self, rerouted, monkeypatch):
        # A call of None would fail.
        monkeypatch.setattr("alibabacloud_credentials.provider.ecs_ram_role.BackgroundScheduler", None)
        assert vendor.ecs_role("the role", None)().credentials.access_key_id.startswith("STS.")


class TestCredentialsUri:
    def test_a_server_returns_the_key(self, server):
        fetched = vendor.credentials_uri("profile x", server.endpoint + "/keys?for=audit")()
        assert fetched[:2] == (Credentials("STS.id", "sts-secret", "sts-token"), EXPIRATION)
        assert server.received[0].line == "GET /keys?for=audit HTTP/1.1"

    @pytest.mark.parametrize(("scheme", "port"), [("http", 80), ("https", 443)])
    def test_an_address_without_a_port_uses_the_port_of_its_scheme(self, monkeypatch, scheme, port):
        # A mock, because only root can listen on these ports.
        def record(request, _options=None):
            raise OSError("connected to %s %s" % (request.protocol, request.port))

        monkeypatch.setattr(TeaCore, "do_action", staticmethod(record))
        text = message_of(vendor.credentials_uri("profile x", scheme + "://keys.example.com/"))
        assert text == "The credentials_uri of profile x returned no key: connected to %s %d." % (scheme, port)

    @pytest.mark.parametrize(
        ("response", "reason"),
        [
            (http_answer({"Code": "Failed"}), "the response contains no key."),
            (http_answer(b"sts-secret"), ""),
            (http_answer(b"sts-secret", "500 Error"), "the response contains no key (HTTP 500)"),
            (http_answer({**RESPONSE, "AccessKeySecret": ""}), "the response lacks the id or the secret"),
        ],
    )
    def test_a_response_without_a_key_is_an_error_that_shows_no_secret(self, server, response, reason):
        server.answers[0] = response
        text = message_of(vendor.credentials_uri("profile x", server.endpoint + "/a-secret-path?token=a-secret"))
        assert text.startswith("The credentials_uri of profile x returned no key: %s" % reason)
        assert "secret" not in text.replace("the secret", "")

    @pytest.mark.parametrize("value", ["sts-secret\n", "sts secret", 5])
    def test_a_key_with_invalid_characters_is_refused_without_showing_it(self, server, value):
        server.answers[0] = http_answer({**RESPONSE, "AccessKeySecret": value})
        text = message_of(vendor.credentials_uri("profile x", server.endpoint))
        assert text.startswith("The access_key_secret of profile x contains a space")
        assert "sts" not in text

    @pytest.mark.parametrize("uri", ["http://[half", "http://127.0.0.1:port/"])
    def test_an_invalid_address_is_refused_without_showing_it(self, uri):
        with pytest.raises(CredentialsError) as caught:
            vendor.credentials_uri("profile x", uri)
        assert str(caught.value) == "The credentials_uri of profile x is not a valid address."


def printing(text, status=0):
    """Return the command of a program that prints ``text``, prints a secret to stderr, and exits with ``status``."""
    script = "import sys; print(sys.argv[1]); print('a-secret', file=sys.stderr); sys.exit(int(sys.argv[2]))"
    return shlex.join([sys.executable, "-c", script, text, str(status)])


class TestExternal:
    @pytest.mark.parametrize(
        ("more", "token", "expiration"),
        [
            ({"mode": "AK"}, None, None),
            ({"mode": "StsToken", "sts_token": "t", "expiration": RESPONSE["Expiration"]}, "t", EXPIRATION),
        ],
    )
    def test_a_program_prints_the_key(self, more, token, expiration):
        printed = {"access_key_id": "i", "access_key_secret": "a-secret", **more}
        fetched = vendor.external_program("profile x", printing(json.dumps(printed)))()
        assert fetched[:2] == (Credentials("i", "a-secret", token), expiration)

    @pytest.mark.parametrize(
        ("command", "reason"),
        [
            (
                printing("a-secret"),
                "failed to parse external command output: Expecting value: line 1 column 1 (char 0)",
            ),
            (printing("{}", 3), "failed to execute external command: exit status 3"),
            ("/no/such/program --password a-secret", "no such file or directory"),
        ],
    )
    def test_a_program_that_prints_no_key_is_an_error(self, command, reason, capfd):
        assert message_of(vendor.external_program("profile x", command)) == (
            "The process_command of profile x returned no key (run it yourself to see why): %s." % reason
        )
        assert capfd.readouterr() == ("", "")

    def test_a_program_inherits_the_proxies_of_the_environment(self, monkeypatch):
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        script = (
            "import json, os; print(json.dumps({'access_key_id': os.environ['HTTP_PROXY'], 'access_key_secret': 's'}))"
        )
        fetched = vendor.external_program("profile x", shlex.join([sys.executable, "-c", script]))()
        assert fetched.credentials.access_key_id == "http://127.0.0.1:9"


class TestLibrary:
    FETCH = staticmethod(vendor.ecs_role("the role audit of the test", "audit"))

    def test_a_missing_library_is_named_as_on_pypi(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "alibabacloud_credentials.provider", None)
        text = message_of(self.FETCH)
        assert "Failed to import the required Python library (alibabacloud-credentials) on " in text
        assert "This is required for the role audit of the test. Install it there: pip install " in text
        assert text.endswith('"alibabacloud-credentials>=%s".' % vendor.MINIMUM_VERSION)

    def test_a_library_that_is_too_old_is_reported_as_such(self, monkeypatch):
        monkeypatch.delattr("alibabacloud_credentials.provider.EcsRamRoleCredentialsProvider")
        assert message_of(self.FETCH) == (
            "The installed alibabacloud-credentials has no EcsRamRoleCredentialsProvider. Install version %s or newer."
            % vendor.MINIMUM_VERSION
        )


class TestProxies:
    @pytest.fixture
    def proxy(self, monkeypatch):
        gateway = ScriptedGateway([http_answer(b"", "403 Forbidden")])
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, gateway.endpoint)
        yield gateway
        gateway.close()

    def test_metadata_and_servers_are_requested_without_a_proxy(self, proxy, server):
        before = dict(os.environ)
        vendor.credentials_uri("profile x", server.endpoint)()
        assert (len(proxy.received), len(server.received)) == (0, 1)
        assert dict(os.environ) == before

    @pytest.mark.parametrize(
        ("no_proxy", "sts_host", "is_hidden"),
        [
            ("", "sts.aliyuncs.com", False),
            ("example.com", "sts.aliyuncs.com", False),
            (".aliyuncs.com", "sts.aliyuncs.com", True),
            ("sts.cn-hangzhou.aliyuncs.com", "sts.cn-hangzhou.aliyuncs.com", True),
            ("*", "sts.aliyuncs.com", True),
            ("", "127.0.0.1:8443", True),
        ],
    )
    def test_sts_is_requested_through_the_proxy_unless_no_proxy_names_it(
        self, proxy, monkeypatch, tmp_path, no_proxy, sts_host, is_hidden
    ):
        def no_response(_request, _options=None):
            raise OSError("%s" % ("HTTPS_PROXY" not in os.environ))

        (tmp_path / "token").write_text("a-token")
        monkeypatch.setattr(TeaCore, "do_action", staticmethod(no_response))
        monkeypatch.setenv("NO_PROXY", no_proxy)
        fetch = vendor.oidc_role("x", ROLE, "acs:ram::1:oidc-provider/k8s", str(tmp_path / "token"), sts_host=sts_host)
        assert message_of(fetch).endswith(": %s." % is_hidden)
        assert os.environ["HTTPS_PROXY"] == proxy.endpoint
