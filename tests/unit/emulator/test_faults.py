# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Latency, rate limits and faults."""

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

# Long enough for a response on loopback to arrive, short enough to wait for one that does not.
SHORT_TIMEOUT_SECONDS = 0.3


def connect(emulator, timeout=20):
    return socket.create_connection(("127.0.0.1", emulator.port), timeout=timeout)


# --- Latency and rate limits ---


def test_latency_delays_the_response():
    with running_emulator(latency_ms=600_000) as emulator, connect(emulator, SHORT_TIMEOUT_SECONDS) as connection:
        connection.sendall(raw_request(emulator))
        with pytest.raises(socket.timeout):
            connection.recv(1)
        assert emulator.stop() == 0


def test_latency_counts_from_the_requests_arrival(monkeypatch):
    """The gateway's own time is part of the latency, and not added to it."""
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


def test_a_limit_applies_to_any_window_of_one_second(clock):
    limit = RateLimit({"all": 2})
    admitted = []
    for moment in (100.0, 100.6, 100.7, 101.0, 101.01, 101.02, 101.61, 102.0):
        clock[0] = moment
        admitted.append((moment, limit.admits("GetInstance")))
    assert [moment for moment, good in admitted if good] == [100.0, 100.6, 101.01, 101.61]


def test_an_operations_limit_counts_only_its_requests_and_the_overall_limit_counts_admitted_ones(clock):
    limit = RateLimit({"all": 4, "ListUsers": 1, "GetUser": 3})
    actions = ("ListUsers", "ListUsers", "GetInstance", "ListUsers", "GetUser", "GetUser", "GetInstance")
    assert [limit.admits(action) for action in actions] == [True, False, True, False, True, True, False]
    clock[0] += 1.01
    assert [limit.admits("GetUser") for _count in range(4)] == [True, True, True, False]


def test_a_limit_for_one_operation_does_not_throttle_others():
    with served(requests_per_second={"ListRoles": 1}) as emulator:
        for _count in range(1000):
            assert rpc(emulator, "GetInstance", InstanceId=DOCUMENTED_ID).status == 200
            if rpc(emulator, "ListRoles", InstanceId=DOCUMENTED_ID).status != 200:
                break
        else:
            pytest.fail("nothing was throttled")


@pytest.mark.parametrize(("retry_after_ms", "sent"), [(None, None), (250, "250")])
def test_requests_beyond_the_limit_are_throttled(retry_after_ms, sent):
    with served(requests_per_second=1, retry_after_ms=retry_after_ms) as emulator:
        responses = (rpc(emulator, "ListInstancesOfUser") for _count in range(1000))
        response = next(response for response in responses if response.status != 200)
    assert (response.status, response.json["Code"]) == (400, "Throttling.User")
    assert response.headers.get("x-acs-retry-after") == sent


def test_an_unauthenticated_request_is_neither_counted_nor_throttled_and_meets_no_fault():
    with served(requests_per_second=1, faults={"truncated": 1}) as emulator:
        for _count in range(3):
            code = rpc(emulator, "ListInstancesOfUser", AccessKeyId="nobody").json["Code"]
            assert code == "InvalidAccessKeyId.NotFound"
        with pytest.raises(http.client.IncompleteRead):
            rpc(emulator, "ListInstancesOfUser")


# --- Faults that are responses ---


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("throttle", 400, "Throttling.User"),
        ("unavailable", 503, "ServiceUnavailable"),
        ("internal_error", 500, "InternalError"),
    ],
)
def test_a_fault_that_is_a_failure_has_the_gateways_shape(fault, status, code):
    with served(faults={fault: 1}) as emulator:
        response = rpc(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
    assert (response.status, response.json["Code"]) == (status, code)
    assert set(response.json) == {"RequestId", "HostId", "Code", "Message", "Recommend"}


@pytest.mark.parametrize(
    ("fault", "status", "begin", "header"),
    [
        ("html_502", 502, b"<html>", ("content-type", "text/html")),
        ("not_json", 200, b"upstream connect error", ("content-type", "application/json;charset=utf-8")),
        ("redirect", 302, b"", ("location", "http://127.0.0.1:9/elsewhere")),
    ],
)
def test_a_fault_can_be_a_response_of_another_server(fault, status, begin, header):
    with served(faults={fault: 1}) as emulator:
        response = rpc(emulator, "ListInstancesOfUser")
    assert (response.status, response.headers[header[0]]) == (status, header[1])
    assert response.body.startswith(begin)


def test_a_soft_failure_has_the_envelope_of_its_version():
    with served(faults={"soft_failure": 1}) as emulator:
        for version, success in (("2017-07-05", {"Success": False}), (NEW, {})):
            response = rpc(emulator, "GetInstance", Version=version, InstanceId=DOCUMENTED_ID)
            body = {name: value for name, value in response.json.items() if name not in ("RequestId", "Message")}
            assert (response.status, body) == (200, {"HttpStatusCode": 500, "Code": "InternalError", **success})
        root = rpc(emulator, "ListInstancesOfUser", Format="XML").xml
    assert (root.tag, root.findtext("Success")) == ("ListInstancesOfUserResponse", "false")


# --- Faults that happen to the connection ---


@pytest.mark.parametrize("fault", ["reset", "close"])
def test_a_fault_can_end_a_connection_without_a_response(fault):
    with running_emulator(faults={fault: 1}) as emulator, connect(emulator) as connection:
        connection.sendall(raw_request(emulator))
        if fault == "reset":
            with pytest.raises(ConnectionResetError):
                connection.recv(1)
        else:
            assert connection.recv(1) == b""
        (entry,) = emulator.log()
    assert (entry["status"], entry["code"], entry["fault"]) == (None, "OK", fault)


def test_a_truncated_response_has_half_of_the_body():
    with served(faults={"truncated": 1}) as emulator, pytest.raises(http.client.IncompleteRead) as caught:
        rpc(emulator, "GetInstance", InstanceId=DOCUMENTED_ID)
    assert len(caught.value.partial) == (len(caught.value.partial) + caught.value.expected) // 2
    assert caught.value.partial.startswith(b'{"RequestId"')


@pytest.mark.parametrize(
    ("fault", "end"), [("hang", signal.SIGTERM), ("hang", signal.SIGINT), ("drip", signal.SIGTERM)]
)
def test_the_emulator_ends_while_a_response_is_pending(fault, end):
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
    """Return the codes that each request got, in the order of sending."""
    found: dict[str, list[str]] = {}
    with served(CALL_CENTERS, MIX, seed=seed) as emulator:
        for action, parameters in requests:
            found.setdefault(str(parameters), []).append(rpc(emulator, action, **parameters).json["Code"])
    return found


@pytest.mark.parametrize("name", REQUESTS)
def test_faults_depend_on_the_requests_and_not_on_their_order(name):
    requests = REQUESTS[name]
    one_by_one = codes(requests * 3)
    assert codes([request for request in reversed(requests) for _count in range(3)]) == one_by_one
    assert codes(requests * 3, seed=1) != one_by_one
    assert len({tuple(met) for met in one_by_one.values()}) > 4
    assert any(len(set(met)) > 1 for met in one_by_one.values())


def test_faults_happen_at_their_rates():
    faults = Faults({"reset": 0.1, "close": 0.25, "drip": 0}, seed=0)
    drawn = [faults.draw("GetInstance", str(number)) for number in range(10_000)]
    assert drawn.count("reset") == pytest.approx(1000, abs=100)
    assert drawn.count("close") == pytest.approx(2500, abs=150)
    assert set(drawn) == {"", "reset", "close"}
    always = Faults({"reset": 1}, seed=0)
    assert {always.draw("GetInstance", str(number)) for number in range(1000)} == {"reset"}
