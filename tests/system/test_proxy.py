# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests through a real CONNECT proxy to a real TLS server, and requests that bypass the proxy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from emulator_process import running_emulator

PASSWORD = "proxyPassWordCanary"
# An address of loopback that the modules do not recognize as such; they use no proxy for loopback.
HOST = "127.1"


@pytest.fixture(scope="module")
def emulator(authority, tls_options):
    with running_emulator(**tls_options(authority.issue_cert(HOST))) as process:
        yield process


@pytest.fixture(scope="module")
def proxy_process(tmp_path_factory):
    """Yield the port of a proxy, and a file with a line for each of its requests."""
    folder = tmp_path_factory.mktemp("proxy")
    command = [sys.executable, str(Path(__file__).with_name("connect_proxy.py")), str(folder), f"user:{PASSWORD}"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # The proxy writes to its home.
        env={**os.environ, "CONNECT_PROXY_RECORD": str(folder / "record"), "HOME": str(folder)},
    ) as process:
        yield int(process.stdout.readline()), folder / "record"
        process.stdin.close()


@pytest.fixture
def proxy(proxy_process):
    """Return the port and the emptied file."""
    port, record = proxy_process
    record.write_text("", encoding="utf-8")
    return port, record


@pytest.fixture
def options(emulator, ca_path):
    return {**emulator.connection, "endpoint": f"https://{HOST}:{emulator.port}", "ca_path": ca_path}


def proxy_at(port, password=PASSWORD):
    return f"http://user:{password}@127.0.0.1:{port}"


def requests_in(record):
    return record.read_text(encoding="utf-8").splitlines()


def failure_of(result):
    (error,) = result["errors"]
    assert PASSWORD not in json.dumps(result)
    assert "user:" not in json.dumps(result)
    return error


@pytest.mark.parametrize(
    ("environment", "is_used"),
    [
        ({}, True),
        ({"NO_PROXY": "example.com"}, True),
        ({"NO_PROXY": HOST}, False),
        ({"NO_PROXY": f"example.com,{HOST}"}, False),
        ({"NO_PROXY": "*"}, False),
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
def test_the_proxy_is_used_unless_no_proxy_contains_the_host(
    name, environment, is_used, ask, options, emulator, proxy, monkeypatch
):
    port, record = proxy
    for variable, value in {name: proxy_at(port), **environment}.items():
        monkeypatch.setenv(variable, value)
    result = ask(**options)
    assert (len(result["instances"]), result.get("errors")) == (1, None)
    assert requests_in(record) == [f"CONNECT {HOST}:{emulator.port}"] * is_used


def test_the_gateways_certificate_is_checked_through_the_proxy(ask, options, proxy, monkeypatch):
    port, record = proxy
    monkeypatch.setenv("HTTPS_PROXY", proxy_at(port))
    assert failure_of(ask(**{**options, "ca_path": None}))["code"] == "Client.Certificate"
    assert len(requests_in(record)) == 1


def test_a_proxy_that_fails_is_named_without_its_password(ask, options, proxy, refused_endpoint, monkeypatch):
    port, _record = proxy
    refused = refused_endpoint.rpartition(":")[2]
    for address, endpoint in (
        (proxy_at(port, PASSWORD + "IsWrong"), options["endpoint"]),
        (proxy_at(port), f"https://{HOST}:{refused}"),  # the proxy cannot reach this port and responds with 502
        (proxy_at(refused), options["endpoint"]),  # nothing listens
    ):
        monkeypatch.setenv("HTTPS_PROXY", address)
        error = failure_of(ask(**{**options, "endpoint": endpoint}))
        assert error["code"] == "Client.Proxy"
        assert "HTTPS_PROXY" in error["hint"]


def test_http_to_loopback_never_goes_through_a_proxy(ask, proxy, monkeypatch):
    port, record = proxy
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy_at(port))
    with running_emulator() as emulator:
        assert len(ask(**emulator.connection)["instances"]) == 1
    assert requests_in(record) == []


def test_a_task_can_set_the_proxy_in_its_environment(play, options, emulator, proxy):
    port, record = proxy

    def task(name, **environment):
        listing = {"alicloud.ccc.ccc_user_instances_info": {**options, "max_attempts": 1}}
        return {"name": name, **listing, "environment": {"NO_PROXY": "", **environment}, "ignore_errors": True}

    # With -vvvv, Ansible shows a task's environment, so the password is in the environment of the whole run.
    run = play(
        [task("through"), task("around", NO_PROXY=HOST), task("refused", HTTPS_PROXY=f"http://127.0.0.1:{port}")],
        environment={"HTTPS_PROXY": proxy_at(port)},
        arguments=("-vvvv",),
    )
    through, around, refused = run.results_by_task().values()
    assert len(through["instances"]) == len(around["instances"]) == 8
    assert refused["errors"][0]["code"] == "Client.Proxy"
    assert PASSWORD not in run.output
    assert requests_in(record) == [f"CONNECT {HOST}:{emulator.port}"]
