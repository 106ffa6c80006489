# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The services that issue temporary keys: STS and the metadata service."""

from __future__ import annotations

import json
import secrets
import time
from base64 import b64encode
from typing import Any, NamedTuple

from .authentication import Authenticator
from .errors import GatewayError, action_not_found
from .fleet import RAM_ID
from .identities import role_identity
from .keys import Key, Keys
from .request import METADATA_PUT_PATH, METADATA_ROLES_PATH, Request, number_parameter, well_formed_parameter
from .responses import JSON_TYPE, TEXT_TYPE, Response, fields_response, new_request_id, to_json

_ROLE_ARN = r"acs:ram::[0-9]+:role/[A-Za-z0-9._-]+"
_PROVIDER_ARN = r"acs:ram::[0-9]+:oidc-provider/[A-Za-z0-9._-]+"
_SESSION_NAME = r"[A-Za-z0-9.@_-]{2,64}"
_FORBIDDEN_ROLE = "forbidden"
_EXTERNAL_ROLE_SUFFIX = "-external"
_EXTERNAL_ID = "emulator-external-id"
_EXPIRED_JWT = "expired"
_METADATA_ROLE = "emulator-role"
_METADATA_SESSION = "vm-ram-i-emulator"
_METADATA_KEY_SECONDS = 6 * 60 * 60


class Role(NamedTuple):
    """A role to assume: its ARN, the session name, and the lifetime of the key."""

    arn: str
    session_name: str
    seconds: int


class TokenService:
    """STS: AssumeRole and GetCallerIdentity, which are signed like CCC's requests, and AssumeRoleWithOIDC, unsigned."""

    def __init__(self, keys: Keys, authenticator: Authenticator) -> None:
        self._keys = keys
        self._authenticator = authenticator

    def respond(self, request: Request) -> Response:
        if request.action == "AssumeRole":
            return self._assume_role(request, self._authenticator.check(request))
        if request.action == "AssumeRoleWithOIDC":
            return self._assume_role_with_oidc(request)
        if request.action == "GetCallerIdentity":
            identity = self._authenticator.check(request).identity
            return fields_response(request, {"RequestId": new_request_id(), **identity}, "OK")
        raise action_not_found()

    def _assume_role(self, request: Request, key: Key) -> Response:
        role = _read_role(request)
        if role.arn.endswith(_EXTERNAL_ROLE_SUFFIX) and request.parameters.get("ExternalId") != _EXTERNAL_ID:
            raise _no_permission()
        return self._give_key(request, role, key.account)

    def _assume_role_with_oidc(self, request: Request) -> Response:
        role = _read_role(request)
        well_formed_parameter(request, "OIDCProviderArn", _PROVIDER_ARN)
        jwt = well_formed_parameter(request, "OIDCToken", r"\s*\S+\s*")
        if jwt.strip() == _EXPIRED_JWT:
            raise GatewayError(401, "AuthenticationFail.OIDCToken.Expired", "The OIDC token is expired.")
        return self._give_key(request, role)

    def _give_key(self, request: Request, role: Role, account: int = 0) -> Response:
        identity = role_identity(role.arn, role.session_name)
        key = self._keys.issue(role.seconds, identity, account)
        fields = {
            "RequestId": new_request_id(),
            "AssumedRoleUser": {
                "Arn": f"{role.arn}/{role.session_name}",
                "AssumedRoleId": identity["PrincipalId"],
            },
            "Credentials": {**_key_fields(key), "Expiration": iso_time(key.expires)},
        }
        return fields_response(request, fields, "OK")


def _read_role(request: Request) -> Role:
    """Read the parameters of both actions. Raises a GatewayError if they are wrong or the role is forbidden."""
    arn = well_formed_parameter(request, "RoleArn", _ROLE_ARN)
    session_name = well_formed_parameter(request, "RoleSessionName", _SESSION_NAME)
    seconds = 3600
    if "DurationSeconds" in request.parameters:
        seconds = number_parameter(request, "DurationSeconds", 900, 43200)
    _check_policy(request.parameters.get("Policy"))
    if arn.endswith(f"/{_FORBIDDEN_ROLE}"):
        raise _no_permission()
    return Role(arn, session_name, seconds)


def _check_policy(policy: str | None) -> None:
    try:
        json.loads(policy or "{}")
    except ValueError as error:
        message = "The parameter Policy has not passed grammar check."
        raise GatewayError(400, "InvalidParameter.PolicyGrammar", message) from error


def _no_permission() -> GatewayError:
    message = "You are not authorized to do this action. You should be authorized by RAM."
    return GatewayError(403, "NoPermission", message)


def _key_fields(key: Key) -> dict[str, Any]:
    key_id, secret, token = key.credentials
    return {"AccessKeyId": key_id, "AccessKeySecret": secret, "SecurityToken": token}


def iso_time(epoch_seconds: float | None = None) -> str:
    """Format a time, by default now, as the services do."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch_seconds))


class MetadataService:
    """The metadata service of an ECS instance with a role. Its last path also works as a credentials URI."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._tokens: set[str] = set()

    def respond(self, request: Request) -> Response:
        target = f"{request.method} {request.path}"
        if target == f"PUT {METADATA_PUT_PATH}":
            return self._new_token()
        token = request.headers.get("x-aliyun-ecs-metadata-token")
        if token is not None and token not in self._tokens:
            return Response(403, b"Forbidden", TEXT_TYPE, "Forbidden")
        if target == f"GET {METADATA_ROLES_PATH}":
            return Response(200, _METADATA_ROLE.encode(), TEXT_TYPE, "OK")
        if target == f"GET {METADATA_ROLES_PATH}{_METADATA_ROLE}":
            return self._give_key()
        return Response(404, b"Not Found", TEXT_TYPE, "NotFound")

    def _new_token(self) -> Response:
        token = b64encode(secrets.token_bytes(40)).decode()
        self._tokens.add(token)
        return Response(200, token.encode(), TEXT_TYPE, "OK")

    def _give_key(self) -> Response:
        role_arn = f"acs:ram::{RAM_ID}:role/{_METADATA_ROLE}"
        key = self._keys.issue(_METADATA_KEY_SECONDS, role_identity(role_arn, _METADATA_SESSION))
        times = {"Expiration": iso_time(key.expires), "LastUpdated": iso_time()}
        fields = {**_key_fields(key), **times, "Code": "Success"}
        return Response(200, to_json(fields).encode(), JSON_TYPE, "Success")
