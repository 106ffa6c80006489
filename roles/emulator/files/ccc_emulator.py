# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A gateway of Alibaba Cloud's Cloud Call Center (CCC) on loopback, to test playbooks without an account.

It answers GetInstance and ListInstancesOfUser as the API's documents say, of versions 2017-07-05 and 2020-07-01, from
the same call centers. And it checks what the real gateway checks: signature (HMAC-SHA1, ACS3-HMAC-SHA256), key, token,
clock, nonce, version, action, parameters.

    python ccc_emulator.py --port 8080 --instances 100 --latency-ms 50 --fault throttle=0.1 --fault reset=0.05

When it listens, it prints one JSON line, {"endpoint": "http://127.0.0.1:8080"}. On stderr it logs one JSON line a
request, in which no secret, no token and no signature ever stands. SIGTERM or SIGINT ends it.

The key comes from --access-key-id, --access-key-secret and --security-token; or, unseen by `ps`, from the environment:
CCC_EMULATOR_ACCESS_KEY_ID, CCC_EMULATOR_ACCESS_KEY_SECRET, CCC_EMULATOR_SECURITY_TOKEN; or, with --keys-from-stdin, as
a JSON object with access_key_id, access_key_secret and security_token, and maybe data: what a file for --data holds.

Temporary keys can be had where a cloud's programs get theirs, on the same port. Each is good for all that the key above
is good for, until it expires, or for as many requests as --issued-key-requests says:

    Action=AssumeRole and Action=AssumeRoleWithOIDC, Version=2015-04-01    STS, for any role but one named "forbidden"
    PUT /latest/api/token                                                  ECS metadata: a token for the next two
    GET /latest/meta-data/ram/security-credentials/                        ECS metadata: the role's name, emulator-role
    GET /latest/meta-data/ram/security-credentials/emulator-role           ECS metadata: a key; a credentials URI, too

A file for --data holds a list of instances in the shape of 2017-07-05, or {"Instances": [...]}. What stands in it is
served as it stands there, so that odd answers can be tried too. Keys that begin with an underscore are orders to the
emulator and are not served. Inside an instance they change the answer of its GetInstance, beside "Instances" that of
ListInstancesOfUser, in both versions:

    "_answer": {"HttpStatusCode": 403, "Code": "NoPermission", "Message": "..."}    answer with this failure
    "_raw": "<GetInstanceResponse>...", "_content_type": "text/xml"                 answer HTTP 200 with just this body

And what 2020-07-01 says of an instance, which is derived from its record, can be given there:

    "_2020-07-01": {"Status": 7, "AdminList": null}    these fields in place of the derived ones, in both operations
"""

from __future__ import annotations

import argparse
import calendar
import collections
import contextlib
import errno
import fcntl
import functools
import hashlib
import hmac
import itertools
import json
import os
import re
import secrets
import signal
import socket
import socketserver
import ssl
import struct
import sys
import tempfile
import threading
import time
import uuid
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, NamedTuple
from urllib.parse import quote, unquote_plus
from xml.sax.saxutils import escape

MAX_LINE_BYTES = 65536
MAX_HEADERS = 100
MAX_BODY_BYTES = 1024 * 1024
TIMESTAMP_WINDOW_SECONDS = 15 * 60
STOP_TIMEOUT_SECONDS = 10
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)

OLD_VERSION = "2017-07-05"
NEW_VERSION = "2020-07-01"
STS_VERSION = "2015-04-01"
METADATA_PATH = "/latest/"
METADATA_PUT_PATH = "/latest/api/token"
METADATA_ROLES_PATH = "/latest/meta-data/ram/security-credentials/"

JSON_TYPE = "application/json;charset=utf-8"
XML_TYPE = "text/xml;charset=utf-8"
TEXT_TYPE = "text/plain;charset=utf-8"
XML_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>"

_NAMESPACE = uuid.UUID("6f1d3c52-8a0b-4e57-9c2d-b1a4c7e80f35")


class GatewayError(Exception):
    """A failure that the gateway answers: its HTTP status, its Code and its Message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message


class StartError(Exception):
    """The emulator cannot start or stop; the text is the sentence that the user reads."""


# --- Signatures ------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1024)
def percent_encode(text: str) -> str:
    """Encode by RFC 3986: UTF-8, and only letters, digits, "-", "_", "." and "~" stay."""
    return quote(text, safe="~")


def canonical_query(parameters: dict[str, str]) -> str:
    """Join the parameters, sorted by name, as both signatures want them."""
    return "&".join(f"{percent_encode(name)}={percent_encode(parameters[name])}" for name in sorted(parameters))


def rpc_string_to_sign(method: str, parameters: dict[str, str]) -> str:
    """Build what HMAC-SHA1 (SignatureVersion 1.0) signs: all parameters but the signature, from query and body."""
    signed = {name: value for name, value in parameters.items() if name != "Signature"}
    # The query is encoded once already: of what is to be encoded, only these three signs are left in it.
    query = canonical_query(signed).replace("%", "%25").replace("&", "%26").replace("=", "%3D")
    return f"{method}&%2F&{query}"


def rpc_signature(secret: str, string_to_sign: str) -> str:
    """Sign with HMAC-SHA1; the key is the secret with an ampersand behind it."""
    return b64encode(hmac.digest(f"{secret}&".encode(), string_to_sign.encode(), "sha1")).decode()


def acs3_string_to_sign(
    method: str, query: dict[str, str], headers: dict[str, str], signed_headers: list[str], body: bytes
) -> str:
    """Build what ACS3-HMAC-SHA256 signs: the hash of the canonical request."""
    canonical_headers = "".join(f"{name}:{headers[name].strip()}\n" for name in signed_headers)
    body_hash = hashlib.sha256(body).hexdigest()
    canonical_request = "\n".join(
        [method, "/", canonical_query(query), canonical_headers, ";".join(signed_headers), body_hash]
    )
    return f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical_request.encode()).hexdigest()}"


def acs3_signature(secret: str, string_to_sign: str) -> str:
    """Sign with HMAC-SHA256; the key is the bare secret."""
    return hmac.digest(secret.encode(), string_to_sign.encode(), "sha256").hex()


def equal(left: str, right: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


# --- A request, as far as it can be read without judging it ----------------------------------------------------------


class Request:
    """One request: its parameters, from query and form body, and the common ones by one name for both styles."""

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
        """Read query and form body. (Not in the constructor, so that a request that cannot be read can be answered.)"""
        try:
            self.query = _parse_form(self._query_string)
            self.parameters = dict(self.query)
            if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
                self.parameters.update(_parse_form(self.body.decode("utf-8")))
        except ValueError as error:
            raise GatewayError(400, "InvalidParameter", "The request's parameters cannot be read.") from error

    def common(self, name: str) -> str:
        """Return a common parameter. RPC style has it among the parameters, ACS3 style in a header."""
        if self.is_acs3:
            return self.headers.get(_ACS3_HEADERS[name], "")
        return self.parameters.get(name, "")

    @property
    def action(self) -> str:
        return self.common("Action")

    @property
    def version(self) -> str:
        return self.common("Version")

    @property
    def access_key_id(self) -> str:
        """The key that the request says it is signed with; empty if it says none."""
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
        """What the action is asked for: an instance, a page, or (empty) everything."""
        if self.instance_id is None and self.page_number is not None:
            return f"page {self.page_number} of {self.parameters.get('PageSize')}"
        return self.instance_id or ""

    @property
    def is_for_metadata(self) -> bool:
        return self.path.startswith(METADATA_PATH)

    @property
    def wants_xml(self) -> bool:
        """RPC style: XML is the default, JSON has to be asked for. ACS3 style: the other way round."""
        if self.is_acs3:
            return "xml" in self.headers.get("accept", "")
        return self.parameters.get("Format", "").upper() != "JSON"


_ACS3_HEADERS = {
    "Action": "x-acs-action",
    "Version": "x-acs-version",
    "Timestamp": "x-acs-date",
    "SignatureNonce": "x-acs-signature-nonce",
    "SecurityToken": "x-acs-security-token",
}


def _parse_form(text: str) -> dict[str, str]:
    """Read `name=value&...`. (urllib's parse_qsl would take a fifth of a request's whole time.)"""
    pairs = [pair.partition("=") for pair in text.split("&") if pair]
    return {_decode(name): _decode(value) for name, _equals, value in pairs}


def _decode(text: str) -> str:
    return unquote_plus(text, errors="strict") if "%" in text or "+" in text else text


# --- Who may ask -----------------------------------------------------------------------------------------------------


class Credentials(NamedTuple):
    """What a client signs with; the token is empty for a permanent key."""

    access_key_id: str
    access_key_secret: str
    security_token: str


class Key:
    """A key that the emulator knows: good until `expires` (epoch seconds), for `requests_left`; None is no limit."""

    def __init__(self, credentials: Credentials, expires: int | None = None, requests_left: int | None = None) -> None:
        self.credentials = credentials
        self.expires = expires
        self.requests_left = requests_left

    def check_life(self) -> None:
        """Raise a GatewayError if the key has expired."""
        if self.requests_left == 0 or (self.expires is not None and time.time() >= self.expires):
            raise GatewayError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")


class Keys:
    """The keys that the emulator knows: the fixed one, and the temporary ones that it has issued itself."""

    def __init__(
        self, fixed: Credentials, issued_key_requests: int | None = None, issued_key_seconds: int | None = None
    ) -> None:
        self._keys = {fixed.access_key_id: Key(fixed)}
        self._issued_key_requests = issued_key_requests
        self._issued_key_seconds = issued_key_seconds
        self._lock = threading.Lock()

    def find(self, access_key_id: str) -> Key:
        try:
            return self._keys[access_key_id]
        except KeyError as error:
            raise GatewayError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.") from error

    def issue(self, seconds: int) -> Key:
        """Make a temporary key, good for so many seconds unless the command line says how many."""
        # Base64 of a length that leaves a remainder: the token always ends in "==", which a client has to encode.
        token = b64encode(secrets.token_bytes(181)).decode()
        credentials = Credentials(f"STS.{secrets.token_hex(12)}", secrets.token_hex(22), token)
        if self._issued_key_seconds is not None:
            seconds = self._issued_key_seconds
        key = Key(credentials, int(time.time()) + seconds, self._issued_key_requests)
        with self._lock:
            self._keys[credentials.access_key_id] = key
        return key

    def spend(self, key: Key) -> None:
        """Count a request against the key's number, and raise a GatewayError if others have used it up."""
        if key.requests_left is None:
            return
        with self._lock:
            key.check_life()
            key.requests_left -= 1


class Authenticator:
    """Checks key, signature, token, clock and nonce, and raises what the gateway answers."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._nonces: collections.OrderedDict[str, float] = collections.OrderedDict()
        self._lock = threading.Lock()

    def check(self, request: Request) -> Key:
        """Return the request's key; raise a GatewayError unless it is known, and the request whole, new and of now."""
        key = self._check_acs3(request) if request.is_acs3 else self._check_rpc(request)
        self._use_nonce(request.common("SignatureNonce"))
        return key

    def _check_rpc(self, request: Request) -> Key:
        names = ("Action", "Version", "AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce")
        _require(request, *names, "Timestamp", "Signature")
        parameters = request.parameters
        if (parameters["SignatureMethod"], parameters["SignatureVersion"]) != ("HMAC-SHA1", "1.0"):
            raise GatewayError(400, "InvalidSignatureMethod", "Specified signature method or version is not supported.")
        _check_clock(parameters["Timestamp"])
        key = self._find_key(parameters["AccessKeyId"], request.common("SecurityToken"))
        string_to_sign = rpc_string_to_sign(request.method, parameters)
        expected = rpc_signature(key.credentials.access_key_secret, string_to_sign)
        if not equal(expected, parameters["Signature"]):
            message = "Specified signature is not matched with our calculation. server string to sign is:"
            raise GatewayError(400, "SignatureDoesNotMatch", message + string_to_sign)
        return key

    def _check_acs3(self, request: Request) -> Key:
        key_id, signed_headers, signature = _parse_authorization(request.headers["authorization"])
        _require(request, "Action", "Version", "SignatureNonce", "Timestamp")
        _check_signed_headers(request.headers, signed_headers)
        _check_clock(request.common("Timestamp"))
        key = self._find_key(key_id, request.common("SecurityToken"))
        string_to_sign = acs3_string_to_sign(
            request.method, request.query, request.headers, signed_headers, request.body
        )
        expected = acs3_signature(key.credentials.access_key_secret, string_to_sign)
        body_hash = hashlib.sha256(request.body).hexdigest()
        if not (equal(expected, signature) and equal(body_hash, request.headers["x-acs-content-sha256"])):
            message = f"Specified signature does not match our calculation. server StringToSign is [{string_to_sign}]"
            raise GatewayError(400, "SignatureDoesNotMatch", message)
        return key

    def _find_key(self, key_id: str, token: str) -> Key:
        key = self._keys.find(key_id)
        if key.credentials.security_token and not token:
            raise _missing("SecurityToken")
        if not equal(token, key.credentials.security_token):
            message = "Specified SecurityToken mismatch with the AccessKey."
            raise GatewayError(400, "InvalidSecurityToken.MismatchWithAccessKey", message)
        key.check_life()
        return key

    def _use_nonce(self, nonce: str) -> None:
        """Remember the nonce for as long as a timestamp that was signed with it can be good."""
        now = time.monotonic()
        with self._lock:
            while self._nonces and next(iter(self._nonces.values())) < now:
                self._nonces.popitem(last=False)
            if nonce in self._nonces:
                raise GatewayError(400, "SignatureNonceUsed", "Specified signature nonce was used already.")
            self._nonces[nonce] = now + 2 * TIMESTAMP_WINDOW_SECONDS


def _require(request: Request, *names: str) -> None:
    for name in names:
        if not request.common(name):
            raise _missing(name)


def _missing(name: str) -> GatewayError:
    return GatewayError(400, f"Missing{name}", f"{name} is mandatory for this action.")


def _check_clock(timestamp: str) -> None:
    try:
        signed_at = _epoch_seconds(timestamp)
    except ValueError as error:
        message = "Specified time stamp or date value is not well formatted."
        raise GatewayError(400, "InvalidTimeStamp.Format", message) from error
    if abs(time.time() - signed_at) > TIMESTAMP_WINDOW_SECONDS:
        raise GatewayError(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")


@functools.lru_cache(maxsize=64)
def _epoch_seconds(timestamp: str) -> int:
    return calendar.timegm(time.strptime(timestamp, "%Y-%m-%dT%H:%M:%SZ"))


def _parse_authorization(header: str) -> tuple[str, list[str], str]:
    """Split "ACS3-HMAC-SHA256 Credential=...,SignedHeaders=a;b,Signature=..." into its three values."""
    pattern = r"ACS3-HMAC-SHA256 +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([^,]+)"
    match = re.fullmatch(pattern, header.strip())
    if match is None:
        raise _incomplete_signature("The Authorization header cannot be read.")
    key_id, signed_headers, signature = match.groups()
    return key_id, signed_headers.split(";"), signature


def _check_signed_headers(headers: dict[str, str], signed_headers: list[str]) -> None:
    """Host, every x-acs-* header and the content type, where sent, have to be signed, in lower case and sorted."""
    required = {"host", "x-acs-content-sha256", *_ACS3_HEADERS.values()} - {"x-acs-security-token"}
    required |= {name for name in headers if name.startswith("x-acs-") or name == "content-type"}
    unsigned = sorted(required - set(signed_headers))
    if unsigned:
        raise _incomplete_signature(f"These headers have to be signed: {', '.join(unsigned)}.")
    absent = sorted(set(signed_headers) - set(headers))
    if absent:
        raise _incomplete_signature(f"These signed headers are not there: {', '.join(absent)}.")
    if signed_headers != sorted(set(signed_headers)):
        raise _incomplete_signature("SignedHeaders has to be sorted.")


def _incomplete_signature(detail: str) -> GatewayError:
    message = f"The request signature does not conform to Aliyun standards. {detail}"
    return GatewayError(400, "IncompleteSignature", message)


# --- Answers ---------------------------------------------------------------------------------------------------------


class Answer(NamedTuple):
    """What goes back to the client; `fault` names what the connection shall do to it on the way."""

    status: int
    body: bytes
    content_type: str
    code: str
    headers: tuple[tuple[str, str], ...] = ()
    fault: str = ""


def to_json(value: Any) -> str:
    """Write compact JSON, in UTF-8 and not in escapes, as the gateway does."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_xml(name: str, value: Any) -> str:
    """Write a value as the documents' XML examples do: a list is its element, repeated; booleans are true and false."""
    if isinstance(value, list):
        return "".join(to_xml(name, element) for element in value)
    if isinstance(value, dict):
        content = _xml_members(value)
    elif isinstance(value, bool):
        content = str(value).lower()
    else:
        content = "" if value is None else escape(str(value))
    return f"<{name}>{content}</{name}>"


def _xml_members(fields: dict[str, Any]) -> str:
    return "".join(to_xml(name, value) for name, value in fields.items())


def new_request_id() -> str:
    """Return an id in the shape of the documents' examples: a UUID in upper case."""
    return str(uuid.uuid4()).upper()


def error_answer(request: Request, error: GatewayError, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """Answer in the gateway's own shape for failures (FACTS, "Errors")."""
    request_id = new_request_id()
    fields = {"RequestId": request_id, "HostId": request.host, "Code": error.code, "Message": error.message}
    if request.wants_xml:
        body = XML_DECLARATION + to_xml("Error", fields)
        return Answer(error.status, body.encode(), XML_TYPE, error.code, headers)
    product = "Sts" if request.version == STS_VERSION else "CCC"
    fields["Recommend"] = f"https://api.aliyun.com/troubleshoot?q={error.code}&product={product}&requestId={request_id}"
    return Answer(error.status, to_json(fields).encode(), JSON_TYPE, error.code, headers)


def success_answer(request: Request, payload: bytes) -> Answer:
    """Put the envelope of the request's version around a payload that is encoded already."""
    envelope = new_envelope(request, 200, "OK", "")
    if request.wants_xml:
        root = f"{request.action}Response"
        body = f"{XML_DECLARATION}<{root}>{_xml_members(envelope)}".encode() + payload + f"</{root}>".encode()
        return Answer(200, body, XML_TYPE, "OK")
    return Answer(200, to_json(envelope)[:-1].encode() + b"," + payload + b"}", JSON_TYPE, "OK")


def new_envelope(request: Request, status: int, code: str, message: str) -> dict[str, Any]:
    """Return what every answer of CCC begins with; 2020-07-01 knows no Success."""
    envelope = {"RequestId": new_request_id(), "HttpStatusCode": status, "Code": code}
    if request.version == OLD_VERSION:
        envelope["Success"] = code == "OK"
    envelope["Message"] = message
    return envelope


def fields_answer(request: Request, fields: dict[str, Any], code: str) -> Answer:
    """Answer HTTP 200 with these fields and no others."""
    if request.wants_xml:
        body = XML_DECLARATION + to_xml(f"{request.action}Response", fields)
        return Answer(200, body.encode(), XML_TYPE, code)
    return Answer(200, to_json(fields).encode(), JSON_TYPE, code)


# --- The shape of API version 2020-07-01 -----------------------------------------------------------------------------

# Its fields, and what a record of 2017-07-05 calls the same. What it has no field for is not sent.
_INSTANCE_FIELDS = {
    "Id": "InstanceId",
    "Name": "InstanceName",
    "Description": "InstanceDescription",
    "DomainName": "DomainName",
    "AliyunUid": "Owner",
}
_ADMIN_FIELDS = {
    "UserId": "UserId",
    "InstanceId": "InstanceId",
    "LoginName": "LoginName",
    "DisplayName": "DisplayName",
    "Email": "Email",
    "Mobile": "Phone",
}
_NUMBER_FIELDS = {"Number": "Number", "InstanceId": "InstanceId", "Usage": "Usage"}

# What it has and the older version has not is made up, from the record alone, so that it is the same in every answer.
_WORK_MODES = ("ON_SITE", "OFF_SITE", "OFFICE_PHONE")
_AREAS = {
    "010": ("北京", "北京"),
    "020": ("广州", "广东"),
    "021": ("上海", "上海"),
    "025": ("南京", "江苏"),
    "027": ("武汉", "湖北"),
    "028": ("成都", "四川"),
    "029": ("西安", "陕西"),
    "0571": ("杭州", "浙江"),
    "0755": ("深圳", "广东"),
}
_SKILL_GROUPS = {"presales": "售前咨询", "aftersales": "售后服务"}


def listed_by_2020(instance: dict[str, Any]) -> dict[str, Any]:
    """Derive what ListInstancesOfUser of 2020-07-01 says of an instance."""
    instance_id = str(instance.get("InstanceId", ""))
    users = _unwrapped(instance, "Admin", "User")
    phones = _unwrapped(instance, "PhoneNumbers", "PhoneNumber")
    return {
        **_renamed(instance, _INSTANCE_FIELDS),
        **_spelled_anew(instance),
        "AdminList": [_admin_fields(user, instance_id) for user in users],
        "NumberList": _number_list(phones, instance_id),
    }


def _spelled_anew(instance: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that have the same names in both versions, but other values: RUNNING for Running."""
    fields = _renamed(instance, {"Status": "Status", "ConsoleUrl": "ConsoleUrl"})
    if isinstance(fields.get("Status"), str):
        fields["Status"] = fields["Status"].upper()
    if isinstance(fields.get("ConsoleUrl"), str):
        fields["ConsoleUrl"] = f"https://ccc-v2.aliyun.com/#/workbench/{instance.get('DomainName', '')}"
    return fields


def got_from_2020(instance: dict[str, Any]) -> dict[str, Any]:
    """Derive what GetInstance of 2020-07-01 says of an instance."""
    instance_id = str(instance.get("InstanceId", ""))
    unit = {"UnitId": 100000 + 1000 * _die(instance_id, "unit"), "UnitKey": f"unit-{instance_id}"}
    return {**listed_by_2020(instance), "AgentType": "CLOUD_AGENT", "ChatbotBusinessUnit": unit}


def _admin_fields(user: dict[str, Any], instance_id: str) -> dict[str, Any]:
    detail = user.get("Detail")
    flat = {**user, **detail} if isinstance(detail, dict) else user
    die = _die(instance_id, str(flat.get("UserId", flat.get("LoginName"))))
    return {
        **_renamed(flat, _ADMIN_FIELDS),
        "Extension": str(80210000 + die),
        "RoleId": f"Admin@{instance_id}",
        "RoleName": "Admin",
        "WorkMode": _WORK_MODES[die % len(_WORK_MODES)],
    }


def _number_list(phones: list[dict[str, Any]], instance_id: str) -> list[dict[str, Any]]:
    names = [_group_names(phone) for phone in phones]
    sizes = collections.Counter(itertools.chain(*names))
    groups = {name: _skill_group(name, size, instance_id) for name, size in sizes.items()}
    return [
        {**_number_fields(phone, instance_id), "SkillGroups": [groups[name] for name in names_of_one]}
        for phone, names_of_one in zip(phones, names)
    ]


def _group_names(phone: dict[str, Any]) -> list[str]:
    """Choose a number's skill groups: none, either, or both, as two bits of its die say."""
    die = _die(str(phone.get("Number")))
    return [name for bit, name in enumerate(_SKILL_GROUPS) if die >> bit & 1]


def _number_fields(phone: dict[str, Any], instance_id: str) -> dict[str, Any]:
    number = str(phone.get("Number"))
    fields = {**_renamed(phone, _NUMBER_FIELDS), "Active": True}
    area = _AREAS.get(number[:3]) or _AREAS.get(number[:4])
    if area:
        fields["City"], fields["Province"] = area
    if phone.get("Usage") != "Outbound":
        fields["ContactFlowId"] = str(uuid.uuid5(_NAMESPACE, f"flow {number}"))
    elif not _group_names(phone):
        # The documents: a number with a user is that agent's own, to call from.
        fields["UserId"] = f"agent{_die(number, instance_id):03d}@{instance_id}"
    return fields


def _skill_group(name: str, size: int, instance_id: str) -> dict[str, Any]:
    return {
        "SkillGroupId": f"{name}@{instance_id}",
        "Name": name,
        "DisplayName": _SKILL_GROUPS[name],
        "Description": f"{_SKILL_GROUPS[name]}技能组",
        "InstanceId": instance_id,
        "PhoneNumberCount": size,
        "UserCount": 1 + _die(instance_id, name) % 40,
    }


def _unwrapped(record: dict[str, Any], wrapper: str, name: str) -> list[dict[str, Any]]:
    """Return a wrapper's elements, whatever stands in its place in a data file: a lone one is one, nonsense is none."""
    wrapped = record.get(wrapper)
    found = wrapped.get(name) if isinstance(wrapped, dict) else None
    if isinstance(found, dict):
        return [found]
    return [element for element in found if isinstance(element, dict)] if isinstance(found, list) else []


def _renamed(record: dict[str, Any], fields: dict[str, str]) -> dict[str, Any]:
    return {new: record[old] for new, old in fields.items() if old in record}


def _die(*seeds: str) -> int:
    """Throw a die with the faces 0 to 255, which falls alike for the same seeds."""
    return hashlib.sha256(" ".join(seeds).encode()).digest()[0]


# --- The records -----------------------------------------------------------------------------------------------------


class Records:
    """The call centers, and their encoded forms.

    2017-07-05 in JSON is made at the start, everything else when it is first asked for.
    """

    def __init__(self, instances: list[dict[str, Any]], orders: dict[str, Any] | None = None) -> None:
        self._instances = [_public(instance) for instance in instances]
        self._orders = [_orders(instance) for instance in instances]
        self.list_orders = orders or {}
        self._positions: dict[str, int] = {}
        for position, instance in enumerate(self._instances):
            if "InstanceId" in instance:
                self._positions.setdefault(str(instance["InstanceId"]), position)
        self._json = {
            instance_id: _member("Instance", self._instances[position], False)
            for instance_id, position in self._positions.items()
        }
        self._xml: dict[str, bytes] = {}
        self._lists: dict[bool, bytes] = {}
        self._data: dict[tuple[str, bool], bytes] = {}
        self._elements: dict[tuple[int, bool], bytes] = {}

    def __contains__(self, instance_id: str) -> bool:
        return instance_id in self._positions

    def instance_orders(self, instance_id: str) -> dict[str, Any]:
        """Return the orders in the record of an instance."""
        return self._orders[self._positions[instance_id]]

    def encoded_instance(self, instance_id: str, xml: bool) -> bytes:
        """Return the member "Instance" of a GetInstance answer of 2017-07-05."""
        if not xml:
            return self._json[instance_id]
        if instance_id not in self._xml:
            self._xml[instance_id] = _member("Instance", self._instances[self._positions[instance_id]], True)
        return self._xml[instance_id]

    def encoded_list(self, xml: bool) -> bytes:
        """Return the member "Instances" of a ListInstancesOfUser answer of 2017-07-05."""
        if xml not in self._lists:
            self._lists[xml] = _member("Instances", {"CallCenterInstance": self._instances}, xml)
        return self._lists[xml]

    def encoded_data(self, instance_id: str, xml: bool) -> bytes:
        """Return the member "Data" of a GetInstance answer of 2020-07-01."""
        if (instance_id, xml) not in self._data:
            fields = self._in_2020(self._positions[instance_id], got_from_2020)
            self._data[instance_id, xml] = _member("Data", fields, xml)
        return self._data[instance_id, xml]

    def encoded_page(self, number: int, size: int, xml: bool) -> bytes:
        """Return the member "Data" of a ListInstancesOfUser answer of 2020-07-01; a page after the last is empty."""
        positions = range(len(self._instances))[(number - 1) * size : number * size]
        elements = [self._encoded_element(position, xml) for position in positions]
        counts = {"PageNumber": number, "PageSize": size, "TotalCount": len(self._instances)}
        if xml:
            return f"<Data>{_xml_members(counts)}".encode() + b"".join(elements) + b"</Data>"
        return f'"Data":{to_json(counts)[:-1]},"List":['.encode() + b",".join(elements) + b"]}"

    def _encoded_element(self, position: int, xml: bool) -> bytes:
        """Encode an instance for a page. Each is kept by itself: pages of all sizes are made of the same ones."""
        if (position, xml) not in self._elements:
            fields = self._in_2020(position, listed_by_2020)
            self._elements[position, xml] = (to_xml("List", fields) if xml else to_json(fields)).encode()
        return self._elements[position, xml]

    def _in_2020(self, position: int, derive: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
        return {**derive(self._instances[position]), **self._orders[position].get(f"_{NEW_VERSION}", {})}


def _member(name: str, value: Any, xml: bool) -> bytes:
    text = to_xml(name, value) if xml else f'"{name}":{to_json(value)}'
    return text.encode()


def _public(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if not name.startswith("_")}


def _orders(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name.startswith("_")}


def load_records(path: str) -> Records:
    """Read the file that --data names."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except OSError as error:
        raise StartError(f"cannot read the data file {path}: {error.strerror}") from error
    except ValueError as error:
        raise StartError(f"the data file {path} is not JSON: {error}") from error
    return records_of(document, f"the data file {path}")


def records_of(document: Any, place: str) -> Records:
    """Return what a file for --data holds as Records; ``place``: what messages call where it stood."""
    top = document if isinstance(document, dict) else {"Instances": document}
    instances = top.get("Instances")
    if not isinstance(instances, list) or not all(isinstance(instance, dict) for instance in instances):
        raise StartError(f'{place} holds neither a list of instances nor {{"Instances": [...]}}')
    if not all(_is_good_answer(record["_answer"]) for record in (top, *instances) if "_answer" in record):
        raise StartError(f"{place} holds an _answer without a HttpStatusCode (a number) or a Code (a text)")
    if not all(isinstance(instance.get(f"_{NEW_VERSION}", {}), dict) for instance in instances):
        raise StartError(f"{place} holds a _{NEW_VERSION} that is no JSON object")
    try:
        # What the orders hold is encoded only when it is asked for: look now whether it can be.
        for record in (top, *instances):
            to_json(_orders(record)).encode()
        return Records(instances, _orders(top))
    except UnicodeEncodeError as error:
        raise StartError(f"{place} holds a text that is no Unicode: {error.object[:40]!a}") from error


def _is_good_answer(answer: Any) -> bool:
    return (
        isinstance(answer, dict)
        and isinstance(answer.get("HttpStatusCode"), int)
        and isinstance(answer.get("Code"), str)
    )


# --- The default call centers, and a fleet of any size ---------------------------------------------------------------

_RAM_ID = "1059803544828509"


def _user(login: str, name: str, department: str, email: str, phone: str, ram_id: str = _RAM_ID) -> dict[str, Any]:
    detail = {"LoginName": login, "Department": department, "Email": email, "Phone": phone, "DisplayName": name}
    return {"RamId": ram_id, "UserId": f"user-{login}", "Detail": detail}


def _phone(number: str, description: str, usage: str = "Bidirection", trunks: int = 1, **fields: Any) -> dict[str, Any]:
    phone = {
        "Usage": usage,
        "AllowOutbound": usage != "Inbound",
        "TestOnly": False,
        "Number": number,
        "RemainingTime": 0,
        "Trunks": trunks,
        "PhoneNumberId": str(uuid.uuid5(_NAMESPACE, number)),
        "PhoneNumberDescription": description,
    }
    return {**phone, **fields}


def _instance(
    instance_id: str, name: str, description: str, domain: str, users: list[Any], phones: list[Any], **fields: Any
) -> dict[str, Any]:
    """Make an instance with the values of one in good order; `fields` overrides, and None leaves a field out."""
    # A documented user consists of its Detail alone: only the others say which instance they belong to.
    users = [{**user, "InstanceId": instance_id} if "UserId" in user else user for user in users]
    phones = [{**phone, "InstanceId": instance_id} for phone in phones]
    instance = {
        "InstanceId": instance_id,
        "InstanceName": name,
        "InstanceDescription": description,
        "DomainName": domain,
        "ConsoleUrl": f"ccc.aliyun.com/workbench/{domain}",
        "Status": "Running",
        "Owner": _RAM_ID,
        "DirectoryId": "d-5xq2f8k0ab",
        "TenantId": "acc2985",
        "CreatedTime": 1609459200000,
        "MaxOnlineAgents": 100,
        "StorageBucket": f"ccc-recordings-{domain}",
        "StorageMaxDays": 365,
        "StorageMaxSize": 500,
        "Admin": {"User": users},
        "PhoneNumbers": {"PhoneNumber": phones},
        **fields,
    }
    return {field: value for field, value in instance.items() if value is not None}


def default_instances() -> list[dict[str, Any]]:
    """Return a small account: the two documents' examples, one call center in good order, and five with oddities."""
    return [
        *_documented_instances(),
        _instance(
            "5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4",
            "上海客服中心",
            "华东区售前与售后热线",
            "shanghai-service",
            [
                _user("wang.fang", "王芳", "客户服务部", "wang.fang@example.com", "13900010001"),
                _user("li.wei", "李伟", "信息技术部", "li.wei@example.com", "13900010002", "206815793204418806"),
            ],
            [
                _phone("4000010001", "全国热线", "Inbound", 60),
                _phone("02150000001", "上海外呼", "Outbound", 30),
            ],
        ),
        _instance(
            "8a6d1f27-94c0-4e3b-b5d8-1c2e3f4a5b6c",
            "Hangzhou Order Hotline",
            "Orders and deliveries",
            "hz-orders",
            [_user("chen.jie", "陈洁", "订单部", "", "13900010003", "206815793204418807")],
            [_phone("057180000001", "Order line", "Bidirection", 20)],
            CreatedTime=1614556800000,
            StorageBucket=None,
            StorageMaxDays=90,
        ),
        _instance(
            "1d9b7c53-6e2f-4a80-8c17-9f0e1d2c3b4a",
            "深圳物流热线",
            "仓储与配送",
            "shenzhen-logistics",
            [],
            [_phone("075580000001", "物流热线", "Bidirection", 10)],
            CreatedTime=1622505600000,
            StorageMaxDays=7,
            StorageMaxSize=5,
        ),
        _instance(
            "c4e8a016-7d35-4b92-a1f6-2b3c4d5e6f70",
            "Singapore Support Desk",
            "English support, 24 hours",
            "sg-support",
            [
                _user("grace.tan", "Grace Tan", "Support", "grace.tan@example.com", "+6591000001"),
                _user("arun.nair", "Arun Nair", "Support", "arun.nair@example.com", "", "206815793204418809"),
            ],
            [_phone("02150000009", "Trial number", TestOnly=True, RemainingTime=3)],
            CreatedTime=1640995200000,
            MaxOnlineAgents=2000,
        ),
        _instance(
            "97f3b2d8-0a4c-4e61-b7d9-3c4d5e6f7081",
            "北京售后服务",
            "已停用，数据保留",
            "beijing-aftersales",
            [_user("zhao.lei", "赵磊", "售后部", "zhao.lei@example.com", "13900010005", "206815793204418810")],
            [],
            Status="Stopped",
            Owner="1098765432101234",
            TenantId="acc3071",
            CreatedTime=1577836800000,
            PhoneNumbers=None,
        ),
        _instance(
            "2e5d8c1b-4f7a-4960-83e2-4d5e6f708192",
            "Guangzhou Retail & Returns",
            'Shops in the south, "returns" desk',
            "gz-retail",
            [
                {"RamId": "206815793204418811", "UserId": "user-he.min"},
                {"RamId": "206815793204418812", "UserId": "user-liu.yang"},
            ],
            [
                _phone("4000010001", "Hotline, shared with Shanghai", "Bidirection", 60),
                _phone("02080000001", "Returns", "Inbound", 8),
            ],
            CreatedTime=1672531200000,
            TenantId="acc3120",
        ),
    ]


def _documented_instances() -> list[dict[str, Any]]:
    """Return the examples of GetInstance.md and ListInstancesOfUser.md, typed as their tables say.

    Both have one and the same InstanceId, and the second comes in two halves. Here the second is whole, and its id ends
    in 803, so that both can be asked for; all its other values are kept, the number that both share among them.
    """
    instance_id = "ef1e71e9-ae9d-487c-96ad-9181d85cf80"
    phone_id = "51349d57-e7a1-4dba-bd16-34d93251207d"
    common = {
        "Status": "Creating",
        "CreatedTime": 1537867125000,
        "DirectoryId": "无",
        "StorageBucket": "cloudcallcenter-online",
        "StorageMaxDays": 0,
        "StorageMaxSize": 100,
    }
    first_detail = _user("cctest", "测试test", "IT", "123@xx.com", "131xxxx1234")["Detail"]
    second_detail = _user("云呼测试", "云呼测试", "云呼测试", "123@123.com", "13209090909")["Detail"]
    return [
        _instance(
            f"{instance_id}2",
            "测试11111",
            "测试实例",
            "111",
            [{"RamId": _RAM_ID, "UserId": "无"}, {"Detail": first_detail}],
            [_phone("02500000000", "Ali Telecom", PhoneNumberId=phone_id)],
            **common,
        ),
        _instance(
            f"{instance_id}3",
            "测试11111",
            "测试11111",
            "111",
            [{"RamId": _RAM_ID, "UserId": "9d-487c-96ad-9181d85cf802"}, {"Detail": second_detail}],
            [_phone("02500000000", "Ali Telecom", Trunks=15, RemainingTime=100, PhoneNumberId=phone_id)],
            **common,
        ),
    ]


_CITIES = (
    ("上海", "shanghai", "021"),
    ("杭州", "hangzhou", "0571"),
    ("北京", "beijing", "010"),
    ("深圳", "shenzhen", "0755"),
    ("成都", "chengdu", "028"),
    ("广州", "guangzhou", "020"),
    ("武汉", "wuhan", "027"),
    ("西安", "xian", "029"),
)
_BUSINESSES = (
    ("客服中心", "service"),
    ("订单热线", "orders"),
    ("物流热线", "logistics"),
    ("售后服务", "aftersales"),
    ("零售支持", "retail"),
    (" Help Desk", "helpdesk"),
    (" Sales Line", "sales"),
)
_STATUSES = ("Running",) * 14 + ("Creating", "Stopped")


def fleet(count: int) -> list[dict[str, Any]]:
    """Make `count` call centers. Each follows from its index alone, so a larger fleet begins with the smaller one."""
    return [_fleet_instance(index) for index in range(count)]


def _fleet_instance(index: int) -> dict[str, Any]:
    # Bytes of a hash, not the module random, whose sequences may change with Python's version.
    dice = hashlib.sha256(f"ccc_emulator fleet {index}".encode()).digest()
    city, city_latin, area_code = _CITIES[dice[0] % len(_CITIES)]
    business, business_latin = _BUSINESSES[dice[1] % len(_BUSINESSES)]
    domain = f"{city_latin}-{business_latin}-{index:05d}"
    return _instance(
        str(uuid.uuid5(_NAMESPACE, f"fleet {index}")),
        f"{city}{business} {index:05d}",
        f"{city}{business}，自动生成的测试实例",
        domain,
        [_fleet_user(index, position) for position in range(dice[2] % 4)],
        [_fleet_phone(index, position, area_code, dice[8 + position]) for position in range(1 + dice[3] % 5)],
        Status=_STATUSES[dice[4] % len(_STATUSES)],
        CreatedTime=1546300800000 + index * 3600000,
        MaxOnlineAgents=50 * (1 + dice[5] % 20),
        StorageBucket=None if dice[6] % 8 == 0 else f"ccc-recordings-{domain}",
        StorageMaxDays=(30, 90, 180, 365)[dice[7] % 4],
    )


def _fleet_user(index: int, position: int) -> dict[str, Any]:
    login = f"agent{index:05d}.{position}"
    phone = f"139{(index * 4 + position) % 10**8:08d}"
    ram_id = str(200000000000000000 + index * 4 + position)
    return _user(login, f"管理员 {index:05d}-{position}", "客户服务部", f"{login}@example.com", phone, ram_id)


def _fleet_phone(index: int, position: int, area_code: str, die: int) -> dict[str, Any]:
    number = f"{area_code}{50000000 + index * 5 + position:08d}"
    usage = ("Bidirection", "Inbound", "Outbound")[die % 3]
    if die % 16 == 0:
        return _phone(number, "试用号码", usage, TestOnly=True, RemainingTime=die % 100)
    return _phone(number, f"线路 {position + 1}", usage, 1 + die % 60)


# --- Limits and faults -----------------------------------------------------------------------------------------------


class RateLimit:
    """Lets at most `per_second` requests through in any window of one second; 0 is no limit."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._admitted: collections.deque[float] = collections.deque(maxlen=per_second or None)
        self._lock = threading.Lock()

    def admits(self) -> bool:
        if not self._per_second:
            return True
        with self._lock:
            now = time.monotonic()
            if len(self._admitted) == self._per_second and now - self._admitted[0] <= 1:
                return False
            self._admitted.append(now)
            return True


FAULTS = {
    "throttle": "Throttling.User, HTTP 400",
    "unavailable": "ServiceUnavailable, HTTP 503",
    "internal_error": "InternalError, HTTP 500",
    "reset": "the connection is reset without an answer",
    "close": "the connection is closed without an answer",
    "truncated": "the connection is closed after half of the body",
    "hang": "no answer, ever",
    "drip": "the body comes one byte a second",
    "html_502": "HTTP 502 with a proxy's HTML page",
    "not_json": "HTTP 200 with a text that is neither JSON nor XML",
    "redirect": "HTTP 302 to another address",
    "soft_failure": "HTTP 200 whose body says Code InternalError (and Success false, in 2017-07-05)",
}


class Faults:
    """Decides which request meets which fault.

    The choice follows from the seed, the action, its subject (an instance, or a page) and how many times that pair has
    been asked for, and from nothing else: the same request meets the same fault in every run, however concurrent
    requests interleave.
    """

    def __init__(self, rates: dict[str, float], seed: int) -> None:
        self._rates = [(name, rates[name]) for name in FAULTS if name in rates]
        self._seed = seed
        self._asked: collections.Counter[tuple[str, str]] = collections.Counter()
        self._lock = threading.Lock()

    def draw(self, action: str, subject: str) -> str:
        """Return the name of a fault, or an empty string for none."""
        if not self._rates:
            return ""
        with self._lock:
            self._asked[action, subject] += 1
            attempt = self._asked[action, subject]
        key = json.dumps([self._seed, action, subject, attempt])
        point = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / 2**64
        for name, rate in self._rates:
            if point < rate:
                return name
            point -= rate
        return ""


# --- Parameters of an operation --------------------------------------------------------------------------------------


def required_parameter(request: Request, name: str) -> str:
    """Return a parameter that has to be there, be it empty."""
    if name not in request.parameters:
        raise _missing(name)
    return request.parameters[name]


def well_formed_parameter(request: Request, name: str, pattern: str) -> str:
    """Return a parameter that has to be there and to match."""
    value = required_parameter(request, name)
    if not re.fullmatch(pattern, value):
        raise GatewayError(400, f"InvalidParameter.{name}", f"The parameter {name} is wrongly formed.")
    return value


def number_parameter(request: Request, name: str, minimum: int, maximum: int) -> int:
    """Return a whole number that has to be there and within its limits."""
    value = int(well_formed_parameter(request, name, "[0-9]{1,9}"))
    if not minimum <= value <= maximum:
        raise GatewayError(400, f"InvalidParameter.{name}", f"{name} has to be from {minimum} to {maximum}.")
    return value


# --- Where temporary keys come from: STS and the metadata service ----------------------------------------------------

_ROLE_ARN = r"acs:ram::[0-9]+:role/[A-Za-z0-9._-]+"
_PROVIDER_ARN = r"acs:ram::[0-9]+:oidc-provider/[A-Za-z0-9._-]+"
_SESSION_NAME = r"[A-Za-z0-9.@_-]{2,64}"
_FORBIDDEN_ROLE = "forbidden"
_EXTERNAL_ROLE_SUFFIX = "-external"
_EXTERNAL_ID = "emulator-external-id"
_EXPIRED_JWT = "expired"
_METADATA_ROLE = "emulator-role"
_METADATA_KEY_SECONDS = 6 * 60 * 60


class Role(NamedTuple):
    """A role that is to be assumed, for how long, and by whom it shall be known."""

    arn: str
    session_name: str
    seconds: int


class TokenService:
    """STS: AssumeRole, signed as CCC's requests are, and AssumeRoleWithOIDC, which is not signed."""

    def __init__(self, keys: Keys, authenticator: Authenticator) -> None:
        self._keys = keys
        self._authenticator = authenticator

    def answer(self, request: Request) -> Answer:
        if request.action == "AssumeRole":
            self._authenticator.check(request)
            return self._assume_role(request)
        if request.action == "AssumeRoleWithOIDC":
            return self._assume_role_with_oidc(request)
        raise _action_not_found()

    def _assume_role(self, request: Request) -> Answer:
        role = _read_role(request)
        if role.arn.endswith(_EXTERNAL_ROLE_SUFFIX) and request.parameters.get("ExternalId") != _EXTERNAL_ID:
            raise _no_permission()
        return self._give_key(request, role)

    def _assume_role_with_oidc(self, request: Request) -> Answer:
        role = _read_role(request)
        well_formed_parameter(request, "OIDCProviderArn", _PROVIDER_ARN)
        jwt = well_formed_parameter(request, "OIDCToken", r"\s*\S+\s*")
        if jwt.strip() == _EXPIRED_JWT:
            raise GatewayError(401, "AuthenticationFail.OIDCToken.Expired", "The OIDC token is expired.")
        return self._give_key(request, role)

    def _give_key(self, request: Request, role: Role) -> Answer:
        key = self._keys.issue(role.seconds)
        role_number = int.from_bytes(hashlib.sha256(role.arn.encode()).digest()[:7], "big")
        fields = {
            "RequestId": new_request_id(),
            "AssumedRoleUser": {
                "Arn": f"{role.arn}/{role.session_name}",
                "AssumedRoleId": f"3{role_number:017d}:{role.session_name}",
            },
            "Credentials": {**_key_fields(key), "Expiration": iso_time(key.expires)},
        }
        return fields_answer(request, fields, "OK")


def _read_role(request: Request) -> Role:
    """Read what both actions are told; raise a GatewayError if it is wrong, or if nobody may assume the role."""
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
    """Write a time, or now, as the services do."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch_seconds))


class MetadataService:
    """What an ECS instance with a role finds at 100.100.100.200; a credentials URI answers as its last address does."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._tokens: set[str] = set()

    def answer(self, request: Request) -> Answer:
        asked = f"{request.method} {request.path}"
        if asked == f"PUT {METADATA_PUT_PATH}":
            return self._new_token()
        token = request.headers.get("x-aliyun-ecs-metadata-token")
        if token is not None and token not in self._tokens:
            return Answer(403, b"Forbidden", TEXT_TYPE, "Forbidden")
        if asked == f"GET {METADATA_ROLES_PATH}":
            return Answer(200, _METADATA_ROLE.encode(), TEXT_TYPE, "OK")
        if asked == f"GET {METADATA_ROLES_PATH}{_METADATA_ROLE}":
            return self._give_key()
        return Answer(404, b"Not Found", TEXT_TYPE, "NotFound")

    def _new_token(self) -> Answer:
        token = b64encode(secrets.token_bytes(40)).decode()
        self._tokens.add(token)
        return Answer(200, token.encode(), TEXT_TYPE, "OK")

    def _give_key(self) -> Answer:
        key = self._keys.issue(_METADATA_KEY_SECONDS)
        times = {"Expiration": iso_time(key.expires), "LastUpdated": iso_time()}
        fields = {**_key_fields(key), **times, "Code": "Success"}
        return Answer(200, to_json(fields).encode(), JSON_TYPE, "Success")


# --- The gateway: from a request to an answer ------------------------------------------------------------------------


class Gateway:
    """Judges requests as the real gateway does, and answers them from the records."""

    def __init__(
        self,
        records: Records,
        keys: Keys,
        rate_limit: RateLimit,
        faults: Faults,
        retry_after_ms: int | None = None,
    ) -> None:
        self._records = records
        self._keys = keys
        self._authenticator = Authenticator(keys)
        self._token_service = TokenService(keys, self._authenticator)
        self._metadata_service = MetadataService(keys)
        self._rate_limit = rate_limit
        self._faults = faults
        self._throttle_headers = () if retry_after_ms is None else (("x-acs-retry-after", str(retry_after_ms)),)
        self._operations = {
            OLD_VERSION: {"GetInstance": self._get_instance, "ListInstancesOfUser": self._list_all_instances},
            NEW_VERSION: {"GetInstance": self._get_data, "ListInstancesOfUser": self._list_a_page},
        }

    def answer(self, request: Request) -> Answer:
        """Answer a request, to whichever service."""
        try:
            request.read_parameters()
            if request.is_for_metadata:
                return self._metadata_service.answer(request)
            if request.path != "/":
                raise _action_not_found()
            if request.version == STS_VERSION:
                return self._token_service.answer(request)
            return self._answer_for_ccc(request)
        except GatewayError as error:
            return error_answer(request, error)

    def _answer_for_ccc(self, request: Request) -> Answer:
        """Answer a request; whoever is not authenticated meets neither limits nor faults, only the failure."""
        self._keys.spend(self._authenticator.check(request))
        operation = self._find_operation(request)
        if not self._rate_limit.admits():
            return self._throttled(request)
        fault = self._faults.draw(request.action, request.subject)
        answer = self._faulty_answer(request, fault) or operation(request)
        return answer._replace(fault=fault)

    def _find_operation(self, request: Request) -> Any:
        version = request.version
        if version not in self._operations:
            raise GatewayError(400, "InvalidVersion", "Specified parameter Version is not valid.")
        if request.action not in self._operations[version]:
            raise _action_not_found()
        return self._operations[version][request.action]

    def _get_instance(self, request: Request) -> Answer:
        not_there = GatewayError(404, "NotExist.Instance", "The specified instance does not exist.")
        instance_id = self._asked_instance(request, not_there)
        ordered = _ordered_answer(request, self._records.instance_orders(instance_id))
        return ordered or success_answer(request, self._records.encoded_instance(instance_id, request.wants_xml))

    def _list_all_instances(self, request: Request) -> Answer:
        ordered = _ordered_answer(request, self._records.list_orders)
        return ordered or success_answer(request, self._records.encoded_list(request.wants_xml))

    def _get_data(self, request: Request) -> Answer:
        message = f"The specified instance {request.instance_id} does not exist."
        instance_id = self._asked_instance(request, GatewayError(404, "NotExists.InstanceId", message))
        ordered = _ordered_answer(request, self._records.instance_orders(instance_id))
        return ordered or success_answer(request, self._records.encoded_data(instance_id, request.wants_xml))

    def _list_a_page(self, request: Request) -> Answer:
        number = number_parameter(request, "PageNumber", 1, 999_999_999)
        size = number_parameter(request, "PageSize", 1, 100)
        ordered = _ordered_answer(request, self._records.list_orders)
        return ordered or success_answer(request, self._records.encoded_page(number, size, request.wants_xml))

    def _asked_instance(self, request: Request, not_there: GatewayError) -> str:
        """Return the id that the request asks for; raise a GatewayError if there is none, or no such call center."""
        instance_id = required_parameter(request, "InstanceId")
        if not instance_id.strip():
            raise GatewayError(400, "InvalidParameter", "Specified parameter InstanceId is not valid.")
        if instance_id not in self._records:
            raise not_there
        return instance_id

    def _throttled(self, request: Request) -> Answer:
        error = GatewayError(400, "Throttling.User", "Request was denied due to user flow control.")
        return error_answer(request, error, self._throttle_headers)

    def _faulty_answer(self, request: Request, fault: str) -> Answer | None:
        """Return the answer of a fault that is an answer; the others happen to the connection (see Handler)."""
        if fault == "throttle":
            return self._throttled(request)
        if fault == "unavailable":
            message = "The request has failed due to a temporary failure of the server."
            return error_answer(request, GatewayError(503, "ServiceUnavailable", message))
        if fault == "internal_error":
            message = "The request processing has failed due to some unknown error."
            return error_answer(request, GatewayError(500, "InternalError", message))
        if fault == "html_502":
            page = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
            return Answer(502, page, "text/html", "")
        if fault == "not_json":
            return Answer(200, b"upstream connect error: this is no JSON", JSON_TYPE, "")
        if fault == "redirect":
            return Answer(302, b"", "text/html", "", (("Location", "http://127.0.0.1:9/elsewhere"),))
        if fault == "soft_failure":
            message = "The request processing has failed due to some unknown error."
            return fields_answer(request, new_envelope(request, 500, "InternalError", message), "InternalError")
        return None


def _action_not_found() -> GatewayError:
    message = "Specified api is not found, please check your url and method."
    return GatewayError(404, "InvalidAction.NotFound", message)


def _ordered_answer(request: Request, orders: dict[str, Any]) -> Answer | None:
    """Return the answer that the data file orders with _answer or _raw, if it does."""
    if "_answer" in orders:
        failure = orders["_answer"]
        error = GatewayError(failure["HttpStatusCode"], failure["Code"], failure.get("Message", ""))
        return error_answer(request, error)
    if "_raw" in orders:
        return Answer(200, orders["_raw"].encode(), orders.get("_content_type", JSON_TYPE), "")
    return None


# --- HTTP ------------------------------------------------------------------------------------------------------------


class Server(ThreadingHTTPServer):
    """One thread a connection, on loopback only."""

    daemon_threads = True
    request_queue_size = 256
    allow_reuse_port = False

    def __init__(self, port: int, gateway: Gateway, latency_ms: int, tls: ssl.SSLContext | None = None) -> None:
        self.gateway = gateway
        self.latency_seconds = latency_ms / 1000
        self.connection_numbers = itertools.count(1)
        super().__init__(("127.0.0.1", port), Handler)
        self.endpoint = f"{'https' if tls else 'http'}://127.0.0.1:{self.server_port}"
        if tls:
            # The handshake is left to the connection's thread, so that a slow client does not hold up the others.
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def server_bind(self) -> None:
        """Bind without HTTPServer's reverse look-up of the name, which asks the network."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log a broken connection (a client that went away, a failed TLS handshake) as a line, not as a traceback."""
        error = sys.exc_info()[1]
        if isinstance(error, OSError):
            log({"error": type(error).__name__})
        else:
            super().handle_error(request, client_address)


def log(entry: dict[str, Any]) -> None:
    """Write one JSON line to stderr, past Python's buffers: a thread could hold their lock when the process ends."""
    os.write(2, to_json(entry).encode() + b"\n")


class Handler(BaseHTTPRequestHandler):
    """One connection: reads requests, lets the gateway answer, and does to the answer what its fault says."""

    protocol_version = "HTTP/1.1"
    server_version = "ccc-emulator"
    sys_version = ""
    # A buffered writer sends headers and body in one packet. Unbuffered, and with Nagle's algorithm, every answer on a
    # kept-alive connection would wait 40 ms for the client's delayed acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server
    headers: dict[str, str]

    def setup(self) -> None:
        super().setup()
        self.number = next(self.server.connection_numbers)

    def parse_request(self) -> bool:
        """Read request line and headers, with the names in lower case.

        (The base class has the e-mail package do that, which takes longer than all the rest of a request.)
        """
        self.command, self.request_version, self.close_connection = "", self.protocol_version, True
        words = self.raw_requestline.decode("latin-1").split()
        if len(words) != 3 or words[2] not in ("HTTP/1.0", "HTTP/1.1"):
            self.send_error(400, "The request line cannot be read")
            return False
        self.headers = {}
        for _count in range(MAX_HEADERS):
            line = self.rfile.readline(MAX_LINE_BYTES).decode("latin-1").rstrip("\r\n")
            if not line:
                break
            name, _colon, value = line.partition(":")
            self.headers[name.lower()] = value.strip()
        else:
            self.send_error(431)
            return False
        self.command, self.path, self.request_version = words
        connection = self.headers.get("connection", "").lower()
        self.close_connection = connection == "close" or (words[2] == "HTTP/1.0" and connection != "keep-alive")
        return True

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        """Serve the one thing that is asked for by PUT, and refuse all else as the base class does."""
        if self.path == METADATA_PUT_PATH:
            self._serve()
        else:
            self.send_error(501)

    def _serve(self) -> None:
        due = time.monotonic() + self.server.latency_seconds
        request = Request(self.command, self.path, self.headers, b"")
        try:
            request.body = self._read_body()
        except GatewayError as error:
            self.close_connection = True
            answer = error_answer(request, error)
        else:
            answer = self.server.gateway.answer(request)
        remaining = due - time.monotonic()
        if remaining > 0:
            time.sleep(remaining)
        self._log(request, answer)
        self._respond(answer)

    def _read_body(self) -> bytes:
        length = self.headers.get("content-length", "0")
        if "transfer-encoding" in self.headers or not (length.isascii() and length.isdigit()):
            raise GatewayError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
        if int(length) > MAX_BODY_BYTES:
            raise GatewayError(413, "RequestEntityTooLarge", f"The body is larger than {MAX_BODY_BYTES} bytes.")
        return self.rfile.read(int(length))

    def _log(self, request: Request, answer: Answer) -> None:
        action = "metadata" if request.is_for_metadata else request.action
        entry: dict[str, Any] = {"connection": self.number, "method": request.method, "action": action[:100]}
        for name in ("version", "instance_id", "page_number", "access_key_id"):
            value = getattr(request, name)
            if value:
                entry[name] = value[:100]
        entry["status"] = None if answer.fault in ("reset", "close", "hang") else answer.status
        entry["code"] = answer.code
        if answer.fault:
            entry["fault"] = answer.fault
        log(entry)

    def _respond(self, answer: Answer) -> None:
        on_the_wire = {
            "reset": self._reset,
            "close": self._close,
            "truncated": self._send_half,
            "hang": self._hang,
            "drip": self._drip,
        }
        on_the_wire.get(answer.fault, self._send)(answer)

    def _send(self, answer: Answer) -> None:
        self._send_head(answer)
        self.wfile.write(answer.body)

    def _send_head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _reset(self, answer: Answer) -> None:
        """Close with a linger time of 0, which sends RST. (close() alone would wait for rfile and wfile.)"""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def _close(self, answer: Answer) -> None:
        self.close_connection = True

    def _send_half(self, answer: Answer) -> None:
        self._send_head(answer)
        self.wfile.write(answer.body[: len(answer.body) // 2])
        self.close_connection = True

    def _hang(self, answer: Answer) -> None:
        """Wait until the client goes. (The thread is a daemon: it does not keep the emulator from ending.)"""
        self.close_connection = True
        while self.connection.recv(65536):
            pass

    def _drip(self, answer: Answer) -> None:
        self._send_head(answer)
        for position in range(len(answer.body)):
            self.wfile.write(answer.body[position : position + 1])
            self.wfile.flush()
            time.sleep(1)

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Log nothing here: the base class would write the request line, in whose query a signature may stand."""

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing here either: what the base class refuses is no request that the gateway would know."""


# --- A running emulator, and the state file that finds it ------------------------------------------------------------


class Running(NamedTuple):
    """What a state file says of the emulator that runs."""

    pid: int
    endpoint: str
    settings: str


def find_running(path: str) -> Running | None:
    """Read the state file; None if no emulator runs.

    An emulator holds a lock on its state file for as long as it lives, and a lock cannot outlive its process. So
    neither a file that was left behind nor a process id that now belongs to another program is taken for an emulator.
    """
    with contextlib.suppress(FileNotFoundError), _open_state(path) as file:
        if _is_locked(file):
            return Running(**json.load(file))
    return None


def stop_running(path: str) -> Running | None:
    """Stop the emulator that the state file names, and return only when it is gone; None if none runs."""
    with contextlib.suppress(FileNotFoundError), _open_state(path) as file:
        if not _is_locked(file):
            return None
        running = Running(**json.load(file))
        os.kill(running.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
        while _is_locked(file):
            if time.monotonic() > deadline:
                raise StartError(f"the emulator (process {running.pid}) did not end in {STOP_TIMEOUT_SECONDS} s")
            time.sleep(0.01)
        return running
    return None


def _open_state(path: str) -> Any:
    try:
        return open(path, encoding="utf-8")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StartError(f"cannot read the state file {path}: {error.strerror}") from error


def _is_locked(file: Any) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


class StateFile:
    """The state file of this emulator: written whole and locked, or not there."""

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            # In the same folder, so that the rename below is atomic. mkstemp makes it with mode 0600.
            self._descriptor, self._temporary = tempfile.mkstemp(prefix=".state.", dir=os.path.dirname(path) or ".")
        except OSError as error:
            raise StartError(f"cannot write the state file {path}: {error.strerror}") from error
        # The lock belongs to the open file, which a forked child inherits. It is a bare descriptor, which only the end
        # of the process closes: whoever waits for the lock waits for that.
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def write(self, running: Running) -> None:
        os.write(self._descriptor, json.dumps(running._asdict()).encode())
        try:
            os.replace(self._temporary, self._path)
        except OSError as error:
            os.unlink(self._temporary)
            raise StartError(f"cannot write the state file {self._path}: {error.strerror}") from error

    def remove(self) -> None:
        """Remove the file, unless another emulator has put its own in its place."""
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.stat(self._path), os.fstat(self._descriptor)):
                os.unlink(self._path)


# --- Command line ----------------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        """Say what is wrong in one sentence, without the usage, which is long."""
        raise StartError(message)


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = _Parser(
        prog="ccc_emulator.py",
        description="A signature-checking gateway of Alibaba Cloud's Cloud Call Center, on loopback.",
        epilog="Faults: " + "; ".join(f"{name}: {meaning}" for name, meaning in FAULTS.items()) + ".",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--port", type=_number(0, 65535), default=0, help="0, the default, takes a free one")
    records = parser.add_mutually_exclusive_group()
    records.add_argument("--data", metavar="FILE", help="JSON file with instances in the shape of version 2017-07-05")
    records.add_argument("--instances", type=_number(0), metavar="N", help="serve a generated fleet of N instances")
    add("--access-key-id", default=os.environ.get("CCC_EMULATOR_ACCESS_KEY_ID") or "emulator-key-id")
    add("--access-key-secret", default=os.environ.get("CCC_EMULATOR_ACCESS_KEY_SECRET") or "emulator-key-secret")
    add("--security-token", default=os.environ.get("CCC_EMULATOR_SECURITY_TOKEN") or "", help="makes the key temporary")
    add("--keys-from-stdin", action="store_true", help='read {"access_key_id": ..., "access_key_secret": ...}')
    issued = "a key that STS or the metadata service issues"
    add("--issued-key-requests", type=_number(0), metavar="N", help=f"{issued} is good for N requests to CCC")
    add("--issued-key-seconds", type=_number(0), metavar="N", help=f"{issued} expires after N seconds in any case")
    add("--latency-ms", type=_number(0), default=0, metavar="N", help="every answer takes this long")
    add("--requests-per-second", type=_number(1), default=0, metavar="N", help="more than these are throttled")
    add("--retry-after-ms", type=_number(0), metavar="N", help="sent with throttled answers, as x-acs-retry-after")
    add("--fault", action="append", type=_fault, default=[], metavar="NAME=RATE", help="repeatable; rate from 0 to 1")
    add("--seed", type=int, default=0, help="another seed gives other requests the faults")
    add("--tls-cert", metavar="FILE", help="serve HTTPS with this certificate (PEM)")
    add("--tls-key", metavar="FILE", help="the certificate's private key (PEM)")
    add("--detach", action="store_true", help="return when it listens, and leave it running")
    add("--state-file", metavar="FILE", help="where a running emulator says where it is; needed by --stop")
    add("--log-file", metavar="FILE", default=os.devnull, help="where a detached emulator logs")
    add("--stop", action="store_true", help="stop the emulator of --state-file")
    add("--clean", action="store_true", help="with --stop: remove the files of these options, and their empty folders")
    options = parser.parse_args(arguments, argparse.Namespace(given_data=None))
    options.fault = dict(options.fault)
    if sum(options.fault.values()) > 1 + 1e-9:
        parser.error("the rates of the faults add up to more than 1")
    if bool(options.tls_cert) != bool(options.tls_key):
        parser.error("--tls-cert and --tls-key belong together")
    if options.stop and not options.state_file:
        parser.error("--stop needs --state-file")
    if options.clean and not options.stop:
        parser.error("--clean needs --stop")
    if options.keys_from_stdin:
        _read_keys(options)
    if options.given_data is not None and (options.data is not None or options.instances is not None):
        parser.error("data on standard input does not go together with --data or --instances")
    return options


def _read_keys(options: argparse.Namespace) -> None:
    try:
        given = {**json.load(sys.stdin)}
        options.given_data = given.pop("data", None)
        keys = Credentials(**{"security_token": "", **given})
    except (TypeError, ValueError) as error:
        raise StartError(
            "standard input does not hold a JSON object with access_key_id, access_key_secret, security_token, data"
        ) from error
    vars(options).update(keys._asdict())


def _number(minimum: int, maximum: int | None = None) -> Any:
    def number(text: str) -> int:
        value = int(text)
        if value < minimum or (maximum is not None and value > maximum):
            raise argparse.ArgumentTypeError(f"{value} is out of range")
        return value

    return number


def _fault(text: str) -> tuple[str, float]:
    name, _equals, rate_text = text.partition("=")
    if name not in FAULTS:
        raise argparse.ArgumentTypeError(f"unknown fault {name!r}; known are {', '.join(FAULTS)}")
    try:
        rate = float(rate_text)
    except ValueError:
        rate = -1
    if not 0 <= rate <= 1:
        raise argparse.ArgumentTypeError(f"the rate of {name} has to be a number from 0 to 1, not {rate_text!r}")
    return name, rate


def make_server(options: argparse.Namespace) -> Server:
    """Build the emulator from the options; when this returns, it listens."""
    if options.given_data is not None:
        records = records_of(options.given_data, "standard input")
    elif options.data is not None:
        records = load_records(options.data)
    else:
        records = Records(default_instances() if options.instances is None else fleet(options.instances))
    fixed_key = Credentials(options.access_key_id, options.access_key_secret, options.security_token)
    gateway = Gateway(
        records,
        Keys(fixed_key, options.issued_key_requests, options.issued_key_seconds),
        RateLimit(options.requests_per_second),
        Faults(options.fault, options.seed),
        options.retry_after_ms,
    )
    tls = _tls_context(options.tls_cert, options.tls_key) if options.tls_cert else None
    try:
        return Server(options.port, gateway, options.latency_ms, tls)
    except OSError as error:
        reason = "the port is in use" if error.errno == errno.EADDRINUSE else error.strerror
        raise StartError(f"cannot listen on 127.0.0.1:{options.port}: {reason}") from error


def _tls_context(certificate: str, key: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise StartError(f"cannot use the certificate {certificate} with the key {key}: {error}") from error
    return context


def settings_of(options: argparse.Namespace) -> str:
    """Return a digest of everything that changes how the emulator answers, the content of the data file included."""
    settings = {
        name: value
        for name, value in vars(options).items()
        if name not in ("detach", "stop", "log_file", "state_file", "clean", "keys_from_stdin")
    }
    if options.data is not None:
        try:
            with open(options.data, "rb") as file:
                settings["data"] = hashlib.sha256(file.read()).hexdigest()
        except OSError:
            pass  # load_records says it better
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def start(options: argparse.Namespace) -> None:
    """Start an emulator. A detached one that runs already is kept if its settings are the same, else it is replaced."""
    settings = settings_of(options)
    running = find_running(options.state_file) if options.state_file else None
    if running is not None:
        if not options.detach:
            raise StartError(f"an emulator runs already (process {running.pid}, {running.endpoint}): stop it first")
        if running.settings == settings:
            announce({"endpoint": running.endpoint, "pid": running.pid, "already_running": True})
            return
        stop_running(options.state_file)
    server = make_server(options)
    if options.state_file:
        _make_folder(options.state_file)
    log_descriptor = _open_log(options.log_file) if options.detach else None
    state = StateFile(options.state_file) if options.state_file else None
    # From here on the stop signals wait until they are asked for: no handler ever interrupts anything. Forked processes
    # and threads inherit this.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    if log_descriptor is None:
        announcement = {"endpoint": server.endpoint}
        _hand_over(state, Running(os.getpid(), server.endpoint, settings), announcement)
        _serve(server, state)
        return
    child = os.fork()
    if child == 0:
        _leave_terminal(log_descriptor)
        _serve(server, state)
        return
    # The socket listens already, so this process may go; the child has it, and the lock on the state file.
    try:
        _hand_over(state, Running(child, server.endpoint, settings), {"endpoint": server.endpoint, "pid": child})
    except StartError:
        os.kill(child, signal.SIGKILL)
        raise


def _make_folder(state_file: str) -> None:
    folder = os.path.dirname(state_file) or "."
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError as error:
        raise StartError(f"cannot make the folder {folder}: {error.strerror}") from error


def _open_log(path: str) -> int:
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise StartError(f"cannot write the log file {path}: {error.strerror}") from error


def _leave_terminal(log_descriptor: int) -> None:
    """Make this (forked) process independent of the terminal and of whoever waits for its parent's output."""
    os.setsid()
    null_descriptor = os.open(os.devnull, os.O_RDWR)
    os.dup2(null_descriptor, 0)
    os.dup2(null_descriptor, 1)
    os.dup2(log_descriptor, 2)


def _hand_over(state: StateFile | None, running: Running, announcement: dict[str, Any]) -> None:
    if state:
        state.write(running)
    announce(announcement)


def _serve(server: Server, state: StateFile | None) -> None:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    signal.sigwait(STOP_SIGNALS)
    if state:
        state.remove()


def announce(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def stop(options: argparse.Namespace) -> None:
    stopped = stop_running(options.state_file)
    line = {"stopped": stopped is not None, "pid": stopped.pid if stopped else None}
    if options.clean:
        line["removed"] = _clean([options.state_file, options.log_file, options.data])
    announce(line)


def _clean(paths: list[str | None]) -> list[str]:
    """Remove the files, and their folders if nothing else is in them; return what was there."""
    removed = []
    files = [path for path in paths if path and path != os.devnull]
    for remove, path in [
        *((os.unlink, path) for path in files),
        *((os.rmdir, folder) for folder in sorted({os.path.dirname(path) for path in files} - {""})),
    ]:
        try:
            remove(path)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTEMPTY):
                raise StartError(f"cannot remove {path}: {error.strerror}") from error
        else:
            removed.append(path)
    return removed


def main(arguments: list[str]) -> int:
    try:
        options = parse_arguments(arguments)
        if options.stop:
            stop(options)
        else:
            start(options)
    except StartError as error:
        sys.stderr.write(f"ccc_emulator.py: {error}.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
