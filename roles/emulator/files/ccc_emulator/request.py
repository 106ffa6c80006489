# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A request and its parameters, before they are checked."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from .errors import GatewayError, missing

OLD_VERSION = "2017-07-05"
NEW_VERSION = "2020-07-01"
API_VERSIONS = (OLD_VERSION, NEW_VERSION)
STS_VERSION = "2015-04-01"
METADATA_PATH = "/latest/"
METADATA_PUT_PATH = "/latest/api/token"
METADATA_ROLES_PATH = "/latest/meta-data/ram/security-credentials/"


class Request:
    """One request, with one set of names for the common parameters of both signature styles."""

    def __init__(self, method: str, target: str, headers: dict[str, str], body: bytes) -> None:
        self.method = method
        self.path, _mark, self._query_string = target.partition("?")
        self.headers = headers
        self.body = body
        self.host = headers.get("host", "")
        self.is_acs3 = headers.get("authorization", "").startswith("ACS3-")
        self.query: dict[str, str] = {}
        self.parameters: dict[str, str] = {}

    def read_parameters(self) -> None:
        """Read the query and the form body. Not in the constructor, so that an invalid request gets a response."""
        try:
            self.query = _parse_form(self._query_string)
            self.parameters = dict(self.query)
            if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
                self.parameters.update(_parse_form(self.body.decode("utf-8")))
        except ValueError as error:
            raise GatewayError(400, "InvalidParameter", "The request's parameters cannot be read.") from error

    def common(self, name: str) -> str:
        """Return a common parameter: RPC style sends it as a parameter, ACS3 style in a header."""
        if self.is_acs3:
            return self.headers.get(ACS3_HEADERS[name], "")
        return self.parameters.get(name, "")

    @property
    def action(self) -> str:
        return self.common("Action")

    @property
    def version(self) -> str:
        return self.common("Version")

    @property
    def access_key_id(self) -> str:
        """The id of the access key that the request names; empty if it names none."""
        if self.is_acs3:
            return self.headers["authorization"].partition("Credential=")[2].partition(",")[0]
        return self.parameters.get("AccessKeyId", "")

    @property
    def instance_id(self) -> str | None:
        return self.parameters.get("InstanceId")

    @property
    def page_number(self) -> str | None:
        return self.parameters.get("PageNumber")

    @property
    def subject(self) -> str:
        """What the request asks for: an instance, a page, a page of an instance, or everything (empty)."""
        if self.page_number is None:
            return self.instance_id or ""
        page = f"page {self.page_number} of {self.parameters.get('PageSize')}"
        return f"{self.instance_id}, {page}" if self.instance_id else page

    @property
    def is_for_metadata(self) -> bool:
        return self.path.startswith(METADATA_PATH)

    @property
    def wants_xml(self) -> bool:
        """Whether the response is XML: the default in RPC style, and on request in ACS3 style."""
        if self.is_acs3:
            return "xml" in self.headers.get("accept", "")
        return self.parameters.get("Format", "").upper() != "JSON"


ACS3_HEADERS = {
    "Action": "x-acs-action",
    "Version": "x-acs-version",
    "Timestamp": "x-acs-date",
    "SignatureNonce": "x-acs-signature-nonce",
    "SecurityToken": "x-acs-security-token",
}


def _parse_form(text: str) -> dict[str, str]:
    """Parse `name=value&...`. urllib's parse_qsl would take a fifth of a request's total time."""
    pairs = [pair.partition("=") for pair in text.split("&") if pair]
    return {_decode(name): _decode(value) for name, _equals, value in pairs}


def _decode(text: str) -> str:
    return unquote_plus(text, errors="strict") if "%" in text or "+" in text else text


def required_parameter(request: Request, name: str) -> str:
    """Return a mandatory parameter, which may be empty."""
    if name not in request.parameters:
        raise missing(name)
    return request.parameters[name]


def well_formed_parameter(request: Request, name: str, pattern: str) -> str:
    """Return a mandatory parameter that must match a pattern."""
    value = required_parameter(request, name)
    if not re.fullmatch(pattern, value):
        raise GatewayError(400, f"InvalidParameter.{name}", f"The parameter {name} is malformed.")
    return value


def number_parameter(request: Request, name: str, minimum: int, maximum: int) -> int:
    """Return a mandatory whole number from minimum to maximum."""
    value = int(well_formed_parameter(request, name, "[0-9]{1,9}"))
    if not minimum <= value <= maximum:
        raise GatewayError(400, f"InvalidParameter.{name}", f"{name} must be from {minimum} to {maximum}.")
    return value
