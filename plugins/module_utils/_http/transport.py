# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One signed call to the gateway over HTTP: pace, retry, bounds, decoding; an answer or a CccError.

The only file that imports requests.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import ssl
import threading
import time
import traceback
import uuid
from typing import Any, Callable, Dict, Mapping, NamedTuple, Sequence
from urllib.parse import urlsplit

from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import (
    Credentials,
    CredentialsError,
    KeySource,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http import signing
from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import Json, decode
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import Endpoint
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError, redact
from ansible_collections.alicloud.ccc.plugins.module_utils._http.pace import Pace

try:
    import requests
    import urllib3

    REQUESTS_IMPORT_ERROR: str | None = None
except Exception:  # whatever a broken installation raises: Ansible itself imports this file, to run the actions
    REQUESTS_IMPORT_ERROR = traceback.format_exc()

# The list of 10,000 instances takes about 20 MiB.
LARGEST_ANSWER = 64 * 1024 * 1024  # bytes
ANSWER_DEADLINE = 30  # seconds, from the request's first byte to the answer's last
# Full jitter: a wait is drawn between nothing and the bound, which doubles with each attempt.
FIRST_BACK_OFF = 0.5  # seconds
LONGEST_BACK_OFF = 10  # seconds
# A gateway that wants more is not waited for.
LONGEST_RETRY_AFTER = 60  # seconds
LONGEST_TEXT = 1000  # characters of what the gateway says in a message
_CHUNK = 64 * 1024
_NUMBER = re.compile(r"[0-9]{1,12}\Z")

IsAnswer = Callable[[Dict[str, Json]], bool]
"""Tells whether a success's data holds what the operation returns."""


class Answer(NamedTuple):
    """data: the decoded body."""

    data: dict[str, Json]
    request_id: str | None


class Settings(NamedTuple):
    """Time-outs in seconds; verify as requests takes it: a bool, or the path of a file or folder of certificates."""

    signature_method: str
    connect_timeout: float
    read_timeout: float
    max_attempts: int
    concurrency: int
    verify: bool | str


class Stopped(Exception):
    """A call that was given up before anything was sent."""


class Transport:
    """Calls operations of one endpoint with the keys of one KeySource; safe to share between threads."""

    def __init__(self, endpoint: Endpoint, keys: KeySource, api_version: str, settings: Settings) -> None:
        self._endpoint = endpoint
        self.keys = keys
        self._api_version = api_version
        self._settings = settings
        self._pace = Pace(settings.concurrency)
        self._stopped = threading.Event()
        self._session = requests.Session()
        # Neither ~/.netrc, which would replace the Authorization header, nor anything else that requests would read
        # from the environment for each request: proxies are looked up once.
        self._session.trust_env = False
        # requests looks at a redirect even if it must not follow it: it reads all of the body, be it without end, and
        # stumbles over an address that is none. Assigned, which mypy does not like: a subclass would need requests to
        # import this file.
        self._session.get_redirect_target = lambda resp: None  # type: ignore[method-assign]
        self._session.mount(
            urlsplit(endpoint.url).scheme + "://",
            requests.adapters.HTTPAdapter(pool_connections=1, pool_maxsize=settings.concurrency, pool_block=True),
        )
        self._proxies = {} if endpoint.is_loopback else requests.utils.get_environ_proxies(endpoint.url, no_proxy=None)

    def close(self) -> None:
        self._session.close()

    def stop(self) -> None:
        """End all waiting: no attempt follows, in any thread."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def call(self, action: str, parameters: Mapping[str, str], is_answer: IsAnswer = lambda data: True) -> Answer:
        """Call an operation and return its Answer.

        Raises CccError, with its ``attempts``, when ``max_attempts`` are used up, or at once for what no other try
        would mend; Stopped where no attempt was made before ``stop()``.
        """
        error: Exception = Stopped()
        for attempt in range(1, self._settings.max_attempts + 1):
            turn = self._pace.wait_for_turn(self._stopped.wait)
            if self.stopped:
                break
            try:
                answer = self._attempt_with_good_key(action, parameters, is_answer)
            except CccError as failure:
                error = failure
                failure.action = action
                failure.attempts = attempt
                too_long = (failure.retry_after or 0) > LONGEST_RETRY_AFTER
                if failure.throttled:
                    self._pace.throttled(turn, None if too_long else failure.retry_after)
                if too_long or not failure.retryable:
                    break
                if attempt < self._settings.max_attempts:
                    self._stopped.wait(self._back_off(failure))
            else:
                self._pace.succeeded()
                return answer
        raise error

    @staticmethod
    def _back_off(error: CccError) -> float:
        if error.retry_after is not None:
            return 0 if error.throttled else error.retry_after  # for the one, the pace makes all workers wait
        return random.uniform(0, min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** (error.attempts - 1)))

    def _attempt_with_good_key(self, action: str, parameters: Mapping[str, str], is_answer: IsAnswer) -> Answer:
        """Make an attempt; a key that has expired meanwhile is worth another one, if there is another key."""
        try:
            key = self.keys.key()
            try:
                return self._attempt(key, action, parameters, is_answer)
            except CccError as error:
                if error.key_has_expired and self.keys.renew(key):
                    error.retryable = True
                raise
        except CredentialsError as error:
            raise CccError("Client.Credentials", str(error)) from None

    def _attempt(self, key: Credentials, action: str, parameters: Mapping[str, str], is_answer: IsAnswer) -> Answer:
        deadline = time.monotonic() + ANSWER_DEADLINE
        headers, body, signature = self._signed(key, action, parameters)
        try:
            request = requests.Request("POST", self._endpoint.url, headers=headers, data=body).prepare()
            with self._session.send(
                request,
                stream=True,
                allow_redirects=False,
                timeout=(self._settings.connect_timeout, self._settings.read_timeout),
                verify=self._settings.verify,
                proxies=self._proxies,
            ) as response:
                content = _read(response, deadline)
        # Some of urllib3's and http.client's errors reach the caller of requests as they are.
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            http.client.HTTPException,
            OSError,
            UnicodeError,
        ) as error:
            raise _connection_error(error, self._endpoint, self._settings) from None
        return self._judge(response, content, is_answer, [signature, *key.secrets])

    def _signed(
        self, key: Credentials, action: str, parameters: Mapping[str, str]
    ) -> tuple[dict[str, str], bytes, str]:
        """Return headers, body and signature of one attempt.

        Each attempt has its own: a nonce is good once, and a time-stamp for some minutes.
        """
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        nonce = str(uuid.uuid4())
        headers = {
            "Host": self._endpoint.host,
            "User-Agent": "alicloud.ccc (Ansible collection)",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        if self._settings.signature_method == signing.HMAC_SHA1:
            common = {
                "Action": action,
                "Version": self._api_version,
                "Format": "JSON",
                "AccessKeyId": key.access_key_id,
                "SignatureMethod": signing.HMAC_SHA1,
                "SignatureVersion": "1.0",
                "SignatureNonce": nonce,
                "Timestamp": now,
            }
            if key.security_token:
                common["SecurityToken"] = key.security_token
            signed = signing.sign_rpc("POST", dict(parameters, **common), key.access_key_secret)
            return headers, signing.form_encode(signed).encode(), signed["Signature"]
        body = signing.form_encode(parameters).encode()
        to_sign = {
            "host": headers.pop("Host"),
            "content-type": headers.pop("Content-Type"),
            "x-acs-action": action,
            "x-acs-version": self._api_version,
            "x-acs-date": now,
            "x-acs-signature-nonce": nonce,
        }
        if key.security_token:
            to_sign["x-acs-security-token"] = key.security_token
        signed = signing.sign_acs3("POST", {}, to_sign, body, key.access_key_id, key.access_key_secret)
        return {**headers, **signed}, body, signed["Authorization"].rpartition("=")[2]

    def _judge(
        self, response: requests.Response, content: bytes, is_answer: IsAnswer, secrets: Sequence[str]
    ) -> Answer:
        """Return the Answer, or raise what the gateway says in its stead: with a status, or in an HTTP 200.

        ``secrets``: what no error may show.
        """
        status = response.status_code

        def clean(text: str) -> str:
            return redact(text, secrets)[:LONGEST_TEXT]

        def local_error(code: str, message: str, *values: object, request_id: str | None = None) -> CccError:
            return CccError(code, clean(message % (self._endpoint, *values)), status, request_id and clean(request_id))

        if 300 <= status < 400:
            target = response.headers.get("Location", "no address")
            raise local_error("Client.Redirect", "%s redirects to %s, which is not followed with a key in hand", target)
        try:
            data = decode(content)
        except ValueError as error:
            if status < 400:
                raise local_error(
                    "Client.InvalidResponse", "%s answered with neither JSON nor XML: %s", error
                ) from None
            data = {}
        request_id, code, message, recommend = (
            _text(data.get(field)) for field in ("RequestId", "Code", "Message", "Recommend")
        )
        if status >= 400 and not code:
            kind = response.headers.get("Content-Type", "an unnamed type")
            raise local_error("Client.HttpStatus", "%s answered with no code of the gateway, but with %s", kind)
        # The envelope's own status and Success come as text, too.
        inner_status = _text(data.get("HttpStatusCode")) or "200"
        is_success = (_text(data.get("Success")) or "true").lower() not in ("false", "0")
        if status < 300 and code in (None, "OK") and is_success and inner_status.startswith("2"):
            if not is_answer(data):
                text = "%s answered without what was asked for"
                raise local_error("Client.InvalidResponse", text, request_id=request_id)
            return Answer(data, request_id)
        retry_after = _number(response.headers.get("x-acs-retry-after"))  # milliseconds
        raise CccError(
            clean(code) if code not in (None, "OK") else "Client.Unsuccessful",
            clean(message or "the gateway gave no message"),
            http_status=(_number(inner_status) or status) if status < 300 else status,
            request_id=request_id and clean(request_id),
            retry_after=None if retry_after is None else retry_after / 1000,
            recommend=recommend and clean(recommend),
        )


def _text(value: Json) -> str | None:
    return None if value is None or isinstance(value, (dict, list)) else str(value) or None


def _number(text: str | None) -> int | None:
    return int(text) if text and _NUMBER.match(text) else None


def _read(response: requests.Response, deadline: float) -> bytes:
    """Return the body of a streamed response.

    Reads what has arrived, not what was announced, so that neither a body that drips nor one that never ends holds a
    worker past ``deadline`` (time.monotonic) or takes more memory than LARGEST_ANSWER.
    """
    # urllib3 1.26 has read1 only below its own surface.
    raw: Any = response.raw
    read_some = getattr(raw, "read1", None) or raw._fp.read1
    content = bytearray()
    while True:
        chunk = read_some(_CHUNK)
        if not chunk:
            break
        content += chunk
        if len(content) > LARGEST_ANSWER:
            raise CccError(
                "Client.TooLarge",
                "the answer is larger than %d MiB" % (LARGEST_ANSWER // 1024 // 1024),
                http_status=response.status_code,
            )
        if time.monotonic() > deadline:
            raise CccError(
                "Client.Timeout",
                "the answer was not complete after %d s" % ANSWER_DEADLINE,
                http_status=response.status_code,
            )
    announced = _number(response.headers.get("Content-Length")) or 0
    if len(content) < announced:
        raise http.client.IncompleteRead(bytes(content), announced - len(content))
    raw.release_conn()
    return bytes(content)


def _connection_error(error: Exception, endpoint: Endpoint, settings: Settings) -> CccError:
    """Return the CccError for an exception of requests or of what lies below it."""
    causes = _causes(error)

    def caused_by(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if caused_by(requests.exceptions.ProxyError, urllib3.exceptions.ProxyError):
        return CccError("Client.Proxy", "%s cannot be reached through the proxy: %s" % (endpoint, _reason(causes)))
    if caused_by(socket.gaierror, UnicodeError):
        return CccError("Client.NameResolution", "the host name of %s cannot be resolved" % endpoint)
    if any(_is_about_a_certificate(cause) for cause in causes):
        return CccError("Client.Certificate", "the certificate of %s is not trusted: %s" % (endpoint, _reason(causes)))
    if caused_by(requests.exceptions.ConnectTimeout):
        return CccError("Client.Timeout", "%s took no connection within %s s" % (endpoint, settings.connect_timeout))
    if caused_by(requests.exceptions.ReadTimeout, urllib3.exceptions.ReadTimeoutError, socket.timeout):
        return CccError("Client.Timeout", "%s sent nothing for %s s" % (endpoint, settings.read_timeout))
    return CccError("Client.Connection", "the connection to %s failed: %s" % (endpoint, _reason(causes)))


def _causes(error: BaseException) -> list[BaseException]:
    """Return the exception and all that it wraps, outermost first: by raise, in its arguments, or as ``reason``."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop(0)
        if isinstance(cause, BaseException) and cause not in found:
            found.append(cause)
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
    return found


def _is_about_a_certificate(cause: BaseException) -> bool:
    # urllib3 before 2 compares host names itself. What it raises then has a text of its own, without secrets.
    mismatch = getattr(urllib3.connection, "CertificateError", ssl.SSLCertVerificationError)
    return isinstance(cause, (ssl.SSLCertVerificationError, mismatch))


def _reason(causes: Sequence[BaseException]) -> str:
    """Return a few words on the innermost cause, but not an exception's own text: it can hold a proxy's password."""
    for cause in reversed(causes):
        if _is_about_a_certificate(cause):
            return getattr(cause, "verify_message", "") or "".join(str(text) for text in cause.args[-1:])
        if isinstance(cause, ssl.SSLError):
            return "TLS: %s" % (cause.reason or "no reason given").replace("_", " ").lower()
        if isinstance(cause, http.client.IncompleteRead):
            return "the answer broke off"
        if isinstance(cause, http.client.RemoteDisconnected):
            return "it was closed without an answer"
        if isinstance(cause, OSError) and cause.errno and not isinstance(cause, requests.RequestException):
            return os.strerror(cause.errno)
    return type(causes[-1]).__name__
