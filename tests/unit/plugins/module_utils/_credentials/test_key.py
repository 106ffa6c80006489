# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import key as _key
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import (
    ASK_AGAIN_AFTER,
    RENEW_BEFORE,
    Credentials,
    CredentialsError,
    Fetched,
    KeySource,
)

START = 1_700_000_000  # seconds since 1970


class Clock:
    """Replaces the module ``time``. A test sets the seconds since 1970."""

    def __init__(self):
        self.now = START

    def time(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(_key, "time", clock)
    return clock


class Source:
    """Returns key 1, key 2, ..., each valid for ``seconds``, or raises ``failure``."""

    def __init__(self, clock=None, seconds=None):
        self.fetches = 0
        self.failure, self.seconds_to_fail = None, 0
        self._clock = clock
        self._seconds = seconds

    def fetch(self):
        self.fetches += 1
        if self.failure:
            if self.seconds_to_fail:
                self._clock.now += self.seconds_to_fail
            raise self.failure
        expiration = None if self._seconds is None else self._clock.now + self._seconds
        return Fetched(credentials(self.fetches), expiration)


def credentials(number):
    return Credentials("id-%d" % number, "secret-%d" % number, "token-%d" % number)


class TestKey:
    def test_a_key_is_fetched_once_when_it_is_first_needed(self):
        origin = Source()
        source = KeySource("a source", origin.fetch)
        assert origin.fetches == 0
        assert [source.key(), source.key()] == [credentials(1)] * 2
        assert origin.fetches == 1

    @pytest.mark.parametrize(
        ("seconds_later", "expected"),
        [(0, 1), (3600 - RENEW_BEFORE - 1, 1), (3600 - RENEW_BEFORE, 2), (3600, 2), (10**6, 2)],
    )
    def test_a_key_is_replaced_before_it_expires(self, clock, seconds_later, expected):
        source = KeySource("a source", Source(clock, 3600).fetch)
        source.key()
        clock.now += seconds_later
        assert source.key() == credentials(expected)

    def test_a_key_without_an_expiration_is_kept(self, clock):
        source = KeySource("a source", Source().fetch)
        source.key()
        clock.now += 10**9
        assert source.key() == credentials(1)

    def test_a_short_lived_key_is_not_fetched_for_each_request(self, clock):
        origin = Source(clock, 60)
        source = KeySource("a source", origin.fetch)
        for _second in range(ASK_AGAIN_AFTER):
            source.key()
            clock.now += 1
        assert origin.fetches == 1
        assert source.key() == credentials(2)

    def test_a_failed_renewal_is_ignored_until_the_key_expires(self, clock):
        origin = Source(clock, 3600)
        source = KeySource("a source", origin.fetch)
        source.key()
        origin.failure = CredentialsError("Out of order.")
        clock.now = START + 3600 - RENEW_BEFORE
        assert [source.key(), source.key()] == [credentials(1)] * 2
        assert origin.fetches == 2
        clock.now += ASK_AGAIN_AFTER
        assert source.key() == credentials(1)
        assert origin.fetches == 3
        clock.now = START + 3600
        with pytest.raises(CredentialsError, match="Out of order"):
            source.key()

    def test_a_renewal_that_fails_slowly_is_not_repeated_for_each_request(self, clock):
        origin = Source(clock, 3600)
        source = KeySource("a source", origin.fetch)
        source.key()
        clock.now += 3600 - RENEW_BEFORE
        origin.failure, origin.seconds_to_fail = CredentialsError("Out of order."), 2 * ASK_AGAIN_AFTER
        assert [source.key(), source.key()] == [credentials(1)] * 2
        assert origin.fetches == 2

    def test_a_source_without_a_first_key_is_an_error(self):
        origin = Source()
        origin.failure = CredentialsError("Out of order.")
        with pytest.raises(CredentialsError, match="Out of order"):
            KeySource("a source", origin.fetch).key()


class TestRenew:
    def test_a_refused_key_is_replaced(self):
        source = KeySource("a source", Source().fetch)
        assert source.renew(source.key()) is True
        assert source.key() == credentials(2)

    def test_a_source_with_a_fixed_key_has_no_replacement(self):
        source = KeySource("a source", lambda: Fetched(credentials(1)))
        assert source.renew(source.key()) is False

    def test_only_one_of_many_threads_replaces_a_refused_key(self):
        origin = Source()
        source = KeySource("a source", origin.fetch)
        refused = source.key()
        together = threading.Barrier(8)

        def renew(_number):
            together.wait()
            return source.renew(refused)

        with ThreadPoolExecutor(8) as workers:
            assert list(workers.map(renew, range(8))) == [True] * 8
        assert origin.fetches == 2


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{!r}".format, lambda key: repr([key, {"key": key}])])
def test_a_key_does_not_show_its_secret(show):
    shown = show(Credentials("option-id", "option-secret", "option-token"))
    assert "option-id" in shown
    assert "option-secret" not in shown
    assert "option-token" not in shown


def test_a_key_knows_its_secrets():
    assert Credentials("option-id", "option-secret", "option-token").secrets == ["option-secret", "option-token"]
    assert Credentials("id", "secret", None).secrets == ["secret"]
