# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signed calls over HTTP, retried if another attempt may succeed. A call returns a Response or raises a CccError.

This is the only file that imports requests.
"""

from __future__ import annotations

import collections
import http.client
import random
import threading
import time
import traceback
from typing import Any, Mapping

from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import (
    Credentials,
    CredentialsError,
    KeySource,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import Endpoint
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.failures import connection_error
from ansible_collections.alicloud.ccc.plugins.module_utils._http.pace import Pace
from ansible_collections.alicloud.ccc.plugins.module_utils._http.request import SignedRequest, signed_request
from ansible_collections.alicloud.ccc.plugins.module_utils._http.response import (
    HttpResponse,
    IsExpected,
    Response,
    number_in,
    response_of,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import Settings

try:
    import requests
    import urllib3

    REQUESTS_IMPORT_ERROR: str | None = None
except Exception:  # A broken installation can raise anything, and Ansible imports this file to run the actions.
    REQUESTS_IMPORT_ERROR = traceback.format_exc()

# A list of 10,000 instances takes about 20 MiB.
LARGEST_RESPONSE = 64 * 1024 * 1024  # bytes
RESPONSE_DEADLINE = 30  # seconds, from the first byte of the request to the last byte of the response
# Full jitter: a random wait between zero and a bound that doubles with each attempt.
FIRST_BACK_OFF = 0.5  # seconds
LONGEST_BACK_OFF = 10  # seconds
# If the gateway asks for a longer wait, the call fails instead.
LONGEST_RETRY_AFTER = 60  # seconds
_CHUNK = 64 * 1024
_MOST_HOSTS = 32


class Stopped(Exception):
    """A call that ended before anything was sent, because of ``stop()``."""


class Connections:
    """Connections to gateways, which stay open for later requests of any account. Thread-safe.

    slot: held by each request in flight, so that there are at most ``most``.
    """

    def __init__(self, most: int) -> None:
        self.slot = threading.BoundedSemaphore(most)
        # One adapter for each value of verify, so that an unverified connection is never reused for a verified one.
        # Adapters instead of a session, which would follow redirects and read .netrc and the proxies for each request.
        self._adapters: dict[bool | str, requests.adapters.HTTPAdapter] = collections.defaultdict(
            lambda: requests.adapters.HTTPAdapter(pool_connections=_MOST_HOSTS, pool_maxsize=most, pool_block=True)
        )
        self._lock = threading.Lock()

    def close(self) -> None:
        for adapter in self._adapters.values():
            adapter.close()

    def adapter(self, verify: bool | str) -> requests.adapters.HTTPAdapter:
        with self._lock:
            return self._adapters[verify]


class Transport:
    """Calls the operations of one endpoint with the keys of one KeySource. Thread-safe.

    ``connections``: Connections to share, or None to create its own.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        keys: KeySource,
        api_version: str,
        settings: Settings,
        connections: Connections | None = None,
    ) -> None:
        self._endpoint = endpoint
        self.keys = keys
        self._api_version = api_version
        self._settings = settings
        self._stopped = threading.Event()
        # The gateway counts the requests of each operation separately.
        self._paces: dict[str, Pace] = collections.defaultdict(lambda: Pace(settings.concurrency))
        self._lock = threading.Lock()
        self._shares = connections is not None
        self._connections = connections or Connections(settings.concurrency)
        self._adapter = self._connections.adapter(settings.verify)
        self.sent = 0  # requests, including all attempts
        self._proxies = {} if endpoint.is_loopback else requests.utils.get_environ_proxies(endpoint.url, no_proxy=None)

    def close(self) -> None:
        if not self._shares:
            self._connections.close()

    def stop(self) -> None:
        """End all waits. No thread makes another attempt."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def call(self, action: str, parameters: Mapping[str, str], is_expected: IsExpected = lambda data: True) -> Response:
        """Call an operation and return its Response.

        Raises CccError, with its ``action`` and ``attempts``, after ``max_attempts`` attempts, or immediately if no
        other attempt can succeed. Raises Stopped if no attempt was made before ``stop()``.
        """
        error: Exception = Stopped()
        pace = self._pace_of(action)
        for attempt in range(1, self._settings.max_attempts + 1):
            turn = pace.wait_for_turn(self._stopped.wait)
            try:
                with self._connections.slot:
                    if self.stopped:
                        break
                    response = self._attempt_with_valid_key(action, parameters, is_expected)
            except CccError as failure:
                error = failure
                failure.action = action
                failure.attempts = attempt
                too_long = (failure.retry_after or 0) > LONGEST_RETRY_AFTER
                if failure.throttled:
                    pace.throttled(turn, None if too_long else failure.retry_after)
                if too_long or not failure.retryable:
                    break
                if attempt < self._settings.max_attempts:
                    self._stopped.wait(_back_off(failure))
            else:
                pace.succeeded()
                return response
        raise error

    def _pace_of(self, action: str) -> Pace:
        with self._lock:
            return self._paces[action]

    def _attempt_with_valid_key(self, action: str, parameters: Mapping[str, str], is_expected: IsExpected) -> Response:
        """Make an attempt. If the key has expired and the source has a new one, the failure can be retried."""
        try:
            key = self.keys.key()
            try:
                return self._attempt(key, action, parameters, is_expected)
            except CccError as error:
                if error.key_has_expired and self.keys.renew(key):
                    error.retryable = True
                raise
        except CredentialsError as error:
            raise CccError("Client.Credentials", str(error)) from None

    def _attempt(
        self, key: Credentials, action: str, parameters: Mapping[str, str], is_expected: IsExpected
    ) -> Response:
        request = signed_request(
            self._settings.signature_method, self._endpoint.host, self._api_version, action, parameters, key
        )
        return response_of(self._exchange(request), is_expected, request.secrets)

    def _exchange(self, request: SignedRequest) -> HttpResponse:
        with self._lock:
            self.sent += 1
        deadline = time.monotonic() + RESPONSE_DEADLINE
        try:
            prepared = requests.Request(
                "POST", self._endpoint.url, headers=request.headers, data=request.body
            ).prepare()
            with self._adapter.send(
                prepared,
                stream=True,
                timeout=(self._settings.connect_timeout, self._settings.read_timeout),
                verify=self._settings.verify,
                proxies=self._proxies,
            ) as response:
                is_redirect = 300 <= response.status_code < 400
                body = b"" if is_redirect else _read(response, deadline)
        # requests passes on some errors of urllib3 and http.client unchanged.
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            http.client.HTTPException,
            OSError,
            UnicodeError,
        ) as error:
            raise connection_error(error, str(self._endpoint), self._settings) from None
        return HttpResponse(str(self._endpoint), response.status_code, response.headers, body)


def _back_off(error: CccError) -> float:
    """Return how many seconds to wait before the next attempt."""
    if error.retry_after is not None:
        return 0 if error.throttled else error.retry_after  # If throttled, the pace makes all workers wait.
    return random.uniform(0, min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** (error.attempts - 1)))


def _read(response: requests.Response, deadline: float) -> bytes:
    """Return the body of a streamed response.

    Reads chunks as they arrive, so that a slow or endless body cannot hold a worker past ``deadline`` (time.monotonic)
    or take more memory than LARGEST_RESPONSE.
    """
    # urllib3 1.26 has read1 only in its inner response.
    raw: Any = response.raw
    read_some = getattr(raw, "read1", None) or raw._fp.read1
    content = bytearray()
    while True:
        chunk = read_some(_CHUNK)
        if not chunk:
            break
        content += chunk
        if len(content) > LARGEST_RESPONSE:
            text = "the response is larger than %d MiB" % (LARGEST_RESPONSE // 1024 // 1024)
            raise CccError("Client.TooLarge", text, http_status=response.status_code)
        if time.monotonic() > deadline:
            text = "the response was not complete after %d s" % RESPONSE_DEADLINE
            raise CccError("Client.Timeout", text, http_status=response.status_code)
    announced = number_in(response.headers.get("Content-Length")) or 0
    if len(content) < announced:
        raise http.client.IncompleteRead(bytes(content), announced - len(content))
    raw.release_conn()
    return bytes(content)
