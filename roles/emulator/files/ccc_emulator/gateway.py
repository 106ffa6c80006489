# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gateway: from a request to an answer."""

from __future__ import annotations

from typing import Any, Sequence

from .accounts import Accounts
from .authentication import Authenticator
from .errors import GatewayError, action_not_found
from .keys import Key, Keys
from .operations import INSIDE, OPERATIONS, Operation
from .parameters import read_filters
from .records import Query, Records
from .request import API_VERSIONS, OLD_VERSION, STS_VERSION, Request, required_parameter
from .responses import JSON_TYPE, Response, error_response, fields_response, new_envelope, success_response
from .token_services import MetadataService, TokenService


class Gateway:
    """Judges requests as the real gateway does, and answers them from the records."""

    def __init__(
        self,
        accounts: Accounts,
        keys: Keys,
        retry_after_ms: int | None = None,
        versions: Sequence[str] = API_VERSIONS,
    ) -> None:
        self._accounts = accounts
        self._versions = versions
        self._keys = keys
        self._authenticator = Authenticator(keys)
        self._token_service = TokenService(keys, self._authenticator)
        self._metadata_service = MetadataService(keys)
        self._throttle_headers = () if retry_after_ms is None else (("x-acs-retry-after", str(retry_after_ms)),)

    def respond(self, request: Request) -> Response:
        """Response a request, to whichever service."""
        try:
            request.read_parameters()
            if request.is_for_metadata:
                return self._metadata_service.respond(request)
            if request.path != "/":
                raise action_not_found()
            if request.version == STS_VERSION:
                return self._token_service.respond(request)
            return self._respond_for_ccc(request)
        except GatewayError as error:
            return error_response(request, error)

    def _respond_for_ccc(self, request: Request) -> Response:
        """Response a request; whoever is not authenticated meets neither limits nor faults, only the failure."""
        key = self._authenticator.check(request)
        self._keys.spend(key)
        operation = self._find_operation(request)
        account = self._accounts.at(key.account)
        if not account.rate_limit.admits(request.action):
            return self._throttled(request)
        fault = account.faults.draw(request.action, request.subject)
        response = self._fault_response(request, fault) or _operation_response(request, operation, key, account.records)
        return response._replace(fault=fault)

    def _find_operation(self, request: Request) -> Operation:
        if request.version not in self._versions:
            raise GatewayError(400, "InvalidVersion", "Specified parameter Version is not valid.")
        operation = OPERATIONS.get(request.action, {}).get(request.version)
        if operation is None:
            raise action_not_found()
        return operation

    def _throttled(self, request: Request) -> Response:
        error = GatewayError(400, "Throttling.User", "Request was denied due to user flow control.")
        return error_response(request, error, self._throttle_headers)

    def _fault_response(self, request: Request, fault: str) -> Response | None:
        """Return the answer of a fault that is an answer; the others happen to the connection (see Handler)."""
        if fault == "throttle":
            return self._throttled(request)
        if fault == "unavailable":
            message = "The request has failed due to a temporary failure of the server."
            return error_response(request, GatewayError(503, "ServiceUnavailable", message))
        if fault == "internal_error":
            message = "The request processing has failed due to some unknown error."
            return error_response(request, GatewayError(500, "InternalError", message))
        if fault == "html_502":
            page = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
            return Response(502, page, "text/html", "")
        if fault == "not_json":
            return Response(200, b"upstream connect error: this is not JSON", JSON_TYPE, "")
        if fault == "redirect":
            return Response(302, b"", "text/html", "", (("Location", "http://127.0.0.1:9/elsewhere"),))
        if fault == "soft_failure":
            message = "The request processing has failed due to some unknown error."
            return fields_response(request, new_envelope(request, 500, "InternalError", message), "InternalError")
        return None


def _operation_response(request: Request, operation: Operation, key: Key, records: Records) -> Response:
    """Response from the records, or as the data file orders."""
    instance_id = _requested_instance(request, key, records) if operation.target in INSIDE else None
    page = operation.page(request) if operation.page else None
    wanted = read_filters(request, operation.filters)
    order = records.canned_response(request.action, request.version, instance_id)
    if order is not None:
        return _canned_response(request, order)
    query = Query(request.action, request.version, instance_id, key.owner, page, wanted, request.wants_xml)
    return success_response(request, records.encoded(query))


def _requested_instance(request: Request, key: Key, records: Records) -> str:
    """Return the id that the request asks for; raise a GatewayError unless its call center is the user's."""
    instance_id = required_parameter(request, "InstanceId")
    if not instance_id.strip():
        raise GatewayError(400, "InvalidParameter", "Specified parameter InstanceId is not valid.")
    if instance_id in records:
        if not records.is_member(key.owner, instance_id):
            message = f"The user is not a member of the instance {instance_id}."
            raise GatewayError(403, "Permission.User", message)
        return instance_id
    if request.version == OLD_VERSION:
        raise GatewayError(404, "NotExist.Instance", "The specified instance does not exist.")
    raise GatewayError(404, "NotExists.InstanceId", f"The specified instance {instance_id} does not exist.")


def _canned_response(request: Request, order: dict[str, Any]) -> Response:
    """Response as a data file orders: with a failure, or with just this body."""
    if "_raw" in order:
        return Response(200, order["_raw"].encode(), order.get("_content_type", JSON_TYPE), "")
    return error_response(request, GatewayError(order["HttpStatusCode"], order["Code"], order.get("Message", "")))
