# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Through a real CONNECT proxy to a real TLS server, and around it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from emulator_process import running_emulator

PASSWORD = "proxyPassWordCanary"
# An address of loopback that is none to the modules, which ask loopback without a proxy; no resolver is asked for it.
HOST = "127.1"


@pytest.fixture(scope="module")
def emulator(authority, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    certificate = authority.issue_cert(HOST)
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    certificate.cert_chain_pems[0].write_to_path(str(folder / "certificate.pem"))
    with running_emulator(tls_cert=str(folder / "certificate.pem"), tls_key=str(folder / "key.pem")) as process:
        yield process


@pytest.fixture(scope="module")
def proxy_process(tmp_path_factory):
    """Return the port of a proxy, and the file that has a line for each request to it."""
    folder = tmp_path_factory.mktemp("proxy")
    command = [sys.executable, str(Path(__file__).with_name("connect_proxy.py")), str(folder), f"user:{PASSWORD}"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # It makes folders in its home.
        env={**os.environ, "CONNECT_PROXY_RECORD": str(folder / "record"), "HOME": str(folder)},
    ) as process:
        yield int(process.stdout.readline()), folder / "record"
        process.stdin.close()


@pytest.fixture
def proxy(proxy_process):
    """Return the port and the empty file."""
    port, record = proxy_process
    record.write_text("", encoding="utf-8")
    return port, record


@pytest.fixture
def options(emulator, ca_path):
    return {**emulator.connection, "endpoint": f"https://{HOST}:{emulator.port}", "ca_path": ca_path}


def proxy_at(port, password=PASSWORD):
    return f"http://user:{password}@127.0.0.1:{port}"


def asked(record):
    return record.read_text(encoding="utf-8").splitlines()


def failure_of(result):
    (error,) = result["errors"]
    assert PASSWORD not in json.dumps(result)
    assert "user:" not in json.dumps(result)
    return error


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
def test_requests_go_through_the_proxy(name, ask, options, emulator, proxy, monkeypatch):
    port, record = proxy
    monkeypatch.setenv(name, proxy_at(port))
    result = ask(**options)
    assert (len(result["instances"]), result.get("errors")) == (1, None)
    assert asked(record) == [f"CONNECT {HOST}:{emulator.port}"]


@pytest.mark.parametrize("no_proxy", [HOST, "*", f"example.com,{HOST}"])
def test_no_proxy_goes_around_it(no_proxy, ask, options, proxy, monkeypatch):
    port, record = proxy
    monkeypatch.setenv("HTTPS_PROXY", proxy_at(port))
    monkeypatch.setenv("NO_PROXY", no_proxy)
    assert len(ask(**options)["instances"]) == 1
    assert asked(record) == []


def test_no_proxy_for_another_host_does_not(ask, options, proxy, monkeypatch):
    port, record = proxy
    monkeypatch.setenv("HTTPS_PROXY", proxy_at(port))
    monkeypatch.setenv("NO_PROXY", "example.com")
    assert len(ask(**options)["instances"]) == 1
    assert len(asked(record)) == 1


def test_the_gateways_certificate_is_checked_through_the_proxy(ask, options, proxy, monkeypatch):
    port, record = proxy
    monkeypatch.setenv("HTTPS_PROXY", proxy_at(port))
    error = failure_of(ask(**{**options, "ca_path": None}))
    assert error["code"] == "Client.Certificate"
    assert len(asked(record)) == 1


def test_a_proxy_that_wants_another_password_is_a_failure_without_it(ask, options, proxy, monkeypatch):
    port, _record = proxy
    monkeypatch.setenv("HTTPS_PROXY", proxy_at(port, PASSWORD + "IsWrong"))
    error = failure_of(ask(**options))
    assert error["code"] == "Client.Proxy"
    assert "HTTPS_PROXY" in error["hint"]


def test_a_proxy_that_reaches_nobody_answers_502(ask, options, proxy, refused_endpoint, monkeypatch):
    port, record = proxy
    monkeypatch.setenv("HTTPS_PROXY", proxy_at(port))
    refused = refused_endpoint.rpartition(":")[2]
    assert failure_of(ask(**{**options, "endpoint": f"https://{HOST}:{refused}"}))["code"] == "Client.Proxy"
    assert asked(record) == [f"CONNECT {HOST}:{refused}"]


def test_no_proxy_where_one_should_be(ask, options, refused_endpoint, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", proxy_at(refused_endpoint.rpartition(":")[2]))
    assert failure_of(ask(**options))["code"] == "Client.Proxy"


def test_http_which_is_for_loopback_alone_is_never_asked_through_a_proxy(ask, proxy, monkeypatch):
    port, record = proxy
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy_at(port))
    with running_emulator() as emulator:
        assert len(ask(**emulator.connection)["instances"]) == 1
    assert asked(record) == []


# The modules are the same for each core.
@pytest.mark.parametrize("python", ["this core"], indirect=True)
def test_a_play_names_the_proxy_in_its_environment(run, options, emulator, proxy, tmp_path):
    port, record = proxy

    def task(name, **environment):
        return {
            "alicloud.ccc.ccc_user_instances_info": {**options, "max_attempts": 1},
            "environment": {"NO_PROXY": "", **environment},
            "register": name,
            "ignore_errors": True,
        }

    that = [
        "through.instances | length == 8",
        "around.instances | length == 8",
        "refused is failed and refused.errors[0].code == 'Client.Proxy'",
    ]
    tasks = [
        task("through"),
        task("around", NO_PROXY=HOST),
        task("refused", HTTPS_PROXY=f"http://127.0.0.1:{port}"),
        {"ansible.builtin.assert": {"that": that}},
    ]
    variables = {"ansible_python_interpreter": sys.executable}
    play = {"hosts": "localhost", "gather_facts": False, "vars": variables, "tasks": tasks}
    (tmp_path / "play.yml").write_text(json.dumps([play]), encoding="utf-8")
    # At -vvvv, Ansible shows the environment of a task, so the password is in the one of the whole run.
    output = run("ansible-playbook", "-vvvv", "play.yml", HTTPS_PROXY=proxy_at(port))
    assert "code Client.Proxy" in output
    assert PASSWORD not in output
    assert asked(record) == [f"CONNECT {HOST}:{emulator.port}"]
