# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible's side of a module: its options, a missing library, and how a result becomes success or failure."""

from __future__ import annotations

import os
import time
import traceback
from typing import Any, Callable, Dict, Mapping

from ansible.module_utils.basic import AnsibleFallbackNotFound, AnsibleModule, missing_required_lib
from ansible_collections.alicloud.ccc.plugins.module_utils._client import (
    DEFAULT_API_VERSION,
    GENERATIONS,
    Batch,
    Client,
    OptionError,
    client_from_options,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import CredentialsError
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.profile import CONFIG_FILE
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import (
    DEFAULT_CHAIN,
    environment_secrets,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sts import SESSION_NAME
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import SIGNATURE_METHODS
from ansible_collections.alicloud.ccc.plugins.module_utils._http.transport import REQUESTS_IMPORT_ERROR

# One odd gateway can earn a warning for each of thousands of instances.
MOST_WARNINGS = 20
# The last of them lead to the place of a bug.
MOST_CALLS = 4

Run = Callable[[Mapping[str, Any]], Dict[str, Any]]
"""What a module does: from its options to its result, or an OptionError, EndpointError or CredentialsError."""


def first_set_environment_variable(*names: str) -> str:
    """Return the value of the first of these variables that is not empty; a fallback of an argument spec."""
    for name in names:
        if os.environ.get(name):
            return os.environ[name]
    raise AnsibleFallbackNotFound


def connection_argument_spec() -> dict[str, dict[str, Any]]:
    """Return the options of the documentation fragment ``alicloud.ccc.connection``.

    The environment variables of a key and of a profile are not here: a key is taken from one source, whole
    (``_credentials``).
    """
    return {
        "access_key_id": {"type": "str", "no_log": False, "aliases": ["alicloud_access_key", "access_key"]},
        "access_key_secret": {"type": "str", "no_log": True, "aliases": ["alicloud_secret_key", "secret_key"]},
        "security_token": {"type": "str", "no_log": True, "aliases": ["alicloud_security_token"]},
        "profile": {"type": "str"},
        "config_file": {
            "type": "path",
            "default": CONFIG_FILE,
            "aliases": ["shared_credentials_file"],
            "fallback": (first_set_environment_variable, ["ALICLOUD_SHARED_CREDENTIALS_FILE"]),
        },
        "credentials": {"type": "str", "choices": [DEFAULT_CHAIN], "no_log": False},
        "ecs_role_name": {"type": "str"},
        "assume_role": {
            "type": "dict",
            "options": {
                "role_arn": {"type": "str", "required": True},
                "session_name": {"type": "str", "default": SESSION_NAME},
                "duration_seconds": {"type": "int", "default": 3600},
                "external_id": {"type": "str"},
                "policy": {"type": "raw"},
                "endpoint": {"type": "str"},
            },
        },
        # No default: the region of a profile goes before cn-shanghai.
        "region": {
            "type": "str",
            "aliases": ["region_id", "alicloud_region"],
            "fallback": (
                first_set_environment_variable,
                ["ALIBABA_CLOUD_REGION_ID", "ALICLOUD_REGION", "ALICLOUD_REGION_ID"],
            ),
        },
        "endpoint": {"type": "str", "fallback": (first_set_environment_variable, ["ALIBABA_CLOUD_CCC_ENDPOINT"])},
        "api_version": {"type": "str", "default": DEFAULT_API_VERSION, "choices": list(GENERATIONS)},
        "signature_method": {"type": "str", "choices": list(SIGNATURE_METHODS)},
        "connect_timeout": {"type": "float", "default": 5},
        "read_timeout": {"type": "float", "default": 10},
        "max_attempts": {"type": "int", "default": 6},
        "concurrency": {"type": "int", "default": 16},
        "validate_certs": {"type": "bool", "default": True},
        "ca_path": {
            "type": "path",
            "fallback": (first_set_environment_variable, ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"]),
        },
    }


def argument_spec_with(own_options: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return a module's whole argument spec: the options of the connection, and its own."""
    return {**connection_argument_spec(), **own_options}


def execute(run: Run, own_options: Mapping[str, dict[str, Any]]) -> None:
    """Make the module of these options, run it in this process, which is its own, and exit."""
    module = AnsibleModule(argument_spec=argument_spec_with(own_options), supports_check_mode=True)
    # Ansible masks what no_log options hold.
    module.no_log_values.update(secrets_beside_options(module.params))
    if REQUESTS_IMPORT_ERROR:
        module.fail_json(msg=missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR)
    result = result_of(run, module.params)
    for warning in result.pop("warnings"):
        module.warn(warning)
    if result.pop("failed"):
        module.fail_json(**result)
    module.exit_json(**result)


def secrets_beside_options(params: Mapping[str, Any]) -> set[str]:
    """Return the secrets that Ansible does not know from the argument spec.

    The environment's, and what somebody wrote into the endpoint, which is refused, but shown with the task's options.
    """
    in_endpoint = (params["endpoint"] or "").rpartition("@")[0]
    return {secret for secret in (*environment_secrets(os.environ), in_endpoint) if secret}


def result_of(run: Run, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a module returns for ``run(params)``, with ``changed``, ``failed`` and ``warnings`` (list of str).

    Raises nothing but what ends a process: what ``run`` raises is a failure, with a message.
    """
    try:
        result = run(params)
    except (OptionError, EndpointError, CredentialsError) as error:
        result = _nothing_read(str(error))
    # Not its text, nor a traceback: nobody knows what is in them.
    except (Exception, SystemExit) as error:
        result = _nothing_read(
            "This is a bug in alicloud.ccc, or in a library that it uses: %s. Please report it, with this message."
            % _place_of(error)
        )
    warnings = at_most(MOST_WARNINGS, list(dict.fromkeys(result["warnings"])))
    return {"changed": False, **result, "failed": bool(result.get("msg")), "warnings": warnings}


def _nothing_read(message: str) -> dict[str, Any]:
    return {
        "msg": message,
        "instances": [],
        "request_ids": [],
        "credentials_source": None,
        "elapsed": 0.0,
        "errors": [],
        "warnings": [],
    }


def _place_of(error: BaseException) -> str:
    """Return an exception's kind, and where it was raised, from the outermost of the last calls to the innermost."""
    calls = traceback.extract_tb(error.__traceback__)[-MOST_CALLS:]
    places = ("%s, line %s, in %s" % (os.path.basename(call.filename), call.lineno, call.name) for call in calls)
    return "%s (%s)" % (type(error).__name__, "; ".join(places))


def read_instances(params: Mapping[str, Any], read: Callable[[Client], Batch]) -> dict[str, Any]:
    """Return a module's result: what ``read(client)`` brought, with the client of the connection options."""
    start = time.monotonic()
    with client_from_options(params, os.environ) as client:
        batch = read(client)
    result = {
        "instances": batch.instances,
        "request_ids": batch.request_ids,
        "credentials_source": client.keys.name,
        "elapsed": round(time.monotonic() - start, 3),
        "warnings": client.keys.warnings + batch.warnings,
    }
    if batch.errors:
        result.update(msg=failure_message(batch, client.keys.name), errors=[error.as_dict() for error in batch.errors])
    return result


def failure_message(batch: Batch, credentials_source: str, has_result: bool = True) -> str:
    """Return the sentences that a failed task shows for a Batch with errors.

    ``has_result``: whether a result comes with them that has all errors and what was read.
    """
    # What ended the run says more than what happened to one id before.
    error = next((error for error in batch.errors if error.fatal), batch.errors[0])
    parts = [error.sentence()]
    if error.is_about_the_key:
        parts.append("The key is the one of %s." % credentials_source)
    if len(batch.errors) > 1:
        see = ", see errors" if has_result else ""
        parts.append("%s failed%s." % (_count(len(batch.errors) - 1, "more request"), see))
    if batch.not_asked:
        parts.append("The run ended there; %s not asked for." % _count(batch.not_asked, "more instance", "was", "were"))
    if batch.instances and has_result:
        parts.append("%s read all the same, see instances." % _count(len(batch.instances), "instance", "was", "were"))
    return " ".join([*parts, error.hint]).rstrip()


def _count(number: int, noun: str, one: str = "", many: str = "") -> str:
    return " ".join((str(number), noun if number == 1 else noun + "s", one if number == 1 else many)).rstrip()


def at_most(limit: int, warnings: list[str]) -> list[str]:
    """Return the first ``limit`` warnings, and one that counts the others."""
    if len(warnings) <= limit:
        return warnings
    return warnings[:limit] + ["%d more warnings are left out." % (len(warnings) - limit)]
