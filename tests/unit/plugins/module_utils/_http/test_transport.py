# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time

import pytest
import requests
import trustme
import urllib3
from ansible_collections.alicloud.ccc.plugins.module_utils._client import client_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import (
    Credentials,
    CredentialsError,
    Fetched,
    KeySource,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http import transport as _transport
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from scripted_gateway import OK, ScriptedGateway, close, failure, http_answer, reset, truncated

KEY = {"access_key_id": "the-key-id", "access_key_secret": "the-key-secret"}
OPTIONS = {
    "connect_timeout": 5,
    "read_timeout": 5,
    "max_attempts": 3,
    "concurrency": 4,
    "validate_certs": True,
    **KEY,
}


@pytest.fixture(autouse=True)
def no_back_off(monkeypatch):
    monkeypatch.setattr(_transport, "FIRST_BACK_OFF", 0)


@pytest.fixture
def gateway():
    """Start a ScriptedGateway with the answers given."""
    with contextlib.ExitStack() as started:

        def start(*answers, tls=None):
            server = ScriptedGateway(answers, tls)
            started.callback(server.close)
            return server

        yield start


@pytest.fixture
def call():
    """Call GetInstance at an endpoint with the options given."""
    with contextlib.ExitStack() as opened:

        def call_gateway(endpoint, **options):
            client = client_from_options({**OPTIONS, "endpoint": endpoint, **options}, {})
            opened.enter_context(client)
            return client._transport.call("GetInstance", {"InstanceId": "an id&more"})

        yield call_gateway


def failed(call, *args, **options):
    with pytest.raises(CccError) as caught:
        call(*args, **options)
    return caught.value


class TestRequest:
    def test_a_request_is_a_post_with_everything_in_its_body(self, gateway, call):
        server = gateway(OK)
        answer = call(server.endpoint)
        assert answer.data["Instance"] == {"InstanceId": "x"}
        assert answer.request_id == "R-0"
        (request,) = server.received
        assert request.line == "POST / HTTP/1.1"
        assert request.form.items() >= {
            ("Action", "GetInstance"),
            ("Version", "2017-07-05"),
            ("Format", "JSON"),
            ("InstanceId", "an id&more"),
            ("AccessKeyId", "the-key-id"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureVersion", "1.0"),
        }
        assert "SecurityToken" not in request.form

    def test_acs3_has_the_operations_parameters_in_the_body_and_the_rest_in_signed_headers(self, gateway, call):
        server = gateway(OK)
        call(server.endpoint, signature_method="ACS3-HMAC-SHA256", security_token="the-token")
        (request,) = server.received
        assert request.line == "POST / HTTP/1.1"
        assert request.form == {"InstanceId": "an id&more"}
        assert request.headers["x-acs-action"] == "GetInstance"
        assert request.headers["x-acs-version"] == "2017-07-05"
        assert request.headers["x-acs-security-token"] == "the-token"
        signed = request.headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
        assert set(signed) >= {"host", "content-type"} | {name for name in request.headers if name.startswith("x-acs-")}

    def test_a_temporary_keys_token_goes_with_it(self, gateway, call):
        server = gateway(OK)
        call(server.endpoint, security_token="the-token")
        assert server.received[0].form["SecurityToken"] == "the-token"

    @pytest.mark.parametrize("signature_method", ["HMAC-SHA1", "ACS3-HMAC-SHA256"])
    def test_each_attempt_is_signed_anew(self, gateway, call, monkeypatch, signature_method):
        seconds = iter(range(10))
        monkeypatch.setattr(
            _transport.time, "gmtime", lambda: time.struct_time((2026, 1, 2, 3, 4, next(seconds), 0, 0, 0))
        )
        server = gateway(failure("ServiceUnavailable", "503 Unavailable"), OK)
        call(server.endpoint, signature_method=signature_method)
        names = (
            ("SignatureNonce", "Timestamp", "Signature")
            if signature_method == "HMAC-SHA1"
            else ("x-acs-signature-nonce", "x-acs-date", "authorization")
        )
        first, second = ({**request.headers, **request.form} for request in server.received)
        for name in names:
            assert first[name] != second[name]

    def test_netrc_does_not_replace_the_signature(self, gateway, call, monkeypatch, tmp_path):
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login somebody password else\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        server = gateway(OK)
        call(server.endpoint, signature_method="ACS3-HMAC-SHA256")
        assert server.received[0].headers["authorization"].startswith("ACS3-HMAC-SHA256 Credential=the-key-id,")

    def test_requests_one_after_the_other_share_a_connection(self, gateway):
        server = gateway(OK)
        with client_from_options({**OPTIONS, "endpoint": server.endpoint}, {}) as client:
            for _number in range(5):
                client._transport.call("GetInstance", {})
        assert {request.connection for request in server.received} == {1}


WORTH_ANOTHER_TRY = {
    "throttled with 400": failure("Throttling.User"),
    "throttled with 429": failure("Throttling", "429 Too Many Requests"),
    "throttled for this api": failure("Throttling.Api", "503 Unavailable"),
    "unavailable": failure("ServiceUnavailable", "503 Unavailable"),
    "internal error": failure("InternalError", "500 Error"),
    "unknown code with a 5xx": failure("SomethingNew", "500 Error"),
    "nonce used": failure("SignatureNonceUsed"),
    "html of a proxy": http_answer(b"<html>no</html>", "502 Bad Gateway"),
    "too many requests, without a code": http_answer(b"", "429 Too Many Requests"),
    "no json": http_answer(b"busy, come back"),
    "json that is no object": http_answer(b"[]"),
    "soft failure": http_answer({"Code": "InternalError", "Success": "false", "HttpStatusCode": "500"}),
    "soft failure with an unknown code": http_answer({"Code": "Odd", "HttpStatusCode": 500}),
    "success false without a code": http_answer({"Success": False}),
    "OK with success false": http_answer({"Code": "OK", "Success": "false"}),
    "redirect": http_answer(b"", "302 Found", ["Location: http://127.0.0.1:9/elsewhere"]),
    "reset": reset,
    "closed": close,
    "truncated": truncated,
}


class TestRetry:
    @pytest.mark.parametrize("answer", WORTH_ANOTHER_TRY.values(), ids=WORTH_ANOTHER_TRY)
    def test_what_may_pass_is_tried_again(self, gateway, call, answer):
        server = gateway(answer, answer, OK)
        assert call(server.endpoint).request_id == "R-0"
        assert len(server.received) == 3

    @pytest.mark.parametrize("answer", WORTH_ANOTHER_TRY.values(), ids=WORTH_ANOTHER_TRY)
    def test_not_more_often_than_max_attempts(self, gateway, call, answer):
        server = gateway(answer)
        error = failed(call, server.endpoint)
        assert error.attempts == len(server.received) == 3
        assert not error.fatal
        assert "3 attempts" in str(error)

    @pytest.mark.parametrize(
        "code",
        [
            "InvalidAccessKeyId.NotFound",
            "InvalidAccessKeyId.Inactive",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "InvalidTimeStamp.Expired",
            "IllegalTimestamp",
            "InvalidSecurityToken.Expired",
            "Forbidden.RAM",
            "NoPermission",
            "MissingInstanceId",
            "InvalidParameter.InstanceId",
            "InvalidAction.NotFound",
            "NotExist.Instance",
            "NotExists.InstanceId",
            "SomethingNew",
        ],
    )
    def test_what_cannot_pass_is_asked_once(self, gateway, call, code):
        server = gateway(failure(code), OK)
        error = failed(call, server.endpoint)
        assert (error.code, error.http_status, error.request_id, error.attempts) == (code, 400, "R-1", 1)
        assert len(server.received) == 1

    def test_a_status_without_a_code_is_a_failure(self, gateway, call):
        server = gateway(http_answer(b"{}", "404 Not Found"))
        error = failed(call, server.endpoint)
        assert (error.code, error.http_status, error.attempts) == ("Client.HttpStatus", 404, 1)

    def test_success_may_come_as_text_or_not_at_all(self, gateway, call):
        server = gateway(
            http_answer({"Instance": {}}), http_answer({"Code": "OK", "Success": "true", "HttpStatusCode": "200"})
        )
        assert call(server.endpoint).data == {"Instance": {}}
        assert call(server.endpoint).data["Code"] == "OK"

    @pytest.mark.parametrize(("header", "seconds"), [("1500", 1.5), ("0", 0.0)])
    def test_the_wait_that_the_gateway_asks_for_goes_to_the_shared_pace(self, gateway, monkeypatch, header, seconds):
        server = gateway(failure("Throttling.User", headers=["x-acs-retry-after: " + header]), OK)
        with client_from_options({**OPTIONS, "endpoint": server.endpoint}, {}) as client:
            asked = []
            monkeypatch.setattr(client._transport._pace, "throttled", lambda turn, wait: asked.append(wait))
            client._transport.call("GetInstance", {})
        assert asked == [seconds]

    @pytest.mark.parametrize("header", ["61000", "9" * 12])
    def test_a_wait_of_more_than_a_minute_ends_the_call_and_holds_up_nobody(self, gateway, monkeypatch, header):
        server = gateway(failure("Throttling.User", headers=["x-acs-retry-after: " + header]), OK)
        with client_from_options({**OPTIONS, "endpoint": server.endpoint}, {}) as client:
            asked = []
            monkeypatch.setattr(client._transport._pace, "throttled", lambda turn, wait: asked.append(wait))
            with pytest.raises(CccError) as caught:
                client._transport.call("GetInstance", {})
        assert (caught.value.attempts, asked) == (1, [None])

    @pytest.mark.parametrize("header", ["soon", "-1", "1.5", "9" * 5000, "\u00b2"])
    def test_a_wait_that_is_no_number_is_ignored(self, gateway, call, header):
        server = gateway(failure("Throttling.User", headers=["x-acs-retry-after: " + header]), OK)
        assert call(server.endpoint).request_id == "R-0"

    def test_a_wait_that_is_asked_for_without_throttling_is_the_requests_own(self):
        error = CccError("ServiceUnavailable", "", retry_after=1.5)
        assert _transport.Transport._back_off(error) == 1.5

    def test_the_bound_of_the_back_off_doubles_and_has_an_end(self, monkeypatch):
        monkeypatch.setattr(_transport, "FIRST_BACK_OFF", 0.5)
        monkeypatch.setattr(_transport.random, "uniform", lambda low, high: (low, high))
        error = CccError("InternalError", "")
        bounds = []
        for error.attempts in range(1, 8):
            bounds.append(_transport.Transport._back_off(error))
        assert bounds == [(0, bound) for bound in (0.5, 1, 2, 4, 8, 10, 10)]

    def test_after_stop_no_attempt_follows(self, gateway, monkeypatch):
        server = gateway(failure("InternalError", "500 Error"))
        with client_from_options({**OPTIONS, "endpoint": server.endpoint}, {}) as client:
            monkeypatch.setattr(_transport.Transport, "_back_off", lambda transport, _error: transport.stop() or 0)
            with pytest.raises(CccError) as caught:
                client._transport.call("GetInstance", {})
            with pytest.raises(_transport.Stopped):
                client._transport.call("GetInstance", {})
        assert caught.value.attempts == len(server.received) == 1


class TestBounds:
    def test_a_redirect_is_not_followed_and_named(self, gateway, call):
        elsewhere = gateway(OK)
        server = gateway(http_answer(b"", "307 Moved", ["Location: %s/other" % elsewhere.endpoint]))
        error = failed(call, server.endpoint)
        assert error.code == "Client.Redirect"
        assert "redirects to %s/other" % elsewhere.endpoint in error.message
        assert elsewhere.received == []

    def test_a_redirect_to_what_is_no_address_is_one_all_the_same(self, gateway, call):
        server = gateway(http_answer(b"", "302 Found", ["Location: https://[no-address/"]))
        error = failed(call, server.endpoint)
        assert error.code == "Client.Redirect"
        assert "redirects to https://[no-address/" in error.message

    @pytest.mark.parametrize("status", [b"200 OK", b"302 Found"])
    def test_an_answer_without_end_is_cut_off_while_it_is_read(self, gateway, call, monkeypatch, status):
        monkeypatch.setattr(_transport, "LARGEST_ANSWER", 1024 * 1024)
        sent = []

        def endless(connection):
            connection.sendall(b"HTTP/1.1 " + status + b"\r\nLocation: /elsewhere\r\n\r\n")
            for _mebibyte in range(64):
                connection.sendall(b" " * 1024 * 1024)
                sent.append(1)

        error = failed(call, gateway(endless).endpoint)
        assert (error.code, error.attempts) == ("Client.TooLarge", 1)
        assert "larger than 1 MiB" in error.message
        assert len(sent) < 32

    @pytest.mark.parametrize("length", [b"", b"Content-Length: 500\r\n", b"Transfer-Encoding: chunked\r\n"])
    def test_a_body_that_drips_ends_at_the_deadline(self, gateway, call, monkeypatch, length):
        monkeypatch.setattr(_transport, "ANSWER_DEADLINE", 0.2)

        def drip(connection):
            connection.sendall(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n")
            while not server.closing.wait(0.05):
                connection.sendall(b"1\r\n{\r\n" if b"chunked" in length else b"{")

        server = gateway(drip)
        error = failed(call, server.endpoint, max_attempts=1)
        assert error.code == "Client.Timeout"
        assert "not complete after" in error.message

    def test_a_gateway_that_sends_nothing_ends_at_the_read_timeout(self, gateway, call):
        server = gateway(lambda connection: server.closing.wait(30))
        error = failed(call, server.endpoint, read_timeout=0.2, max_attempts=1)
        assert error.code == "Client.Timeout"
        assert "sent nothing for 0.2 s" in error.message

    def test_a_body_in_chunks_is_read_whole(self, gateway, call):
        server = gateway(
            b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{"Code\r\n7\r\n":"OK"}\r\n0\r\n\r\n'
        )
        assert call(server.endpoint).data == {"Code": "OK"}

    @pytest.mark.parametrize("rest", [b"5\r\nab", b"zz\r\n", b""], ids=["cut in a chunk", "no size", "no chunk"])
    def test_chunks_that_break_off_are_a_broken_connection(self, gateway, call, rest):
        def broken(connection):
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + rest)

        assert failed(call, gateway(broken).endpoint).code == "Client.Connection"

    def test_what_is_no_http_is_a_broken_connection(self, gateway, call):
        error = failed(call, gateway(lambda connection: connection.sendall(b"SSH-2.0-OpenSSH\r\n")).endpoint)
        assert error.code == "Client.Connection"


class TestConnection:
    def test_refused(self, call):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            endpoint = "http://127.0.0.1:%d" % listener.getsockname()[1]
        error = failed(call, endpoint)
        assert (error.code, error.attempts) == ("Client.Connection", 3)
        assert "the connection to %s failed: Connection refused" % endpoint in str(error)

    def test_a_host_that_cannot_be_resolved(self, call, monkeypatch):
        # A mock, since asking a resolver would leave the machine.
        def no_such_host(*_args, **_options):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", no_such_host)
        error = failed(call, None, region="cn-nowhere")
        assert error.code == "Client.NameResolution"
        assert "https://ccc.cn-nowhere.aliyuncs.com" in error.message
        assert "region" in error.hint

    def test_the_environments_proxy_is_used_and_named(self, gateway, call, monkeypatch):
        proxy = gateway(http_answer(b"", "403 Forbidden"))
        monkeypatch.setenv("HTTPS_PROXY", "http://user:pass-word@127.0.0.1:%d" % proxy.port)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        error = failed(call, "https://ccc.invalid")
        assert error.code == "Client.Proxy"
        assert "NO_PROXY" in error.hint
        assert "pass-word" not in str(error)
        assert proxy.received[0].line.startswith("CONNECT ccc.invalid:443 HTTP/")

    def test_no_proxy_is_obeyed(self, gateway, call, monkeypatch):
        proxy = gateway(http_answer(b"", "403 Forbidden"))
        monkeypatch.setenv("HTTPS_PROXY", proxy.endpoint)
        monkeypatch.setenv("NO_PROXY", ".invalid")
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: [])
        assert failed(call, "https://ccc.invalid").code == "Client.Connection"
        assert proxy.received == []

    def test_loopback_is_asked_without_the_environments_proxy(self, gateway, call, monkeypatch):
        proxy, server = gateway(OK), gateway(OK)
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.endpoint)
        call(server.endpoint)
        assert (len(proxy.received), len(server.received)) == (0, 1)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def server_context(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


class TestTls:
    @pytest.fixture
    def tls_gateway(self, gateway, authority):
        return gateway(OK, tls=server_context(authority.issue_cert("127.0.0.1")))

    def test_an_untrusted_certificate_is_refused_at_once(self, tls_gateway, call):
        error = failed(call, tls_gateway.endpoint)
        assert (error.code, error.attempts, error.fatal) == ("Client.Certificate", 1, True)
        assert "unable to get local issuer certificate" in error.message
        assert "ca_path" in error.hint
        assert tls_gateway.received == []

    def test_the_certificate_of_another_host_is_refused(self, gateway, authority, call, tmp_path):
        server = gateway(OK, tls=server_context(authority.issue_cert("ccc.example.com")))
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        assert failed(call, server.endpoint, ca_path=str(tmp_path / "ca.pem")).code == "Client.Certificate"

    @pytest.mark.parametrize("kind", [urllib3.connection.CertificateError, ssl.SSLCertVerificationError])
    def test_so_it_is_by_urllib3_before_2_which_compares_host_names_itself(self, tls_gateway, call, monkeypatch, kind):
        # A mock, since one environment has one urllib3.
        def compare(*_args, **_options):
            raise requests.exceptions.SSLError(urllib3.exceptions.SSLError(kind("hostname 'a' doesn't match 'b'")))

        monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", compare)
        error = failed(call, tls_gateway.endpoint)
        assert error.code == "Client.Certificate"
        assert "is not trusted: hostname 'a' doesn't match 'b'" in error.message

    def test_ca_path_names_who_is_trusted(self, tls_gateway, authority, call, tmp_path):
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        assert call(tls_gateway.endpoint, ca_path=str(tmp_path / "ca.pem")).request_id == "R-0"

    def test_a_file_without_certificates_is_a_broken_connection(self, tls_gateway, call, tmp_path):
        (tmp_path / "ca.pem").write_text("nothing")
        assert "TLS: no certificate" in failed(call, tls_gateway.endpoint, ca_path=str(tmp_path / "ca.pem")).message

    def test_a_server_without_tls_is_a_broken_connection(self, call):
        def speak_plainly():
            for _attempt in range(OPTIONS["max_attempts"]):
                connection, _address = listener.accept()
                with connection:
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    connection.recv(1024)

        with socket.create_server(("127.0.0.1", 0)) as listener:
            threading.Thread(target=speak_plainly, daemon=True).start()
            error = failed(call, "https://127.0.0.1:%d" % listener.getsockname()[1])
        assert "TLS: " in error.message

    def test_validate_certs_false_trusts_everybody(self, tls_gateway, call):
        assert call(tls_gateway.endpoint, validate_certs=False).request_id == "R-0"


class TestExpiredKey:
    """A key that the gateway no longer takes, in a run that has begun with it."""

    @pytest.fixture
    def call_with_keys(self, gateway):
        """Call GetInstance with the keys given, one after the other; the last one may be an exception."""
        with contextlib.ExitStack() as opened:

            def call(server, *keys, **options):
                waiting = list(keys)

                def fetch():
                    key = waiting.pop(0) if len(waiting) > 1 else waiting[0]
                    if isinstance(key, CredentialsError):
                        raise key
                    return Fetched(Credentials(key, "the-key-secret", "the-token"))

                client = client_from_options({**OPTIONS, "endpoint": server.endpoint, **options}, {})
                opened.enter_context(client)
                client._transport.keys = KeySource("a test", fetch)
                return client._transport.call("GetInstance", {"InstanceId": "x"})

            yield call

    EXPIRED = failure("InvalidSecurityToken.Expired")

    def test_it_is_replaced_and_the_request_sent_again(self, gateway, call_with_keys):
        server = gateway(self.EXPIRED, OK)
        assert call_with_keys(server, "first", "second").request_id == "R-0"
        assert [request.form["AccessKeyId"] for request in server.received] == ["first", "second"]

    def test_without_another_the_run_ends(self, gateway, call_with_keys):
        server = gateway(self.EXPIRED)
        error = failed(call_with_keys, server, "only")
        assert (error.code, error.fatal, error.attempts) == ("InvalidSecurityToken.Expired", True, 1)

    def test_a_source_whose_keys_are_all_refused_is_not_asked_for_ever(self, gateway, call_with_keys):
        server = gateway(self.EXPIRED)
        error = failed(call_with_keys, server, *map(str, range(100)))
        assert (error.code, error.attempts) == ("InvalidSecurityToken.Expired", OPTIONS["max_attempts"])
        assert error.fatal

    def test_a_source_that_fails_ends_the_run_and_says_why(self, gateway, call_with_keys):
        server = gateway(self.EXPIRED)
        error = failed(call_with_keys, server, "first", CredentialsError("STS gave no key."))
        assert (error.code, error.fatal, error.action) == ("Client.Credentials", True, "GetInstance")
        assert "GetInstance failed: STS gave no key (code Client.Credentials, " in str(error)

    def test_another_refusal_of_a_token_is_no_reason_to_ask_again(self, gateway, call_with_keys):
        server = gateway(failure("InvalidSecurityToken.Malformed"))
        assert failed(call_with_keys, server, "first", "second").code == "InvalidSecurityToken.Malformed"
        assert len(server.received) == 1


class TestSecrets:
    @pytest.mark.parametrize("signature_method", ["HMAC-SHA1", "ACS3-HMAC-SHA256"])
    @pytest.mark.parametrize("place", ["Message", "Code", "RequestId", "Recommend"])
    def test_what_the_gateway_repeats_is_cleaned(self, gateway, call, signature_method, place):
        def repeat(connection):
            request = server.received[-1]
            signature = request.form.get("Signature") or request.headers["authorization"].rpartition("=")[2]
            text = "%s %s the-key-secret (%s)" % (
                request.body.decode(),
                request.headers.get("authorization"),
                signature,
            )
            connection.sendall(http_answer({"Code": "Odd", "Message": "m", **{place: text}}, "400 Bad"))

        server = gateway(repeat)
        error = failed(call, server.endpoint, signature_method=signature_method, security_token="tok+/en==")
        request = server.received[0]
        signature = request.form.get("Signature") or request.headers["authorization"].partition("Signature=")[2]
        shown = str(error) + repr(error.as_dict())
        for secret in ("the-key-secret", "tok+/en==", "tok%2B%2Fen%3D%3D", signature):
            assert secret not in shown
        assert "(removed)" in shown

    def test_a_redirects_target_is_cleaned(self, gateway, call):
        server = gateway(http_answer(b"", "302 Found", ["Location: /?secret=the-key-secret"]))
        assert "the-key-secret" not in str(failed(call, server.endpoint))
