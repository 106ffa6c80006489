# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys from STS, metadata, servers and programs: the library asks the emulator, and programs and servers of ours."""

from __future__ import annotations

import json
import logging
import os
import shlex
import sys

import pytest
import trustme
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import vendor
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import (
    Credentials,
    CredentialsError,
    Fetched,
    KeySource,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError
from emulator_process import running_emulator
from scripted_gateway import ScriptedGateway, http_answer
from Tea.core import TeaCore

ROLE = "acs:ram::1059803544828509:role/audit"
METADATA_PATH = "/latest/meta-data/ram/security-credentials/emulator-role"
ANSWER = {
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
    gateway = ScriptedGateway([http_answer(ANSWER)])
    yield gateway
    gateway.close()


def source_of(emulator, **parts):
    key = Credentials(emulator.access_key_id, emulator.access_key_secret, None)._replace(**parts)
    return KeySource("a key of the test", lambda: Fetched(key))


def message_of(fetch):
    with pytest.raises(CredentialsError) as caught:
        fetch()
    return str(caught.value)


class TestAssumedRole:
    def test_the_key_of_a_role_comes_from_sts(self, emulator):
        before = len(emulator.log())
        fetched = vendor.assumed_role(source_of(emulator), ROLE, endpoint=emulator.endpoint)()
        assert fetched.credentials.access_key_id.startswith("STS.")
        assert fetched.credentials.security_token
        assert fetched.expiration > 0
        assert [entry["action"] for entry in emulator.log()[before:]] == ["AssumeRole"]

    def test_a_role_can_be_assumed_with_the_key_of_another(self, emulator):
        first = KeySource("first", vendor.assumed_role(source_of(emulator), ROLE, endpoint=emulator.endpoint))
        second = vendor.assumed_role(first, ROLE + "-2", endpoint=emulator.endpoint)()
        assert second.credentials != first.key()
        assert emulator.log()[-1]["access_key_id"] == first.key().access_key_id

    def test_sts_is_asked_over_https_with_a_certificate_that_the_system_trusts(self, monkeypatch, tmp_path):
        authority = trustme.CA()
        certificate = authority.issue_cert("127.0.0.1")
        certificate.cert_chain_pems[0].write_to_path(str(tmp_path / "certificate.pem"))
        certificate.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        files = {"tls_cert": str(tmp_path / "certificate.pem"), "tls_key": str(tmp_path / "key.pem")}
        with running_emulator(**files) as emulator:
            # Without https://, as Alibaba Cloud's lists name the hosts of STS.
            fetch = vendor.assumed_role(source_of(emulator), ROLE, endpoint="127.0.0.1:%d" % emulator.port)
            text = message_of(fetch)
            assert text.startswith("STS gave no key for the role %s: its certificate is not trusted: " % ROLE)
            # The library keeps a session, with the certificates that it has read, for each address.
            TeaCore._sessions.clear()
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
            assert fetch().credentials.access_key_id.startswith("STS.")

    @pytest.mark.parametrize(
        ("options", "parameters"),
        [
            ({}, {"RoleSessionName": "alicloud-ccc", "DurationSeconds": "3600"}),
            ({"session_name": "nightly-audit"}, {"RoleSessionName": "nightly-audit"}),
            ({"duration_seconds": 900}, {"DurationSeconds": "900"}),
            ({"external_id": "an-id"}, {"ExternalId": "an-id"}),
            # The library would sign a blank as no server does.
            ({"policy": '{"Version": "1", "Id": "a b"}'}, {"Policy": '{"Version":"1","Id":"a\\u0020b"}'}),
        ],
    )
    def test_what_is_asked_for(self, rerouted, emulator, options, parameters):
        vendor.assumed_role(source_of(emulator), ROLE, **options)()
        assert rerouted[0].query.items() >= {"RoleArn": ROLE, **parameters}.items()
        assert ("ExternalId" in rerouted[0].query, "Policy" in rerouted[0].query) == (
            "external_id" in options,
            "policy" in options,
        )

    @pytest.mark.parametrize(
        ("options", "host"),
        [
            ({}, "sts.aliyuncs.com"),
            ({"endpoint": "sts-vpc.cn-shanghai.aliyuncs.com"}, "sts-vpc.cn-shanghai.aliyuncs.com"),
            ({"endpoint": "https://sts.cn-shanghai.aliyuncs.com/"}, "sts.cn-shanghai.aliyuncs.com"),
            ({"sts_region": "cn-hangzhou"}, "sts.cn-hangzhou.aliyuncs.com"),
            ({"sts_region": "cn-hangzhou", "enable_vpc": True}, "sts-vpc.cn-hangzhou.aliyuncs.com"),
        ],
    )
    def test_who_is_asked(self, rerouted, emulator, options, host):
        vendor.assumed_role(source_of(emulator), ROLE, **options)()
        assert [asked[:2] for asked in rerouted] == [("https://" + host, "")]

    def test_an_endpoint_in_the_clear_is_refused(self, emulator):
        with pytest.raises(EndpointError, match="assume_role.endpoint http://sts.example.com: http is refused"):
            vendor.assumed_role(source_of(emulator), ROLE, endpoint="http://sts.example.com")

    @pytest.mark.parametrize(
        ("role", "parts", "expected"),
        [
            (
                "acs:ram::1:role/forbidden",
                {},
                "You should be authorized by RAM (code NoPermission, HTTP 403, request id ",
            ),
            ("no-arn", {}, "(code InvalidParameter.RoleArn, HTTP 400, request id "),
            (ROLE, {"access_key_id": "unknown"}, "(code InvalidAccessKeyId.NotFound, HTTP 404, request id "),
            (ROLE, {"access_key_secret": "not-the-secret"}, "(code SignatureDoesNotMatch, HTTP 400, request id "),
            (ROLE, {"security_token": "not/the+token"}, "(code InvalidSecurityToken.MismatchWithAccessKey, HTTP 400, "),
        ],
    )
    def test_a_refusal_says_what_sts_says_but_no_secret(self, emulator, capfd, role, parts, expected):
        text = message_of(vendor.assumed_role(source_of(emulator, **parts), role, endpoint=emulator.endpoint))
        assert text.startswith("STS gave no key for the role %s: " % role)
        assert expected in text
        for secret in ("GET&%2F", "not-the-secret", "not/the+token", "not%2Fthe%2Btoken"):
            assert secret not in text
        # The library itself would write it to stderr, with all that was signed.
        assert capfd.readouterr() == ("", "")

    def test_a_duration_that_is_too_short(self, emulator):
        text = message_of(vendor.assumed_role(source_of(emulator), ROLE, duration_seconds=899))
        assert "session duration should be in the range of 900s" in text

    def test_no_connection(self, emulator, refused_endpoint, capfd):
        fetch = vendor.assumed_role(source_of(emulator), ROLE, endpoint=refused_endpoint)
        assert message_of(fetch) == "STS gave no key for the role %s: connection refused." % ROLE
        assert capfd.readouterr() == ("", "")


class TestOidc:
    @pytest.fixture
    def fetch(self, tmp_path):
        def made(token):
            (tmp_path / "token").write_text(token)
            return vendor.oidc_role(
                "profile rrsa in x", ROLE, "acs:ram::1:oidc-provider/k8s", str(tmp_path / "token"), session_name="pod-1"
            )

        return made

    def test_the_token_of_the_file_is_exchanged(self, rerouted, emulator, fetch):
        fetched = fetch("a-token")()
        assert fetched.credentials.access_key_id.startswith("STS.")
        assert rerouted[0][:2] == ("https://sts.aliyuncs.com", "")
        assert emulator.log()[-1]["action"] == "AssumeRoleWithOIDC"

    def test_a_token_that_has_expired(self, rerouted, fetch):
        text = message_of(fetch("expired"))
        assert text.startswith("STS gave no key for the role %s of profile rrsa in x: " % ROLE)
        assert "code AuthenticationFail.OIDCToken.Expired, HTTP 401" in text

    def test_no_token_file(self, tmp_path):
        fetch = vendor.oidc_role("profile rrsa in x", ROLE, "acs:ram::1:oidc-provider/k8s", str(tmp_path / "none"))
        assert message_of(fetch).endswith("no such file or directory.")


class TestEcs:
    def test_metadata_give_the_key_of_a_role(self, rerouted, emulator):
        fetched = vendor.ecs_role("the role", "emulator-role")()
        assert fetched.credentials.access_key_id.startswith("STS.")
        assert [asked[:2] for asked in rerouted] == [
            ("http://100.100.100.200", "/latest/api/token"),
            ("http://100.100.100.200", METADATA_PATH),
        ]

    def test_metadata_are_asked_for_the_role_where_none_is_named(self, rerouted):
        assert vendor.ecs_role("the role", None)().credentials.access_key_id.startswith("STS.")

    def test_metadata_have_a_second_to_answer(self, rerouted):
        """So that a machine that is no ECS instance, where nobody answers, fails after a few seconds."""
        vendor.ecs_role("the role", "emulator-role")()
        assert all(
            (asked.options["connectTimeout"], asked.options["readTimeout"]) == (1000, 1000) for asked in rerouted
        )

    def test_a_machine_that_is_no_ecs_instance(self, server, monkeypatch, capfd):
        """Where a firewall swallows what is sent there, nobody answers. (The address is another one; it is no mock.)"""
        server.answers[0] = lambda _connection: server.closing.wait()
        do_action = TeaCore.do_action

        def to_nobody(request, options=None):
            request.headers["host"] = "127.0.0.1:%d" % server.port
            return do_action(request, options)

        monkeypatch.setattr(TeaCore, "do_action", staticmethod(to_nobody))
        assert message_of(vendor.ecs_role("the RAM role audit of the ECS instance", "audit")) == (
            "The metadata service gave no key for the RAM role audit of the ECS instance, as on every machine that is "
            "no ECS instance or has no such role: no answer in time."
        )
        assert capfd.readouterr() == ("", "")

    def test_a_role_that_the_instance_does_not_have(self, rerouted):
        assert "HttpCode=404" in message_of(vendor.ecs_role("the role", "another"))

    def test_no_thread_is_left_that_renews_the_key(self, rerouted, monkeypatch):
        started = []
        scheduler = "alibabacloud_credentials.provider.ecs_ram_role.BackgroundScheduler"
        monkeypatch.setattr(scheduler, lambda: started.append(1))
        vendor.ecs_role("the role", "emulator-role")()
        assert started == []


class TestCredentialsUri:
    def test_a_server_gives_the_key(self, server):
        fetched = vendor.credentials_uri("profile x", server.endpoint + "/keys?for=audit")()
        assert fetched[:2] == (Credentials("STS.id", "sts-secret", "sts-token"), EXPIRATION)
        assert server.received[0].line == "GET /keys?for=audit HTTP/1.1"

    def test_the_emulator_is_such_a_server(self, emulator):
        fetched = vendor.credentials_uri("profile x", emulator.endpoint + METADATA_PATH)()
        assert fetched.credentials.access_key_id.startswith("STS.")

    @pytest.mark.parametrize(("scheme", "port"), [("http", 80), ("https", 443)])
    def test_an_address_without_a_port_has_its_schemes(self, monkeypatch, scheme, port):
        # A mock, since nobody but root can listen there.
        def record(request, _options=None):
            raise OSError("asked %s %s" % (request.protocol, request.port))

        monkeypatch.setattr(TeaCore, "do_action", staticmethod(record))
        text = message_of(vendor.credentials_uri("profile x", scheme + "://keys.example.com/"))
        assert text == "The credentials_uri of profile x gave no key: asked %s %d." % (scheme, port)

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            (http_answer({"Code": "Failed"}), "the answer holds no key"),
            (http_answer(b"sts-secret", "500 Error"), "the answer holds no key (HTTP 500)"),
        ],
    )
    def test_an_answer_without_a_key(self, server, answer, reason):
        server.answers[0] = answer
        text = message_of(vendor.credentials_uri("profile x", server.endpoint + "/a-secret-path?token=a-secret"))
        assert text == "The credentials_uri of profile x gave no key: %s." % reason

    def test_an_answer_that_is_no_json(self, server):
        server.answers[0] = http_answer(b"sts-secret")
        text = message_of(vendor.credentials_uri("profile x", server.endpoint))
        assert text.startswith("The credentials_uri of profile x gave no key: ")
        assert "sts-secret" not in text


def printing(text, status=0):
    """Return the command of a program that prints this, and a secret to stderr, and ends with this status."""
    script = "import sys; print(sys.argv[1]); print('a-secret', file=sys.stderr); sys.exit(int(sys.argv[2]))"
    return shlex.join([sys.executable, "-c", script, text, str(status)])


class TestExternal:
    @pytest.mark.parametrize(
        ("printed", "key", "expiration"),
        [
            (
                {"mode": "AK", "access_key_id": "an-id", "access_key_secret": "a-secret"},
                Credentials("an-id", "a-secret", None),
                None,
            ),
            (
                {
                    "mode": "StsToken",
                    "access_key_id": "STS.id",
                    "access_key_secret": "a-secret",
                    "sts_token": "a-token",
                    "expiration": "2100-01-01T00:00:00Z",
                },
                Credentials("STS.id", "a-secret", "a-token"),
                EXPIRATION,
            ),
        ],
        ids=["AK", "StsToken"],
    )
    def test_a_program_prints_the_key(self, printed, key, expiration):
        fetched = vendor.external_program("profile x", printing(json.dumps(printed)))()
        assert fetched[:2] == (key, expiration)

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
    def test_a_program_that_prints_none(self, command, reason, capfd):
        assert message_of(vendor.external_program("profile x", command)) == (
            "The process_command of profile x gave no key (run it yourself to see why): %s." % reason
        )
        assert capfd.readouterr() == ("", "")

    def test_a_program_has_the_environments_proxies(self, monkeypatch):
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        script = (
            "import json, os; print(json.dumps({'access_key_id': os.environ['HTTP_PROXY'], 'access_key_secret': 's'}))"
        )
        fetched = vendor.external_program("profile x", shlex.join([sys.executable, "-c", script]))()
        assert fetched.credentials.access_key_id == "http://127.0.0.1:9"


class TestDefaultChain:
    def test_it_says_which_of_its_places_it_was(self, monkeypatch, tmp_path):
        config = {
            "current": "audit",
            "profiles": [{"name": "audit", "mode": "AK", "access_key_id": "i", "access_key_secret": "s"}],
        }
        (tmp_path / ".aliyun").mkdir()
        (tmp_path / ".aliyun" / "config.json").write_text(json.dumps(config))
        # The library has read its home folder when it was imported.
        monkeypatch.setattr("alibabacloud_credentials.utils.auth_constant.HOME", str(tmp_path))
        assert vendor.default_chain()() == (Credentials("i", "s", None), None, "cli_profile/static_ak")

    def test_it_finds_nothing(self, monkeypatch, tmp_path, capfd):
        def nobody(_request, _options=None):
            raise OSError("timed out")

        monkeypatch.setattr(TeaCore, "do_action", staticmethod(nobody))
        monkeypatch.setattr("alibabacloud_credentials.utils.auth_constant.HOME", str(tmp_path))
        text = message_of(vendor.default_chain())
        assert text.startswith("The vendor's default chain gave no key: ")
        assert capfd.readouterr() == ("", "")


class TestLibrary:
    FETCH = staticmethod(vendor.ecs_role("the role audit of the test", "audit"))

    def test_it_is_asked_for_by_its_name_on_pypi_where_it_is_missing(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "alibabacloud_credentials.provider", None)
        text = message_of(self.FETCH)
        assert "Failed to import the required Python library (alibabacloud-credentials) on " in text
        assert "This is required for the role audit of the test." in text

    def test_one_that_is_too_old_is_told_from_one_that_is_missing(self, monkeypatch):
        monkeypatch.delattr("alibabacloud_credentials.provider.EcsRamRoleCredentialsProvider")
        assert message_of(self.FETCH) == (
            "The installed alibabacloud-credentials has no EcsRamRoleCredentialsProvider: install %s or newer."
            % vendor.MINIMUM_VERSION
        )

    def test_it_writes_no_log(self, rerouted):
        vendor.ecs_role("the role", "emulator-role")()
        assert all(logging.getLogger(name).disabled for name in ("credentials", "alibabacloud-tea"))

    def test_a_key_that_is_half_is_none(self, server):
        server.answers[0] = http_answer({**ANSWER, "AccessKeySecret": ""})
        text = message_of(vendor.credentials_uri("profile x", server.endpoint))
        assert text == "The credentials_uri of profile x gave no key: there is no id or no secret in the answer."

    @pytest.mark.parametrize("value", ["sts-secret\n", "sts secret", 5])
    def test_a_key_that_could_not_be_sent_is_refused_without_showing_it(self, server, value):
        server.answers[0] = http_answer({**ANSWER, "AccessKeySecret": value})
        text = message_of(vendor.credentials_uri("profile x", server.endpoint))
        assert text.startswith("The access_key_secret of profile x holds a blank")
        assert "sts" not in text


class TestProxies:
    @pytest.fixture
    def proxy(self, monkeypatch):
        gateway = ScriptedGateway([http_answer(b"", "403 Forbidden")])
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, gateway.endpoint)
        yield gateway
        gateway.close()

    def test_metadata_and_servers_are_asked_without_one(self, proxy, server):
        before = dict(os.environ)
        vendor.credentials_uri("profile x", server.endpoint)()
        assert (len(proxy.received), len(server.received)) == (0, 1)
        assert dict(os.environ) == before

    def test_sts_is_asked_through_it(self, proxy, emulator):
        message_of(vendor.assumed_role(source_of(emulator), ROLE, endpoint="sts.invalid"))
        assert proxy.received[0].line.startswith("CONNECT sts.invalid:443 HTTP/")

    @pytest.mark.parametrize(
        ("no_proxy", "options"),
        [
            (".invalid", {"endpoint": "sts.invalid"}),
            ("sts.invalid", {"endpoint": "sts.invalid:443"}),
            ("*", {}),
            ("sts.aliyuncs.com", {}),
            ("sts.cn-hangzhou.aliyuncs.com", {"sts_region": "cn-hangzhou"}),
            ("sts-vpc.cn-hangzhou.aliyuncs.com", {"sts_region": "cn-hangzhou", "enable_vpc": True}),
        ],
    )
    def test_no_proxy_is_obeyed_for_sts(self, proxy, emulator, monkeypatch, no_proxy, options):
        def nobody(_request, _options=None):
            raise OSError("with HTTPS_PROXY" if "HTTPS_PROXY" in os.environ else "without")

        monkeypatch.setattr(TeaCore, "do_action", staticmethod(nobody))
        monkeypatch.setenv("NO_PROXY", no_proxy)
        assert message_of(vendor.assumed_role(source_of(emulator), ROLE, **options)).endswith(": without.")
        assert os.environ["HTTPS_PROXY"] == proxy.endpoint

    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_sts_on_loopback_is_asked_without_one(self, proxy, emulator, refused_endpoint, scheme):
        endpoint = refused_endpoint.replace("http", scheme)
        message = message_of(vendor.assumed_role(source_of(emulator), ROLE, endpoint=endpoint))
        assert message.endswith(": connection refused.")
        assert proxy.received == []
