# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates and TLS versions that a module accepts from a gateway."""

from __future__ import annotations

import contextlib
import datetime
import ssl
import warnings

import pytest
import trustme
from emulator_process import running_emulator
from scripted_gateway import OK, ScriptedGateway

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
NINETY_DAYS = datetime.timedelta(days=90)


# For each certificate: its properties, whether ca_path contains its authority, and why it is refused.
REFUSED = {
    "unknown authority": ({}, False, "unable to get local issuer certificate"),
    "another host": ({"host": "ccc.example.com"}, True, "match"),
    "expired": ({"not_before": LONG_AGO, "not_after": LONG_AGO + NINETY_DAYS}, True, "certificate has expired"),
}


def issue(authority, host="127.0.0.1", **validity):
    return authority.issue_cert(host, **validity)


def check_refused(result, reason):
    """Assert that the run ends immediately, and says why and what to do."""
    (error,) = result["errors"]
    assert (error["code"], error["http_status"], error["attempts"]) == ("Client.Certificate", None, 1)
    # OpenSSL 1.1.1 writes "self signed".
    assert reason in error["message"].replace("self-signed", "self signed")
    assert "set ca_path to" in result["msg"]
    assert result["instances"] == []


def test_the_authority_in_ca_path_is_trusted(authority, ca_path, tls_options, ask):
    with running_emulator(**tls_options(issue(authority))) as emulator:
        assert len(ask(**emulator.connection, ca_path=ca_path)["instances"]) == 1


@pytest.mark.parametrize(("certificate", "trusted", "reason"), REFUSED.values(), ids=REFUSED)
def test_an_invalid_certificate_is_refused(certificate, trusted, reason, authority, ca_path, tls_options, ask):
    with running_emulator(**tls_options(issue(authority, **certificate))) as emulator:
        options = {**emulator.connection, "max_attempts": 3, "ca_path": ca_path if trusted else None}
        check_refused(ask(**options), reason)
        assert emulator.log() == []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # urllib3 warns about validate_certs=False
            assert len(ask(**options, validate_certs=False)["instances"]) == 1


def test_a_self_signed_certificate_is_refused(ask, tmp_path):
    authority, key, certificate = trustme.CA(), str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    authority.private_key_pem.write_to_path(key)
    authority.cert_pem.write_to_path(certificate)
    with running_emulator(tls_cert=certificate, tls_key=key) as emulator:
        check_refused(ask(**emulator.connection), "self signed certificate")


# --- Versions of TLS ---


def speaking(authority, version):
    """Return a server's context that supports a single version of TLS, however old."""
    if not getattr(ssl, f"HAS_{version.name}"):
        pytest.skip(f"this Python's OpenSSL was built without {version.name}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # OpenSSL 3 supports versions before 1.2 at this level only.
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def ask_gateway(ask, context, **options):
    server = ScriptedGateway([OK], context)
    try:
        key = {"access_key_id": "id", "access_key_secret": "a-secret"}
        return server, ask(endpoint=server.endpoint, **key, **options)
    finally:
        server.close()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=str)
def test_tls_1_2_and_1_3_are_accepted(version, authority, ca_path, ask):
    _server, result = ask_gateway(ask, speaking(authority, version), ca_path=ca_path)
    assert len(result["instances"]) == 1


@pytest.mark.parametrize("validate_certs", [True, False])
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1], ids=str)
def test_tls_before_1_2_is_refused(version, validate_certs, authority, ca_path, ask):
    server, result = ask_gateway(ask, speaking(authority, version), ca_path=ca_path, validate_certs=validate_certs)
    (error,) = result["errors"]
    assert error["code"] == "Client.Connection"
    assert "TLS: " in error["message"]
    assert "version" in error["message"]
    assert server.received == []


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1], ids=str)
def test_the_test_server_supports_tls_before_1_2(version, authority):
    """A client that accepts any version gets a connection, so it is the module that refuses."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = version
    ours, theirs = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(theirs, ours)
    server = speaking(authority, version).wrap_bio(ours, theirs, server_side=True)
    for side in (client, server) * 3:
        with contextlib.suppress(ssl.SSLWantReadError):
            side.do_handshake()
    assert client.version() == {"TLSv1": "TLSv1", "TLSv1_1": "TLSv1.1"}[version.name]
