# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Responses, in JSON and in XML."""

from __future__ import annotations

import json
import uuid
from html import escape
from typing import Any, NamedTuple

from .errors import GatewayError
from .request import OLD_VERSION, STS_VERSION, Request

JSON_TYPE = "application/json;charset=utf-8"
XML_TYPE = "text/xml;charset=utf-8"
TEXT_TYPE = "text/plain;charset=utf-8"
XML_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>"


class Response(NamedTuple):
    """A response to the client. `fault` names the fault that happens while it is sent."""

    status: int
    body: bytes
    content_type: str
    code: str
    headers: tuple[tuple[str, str], ...] = ()
    fault: str = ""


def to_json(value: Any) -> str:
    """Return compact JSON without escapes for non-ASCII characters, as the gateway sends it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_xml(name: str, value: Any) -> str:
    """Return a value as XML, as in the documents' examples: a list repeats its element; booleans are true and false."""
    if isinstance(value, list):
        return "".join(to_xml(name, element) for element in value)
    if isinstance(value, dict):
        content = xml_members(value)
    elif isinstance(value, bool):
        content = str(value).lower()
    else:
        content = "" if value is None else escape(str(value), quote=False)
    return f"<{name}>{content}</{name}>"


def xml_members(fields: dict[str, Any]) -> str:
    return "".join(to_xml(name, value) for name, value in fields.items())


def new_request_id() -> str:
    """Return an id like those in the documents' examples: a UUID in upper case."""
    return str(uuid.uuid4()).upper()


def error_response(request: Request, error: GatewayError, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """Return a failure in the gateway's shape."""
    request_id = new_request_id()
    fields = {"RequestId": request_id, "HostId": request.host, "Code": error.code, "Message": error.message}
    if request.wants_xml:
        body = XML_DECLARATION + to_xml("Error", fields)
        return Response(error.status, body.encode(), XML_TYPE, error.code, headers)
    product = "Sts" if request.version == STS_VERSION else "CCC"
    fields["Recommend"] = f"https://api.aliyun.com/troubleshoot?q={error.code}&product={product}&requestId={request_id}"
    return Response(error.status, to_json(fields).encode(), JSON_TYPE, error.code, headers)


def success_response(request: Request, payload: bytes) -> Response:
    """Wrap an encoded payload in the envelope of the request's API version."""
    envelope = new_envelope(request, 200, "OK", "")
    if request.wants_xml:
        root = f"{request.action}Response"
        body = f"{XML_DECLARATION}<{root}>{xml_members(envelope)}".encode() + payload + f"</{root}>".encode()
        return Response(200, body, XML_TYPE, "OK")
    return Response(200, to_json(envelope)[:-1].encode() + b"," + payload + b"}", JSON_TYPE, "OK")


def new_envelope(request: Request, status: int, code: str, message: str) -> dict[str, Any]:
    """Return the fields that every response of CCC begins with. 2020-07-01 has Success for one operation only."""
    envelope = {"RequestId": new_request_id(), "HttpStatusCode": status, "Code": code}
    if request.version == OLD_VERSION or request.action == "ListCampaigns":
        envelope["Success"] = code == "OK"
    envelope["Message"] = message
    return envelope


def fields_response(request: Request, fields: dict[str, Any], code: str) -> Response:
    """Return HTTP 200 with exactly these fields."""
    if request.wants_xml:
        body = XML_DECLARATION + to_xml(f"{request.action}Response", fields)
        return Response(200, body.encode(), XML_TYPE, code)
    return Response(200, to_json(fields).encode(), JSON_TYPE, code)
