# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections that fail or are refused: host names, proxies and certificates."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest
import requests
import trustme
import urllib3
from scripted_gateway import OK, http_answer


class TestConnection:
    def test_a_refused_connection_is_retried(self, failed, refused_endpoint):
        error = failed(refused_endpoint)
        assert (error.code, error.attempts) == ("Client.Connection", 3)
        assert "the connection to %s failed: Connection refused" % refused_endpoint in str(error)

    def test_a_host_that_cannot_be_resolved_is_named(self, failed, monkeypatch):
        # A mock, because a resolver needs the network.
        def no_such_host(*_args, **_options):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", no_such_host)
        error = failed(None, region="cn-nowhere")
        assert error.code == "Client.NameResolution"
        assert "https://ccc.cn-nowhere.aliyuncs.com" in error.message
        assert "region" in error.hint

    def test_a_connection_that_is_not_accepted_ends_at_the_connect_timeout(self, failed, monkeypatch):
        # A mock, because a test cannot make the kernel drop packets.
        def no_response(*_args, **_options):
            raise socket.timeout("timed out")  # noqa: UP041 - another one before Python 3.10

        monkeypatch.setattr(urllib3.connection.connection, "create_connection", no_response)
        error = failed("https://10.0.0.1")
        assert (error.code, error.attempts) == ("Client.Timeout", 3)
        assert "did not accept a connection within 5 s" in error.message

    @pytest.mark.parametrize("rest", [b"5\r\nab", b"zz\r\n", b""], ids=["cut in a chunk", "no size", "no chunk"])
    def test_incomplete_chunks_are_a_failed_connection(self, gateway, failed, rest):
        def broken(connection):
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + rest)

        assert failed(gateway(broken).endpoint).code == "Client.Connection"

    def test_a_server_of_another_protocol_is_a_failed_connection(self, gateway, failed):
        server = gateway(lambda connection: connection.sendall(b"SSH-2.0-OpenSSH\r\n"))
        assert failed(server.endpoint).code == "Client.Connection"


class TestProxy:
    """Proxies of the environment. tests/system runs a play through a real proxy."""

    @pytest.fixture
    def proxy(self, gateway, monkeypatch):
        server = gateway(http_answer(b"", "403 Forbidden"))
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://user:pass-word@127.0.0.1:%d" % server.port)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        return server

    def test_a_refusal_of_the_environments_proxy_shows_no_password(self, failed, proxy):
        error = failed("https://ccc.invalid")
        assert error.code == "Client.Proxy"
        assert "NO_PROXY" in error.hint
        assert "pass-word" not in str(error)
        assert proxy.received[0].line.startswith("CONNECT ccc.invalid:443 HTTP/")

    def test_a_proxy_whose_name_cannot_be_resolved_is_a_proxy_error(self, failed, proxy, monkeypatch):
        def no_such_host(*_args, **_options):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", no_such_host)
        error = failed("https://ccc.invalid")
        assert error.code == "Client.Proxy"
        assert error.message.endswith(": its host name cannot be resolved")

    def test_no_proxy_is_respected(self, failed, proxy, monkeypatch):
        monkeypatch.setenv("NO_PROXY", ".invalid")
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: [])
        assert failed("https://ccc.invalid").code == "Client.Connection"
        assert proxy.received == []

    def test_the_environments_proxy_is_not_used_for_loopback(self, gateway, call, proxy):
        server = gateway(OK)
        call(server.endpoint)
        assert (len(proxy.received), len(server.received)) == (0, 1)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def ca_path(authority, tmp_path):
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return str(tmp_path / "ca.pem")


class TestTls:
    """Trust in certificates. tests/system runs a play for it."""

    @pytest.fixture
    def tls_gateway(self, gateway, authority):
        def start(host="127.0.0.1"):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert(host).configure_cert(context)
            return gateway(OK, tls=context)

        return start

    def test_an_untrusted_certificate_is_refused_without_a_retry(self, tls_gateway, failed):
        server = tls_gateway()
        error = failed(server.endpoint)
        assert (error.code, error.attempts, error.fatal) == ("Client.Certificate", 1, True)
        assert "unable to get local issuer certificate" in error.message
        assert "ca_path" in error.hint
        assert server.received == []

    def test_the_certificate_of_another_host_is_refused(self, tls_gateway, failed, ca_path):
        assert failed(tls_gateway("ccc.example.com").endpoint, ca_path=ca_path).code == "Client.Certificate"

    def test_the_certificate_of_another_host_is_refused_by_urllib3_before_2(self, failed, monkeypatch):
        # A mock, because only urllib3 before version 2 compares host names itself.
        class CertificateError(ValueError):
            pass

        def compare(*_args, **_options):
            mismatch = CertificateError("hostname 'a' doesn't match 'b'")
            raise requests.exceptions.SSLError(urllib3.exceptions.SSLError(mismatch))

        monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", compare)
        error = failed("https://127.0.0.1")
        assert error.code == "Client.Certificate"
        assert "is not trusted: hostname 'a' doesn't match 'b'" in error.message

    def test_the_certificates_of_ca_path_are_trusted(self, tls_gateway, call, ca_path):
        assert call(tls_gateway().endpoint, ca_path=ca_path).request_id == "R-0"

    def test_a_ca_file_without_certificates_is_a_failed_connection(self, tls_gateway, failed, tmp_path):
        (tmp_path / "ca.pem").write_text("nothing")
        error = failed(tls_gateway().endpoint, ca_path=str(tmp_path / "ca.pem"))
        assert "TLS: no certificate" in error.message

    def test_a_server_without_tls_is_a_failed_connection(self, failed):
        def speak_plainly():
            connection, _address = listener.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                connection.recv(1024)

        with socket.create_server(("127.0.0.1", 0)) as listener:
            threading.Thread(target=speak_plainly, daemon=True).start()
            error = failed("https://127.0.0.1:%d" % listener.getsockname()[1], max_attempts=1)
        assert "TLS: " in error.message

    @pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
    def test_validate_certs_false_trusts_any_certificate(self, tls_gateway, call):
        assert call(tls_gateway().endpoint, validate_certs=False).request_id == "R-0"
