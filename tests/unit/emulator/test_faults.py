# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Latency, rate limit and faults."""

from __future__ import annotations

import http.client
import signal
import socket
import threading

import pytest
from emulator_client import DOCUMENTED_ID, raw_request, rpc
from emulator_process import running_emulator

# Long enough for an answer on loopback to arrive, short enough to wait for one that does not.
SHORT_TIMEOUT_SECONDS = 0.3


def connect(emulator, timeout=20):
    return socket.create_connection(("127.0.0.1", emulator.port), timeout=timeout)


def last_entry(emulator):
    return emulator.log()[-1]


# --- Latency ---


def test_latency_delays_the_answer():
    with running_emulator(latency_ms=600_000) as emulator, connect(emulator, SHORT_TIMEOUT_SECONDS) as connection:
        connection.sendall(raw_request(emulator))
        with pytest.raises(socket.timeout):
            connection.recv(1)
        assert emulator.stop() == 0


def test_latency_counts_from_the_requests_arrival(ccc_emulator, monkeypatch):
    """The time that the gateway itself took is part of the latency, not added to it."""
    clock, slept = [100.0], []
    monkeypatch.setattr(ccc_emulator.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(ccc_emulator.time, "sleep", slept.append)

    class SlowGateway:
        def answer(self, request):
            clock[0] += 0.25
            return ccc_emulator.Answer(200, b"body", "text/plain", "OK")

    server = ccc_emulator.Server(0, SlowGateway(), 1000)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with socket.create_connection(server.server_address, timeout=20) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert connection.makefile("rb").readline() == b"HTTP/1.1 200 OK\r\n"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert slept == [0.75]


# --- Rate limit ---


def test_at_most_so_many_in_any_second(ccc_emulator, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(ccc_emulator.time, "monotonic", lambda: clock[0])
    limit = ccc_emulator.RateLimit(2)
    admitted = []
    for moment in (100.0, 100.6, 100.7, 101.0, 101.01, 101.02, 101.61, 102.0):
        clock[0] = moment
        admitted.append((moment, limit.admits()))
    assert [moment for moment, good in admitted if good] == [100.0, 100.6, 101.01, 101.61]


def throttled_answer(**options):
    """Ask an emulator that allows one request a second until it refuses one."""
    with running_emulator(requests_per_second=1, **options) as emulator:
        for _count in range(1000):
            answer = rpc(emulator, "ListInstancesOfUser")
            if answer.status != 200:
                return answer
    raise AssertionError("never throttled")


def test_more_requests_are_throttled():
    answer = throttled_answer()
    assert (answer.status, answer.json["Code"]) == (400, "Throttling.User")
    assert "x-acs-retry-after" not in answer.headers


def test_a_throttled_answer_can_say_when_to_come_back():
    assert throttled_answer(retry_after_ms=250).headers["x-acs-retry-after"] == "250"


def test_an_unauthenticated_request_is_neither_counted_nor_throttled():
    with running_emulator(requests_per_second=1) as emulator:
        codes = [rpc(emulator, "ListInstancesOfUser", AccessKeyId="nobody").json["Code"] for _count in range(3)]
        assert codes == ["InvalidAccessKeyId.NotFound"] * 3
        assert rpc(emulator, "ListInstancesOfUser").status == 200


# --- Faults that are answers ---


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("throttle", 400, "Throttling.User"),
        ("unavailable", 503, "ServiceUnavailable"),
        ("internal_error", 500, "InternalError"),
    ],
)
def test_faults_in_the_gateways_shape(fault, status, code):
    with running_emulator(faults={fault: 1}) as emulator:
        answer = rpc(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
        assert (answer.status, answer.json["Code"]) == (status, code)
        assert set(answer.json) == {"RequestId", "HostId", "Code", "Message", "Recommend"}
        entry = last_entry(emulator)
        assert (entry["status"], entry["code"], entry["fault"]) == (status, code, fault)


def test_html_502():
    with running_emulator(faults={"html_502": 1}) as emulator:
        answer = rpc(emulator, "ListInstancesOfUser")
        assert answer.status == 502
        assert answer.headers["content-type"] == "text/html"
        assert answer.body.startswith(b"<html>")


def test_not_json():
    with running_emulator(faults={"not_json": 1}) as emulator:
        answer = rpc(emulator, "ListInstancesOfUser")
        assert answer.status == 200
        with pytest.raises(ValueError, match="Expecting value"):
            str(answer.json)


def test_redirect():
    with running_emulator(faults={"redirect": 1}) as emulator:
        answer = rpc(emulator, "ListInstancesOfUser")
        assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.1:9/elsewhere")


def test_soft_failure():
    with running_emulator(faults={"soft_failure": 1}) as emulator:
        answer = rpc(emulator, "ListInstancesOfUser")
        assert answer.status == 200
        assert (answer.json["Success"], answer.json["Code"]) == (False, "InternalError")
        assert answer.json["HttpStatusCode"] == 500
        assert "Instances" not in answer.json
        root = rpc(emulator, "ListInstancesOfUser", Format="XML").xml
        assert (root.tag, root.findtext("Success")) == ("ListInstancesOfUserResponse", "false")


def test_a_soft_failure_of_2020_has_its_envelope():
    with running_emulator(faults={"soft_failure": 1}) as emulator:
        answer = rpc(emulator, "GetInstance", Version="2020-07-01", InstanceId=DOCUMENTED_ID)
        assert (answer.status, answer.json["Code"], answer.json["HttpStatusCode"]) == (200, "InternalError", 500)
        assert set(answer.json) == {"RequestId", "HttpStatusCode", "Code", "Message"}


# --- Faults that happen to the connection ---


def test_reset():
    with running_emulator(faults={"reset": 1}) as emulator, connect(emulator) as connection:
        connection.sendall(raw_request(emulator))
        with pytest.raises(ConnectionResetError):
            connection.recv(1)
        assert last_entry(emulator)["status"] is None


def test_close():
    with running_emulator(faults={"close": 1}) as emulator, connect(emulator) as connection:
        connection.sendall(raw_request(emulator))
        assert connection.recv(1) == b""


def test_truncated():
    with running_emulator(faults={"truncated": 1}) as emulator:
        with pytest.raises(http.client.IncompleteRead) as caught:
            rpc(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
        whole = len(caught.value.partial) + caught.value.expected
        assert len(caught.value.partial) == whole // 2
        assert caught.value.partial.startswith(b'{"RequestId"')


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_hang_never_answers_and_does_not_keep_the_emulator_from_ending(end):
    with running_emulator(faults={"hang": 1}) as emulator:
        with connect(emulator, SHORT_TIMEOUT_SECONDS) as connection:
            connection.sendall(raw_request(emulator))
            with pytest.raises(socket.timeout):
                connection.recv(1)
            assert emulator.stop(end) == 0
        assert "Traceback" not in emulator.log_text()


def test_a_client_that_leaves_a_hanging_request_frees_its_thread(ccc_emulator):
    """_hang returns when the client goes: shown with a socket whose other end is closed."""
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours:
        handler = ccc_emulator.Handler.__new__(ccc_emulator.Handler)
        handler.connection = ours
        handler._hang(None)
        assert handler.close_connection


def test_drip_sends_byte_by_byte_and_does_not_keep_the_emulator_from_ending():
    with running_emulator(faults={"drip": 1}) as emulator:
        with connect(emulator) as connection:
            connection.sendall(raw_request(emulator))
            reader = connection.makefile("rb")
            assert reader.readline() == b"HTTP/1.1 200 OK\r\n"
            while reader.readline().strip():
                pass
            assert reader.read(1) == b"{"
            connection.settimeout(SHORT_TIMEOUT_SECONDS)
            with pytest.raises(socket.timeout):
                reader.read(1)
            assert emulator.stop() == 0
        assert "Traceback" not in emulator.log_text()


def test_drip_sleeps_a_second_after_each_byte(ccc_emulator, monkeypatch):
    slept, written = [], []
    monkeypatch.setattr(ccc_emulator.time, "sleep", slept.append)

    class Writer:
        write = staticmethod(written.append)
        flush = staticmethod(lambda: None)

    handler = ccc_emulator.Handler.__new__(ccc_emulator.Handler)
    handler._send_head = lambda answer: None
    handler.wfile = Writer
    handler._drip(ccc_emulator.Answer(200, b"abc", "text/plain", "OK"))
    assert (written, slept) == ([b"a", b"b", b"c"], [1, 1, 1])


# --- Which request meets a fault ---

MIX = {"throttle": 0.1, "unavailable": 0.1, "internal_error": 0.1, "soft_failure": 0.1}


def faults_met(order, seed=0):
    """Ask for each id three times, in this order; return the faults by id, in the order of asking."""
    met: dict[str, list[str]] = {}
    with running_emulator(instances=20, faults=MIX, seed=seed) as emulator:
        for instance_id in order:
            rpc(emulator, "GetInstance", InstanceId=instance_id)
        for entry in emulator.log():
            met.setdefault(entry["instance_id"], []).append(entry.get("fault", ""))
    return met


def test_faults_do_not_depend_on_the_order_of_requests(ccc_emulator):
    ids = [instance["InstanceId"] for instance in ccc_emulator.fleet(20)]
    one_by_one = faults_met(ids * 3)
    assert faults_met([instance_id for instance_id in reversed(ids) for _count in range(3)]) == one_by_one
    assert faults_met(ids * 3, seed=1) != one_by_one
    assert any(len(set(met)) > 1 for met in one_by_one.values())
    assert {fault for met in one_by_one.values() for fault in met} == {"", *MIX}


def faults_of_pages(order):
    """Ask for these pages; return the faults by page, in the order of asking."""
    met: dict[tuple[str, str], list[str]] = {}
    with running_emulator(faults=MIX) as emulator:
        for number, size in order:
            rpc(emulator, "ListInstancesOfUser", Version="2020-07-01", PageNumber=number, PageSize=size)
            met.setdefault((number, size), []).append(last_entry(emulator).get("fault", ""))
    return met


def test_every_page_has_faults_of_its_own():
    pages = [(str(number), size) for number in range(1, 9) for size in ("50", "100")]
    met = faults_of_pages(pages * 3)
    assert faults_of_pages([page for page in reversed(pages) for _count in range(3)]) == met
    assert len({tuple(faults) for faults in met.values()}) > 4
    assert any(met[number, "50"] != met[number, "100"] for number, _size in pages)


def test_faults_come_as_often_as_asked_for(ccc_emulator):
    faults = ccc_emulator.Faults({"reset": 0.1, "close": 0.25}, seed=0)
    drawn = [faults.draw("GetInstance", str(number)) for number in range(10_000)]
    assert drawn.count("reset") == pytest.approx(1000, abs=100)
    assert drawn.count("close") == pytest.approx(2500, abs=150)
    assert set(drawn) == {"", "reset", "close"}


def test_a_rate_of_0_is_never_and_of_1_always(ccc_emulator):
    never = ccc_emulator.Faults({"reset": 0}, seed=0)
    always = ccc_emulator.Faults({"reset": 1}, seed=0)
    assert {never.draw("GetInstance", str(number)) for number in range(1000)} == {""}
    assert {always.draw("GetInstance", str(number)) for number in range(1000)} == {"reset"}


def test_an_unauthenticated_request_meets_no_fault():
    with running_emulator(faults={"reset": 1}) as emulator:
        assert rpc(emulator, "ListInstancesOfUser", AccessKeyId="nobody").json["Code"] == "InvalidAccessKeyId.NotFound"
        assert "fault" not in last_entry(emulator)
