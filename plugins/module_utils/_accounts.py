# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts as options name them: checked, with what is to be asked of each, and what comes of it.

Neither the network nor a key is needed.
"""

from __future__ import annotations

import collections
from typing import Any, Mapping, NamedTuple

from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import PARTS, CredentialsError, KeySource
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import (
    ENVIRONMENT_NAMES,
    first_source,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import (
    DEFAULT_REGION,
    PLACEHOLDER,
    Endpoint,
    EndpointError,
    endpoint_of,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError, settings_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import HMAC_SHA1
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS

# The account of a task that names none.
ONLY_ACCOUNT = "default"
# The options that name a source of a key. A role is assumed with a key, so it is none.
_SOURCES = (*PARTS, "ecs_role_name", "profile", "credentials")


class Question(NamedTuple):
    """What is asked at one place. by_name: whether somebody named this version of the API."""

    account: str
    region: str
    api_version: str
    endpoint: Endpoint
    by_name: bool


class Account(NamedTuple):
    """options: those of the connection. source: of the key, before it is asked, or why there is none."""

    name: str
    options: Mapping[str, Any]
    source: KeySource | CredentialsError
    questions: list[Question]


class Outcome(NamedTuple):
    """What came of a Question. read: its element of ccc_fleet_info's ``reads``. warnings: list of str."""

    question: Question
    instances: list[dict[str, Any]]
    unassigned_numbers: list[dict[str, Any]]
    read: dict[str, Any]
    errors: list[CccError]
    warnings: list[str]


def not_read(question: Question, error: CccError) -> Outcome:
    """Return the Outcome of a Question that could not be asked."""
    return Outcome(question, [], [], row_of(question, error=error.sentence()), [error], [])


def place_of(question: Question) -> dict[str, str]:
    return {"account": question.account, "region": question.region, "api_version": question.api_version}


def row_of(question: Question, **what: Any) -> dict[str, Any]:
    """Return an element of ``reads``."""
    return {
        **place_of(question),
        "endpoint": str(question.endpoint),
        "operations": [],
        "requests": 0,
        "found": {"instances": 0},
        "refused": 0,
        "identity": None,
        "credentials_source": None,
        "elapsed": 0.0,
        "remarks": [],
        "error": None,
        "request_ids": [],
        **what,
    }


def accounts_of(params: Mapping[str, Any], environ: Mapping[str, str]) -> list[Account]:
    """Return the Accounts of the option ``accounts``, or the one of the options of a task that has none.

    ``params``: the options of a task: accounts, regions, api_versions, and those of the connection, which are what an
    account has unless it says otherwise. ``environ``: environment variables. Raises OptionError or EndpointError,
    which name the account.
    """
    given = params["accounts"]
    if given is None:
        return [_account({"name": ONLY_ACCOUNT}, params, environ)]
    if not given:
        raise OptionError("accounts is empty. Remove it or list at least one account.")
    for position, account in enumerate(given):
        if not account["name"].strip():
            raise OptionError("accounts[%d].name is blank. Give the account a name." % position)
    names = collections.Counter(account["name"] for account in given)
    for name, times in names.items():
        if times > 1:
            raise OptionError("%d accounts are named %s. Give each account a different name." % (times, name))
    accounts = []
    for account in given:
        try:
            accounts.append(_account(account, params, environ))
        except (OptionError, EndpointError) as error:
            raise type(error)("Account %s: %s" % (account["name"], error)) from None
    return accounts


def _account(given: Mapping[str, Any], params: Mapping[str, Any], environ: Mapping[str, str]) -> Account:
    own = {option: value for option, value in given.items() if value is not None}
    for option in ("regions", "api_versions"):
        if own.get(option) == []:
            raise OptionError("%s is empty. Remove it or list at least one value." % option)
    options = {**params, **own}
    if any(own.get(option) for option in _SOURCES):
        # What names its key gets that one, and neither the task's nor the environment's.
        options.update((option, own.get(option)) for option in _SOURCES)
        environ = {name: value for name, value in environ.items() if name not in ENVIRONMENT_NAMES}
    settings_from_options(options, HMAC_SHA1)
    source: KeySource | CredentialsError
    try:
        source = first_source(options, environ)
    except CredentialsError as error:
        source = error
    named = own if own.get("region") or own.get("regions") else params
    of_source = source.region if isinstance(source, KeySource) else None
    regions = _regions(named.get("regions"), named.get("region") or of_source or DEFAULT_REGION, options["endpoint"])
    named = own if own.get("api_version") or own.get("api_versions") else params
    by_name = named.get("api_versions") or [named.get("api_version")]
    versions = dict.fromkeys(version for version in by_name if version)
    questions = [
        Question(given["name"], region, version, endpoint, bool(versions))
        for region, endpoint in regions.items()
        for version in versions or API_VERSIONS
    ]
    return Account(given["name"], options, source, questions)


def _regions(regions: list[str] | None, region: str, endpoint: str | None) -> dict[str, Endpoint]:
    """Return the regions to ask, each once, with its endpoint. ``region``: if there is no list of them."""
    found = {name: endpoint_of(name, endpoint) for name in regions or [region]}
    if len({each.url for each in found.values()}) < len(found):
        raise OptionError(
            "endpoint %s is the same for all %d regions. Write %s instead of the region in it."
            % (endpoint, len(found), PLACEHOLDER)
        )
    return found
