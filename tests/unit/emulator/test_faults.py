# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Latency, rate limit and faults."""

from __future__ import annotations

import http.client
import signal
import socket
import threading
import time

import pytest
from ccc_emulator.faults import Faults, RateLimit
from ccc_emulator.http_server import Server
from ccc_emulator.responses import Response
from emulator_client import DOCUMENTED_ID, NEW, raw_request, rpc, served
from emulator_process import running_emulator

# Long enough for an answer on loopback to arrive, short enough to wait for one that does not.
SHORT_TIMEOUT_SECONDS = 0.3


def connect(emulator, timeout=20):
    return socket.create_connection(("127.0.0.1", emulator.port), timeout=timeout)


# --- Latency and rate limit ---


def test_latency_delays_the_answer():
    with running_emulator(latency_ms=600_000) as emulator, connect(emulator, SHORT_TIMEOUT_SECONDS) as connection:
        connection.sendall(raw_request(emulator))
        with pytest.raises(socket.timeout):
            connection.recv(1)
        assert emulator.stop() == 0


def test_latency_counts_from_the_requests_arrival(monkeypatch):
    """The time that the gateway itself took is part of the latency, not added to it."""
    clock, slept = [100.0], []
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(time, "sleep", slept.append)

    class SlowGateway:
        def respond(self, request):
            clock[0] += 0.25
            return Response(200, b"body", "text/plain", "OK")

    with Server(0, SlowGateway(), 1000) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        with socket.create_connection(server.server_address, timeout=20) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert connection.makefile("rb").readline() == b"HTTP/1.1 200 OK\r\n"
        thread.join()
    assert slept == [0.75]


@pytest.fixture
def clock(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    return clock


def test_at_most_so_many_requests_are_admitted_in_any_second(clock):
    limit = RateLimit({"all": 2})
    admitted = []
    for moment in (100.0, 100.6, 100.7, 101.0, 101.01, 101.02, 101.61, 102.0):
        clock[0] = moment
        admitted.append((moment, limit.admits("GetInstance")))
    assert [moment for moment, good in admitted if good] == [100.0, 100.6, 101.01, 101.61]


def test_a_limit_for_an_operation_counts_it_alone_and_the_one_for_all_counts_what_is_admitted(clock):
    limit = RateLimit({"all": 4, "ListUsers": 1, "GetUser": 3})
    asked = ("ListUsers", "ListUsers", "GetInstance", "ListUsers", "GetUser", "GetUser", "GetInstance")
    assert [limit.admits(action) for action in asked] == [True, False, True, False, True, True, False]
    clock[0] += 1.01
    assert [limit.admits("GetUser") for _count in range(4)] == [True, True, True, False]


def test_requests_of_one_operation_are_throttled_and_those_of_others_are_not():
    with served(requests_per_second={"ListRoles": 1}) as emulator:
        for _count in range(1000):
            assert rpc(emulator, "GetInstance", InstanceId=DOCUMENTED_ID).status == 200
            if rpc(emulator, "ListRoles", InstanceId=DOCUMENTED_ID).status != 200:
                break
        else:
            pytest.fail("nothing was throttled")


@pytest.mark.parametrize(("retry_after_ms", "sent"), [(None, None), (250, "250")])
def test_more_requests_than_the_limit_are_throttled(retry_after_ms, sent):
    with served(requests_per_second=1, retry_after_ms=retry_after_ms) as emulator:
        answers = (rpc(emulator, "ListInstancesOfUser") for _count in range(1000))
        answer = next(answer for answer in answers if answer.status != 200)
    assert (answer.status, answer.json["Code"]) == (400, "Throttling.User")
    assert answer.headers.get("x-acs-retry-after") == sent


def test_an_unauthenticated_request_is_neither_counted_nor_throttled_and_meets_no_fault():
    with served(requests_per_second=1, faults={"truncated": 1}) as emulator:
        for _count in range(3):
            code = rpc(emulator, "ListInstancesOfUser", AccessKeyId="nobody").json["Code"]
            assert code == "InvalidAccessKeyId.NotFound"
        with pytest.raises(http.client.IncompleteRead):
            rpc(emulator, "ListInstancesOfUser")


# --- Faults that are answers ---


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("throttle", 400, "Throttling.User"),
        ("unavailable", 503, "ServiceUnavailable"),
        ("internal_error", 500, "InternalError"),
    ],
)
def test_a_failure_has_the_gateways_shape(fault, status, code):
    with served(faults={fault: 1}) as emulator:
        answer = rpc(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
    assert (answer.status, answer.json["Code"]) == (status, code)
    assert set(answer.json) == {"RequestId", "HostId", "Code", "Message", "Recommend"}


@pytest.mark.parametrize(
    ("fault", "status", "begin", "header"),
    [
        ("html_502", 502, b"<html>", ("content-type", "text/html")),
        ("not_json", 200, b"upstream connect error", ("content-type", "application/json;charset=utf-8")),
        ("redirect", 302, b"", ("location", "http://127.0.0.1:9/elsewhere")),
    ],
)
def test_an_answer_that_is_not_the_gateways(fault, status, begin, header):
    with served(faults={fault: 1}) as emulator:
        answer = rpc(emulator, "ListInstancesOfUser")
    assert (answer.status, answer.headers[header[0]]) == (status, header[1])
    assert answer.body.startswith(begin)


def test_a_soft_failure_has_its_versions_envelope():
    with served(faults={"soft_failure": 1}) as emulator:
        for version, success in (("2017-07-05", {"Success": False}), (NEW, {})):
            answer = rpc(emulator, "GetInstance", Version=version, InstanceId=DOCUMENTED_ID)
            body = {name: value for name, value in answer.json.items() if name not in ("RequestId", "Message")}
            assert (answer.status, body) == (200, {"HttpStatusCode": 500, "Code": "InternalError", **success})
        root = rpc(emulator, "ListInstancesOfUser", Format="XML").xml
    assert (root.tag, root.findtext("Success")) == ("ListInstancesOfUserResponse", "false")


# --- Faults that happen to the connection ---


@pytest.mark.parametrize("fault", ["reset", "close"])
def test_a_connection_ends_without_an_answer(fault):
    with running_emulator(faults={fault: 1}) as emulator, connect(emulator) as connection:
        connection.sendall(raw_request(emulator))
        if fault == "reset":
            with pytest.raises(ConnectionResetError):
                connection.recv(1)
        else:
            assert connection.recv(1) == b""
        (entry,) = emulator.log()
    assert (entry["status"], entry["code"], entry["fault"]) == (None, "OK", fault)


def test_a_truncated_answer_is_half_of_it():
    with served(faults={"truncated": 1}) as emulator, pytest.raises(http.client.IncompleteRead) as caught:
        rpc(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
    assert len(caught.value.partial) == (len(caught.value.partial) + caught.value.expected) // 2
    assert caught.value.partial.startswith(b'{"RequestId"')


@pytest.mark.parametrize(
    ("fault", "end"), [("hang", signal.SIGTERM), ("hang", signal.SIGINT), ("drip", signal.SIGTERM)]
)
def test_an_answer_that_does_not_come_does_not_keep_the_emulator_from_ending(fault, end):
    with running_emulator(faults={fault: 1}) as emulator:
        with connect(emulator) as connection:
            connection.sendall(raw_request(emulator))
            if fault == "drip":
                reader = connection.makefile("rb")
                while reader.readline().strip():
                    pass
                assert reader.read(1) == b"{"
            connection.settimeout(SHORT_TIMEOUT_SECONDS)
            with pytest.raises(socket.timeout):
                connection.recv(1)
            assert emulator.stop(end) == 0
        assert "Traceback" not in emulator.log_text()


# --- Which request meets a fault ---

MIX = {"throttle": 0.1, "unavailable": 0.1, "internal_error": 0.1, "soft_failure": 0.1}
CALL_CENTERS = [{"InstanceId": str(number)} for number in range(20)]
REQUESTS = {
    "call centers": [("GetInstance", {"InstanceId": str(number)}) for number in range(20)],
    "pages": [
        ("ListInstancesOfUser", {"Version": NEW, "PageNumber": str(number), "PageSize": size})
        for number in range(1, 9)
        for size in ("50", "100")
    ],
    "pages of a list": [
        ("ListUsers", {"InstanceId": name, "PageNumber": str(number), "PageSize": "10"})
        for number in range(1, 9)
        for name in ("1", "2")
    ],
}


def codes(requests, seed=0):
    """Return the codes that each request has got, in the order of asking."""
    found: dict[str, list[str]] = {}
    with served(CALL_CENTERS, MIX, seed=seed) as emulator:
        for action, parameters in requests:
            found.setdefault(str(parameters), []).append(rpc(emulator, action, **parameters).json["Code"])
    return found


@pytest.mark.parametrize("name", REQUESTS)
def test_faults_depend_on_what_is_asked_for_and_how_often_and_not_on_the_order(name):
    requests = REQUESTS[name]
    one_by_one = codes(requests * 3)
    assert codes([request for request in reversed(requests) for _count in range(3)]) == one_by_one
    assert codes(requests * 3, seed=1) != one_by_one
    assert len({tuple(met) for met in one_by_one.values()}) > 4
    assert any(len(set(met)) > 1 for met in one_by_one.values())


def test_faults_come_as_often_as_asked_for():
    faults = Faults({"reset": 0.1, "close": 0.25, "drip": 0}, seed=0)
    drawn = [faults.draw("GetInstance", str(number)) for number in range(10_000)]
    assert drawn.count("reset") == pytest.approx(1000, abs=100)
    assert drawn.count("close") == pytest.approx(2500, abs=150)
    assert set(drawn) == {"", "reset", "close"}
    always = Faults({"reset": 1}, seed=0)
    assert {always.draw("GetInstance", str(number)) for number in range(1000)} == {"reset"}
