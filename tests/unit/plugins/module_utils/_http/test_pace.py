# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import collections
import heapq
import itertools
import random
import threading

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._http.pace import LOWEST_RATE, Pace


class Clock:
    """A clock that advances only by waits and by the test."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    def wait(self, seconds):
        assert seconds > 0
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pace(clock):
    return Pace(workers=4, clock=clock)


def throttled_pace(clock, pace, served=10):
    """Set a pace to ``served`` requests per second, and advance the clock by two seconds."""
    throttled_once(clock, pace)
    for _request in range(served):
        pace.succeeded()
    pace.throttled(clock.now)
    clock.now += 2
    assert pace.rate == served
    return pace


def throttled_once(clock, pace):
    """Throttle a pace for the first time, and advance the clock by the second without requests."""
    pace.throttled(clock.now)
    clock.now += 1
    assert pace.rate is None


def test_there_is_no_limit_before_the_first_throttling(clock, pace):
    for _request in range(1000):
        assert pace.wait_for_turn(clock.wait) == 1000.0
        pace.succeeded()
    assert clock.now == 1000.0
    assert pace.rate is None


@pytest.mark.parametrize(("served", "rate"), [(50, 50), (2, 2), (1, 2), (0, 2)])
def test_the_second_throttling_sets_the_rate_to_what_was_served_but_no_lower_than_half_the_workers(
    clock, pace, served, rate
):
    throttled_once(clock, pace)
    for _request in range(served):
        pace.succeeded()
    pace.throttled(pace.wait_for_turn(clock.wait))
    assert pace.rate == rate


@pytest.mark.parametrize(("served", "rate"), [(10, 10), (0, 2)])
def test_requests_served_more_than_a_second_ago_do_not_count(clock, pace, served, rate):
    throttled_once(clock, pace)
    for _request in range(50):
        pace.succeeded()
    clock.now += 1.5
    for _request in range(served):
        pace.succeeded()
    pace.throttled(clock.now)
    assert pace.rate == rate


def test_after_the_first_throttling_no_request_is_sent_for_a_second(clock, pace):
    pace.throttled(clock.now)
    assert pace.rate is None
    assert pace.wait_for_turn(clock.wait) == 1001.0
    pace.throttled(clock.now)
    assert pace.wait_for_turn(clock.wait) == 1001.8


def test_turns_are_evenly_spaced_and_do_not_accumulate(clock, pace):
    throttled_pace(clock, pace, served=10)
    pace.wait_for_turn(clock.wait)
    clock.now += 60
    start = clock.now
    turns = [pace.wait_for_turn(clock.wait) for _request in range(5)]
    assert turns == pytest.approx([start, start + 0.1, start + 0.2, start + 0.3, start + 0.4])
    assert clock.now == pytest.approx(turns[-1]), "a turn is returned when it begins"


@pytest.mark.parametrize(
    ("served", "rate"),
    [pytest.param(50, 8.0, id="a fifth less"), pytest.param(5, 5.0, id="what was served, if that is less")],
)
def test_a_later_throttling_lowers_the_rate(clock, pace, served, rate):
    throttled_pace(clock, pace, served=10)
    pace.rate = 10.0
    for _request in range(served):
        pace.succeeded()
    pace.rate = 10.0
    pace.throttled(clock.now)
    assert pace.rate == pytest.approx(rate)


def test_the_rate_is_lowered_once_a_second_at_most_and_never_below_its_lowest(clock, pace):
    throttled_pace(clock, pace, served=50)
    rates = []
    for _step in range(40):
        for _request in range(5):
            pace.succeeded()
        pace.rate = rates[-1] if rates else 50.0  # undo the increase of these successes
        pace.throttled(clock.now)
        rates.append(pace.rate)
        clock.now += 0.1
    assert len(set(rates)) == 4
    for _second in range(50):
        pace.throttled(clock.now)
        clock.now += 1
    assert pace.rate == LOWEST_RATE


def test_a_response_to_a_request_at_the_previous_rate_does_not_lower_the_rate(clock, pace):
    former_turn = pace.wait_for_turn(clock.wait)
    clock.now += 0.5
    throttled_pace(clock, pace, served=10)
    clock.now += 60
    now = clock.now
    pace.throttled(former_turn, retry_after=5)
    assert pace.rate == 10
    assert pace.wait_for_turn(clock.wait) == now + 5  # The pause still applies.
    clock.now += 1
    pace.throttled(clock.now)
    assert pace.rate < 10


@pytest.mark.parametrize(("later", "turn"), [(0, 1005.0), (1, 1005.0), (9, 1011.0)])
def test_all_workers_wait_for_the_longer_of_two_pauses(clock, pace, later, turn):
    pace.throttled(clock.now, retry_after=5)
    clock.now += 2
    pace.throttled(clock.now, retry_after=later)
    assert pace.wait_for_turn(clock.wait) == turn
    assert pace.wait_for_turn(clock.wait) >= turn


def test_workers_that_are_waiting_when_a_pause_begins_take_a_turn_after_it(clock, pace):
    throttled_pace(clock, pace, served=10)
    pace.wait_for_turn(clock.wait)
    now = clock.now
    waits = []

    def wait(seconds):
        waits.append(seconds)
        clock.wait(seconds)
        if len(waits) == 1:
            pace.throttled(clock.now, retry_after=3)

    turn = pace.wait_for_turn(wait)
    assert waits == pytest.approx([0.1, 3])
    assert turn == pytest.approx(now + 3.1)
    assert pace.wait_for_turn(clock.wait) > turn


def test_a_wait_that_is_cut_short_is_not_repeated(pace):
    # After the end of a run, waits return immediately and must not be repeated in a loop.
    pace.throttled(1000.0, retry_after=3600)
    assert pace.wait_for_turn(lambda _seconds: None) >= 1000.0


class Simulation:
    """Worker threads that run one at a time, in the order of simulated seconds."""

    def __init__(self):
        self.now = 0.0
        self._waiting = []
        self._order = itertools.count()
        self._returned = threading.Semaphore(0)
        self._failures = []

    def clock(self):
        return self.now

    def start(self, work):
        awake = self._at(0.0)

        def run():
            awake.acquire()
            try:
                work()
            except BaseException as failure:
                self._failures.append(failure)
            finally:
                self._returned.release()

        threading.Thread(target=run, daemon=True).start()

    def sleep(self, seconds):
        awake = self._at(seconds)
        self._returned.release()
        awake.acquire()

    def run(self):
        while self._waiting:
            self.now, _order, awake = heapq.heappop(self._waiting)
            awake.release()
            self._returned.acquire()
        if self._failures:
            raise self._failures[0]

    def _at(self, seconds):
        awake = threading.Semaphore(0)
        heapq.heappush(self._waiting, (self.now + seconds, next(self._order), awake))
        return awake


class Gateway:
    """Accepts ``limit`` requests per second, counted in one of the ways that gateways use, and refuses the others."""

    def __init__(self, limit, counting, clock):
        self._limit = limit
        self._counting = counting
        self._clock = clock
        self._taken = collections.deque()

    def accepts_a_request(self):
        now = self._clock()
        oldest = {"sliding window": now - 1, "fixed window": float(int(now))}[self._counting]
        while self._taken and self._taken[0] < oldest:
            self._taken.popleft()
        if len(self._taken) < self._limit:
            self._taken.append(now)
            return True
        return False


def deliver(requests, limit, counting, round_trip, seed, retry_after=None, workers=16, max_attempts=6):
    """Return (seconds, delivered, refusals) for requests that 16 workers send like the transport."""
    simulation = Simulation()
    gateway = Gateway(limit, counting, simulation.clock)
    pace = Pace(workers, clock=simulation.clock)
    jitter = random.Random(seed)
    waiting = collections.deque(range(requests))
    delivered, refusals = [], []

    def work():
        while waiting:
            request = waiting.popleft()
            for attempt in range(max_attempts):
                turn = pace.wait_for_turn(simulation.sleep)
                simulation.sleep(round_trip / 2)
                is_accepted = gateway.accepts_a_request()
                simulation.sleep(round_trip / 2)
                if is_accepted:
                    pace.succeeded()
                    delivered.append(request)
                    break
                refusals.append(request)
                pace.throttled(turn, retry_after)
                if retry_after is None and attempt + 1 < max_attempts:
                    simulation.sleep(jitter.uniform(0, min(10, 0.5 * 2**attempt)))

    for _worker in range(workers):
        simulation.start(work)
    simulation.run()
    return simulation.now, sorted(delivered), len(refusals)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("round_trip", [0.003, 0.05])
@pytest.mark.parametrize("counting", ["sliding window", "fixed window"])
@pytest.mark.parametrize(("limit", "requests"), [(5, 100), (50, 500), (200, 1000)])
def test_all_requests_reach_a_limited_gateway_in_little_more_than_the_minimum_time(
    limit, requests, counting, round_trip, seed
):
    seconds, delivered, _refusals = deliver(requests, limit, counting, round_trip, seed)
    assert delivered == list(range(requests))
    assert seconds <= 1.3 * requests / limit


def test_all_requests_reach_a_gateway_that_asks_for_pauses():
    seconds, delivered, refusals = deliver(500, 50, "sliding window", 0.05, seed=0, retry_after=1.0)
    assert delivered == list(range(500))
    assert refusals < 100
    assert seconds < 2 * 500 / 50
