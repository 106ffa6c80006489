# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From an HTTP response to the Response of an operation, or to a CccError."""

from __future__ import annotations

import re
from typing import Callable, Dict, Mapping, NamedTuple, Sequence

from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import Json, decode
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError, redact

LONGEST_TEXT = 1000  # characters of the gateway's text in a message
_NUMBER = re.compile(r"[0-9]{1,12}\Z")

IsExpected = Callable[[Dict[str, Json]], bool]
"""Returns whether the data of a successful response contains what the operation returns."""


class HttpResponse(NamedTuple):
    """The response of ``endpoint``. The body of a redirect is empty."""

    endpoint: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Response(NamedTuple):
    """data: the decoded body."""

    data: dict[str, Json]
    request_id: str | None


def response_of(response: HttpResponse, is_expected: IsExpected, secrets: Sequence[str]) -> Response:
    """Return the Response, or raise a CccError. Gateways send failures with an HTTP error status or with HTTP 200.

    ``secrets``: removed from all errors.
    """
    status = response.status

    def clean(text: str) -> str:
        return redact(text, secrets)[:LONGEST_TEXT]

    def local_error(code: str, message: str, *values: object, request_id: str | None = None) -> CccError:
        text = clean(message % (response.endpoint, *values))
        return CccError(code, text, status, request_id and clean(request_id))

    if 300 <= status < 400:
        target = response.headers.get("Location", "an unnamed address")
        raise local_error("Client.Redirect", "%s redirects to %s, but a signed request is never redirected", target)
    try:
        data = decode(response.body)
    except ValueError as error:
        if status < 400:
            raise local_error("Client.InvalidResponse", "%s sent invalid JSON or XML: %s", error) from None
        data = {}
    request_id, code, message, recommend = (
        _envelope_text(data.get(field)) for field in ("RequestId", "Code", "Message", "Recommend")
    )
    if status >= 400 and not code:
        kind = response.headers.get("Content-Type", "none")
        raise local_error("Client.HttpStatus", "%s sent no error code (Content-Type: %s)", kind)
    inner_status = _envelope_text(data.get("HttpStatusCode")) or "200"
    if status < 300 and code in (None, "OK") and inner_status.startswith("2") and not _says_failure(data):
        if not is_expected(data):
            text = "the response of %s does not contain the requested data"
            raise local_error("Client.InvalidResponse", text, request_id=request_id)
        return Response(data, request_id)
    retry_after = number_in(response.headers.get("x-acs-retry-after"))  # milliseconds
    raise CccError(
        clean(code) if code not in (None, "OK") else "Client.Unsuccessful",
        clean(message or "the gateway sent no message"),
        http_status=(number_in(inner_status) or status) if status < 300 else status,
        request_id=request_id and clean(request_id),
        retry_after=None if retry_after is None else retry_after / 1000,
        recommend=recommend and clean(recommend),
    )


def _says_failure(data: dict[str, Json]) -> bool:
    return str(data.get("Success")).lower() in ("false", "0")  # some gateways send it as text


def _envelope_text(value: Json) -> str | None:
    """Return a value of the envelope as text, or None if it is missing, empty, a dict or a list."""
    return None if value is None or isinstance(value, (dict, list)) else str(value) or None


def number_in(text: str | None) -> int | None:
    """Return the number in a header, or None."""
    return int(text) if text and _NUMBER.match(text) else None
