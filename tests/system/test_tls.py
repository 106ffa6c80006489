# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose certificates are taken, and which versions of TLS: the module against the emulator over HTTPS."""

from __future__ import annotations

import contextlib
import datetime
import ssl
import warnings

import pytest
import trustme
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from emulator_process import running_emulator
from scripted_gateway import OK, ScriptedGateway

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)


@pytest.fixture
def https(tmp_path):
    """Return a function that starts an emulator with a certificate of trustme's, and gives its connection."""

    def start(certificate):
        key, chain = tmp_path / "key.pem", tmp_path / "chain.pem"
        certificate.private_key_pem.write_to_path(str(key))
        for pem in certificate.cert_chain_pems:
            pem.write_to_path(str(chain), append=True)
        return running_emulator(tls_cert=str(chain), tls_key=str(key))

    return start


def check_refused(result, reason):
    """The run ends at once, and says why and what to do."""
    (error,) = result["errors"]
    assert (error["code"], error["http_status"], error["attempts"]) == ("Client.Certificate", None, 1)
    assert reason in error["message"]
    assert "name its file in ca_path" in result["msg"]
    assert result["instances"] == []


def test_an_authority_that_ca_path_names_is_trusted(https, authority, ca_path, ask):
    with https(authority.issue_cert("127.0.0.1")) as emulator:
        assert len(ask(**emulator.connection, ca_path=ca_path)["instances"]) == 1


def test_nobody_elses_authority_is(https, authority, ask, tmp_path):
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    with https(authority.issue_cert("127.0.0.1")) as emulator:
        check_refused(ask(**emulator.connection, max_attempts=3), "unable to get local issuer certificate")
        check_refused(ask(**emulator.connection, ca_path=str(other)), "unable to get local issuer certificate")
        assert emulator.log() == []


def test_a_certificate_that_signs_itself_is_not_trusted(ask, tmp_path):
    itself = trustme.CA()
    itself.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    itself.cert_pem.write_to_path(str(tmp_path / "certificate.pem"))
    with running_emulator(tls_cert=str(tmp_path / "certificate.pem"), tls_key=str(tmp_path / "key.pem")) as emulator:
        result = ask(**emulator.connection)
        check_refused(result, "certificate")
        # OpenSSL 1.1.1 writes it without the hyphen.
        assert "self signed certificate" in result["msg"].replace("-", " ")


def test_a_certificate_of_another_host_is_refused(https, authority, ca_path, ask):
    with https(authority.issue_cert("ccc.example.com")) as emulator:
        check_refused(ask(**emulator.connection, ca_path=ca_path), "match")


def test_an_expired_certificate_is_refused(https, authority, ca_path, ask):
    expired = authority.issue_cert("127.0.0.1", not_before=LONG_AGO, not_after=LONG_AGO + datetime.timedelta(days=90))
    with https(expired) as emulator:
        check_refused(ask(**emulator.connection, ca_path=ca_path), "certificate has expired")


def test_validate_certs_false_asks_everybody(https, authority, ask):
    with https(authority.issue_cert("ccc.example.com")) as emulator, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # urllib3 warns of what was asked for
        assert len(ask(**emulator.connection, validate_certs=False)["instances"]) == 1


def test_a_ca_path_that_is_not_there_is_named(https, authority, ask, tmp_path):
    with pytest.raises(OptionError, match="ca_path names .*nowhere.pem, but there is no such file"):
        ask(endpoint="https://127.0.0.1:1", ca_path=str(tmp_path / "nowhere.pem"))


# --- Versions of TLS ---


def speaking(authority, version):
    """Return a server's context that speaks one version of TLS only, however old."""
    if not getattr(ssl, f"HAS_{version.name}"):
        # Where nothing speaks it, there is nothing to refuse.
        pytest.skip(f"this Python's OpenSSL was built without {version.name}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # OpenSSL 3 speaks what is older than 1.2 at this level only.
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
def test_tls_of_today_is_spoken(version, authority, ca_path, ask):
    _server, result = ask_gateway(ask, speaking(authority, version), ca_path=ca_path)
    assert len(result["instances"]) == 1


@pytest.mark.parametrize("validate_certs", [True, False])
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1], ids=str)
def test_older_tls_is_refused(version, validate_certs, authority, ca_path, ask):
    server, result = ask_gateway(ask, speaking(authority, version), ca_path=ca_path, validate_certs=validate_certs)
    (error,) = result["errors"]
    assert error["code"] == "Client.Connection"
    assert "TLS: " in error["message"]
    assert "version" in error["message"]
    assert server.received == []


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1], ids=str)
def test_this_server_would_have_spoken_it(version, authority):
    """It is the client that refuses: a client that takes anything gets a connection."""
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
