# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import time

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import (
    Credentials,
    CredentialsError,
    Fetched,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http import transport as _transport
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from scripted_gateway import OK, close, failure, http_answer, reset, truncated


class TestRequest:
    def test_an_rpc_request_is_a_post_with_everything_in_its_body(self, gateway, call):
        server = gateway(OK)
        response = call(server.endpoint, security_token="the-token")
        assert (response.data["Instance"], response.request_id) == ({"InstanceId": "x"}, "R-0")
        (request,) = server.received
        assert request.line == "POST / HTTP/1.1"
        assert request.form.items() >= {
            ("Action", "GetInstance"),
            ("Version", "2017-07-05"),
            ("Format", "JSON"),
            ("InstanceId", "an id&more"),
            ("AccessKeyId", "the-key-id"),
            ("SecurityToken", "the-token"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureVersion", "1.0"),
        }

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

    @pytest.mark.parametrize("signature_method", ["HMAC-SHA1", "ACS3-HMAC-SHA256"])
    def test_a_key_without_a_token_sends_no_token(self, gateway, call, signature_method):
        server = gateway(OK)
        call(server.endpoint, signature_method=signature_method)
        (request,) = server.received
        assert not {"SecurityToken", "x-acs-security-token"} & {*request.form, *request.headers}

    @pytest.mark.parametrize(
        ("signature_method", "names"),
        [
            ("HMAC-SHA1", ("SignatureNonce", "Timestamp", "Signature")),
            ("ACS3-HMAC-SHA256", ("x-acs-signature-nonce", "x-acs-date", "authorization")),
        ],
    )
    def test_each_attempt_has_its_own_signature(self, gateway, call, monkeypatch, signature_method, names):
        moments = iter(time.struct_time((2026, 1, 2, 3, 4, second, 0, 0, 0)) for second in range(10))
        monkeypatch.setattr(time, "gmtime", lambda: next(moments))
        server = gateway(failure("ServiceUnavailable", "503 Unavailable"), OK)
        call(server.endpoint, signature_method=signature_method)
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

    def test_consecutive_requests_share_a_connection_but_no_cookies(self, gateway, transport):
        server = gateway(http_answer({"Code": "OK"}, headers=["Set-Cookie: a=b"]))
        ccc = transport(server.endpoint)
        for _number in range(5):
            ccc.call("GetInstance", {})
        assert {request.connection for request in server.received} == {1}
        assert not any("cookie" in request.headers for request in server.received)


TEMPORARY_FAILURES = {
    "throttled with 400": failure("Throttling.User"),
    "throttled with 429": failure("Throttling", "429 Too Many Requests"),
    "throttled for this api": failure("Throttling.Api", "503 Unavailable"),
    "unavailable": failure("ServiceUnavailable", "503 Unavailable"),
    "unknown code with a 5xx": failure("SomethingNew", "500 Error"),
    "html of a proxy": http_answer(b"<html>no</html>", "502 Bad Gateway"),
    "too many requests, without a code": http_answer(b"", "429 Too Many Requests"),
    "neither JSON nor XML": http_answer(b"busy, come back"),
    "JSON that is not an object": http_answer(b"[]"),
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
    @pytest.mark.parametrize("response", TEMPORARY_FAILURES.values(), ids=TEMPORARY_FAILURES)
    def test_a_temporary_failure_is_retried_up_to_max_attempts(self, gateway, call, failed, response):
        server = gateway(response, response, OK)
        assert call(server.endpoint).request_id == "R-0"
        server = gateway(response)
        error = failed(server.endpoint)
        assert error.attempts == len(server.received) == 3
        assert (error.action, error.fatal) == ("GetInstance", False)

    # test_errors.py lists these codes.
    @pytest.mark.parametrize("code", ["InvalidAccessKeyId.NotFound", "InvalidParameter.InstanceId", "SomethingNew"])
    def test_a_permanent_failure_is_not_retried(self, gateway, failed, code):
        server = gateway(failure(code), OK)
        error = failed(server.endpoint)
        assert (error.code, error.http_status, error.request_id, error.attempts) == (code, 400, "R-1", 1)
        assert len(server.received) == 1

    def test_a_status_without_a_code_is_a_failure(self, gateway, failed):
        error = failed(gateway(http_answer(b"{}", "404 Not Found")).endpoint)
        assert (error.code, error.http_status, error.attempts) == ("Client.HttpStatus", 404, 1)

    @pytest.mark.parametrize("response", [{"Instance": {}}, {"Code": "OK", "Success": "true", "HttpStatusCode": "200"}])
    def test_success_may_be_sent_as_text_or_be_missing(self, gateway, call, response):
        assert call(gateway(http_answer(response)).endpoint).data == response

    def test_a_success_without_the_requested_data_is_a_failure(self, gateway, transport):
        server = gateway(OK)
        with pytest.raises(CccError, match="does not contain the requested data") as caught:
            transport(server.endpoint).call("GetInstance", {}, lambda data: "Instances" in data)
        assert (caught.value.code, caught.value.request_id) == ("Client.InvalidResponse", "R-0")

    def test_a_retry_after_that_is_not_a_number_is_ignored(self, gateway, call):
        for header in ("soon", "-1", "1.5", "9" * 5000, "\u00b2"):
            server = gateway(failure("ServiceUnavailable", headers=["x-acs-retry-after: " + header]), OK)
            assert call(server.endpoint).request_id == "R-0"

    def test_a_retry_after_without_throttling_delays_only_its_own_request(self):
        error = CccError("ServiceUnavailable", "", retry_after=1.5)
        assert _transport._back_off(error) == 1.5

    def test_the_bound_of_the_back_off_doubles_up_to_a_maximum(self, monkeypatch):
        monkeypatch.setattr(_transport, "FIRST_BACK_OFF", 0.5)
        monkeypatch.setattr(_transport.random, "uniform", lambda low, high: (low, high))
        error = CccError("InternalError", "")
        bounds = []
        for error.attempts in range(1, 8):
            bounds.append(_transport._back_off(error))
        assert bounds == [(0, bound) for bound in (0.5, 1, 2, 4, 8, 10, 10)]

    def test_no_attempt_follows_after_stop(self, gateway, transport, monkeypatch):
        server = gateway(failure("InternalError", "500 Error"))
        ccc = transport(server.endpoint)
        monkeypatch.setattr(_transport, "_back_off", lambda _error: ccc.stop() or 0)
        with pytest.raises(CccError) as caught:
            ccc.call("GetInstance", {})
        with pytest.raises(_transport.Stopped):
            ccc.call("GetInstance", {})
        assert caught.value.attempts == len(server.received) == 1


class TestPace:
    @pytest.fixture
    def paces(self, monkeypatch):
        """Return the successes and throttlings that each new Pace records."""
        made = []

        class Recording(_transport.Pace):
            def __init__(self, workers):
                super().__init__(workers)
                self.recorded = []
                made.append(self.recorded)

            def succeeded(self):
                self.recorded.append("succeeded")

            def throttled(self, turn, retry_after=None):
                self.recorded.append(retry_after)

        monkeypatch.setattr(_transport, "Pace", Recording)
        return made

    def test_each_operation_has_its_own_pace(self, gateway, transport, paces):
        ccc = transport(gateway(OK, failure("Throttling.Api"), OK).endpoint)
        for action in ("ListUsers", "GetInstance", "ListUsers"):
            ccc.call(action, {})
        assert paces == [["succeeded", "succeeded"], [None, "succeeded"]]

    @pytest.mark.parametrize(("header", "seconds"), [("1500", 1.5), ("0", 0.0)])
    def test_a_retry_after_with_throttling_delays_the_shared_pace(self, gateway, call, paces, header, seconds):
        call(gateway(failure("Throttling.User", headers=["x-acs-retry-after: " + header]), OK).endpoint)
        assert paces == [[seconds, "succeeded"]]

    @pytest.mark.parametrize("header", ["61000", "9" * 12])
    def test_a_retry_after_of_more_than_a_minute_ends_the_call_and_delays_no_other(
        self, gateway, failed, paces, header
    ):
        error = failed(gateway(failure("Throttling.User", headers=["x-acs-retry-after: " + header]), OK).endpoint)
        assert (error.attempts, paces) == (1, [[None]])


class TestBounds:
    def test_a_redirect_is_reported_and_not_followed(self, gateway, failed):
        elsewhere = gateway(OK)
        error = failed(gateway(http_answer(b"", "307 Moved", ["Location: %s/x" % elsewhere.endpoint])).endpoint)
        assert error.code == "Client.Redirect"
        assert "redirects to %s/x" % elsewhere.endpoint in error.message
        assert elsewhere.received == []

    def test_a_redirect_to_an_invalid_address_is_reported_as_a_redirect(self, gateway, failed):
        error = failed(gateway(http_answer(b"", "302 Found", ["Location: https://[no-address/"])).endpoint)
        assert error.code == "Client.Redirect"
        assert "redirects to https://[no-address/" in error.message

    @pytest.mark.parametrize(("status", "code"), [(b"200 OK", "Client.TooLarge"), (b"302 Found", "Client.Redirect")])
    def test_an_endless_response_is_cut_off_while_it_is_read(self, gateway, failed, monkeypatch, status, code):
        monkeypatch.setattr(_transport, "LARGEST_RESPONSE", 1024 * 1024)
        sent = []

        def endless(connection):
            connection.sendall(b"HTTP/1.1 " + status + b"\r\nLocation: /elsewhere\r\n\r\n")
            for _mebibyte in range(64):
                connection.sendall(b" " * 1024 * 1024)
                sent.append(1)

        error = failed(gateway(endless).endpoint, max_attempts=1)
        assert error.code == code
        assert code == "Client.Redirect" or "larger than 1 MiB" in error.message
        assert len(sent) < 32

    @pytest.mark.parametrize("length", [b"", b"Content-Length: 500\r\n", b"Transfer-Encoding: chunked\r\n"])
    def test_a_body_that_arrives_too_slowly_ends_at_the_deadline(self, gateway, failed, monkeypatch, length):
        monkeypatch.setattr(_transport, "RESPONSE_DEADLINE", 0.2)

        def drip(connection):
            connection.sendall(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n")
            while not server.closing.wait(0.05):
                connection.sendall(b"1\r\n{\r\n" if b"chunked" in length else b"{")

        server = gateway(drip)
        error = failed(server.endpoint, max_attempts=1)
        assert error.code == "Client.Timeout"
        assert "not complete after" in error.message

    def test_a_gateway_that_sends_nothing_ends_at_the_read_timeout(self, gateway, failed):
        server = gateway(lambda connection: server.closing.wait(30))
        error = failed(server.endpoint, read_timeout=0.2, max_attempts=1)
        assert error.code == "Client.Timeout"
        assert "sent nothing for 0.2 s" in error.message

    def test_a_chunked_body_is_read_completely(self, gateway, call):
        server = gateway(
            b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{"Code\r\n7\r\n":"OK"}\r\n0\r\n\r\n'
        )
        assert call(server.endpoint).data == {"Code": "OK"}


class TestExpiredKey:
    """A key that expires during a run."""

    EXPIRED = failure("InvalidSecurityToken.Expired")

    @staticmethod
    def keys(*keys):
        """Return a fetch() that returns these keys one after another. An exception is raised instead."""
        waiting = list(keys)

        def fetch():
            key = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if isinstance(key, CredentialsError):
                raise key
            return Fetched(Credentials(key, "the-key-secret", "the-token"))

        return fetch

    def test_an_expired_key_is_replaced_and_the_request_sent_again(self, gateway, call):
        server = gateway(self.EXPIRED, OK)
        assert call(server.endpoint, fetch=self.keys("first", "second")).request_id == "R-0"
        assert [request.form["AccessKeyId"] for request in server.received] == ["first", "second"]

    def test_an_expired_key_without_a_replacement_ends_the_run(self, gateway, failed):
        error = failed(gateway(self.EXPIRED).endpoint, fetch=self.keys("only"))
        assert (error.code, error.fatal, error.attempts) == ("InvalidSecurityToken.Expired", True, 1)

    def test_a_source_whose_keys_are_all_refused_is_given_up(self, gateway, failed):
        error = failed(gateway(self.EXPIRED).endpoint, fetch=self.keys(*map(str, range(100))))
        assert (error.code, error.fatal, error.attempts) == ("InvalidSecurityToken.Expired", True, 3)

    def test_a_source_that_cannot_renew_a_key_ends_the_run_with_its_reason(self, gateway, failed):
        keys = self.keys("first", CredentialsError("STS returned no key."))
        error = failed(gateway(self.EXPIRED).endpoint, fetch=keys)
        assert (error.code, error.fatal) == ("Client.Credentials", True)
        assert "GetInstance failed: STS returned no key (code Client.Credentials, " in str(error)

    def test_a_malformed_token_does_not_renew_the_key(self, gateway, failed):
        server = gateway(failure("InvalidSecurityToken.Malformed"))
        assert failed(server.endpoint, fetch=self.keys("first", "second")).attempts == len(server.received) == 1


class TestSecrets:
    @pytest.mark.parametrize("signature_method", ["HMAC-SHA1", "ACS3-HMAC-SHA256"])
    @pytest.mark.parametrize("field", ["Message", "Code", "RequestId", "Recommend"])
    def test_secrets_that_the_gateway_repeats_are_removed(self, gateway, failed, signature_method, field):
        def repeat(connection):
            request = server.received[-1]
            authorization = request.headers.get("authorization", "")
            signature = request.form.get("Signature") or authorization.rpartition("=")[2]
            text = "%s %s the-key-secret (%s)" % (request.body.decode(), authorization, signature)
            connection.sendall(http_answer({"Code": "Odd", "Message": "m", **{field: text}}, "400 Bad"))

        server = gateway(repeat)
        error = failed(server.endpoint, signature_method=signature_method, security_token="tok+/en==")
        request = server.received[0]
        signature = request.form.get("Signature") or request.headers["authorization"].partition("Signature=")[2]
        shown = str(error) + repr(error.as_dict())
        for secret in ("the-key-secret", "tok+/en==", "tok%2B%2Fen%3D%3D", signature):
            assert secret not in shown
        assert "(removed)" in shown

    def test_secrets_in_a_redirects_target_are_removed(self, gateway, failed):
        server = gateway(http_answer(b"", "302 Found", ["Location: /?secret=the-key-secret"]))
        assert "the-key-secret" not in str(failed(server.endpoint))
