# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors: what they mean for the run, and what a user can do about them."""

from __future__ import annotations

import re
from typing import Iterable, NamedTuple, TypedDict

# The consequences of a failure.
RETRY = "retry"  # another attempt may succeed
GIVE_UP = "give up"  # no other attempt of this request will succeed
END_RUN = "end run"  # no other request of the run will succeed


class Kind(NamedTuple):
    """Failures that are handled alike.

    codes: prefixes of the gateway's codes, or of the collection's own ("Client."). hint: what a user can do; ACTION is
    replaced with the RAM action of the request.
    """

    codes: tuple[str, ...]
    consequence: str
    hint: str


_CHECK_ENDPOINT = (
    "Check region and endpoint (CCC is available in cn-shanghai, at https://ccc.cn-shanghai.aliyuncs.com), and the "
    "proxy: HTTPS_PROXY and NO_PROXY apply, except for loopback."
)

# The gateway's codes, from Alibaba Cloud's error center and the official SDKs. They are classified by code, because the
# HTTP status of a code varies. The first kind that matches applies.
KINDS = (
    Kind(
        ("Throttling",),
        RETRY,
        "The account's request limit is used up; all of its RAM users share it. Lower concurrency, raise max_attempts, "
        "or run the task at a quieter time.",
    ),
    Kind(
        ("ServiceUnavailable", "InternalError", "InternalService", "SignatureNonceUsed"),
        RETRY,
        "The gateway has an internal problem. Run the task again later; Alibaba Cloud support can look up the request "
        "id.",
    ),
    Kind(
        ("InvalidAccessKeyId",),
        END_RUN,
        "Check access_key_id: this key does not exist or is disabled (see AccessKey in the RAM console). A temporary "
        "key also needs its security_token.",
    ),
    Kind(
        ("SignatureDoesNotMatch", "IncompleteSignature"),
        END_RUN,
        "Check access_key_secret: it is not the secret of this access_key_id.",
    ),
    Kind(
        ("InvalidTimeStamp", "IllegalTimestamp"),
        END_RUN,
        "Set the clock of the machine that runs the task (chrony, NTP). The gateway accepts a difference of 15 "
        "minutes.",
    ),
    Kind(
        ("InvalidSecurityToken", "MissingSecurityToken"),
        END_RUN,
        "This temporary key has expired, or its parts do not belong together. Get a new one from STS, and set its id, "
        "secret and security_token together.",
    ),
    Kind(
        ("Forbidden", "NoPermission"),
        END_RUN,
        "Allow the action ACTION in a RAM policy of this user or role.",
    ),
    Kind(
        ("NotExist",),
        GIVE_UP,
        "Check the id and the region, and that the call center belongs to the key's account. "
        "alicloud.ccc.ccc_user_instances_info lists the call centers that the key's user is a member of.",
    ),
    Kind(
        ("Permission.",),
        GIVE_UP,
        "Make the key's user a member of this call center with a role that allows this (in the console, or with the "
        "API operation ImportRamUsers or AssignUsers). A RAM policy alone does not give access to a call center.",
    ),
    Kind(
        ("AbnormalService.Disabled",),
        END_RUN,
        "Enable Cloud Call Center for this account in the Alibaba Cloud console, or use a key of another account.",
    ),
    Kind(("AbnormalService",), GIVE_UP, "The call center is stopped or is being created. Check its status."),
    Kind(
        ("InvalidAction", "InvalidVersion", "UnsupportedOperation"),
        END_RUN,
        "Check endpoint and api_version (for ccc_operation_info, also operation): the server at this endpoint does not "
        "support this CCC operation in this API version.",
    ),
    Kind(
        ("Missing", "InvalidParameter", "Parameter."),
        GIVE_UP,
        "Check the id and the other options of the task (for ccc_operation_info, also parameters): the gateway does "
        "not accept one of the values.",
    ),
    Kind(("Client.NameResolution", "Client.Connection", "Client.Timeout"), RETRY, _CHECK_ENDPOINT),
    Kind(
        ("Client.Certificate",),
        END_RUN,
        "If your company's own authority signed the certificate, set ca_path to the authority's certificate file. "
        "validate_certs=false leaves the connection unprotected.",
    ),
    Kind(
        ("Client.Credentials",),
        END_RUN,
        "The key expired during the run, and its source returned no new key. Check the key source, then run the task "
        "again.",
    ),
    Kind(("Client.NoCredentials",), END_RUN, "Check the account's key source."),
    Kind(("Client.Proxy",), RETRY, "Check HTTPS_PROXY and NO_PROXY in the environment of the task."),
    Kind(
        ("Client.Redirect",),
        RETRY,
        "Set endpoint to the final address, or check whether a proxy or portal responds instead of the gateway.",
    ),
    Kind(("Client.TooLarge",), GIVE_UP, "Check the endpoint: CCC sends no response that large."),
    Kind(
        ("Client.InconsistentList",),
        GIVE_UP,
        "Run the task again when nothing is being created or deleted. If the error persists, the gateway miscounts: "
        "send the request ids in request_ids to Alibaba Cloud support.",
    ),
    Kind(
        ("Client.ListTooLong",),
        GIVE_UP,
        "If the operation has a filter such as SearchPattern, use alicloud.ccc.ccc_operation_info to read the list in "
        "parts.",
    ),
    Kind(
        ("Client.InvalidResponse", "Client.HttpStatus", "Client.Unsuccessful"),
        RETRY,
        "Run the task again. If the error persists, check whether a proxy or portal responds instead of the gateway.",
    ),
)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)
_OTHER = Kind((), GIVE_UP, "")
_ACTIONS_OF_STS = ("AssumeRole",)
# For these codes, the message says where the key comes from.
_ABOUT_THE_KEY = (
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "InvalidSecurityToken",
    "MissingSecurityToken",
    "Forbidden",
    "NoPermission",
)


class ErrorDict(TypedDict):
    """A CccError as the modules return it. RETURN describes the keys."""

    instance_id: str | None
    code: str
    message: str
    http_status: int | None
    request_id: str | None
    attempts: int
    hint: str


class CccError(Exception):
    """One failed operation.

    code: the gateway's, or one of the collection's own, which begin with ``Client.``. message: what happened, without
    secrets. http_status, request_id: of the last response, or None. retry_after: how many seconds the gateway asks to
    wait, or None. The caller adds attempts (how many requests were sent), action, api_version, and, or None,
    instance_id, page and part (the parameters of one of several lists of a call center).
    """

    def __init__(
        self,
        code: str,
        message: str,
        http_status: int | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        recommend: str | None = None,
    ) -> None:
        super().__init__(message)
        kind = next((kind for kind in KINDS if code.startswith(kind.codes)), _OTHER)
        self.code = code
        self.message = message
        self.http_status = http_status
        self.request_id = request_id
        self.retry_after = retry_after
        self._advice = kind.hint
        self._recommend = recommend
        self.attempts = 0
        self.action: str | None = None
        self.api_version: str | None = None
        self.instance_id: str | None = None
        self.page: int | None = None
        self.part: str | None = None
        self.fatal = kind.consequence == END_RUN
        self.retryable = kind.consequence == RETRY
        if kind is _OTHER or code == "Client.HttpStatus":
            self.retryable = http_status in (408, 429) or (http_status or 0) >= 500

    @property
    def hint(self) -> str:
        """What the user can do."""
        service = "sts" if self.action in _ACTIONS_OF_STS else "ccc"
        action = "%s:%s" % (service, self.action) if self.action else "of this request"
        advice = self._advice.replace("ACTION", action)
        parts = (self._version_hint(), advice, self._recommend and "See %s" % self._recommend)
        return " ".join(part for part in parts if part)

    def _version_hint(self) -> str | None:
        """Return a hint if an id that was not found looks like an id of the other API version."""
        if not self.code.startswith("NotExist") or self.instance_id is None or self.api_version is None:
            return None
        is_uuid = bool(_UUID.match(self.instance_id))
        if is_uuid == (self.api_version == "2017-07-05"):
            return None
        version, form = ("2017-07-05", "a UUID") if is_uuid else ("2020-07-01", "a workbench name")
        text = "The id %s looks like one of API version %s (%s): check api_version."
        return text % (self.instance_id, version, form)

    @property
    def throttled(self) -> bool:
        return self.code.startswith("Throttling") or self.http_status == 429

    @property
    def is_about_the_key(self) -> bool:
        return self.code.startswith(_ABOUT_THE_KEY)

    @property
    def key_has_expired(self) -> bool:
        return self.code.startswith("InvalidSecurityToken.Expired")

    def as_dict(self) -> ErrorDict:
        return {
            "instance_id": self.instance_id,
            "code": self.code,
            "message": self.message,
            "http_status": self.http_status,
            "request_id": self.request_id,
            "attempts": self.attempts,
            "hint": self.hint,
        }

    def sentence(self) -> str:
        """Return what happened to which instance, with the code, the HTTP status and the request id."""
        if self.code == "Client.NoCredentials":  # before any request
            return "%s (code %s)." % (self.message.rstrip(". "), self.code)
        subject = self.action or "The request"
        parts = [part for part in (self.part, self.page is not None and "page %d" % self.page) if part]
        if parts:
            subject += " (%s)" % ", ".join(parts)
        if self.instance_id is not None:
            subject += " for instance %s" % self.instance_id
        details = ["code %s" % self.code]
        if self.http_status is not None:
            details.append("HTTP %s" % self.http_status)
        if self.request_id:
            details.append("request id %s" % self.request_id)
        if self.attempts:
            details.append("%d attempt%s" % (self.attempts, "" if self.attempts == 1 else "s"))
        return "%s failed: %s (%s)." % (subject, self.message.rstrip(". "), ", ".join(details))

    def __str__(self) -> str:
        return " ".join(part for part in (self.sentence(), self.hint) if part)


_STRING_TO_SIGN = re.compile(r"(string\s*to\s*sign|canonical\s*request)\b.*", re.IGNORECASE | re.DOTALL)
_SIGNATURE = re.compile(r"(signature[\"']?(?:%(?:25)*3D|\s*[:=]\s*[\"']?))[A-Za-z0-9+/%]{16,}=*", re.IGNORECASE)
REDACTED = "(removed)"


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return a text of the gateway without signatures and ``secrets``.

    Secrets are found raw and percent-encoded (fully or in part, once or more). The text after "string to sign" is cut
    off, because the gateway repeats everything that was signed there.
    """
    text = _STRING_TO_SIGN.sub(r"\1 " + REDACTED, text)
    text = _SIGNATURE.sub(r"\1" + REDACTED, text)
    for secret in secrets:
        text = re.sub("".join(_forms(character) for character in secret), REDACTED, text)
    return text


def _forms(character: str) -> str:
    # Encoders differ in which characters they keep (a slash, a tilde) and in the case of hexadecimal digits.
    if character.isalnum():
        return character
    return "(?:%s|%%(?:25)*(?i:%02X))" % (re.escape(character), ord(character))
