# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gateway, which turns a request into a response."""

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
    """Checks requests as the real gateway does, and serves them from the records."""

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
        """Return the response to a request, to any of the services."""
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
        """Return the response to a request to CCC. Limits and faults apply to authenticated requests only."""
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
        """Return the response of a fault, or None if the fault happens to the connection (see Handler)."""
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
    """Return a response from the records, or the one that the data file prescribes."""
    instance_id = _requested_instance(request, key, records) if operation.target in INSIDE else None
    page = operation.page(request) if operation.page else None
    wanted = read_filters(request, operation.filters)
    canned = records.canned_response(request.action, request.version, instance_id)
    if canned is not None:
        return _canned_response(request, canned)
    query = Query(request.action, request.version, instance_id, key.owner, page, wanted, request.wants_xml)
    return success_response(request, records.encoded(query))


def _requested_instance(request: Request, key: Key, records: Records) -> str:
    """Return the requested id. Raises a GatewayError unless the key's user is a member of its call center."""
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


def _canned_response(request: Request, canned: dict[str, Any]) -> Response:
    """Return the response that a data file prescribes: a failure, or exactly this body."""
    if "_raw" in canned:
        return Response(200, canned["_raw"].encode(), canned.get("_content_type", JSON_TYPE), "")
    return error_response(request, GatewayError(canned["HttpStatusCode"], canned["Code"], canned.get("Message", "")))
