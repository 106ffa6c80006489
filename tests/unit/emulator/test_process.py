# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator's process: start and end, log, background mode with a state file, TLS."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import os
import pathlib
import select
import signal
import socket
import ssl
import stat
import subprocess
import sys

import pytest
import trustme
from emulator_client import (
    DOCUMENTED_ID,
    NEW,
    OLD,
    acs3,
    assume_role,
    form,
    raw_request,
    rpc,
    send,
    send_parameters,
    signed_rpc_parameters,
)
from emulator_process import EMULATOR, EmulatorProcess, arguments, key_environment, running_emulator

KEYS = {"access_key_id": "test-key-id", "access_key_secret": "test-key-secret", "security_token": ""}


def call(*words, stdin=""):
    """Run the emulator's command line to its end."""
    return subprocess.run(
        [sys.executable, str(EMULATOR), *map(str, words)],
        capture_output=True,
        text=True,
        timeout=60,
        input=stdin,
        env={**os.environ, **key_environment(KEYS)},
        check=False,
    )


def reaches(endpoint):
    try:
        socket.create_connection(("127.0.0.1", int(endpoint.rpartition(":")[2])), timeout=20).close()
    except ConnectionRefusedError:
        return False
    return True


# --- In the foreground ---


@pytest.fixture(scope="module")
def emulator():
    """An emulator in a process, since the tests read its log."""
    with running_emulator() as emulator:
        yield emulator


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_emulator_cleanly(end):
    with running_emulator() as emulator:
        rpc(emulator, "ListInstancesOfUser")
        with socket.create_connection(("127.0.0.1", emulator.port)):
            assert emulator.stop(end) == 0
        assert len(emulator.log_text().splitlines()) == 1
        assert not reaches(emulator.endpoint)


def test_the_emulator_listens_on_loopback_only():
    with running_emulator() as emulator:
        tables = pathlib.Path("/proc/net/tcp").read_text(encoding="ascii")
        tables += pathlib.Path("/proc/net/tcp6").read_text(encoding="ascii")
        local = [line.split()[1] for line in tables.splitlines() if line.split()[3:4] == ["0A"]]
        assert [address for address in local if address.endswith(f":{emulator.port:04X}")] == [
            f"0100007F:{emulator.port:04X}"
        ]


def test_the_log_has_one_line_for_each_request(emulator):
    before = len(emulator.log())
    rpc(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
    acs3(emulator, "ListInstancesOfUser", "GET")
    rpc(emulator, "GetInstance", InstanceId="a\nb")
    pages = {"InstanceId": DOCUMENTED_ID, "PageNumber": "2", "PageSize": "5"}
    acs3(emulator, "ListUsers", query=pages, x_acs_version=NEW)
    assume_role(emulator, "POST")
    send(emulator, "GET", "/")
    send(emulator, "GET", "/latest/meta-data/ram/security-credentials/emulator-role")
    entries = emulator.log()[before:]
    names = ("method", "action", "instance_id", "page_number", "version", "status", "code")
    assert [tuple(entry.get(name) for name in names) for entry in entries] == [
        ("POST", "GetInstance", DOCUMENTED_ID, None, OLD, 200, "OK"),
        ("GET", "ListInstancesOfUser", None, None, OLD, 200, "OK"),
        ("POST", "GetInstance", "a\nb", None, OLD, 404, "NotExist.Instance"),
        ("POST", "ListUsers", DOCUMENTED_ID, "2", NEW, 200, "OK"),
        ("POST", "AssumeRole", None, None, "2015-04-01", 200, "OK"),
        ("GET", "", None, None, None, 400, "MissingAction"),
        ("GET", "metadata", None, None, None, 200, "Success"),
    ]
    assert [entry.get("access_key_id") for entry in entries] == [emulator.access_key_id] * 5 + [None] * 2
    assert all(set(entry) <= {*names, "connection", "access_key_id"} for entry in entries)


def test_the_log_contains_no_secrets_tokens_or_signatures():
    token = "log-test-token"
    with running_emulator(access_key_secret="log-test-secret", security_token=token) as emulator:
        signatures = []
        for method in ("GET", "POST"):
            parameters = signed_rpc_parameters(emulator, "GetInstance", method, InstanceId=DOCUMENTED_ID)
            signatures.append(parameters["Signature"])
            assert send_parameters(emulator, method, parameters).status == 200
            assert send_parameters(emulator, method, parameters).json["Code"] == "SignatureNonceUsed"
            spoiled = {**parameters, "Signature": "spoiled-signature"}
            assert send_parameters(emulator, method, spoiled).json["Code"] == "SignatureDoesNotMatch"
        acs3(emulator, "ListInstancesOfUser")
        acs3(emulator, "ListInstancesOfUser", x_acs_date="broken")
        with socket.create_connection(("127.0.0.1", emulator.port)) as connection:
            connection.sendall(f"GET /?Signature={signatures[0]} with too many words HTTP/1.1\r\n\r\n".encode())
            connection.makefile("rb").read()
        text = emulator.log_text()
    assert len(text.splitlines()) == 8
    for hidden in ("log-test-secret", token, "spoiled-signature", "ignature=", "Credential=", *signatures):
        assert hidden not in text


# --- Detached ---


@pytest.fixture
def state_file(tmp_path):
    """A path for a state file. Its emulator is stopped at the end."""
    path = tmp_path / "folder with a space" / "state.json"
    path.parent.mkdir()
    yield path
    assert call("--stop", "--state-file", path).returncode == 0


class Watch:
    """A watch for the end of a process that is not a child of this one (Linux, Python 3.9)."""

    def __init__(self, pid):
        self._descriptor = os.pidfd_open(pid)

    def ended(self):
        readable, _writable, _failed = select.select([self._descriptor], [], [], 20)
        return bool(readable)


def detach(state_file, **options):
    result = call("--detach", "--state-file", state_file, *arguments(options))
    assert (result.returncode, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_a_detached_emulator_runs_until_it_is_stopped(state_file):
    log_file = state_file.with_name("log")
    started = detach(state_file, log_file=log_file)
    assert set(started) == {"endpoint", "pid"}
    assert detach(state_file, log_file=log_file) == {**started, "already_running": True}
    command_line = pathlib.Path(f"/proc/{started['pid']}/cmdline").read_text(encoding="utf-8")
    for text in (command_line, state_file.read_text(encoding="utf-8")):
        assert KEYS["access_key_secret"] not in text
    assert os.getsid(started["pid"]) == started["pid"], "the terminal's signals must not reach it"
    state = json.loads(state_file.read_text(encoding="utf-8"))
    assert (state["pid"], state["endpoint"]) == (started["pid"], started["endpoint"])
    assert stat.S_IMODE(state_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(log_file.stat().st_mode) == 0o600
    assert rpc(EmulatorProcess(None, started["endpoint"], KEYS, log_file), "ListInstancesOfUser").status == 200
    assert json.loads(log_file.read_text(encoding="utf-8"))["code"] == "OK"

    watch = Watch(started["pid"])
    stopped = call("--stop", "--state-file", state_file)
    assert (stopped.returncode, json.loads(stopped.stdout)) == (0, {"stopped": True, "pid": started["pid"]})
    assert not reaches(started["endpoint"])
    assert watch.ended()
    assert [path.name for path in state_file.parent.iterdir()] == ["log"]


def test_other_data_on_standard_input_replaces_the_running_emulator(state_file):
    keys = {"access_key_id": "id-in", "access_key_secret": "secret-in", "security_token": "token-in"}
    words = ["--detach", "--state-file", state_file, "--keys-from-stdin"]
    one, two = ({**keys, "data": [{"InstanceId": name}]} for name in ("one", "two"))
    started = json.loads(call(*words, stdin=json.dumps(one)).stdout)
    again = json.loads(call(*words, stdin=json.dumps(one)).stdout)
    assert again == {**started, "already_running": True}
    replaced = json.loads(call(*words, stdin=json.dumps(two)).stdout)
    assert replaced["pid"] != started["pid"]
    running = EmulatorProcess(None, replaced["endpoint"], keys, state_file)
    assert rpc(running, "GetInstance", InstanceId="two").status == 200


def test_other_settings_replace_the_running_emulator(state_file, tmp_path):
    data = tmp_path / "data.json"
    data.write_text("[]", encoding="utf-8")
    first = detach(state_file, data=data)
    watch = Watch(first["pid"])
    data.write_text('[{"InstanceId": "x"}]', encoding="utf-8")
    second = detach(state_file, data=data)
    assert "already_running" not in second
    assert second["pid"] != first["pid"]
    assert watch.ended()
    assert not reaches(first["endpoint"])
    assert json.loads(state_file.read_text(encoding="utf-8"))["pid"] == second["pid"]


def test_a_failed_start_leaves_no_files(state_file, emulator):
    assert "the port is in use" in call("--detach", "--state-file", state_file, "--port", emulator.port).stderr
    assert list(state_file.parent.iterdir()) == []


def test_a_second_emulator_in_the_foreground_is_refused(state_file):
    started = detach(state_file)
    refused = call("--state-file", state_file)
    assert f"process {started['pid']}" in refused.stderr
    assert "stop it first" in refused.stderr


def test_stop_with_clean_removes_the_files_and_the_empty_folder(tmp_path):
    folder = tmp_path / "deep" / "folder"
    files = {name: folder / name for name in ("state_file", "log_file", "data")}
    stop = ["--stop", "--clean", *arguments(files)]
    detach(files["state_file"], log_file=files["log_file"])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files["data"].write_text("[]", encoding="utf-8")
    removed = json.loads(call(*stop).stdout)["removed"]
    # The emulator has already removed its state file.
    assert removed == [str(files["log_file"]), str(files["data"]), str(folder)]
    assert folder.parent.exists()
    assert json.loads(call(*stop).stdout) == {"stopped": False, "pid": None, "removed": []}

    folder.mkdir()
    (folder / "mine").touch()
    files["log_file"].touch()
    assert json.loads(call(*stop).stdout)["removed"] == [str(files["log_file"])]
    assert [path.name for path in folder.iterdir()] == ["mine"]


def test_a_leftover_state_file_does_not_end_another_process(state_file):
    with subprocess.Popen(["sleep", "600"]) as foreign:
        state_file.write_text(
            json.dumps({"pid": foreign.pid, "endpoint": "http://127.0.0.1:1", "settings": ""}), encoding="utf-8"
        )
        assert json.loads(call("--stop", "--state-file", state_file).stdout)["stopped"] is False
        detach(state_file)
        assert json.loads(call("--stop", "--state-file", state_file).stdout)["stopped"] is True
        assert foreign.poll() is None
        foreign.terminate()


def test_an_emulator_starts_after_another_was_killed(state_file):
    first = detach(state_file)
    with open(state_file, encoding="utf-8") as file:
        os.kill(first["pid"], signal.SIGKILL)
        fcntl.flock(file, fcntl.LOCK_SH)  # waits until the killed process has ended
    second = detach(state_file)
    assert "already_running" not in second


# --- TLS ---


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 and its key, and the authority that issued it, in PEM files."""
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(folder / "authority.pem")
    issued.private_key_pem.write_to_path(folder / "key.pem")
    issued.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    return folder / "cert.pem", folder / "key.pem", folder / "authority.pem"


@contextlib.contextmanager
def tls_emulator(certificate, **options):
    with running_emulator(tls_cert=certificate[0], tls_key=certificate[1], **options) as emulator:
        assert emulator.endpoint == f"https://127.0.0.1:{emulator.port}"
        yield emulator


def test_the_emulator_serves_https(certificate):
    with tls_emulator(certificate) as emulator:
        # A client that never finishes its handshake does not delay others.
        with socket.create_connection(("127.0.0.1", emulator.port)):
            context = ssl.create_default_context(cafile=certificate[2])
            connection = http.client.HTTPSConnection("127.0.0.1", emulator.port, context=context, timeout=20)
            parameters = signed_rpc_parameters(emulator, "ListInstancesOfUser", "GET")
            connection.request("GET", "/?" + form(parameters))
            assert json.loads(connection.getresponse().read())["Code"] == "OK"
            connection.close()
        assert emulator.stop() == 0
        assert "Traceback" not in emulator.log_text()


def test_plain_http_on_the_https_port_is_logged_in_one_line(certificate):
    with tls_emulator(certificate) as emulator:
        with socket.create_connection(("127.0.0.1", emulator.port), timeout=20) as connection:
            connection.sendall(raw_request(emulator))
            with contextlib.suppress(ConnectionResetError):
                connection.makefile("rb").read()
        assert json.loads(emulator.log_text())["error"] == "SSLError"
