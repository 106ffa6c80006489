# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Ansible side of the modules: options, a missing library, and results as success or failure."""

from __future__ import annotations

import os
import time
import traceback
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Union

from ansible.module_utils.basic import AnsibleFallbackNotFound, AnsibleModule, missing_required_lib
from ansible.module_utils.common.parameters import remove_values
from ansible_collections.alicloud.ccc.plugins.module_utils._accounts import accounts_of
from ansible_collections.alicloud.ccc.plugins.module_utils._any_operation import (
    AnyOperation,
    check_action,
    check_pages,
    read_by_name,
    secrets_in,
    sent_parameters,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._client import Batch, client_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import CredentialsError, KeySource
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.profile import CONFIG_FILE
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import (
    DEFAULT_CHAIN,
    environment_secrets,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sts import SESSION_NAME
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FleetOperation, Say, read_fleet
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import SIGNATURE_METHODS
from ansible_collections.alicloud.ccc.plugins.module_utils._http.transport import REQUESTS_IMPORT_ERROR
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import (
    API_VERSIONS,
    OLD_VERSION,
    Operation,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._packed import packed

Readable = Union[Operation, AnyOperation, FleetOperation]
"""Anything that a module reads."""

ISSUE_TRACKER = "https://github.com/alicloud/ansible-ccc/issues"
# A faulty gateway can cause a warning for each of thousands of instances.
MOST_WARNINGS = 20
# The innermost calls are enough to locate a bug.
MOST_CALLS = 4

_INSTANCE_IDS = {"type": "list", "elements": "str", "required": True, "aliases": ["instance_id"]}


def first_set_environment_variable(*names: str) -> str:
    """Return the value of the first environment variable that is not empty. A fallback for argument specs."""
    for name in names:
        if os.environ.get(name):
            return os.environ[name]
    raise AnsibleFallbackNotFound


def connection_argument_spec() -> dict[str, dict[str, Any]]:
    """Return the options of the documentation fragment ``alicloud.ccc.connection``.

    Environment variables for keys and profiles are not fallbacks here: ``_credentials`` takes all parts of a key from
    one source.
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
        # No default, since the region of a profile takes precedence over cn-shanghai.
        "region": {
            "type": "str",
            "aliases": ["region_id", "alicloud_region"],
            "fallback": (
                first_set_environment_variable,
                ["ALIBABA_CLOUD_REGION_ID", "ALICLOUD_REGION", "ALICLOUD_REGION_ID"],
            ),
        },
        "endpoint": {"type": "str", "fallback": (first_set_environment_variable, ["ALIBABA_CLOUD_CCC_ENDPOINT"])},
        "api_version": {"type": "str", "default": OLD_VERSION, "choices": list(API_VERSIONS)},
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


def account_argument_spec() -> dict[str, dict[str, Any]]:
    """Return the suboptions of ``accounts``. They have no defaults, because the task's options are the defaults."""
    connection = connection_argument_spec().items()
    texts = {"type": "list", "elements": "str"}
    return {
        "name": {"type": "str", "required": True},
        "regions": texts,
        "api_versions": {**texts, "choices": list(API_VERSIONS)},
        **{
            name: {key: value for key, value in option.items() if key not in ("default", "fallback")}
            for name, option in connection
        },
    }


def argument_spec_of(operation: Readable) -> dict[str, dict[str, Any]]:
    """Return the argument spec of an operation's module: the connection options and its own."""
    spec = {
        **connection_argument_spec(),
        **operation.options,
        **({"instance_ids": _INSTANCE_IDS} if operation.each else {}),
    }
    spec["api_version"]["default"] = operation.default_version
    if "accounts" in spec:
        spec["accounts"] = {**spec["accounts"], "options": account_argument_spec()}
    return spec


def execute(operation: Readable) -> None:
    """Run the module of an operation, and exit."""
    module = AnsibleModule(argument_spec=argument_spec_of(operation), supports_check_mode=True)
    # Ansible masks only the values of no_log options by itself.
    module.no_log_values.update(secrets_of(module.params))
    if REQUESTS_IMPORT_ERROR:
        module.fail_json(msg=missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR)
    result = result_of(operation, module.params)
    if module.params.get("facts_as_text"):
        # Ansible cannot mask secrets in packed text.
        result = handed_over(remove_values(result, module.no_log_values), module.params)
    for warning in result.pop("warnings"):
        module.warn(warning)
    if result.pop("failed"):
        module.fail_json(**result)
    module.exit_json(**result)


def secrets_of(params: Mapping[str, Any]) -> set[str]:
    """Return all secrets of a task, since Ansible knows only those of no_log options.

    These are also secrets in the environment, in parameters of an operation, and in an endpoint, which is refused but
    shown with the task's options.
    """
    secrets = {*environment_secrets(os.environ), *secrets_in(params.get("parameters") or {})}
    for options in (params, *(params.get("accounts") or ())):
        secrets.add((options["endpoint"] or "").rpartition("@")[0])
        secrets.update((options["access_key_secret"], options["security_token"]))
    return {secret for secret in secrets if secret}


def result_of(operation: Readable, params: Mapping[str, Any], say: Say | None = None) -> dict[str, Any]:
    """Return the result of an operation's module, with ``changed``, ``failed`` and ``warnings``.

    ``say``: called with the progress when many accounts are read. Errors are returned as a failure with a message; only
    exceptions that end a process, such as KeyboardInterrupt, are raised.
    """
    result: dict[str, Any] = {
        **operation.nothing,
        "elapsed": 0.0,
        "warnings": [],
    }
    try:
        result.update(_READERS[type(operation)](operation, params, say))
    except (OptionError, EndpointError, CredentialsError) as error:
        result.update(msg=str(error), errors=[])
    # Neither its text nor a traceback is shown, because they can contain secrets.
    except (Exception, SystemExit) as error:
        message = "This is a bug in alicloud.ccc or in a library that it uses: %s. Please report this message at %s."
        result.update(msg=message % (_origin_of(error), ISSUE_TRACKER), errors=[])
    warnings = at_most(MOST_WARNINGS, list(dict.fromkeys(result["warnings"])))
    return {"changed": False, **result, "failed": "msg" in result, "warnings": warnings}


def handed_over(result: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """Return a result, with its facts packed as text if ``facts_as_text`` is set."""
    names = [name for name in ("instances", "unassigned_numbers") if params.get("facts_as_text")]
    return {**result, **{name: packed(result[name]) for name in names}}


def _origin_of(error: BaseException) -> str:
    """Return an exception's class and the last calls before it, the innermost call last."""
    calls = traceback.extract_tb(error.__traceback__)[-MOST_CALLS:]
    lines = ("%s, line %s, in %s" % (os.path.basename(call.filename), call.lineno, call.name) for call in calls)
    return "%s (%s)" % (type(error).__name__, "; ".join(lines))


def _read_operation(operation: Operation, params: Mapping[str, Any], _say: Say | None) -> dict[str, Any]:
    """Read an operation that has its own module.

    Like the other readers, it returns part of the result and raises OptionError, EndpointError or CredentialsError.
    """
    start = time.monotonic()
    if params["api_version"] not in operation.versions:
        text = "%s exists only in API version %s, but api_version is %s. Remove api_version or set it to %s."
        own = operation.default_version
        raise OptionError(text % (operation.action, own, params["api_version"], own))
    for name, option in operation.options.items():
        if option["type"] == "list" and not params[name]:
            raise OptionError("%s is empty. Remove it or list at least one value." % name)
    instance_ids = _instance_ids(params["instance_ids"]) if operation.each else []
    if operation.each and not instance_ids:
        return {}  # There is nothing to request, so no key is needed.
    with client_from_options(params, os.environ) as client:
        batch = client.read(operation, instance_ids, params)
    return _outcome(operation, {operation.result: batch.elements}, batch, client.keys, start)


def _read_by_name(operation: AnyOperation, params: Mapping[str, Any], _say: Say | None) -> dict[str, Any]:
    """Read the operation that a task names."""
    start = time.monotonic()
    check_action(params["operation"])
    parameters = sent_parameters(params["parameters"], params["api_version"])
    if params["all_pages"]:
        check_pages(parameters)
    with client_from_options(params, os.environ) as client:
        found = read_by_name(client, params["operation"], parameters, params["all_pages"])
    return _outcome(operation, {"answer": found.answer, "elements": found.elements}, found.batch, client.keys, start)


def _read_accounts(_operation: FleetOperation, params: Mapping[str, Any], say: Say | None) -> dict[str, Any]:
    """Read many accounts."""
    start = time.monotonic()
    accounts = accounts_of(params, os.environ)
    fleet = read_fleet(accounts, params["include"], params["sts_endpoint"] if params["identify"] else None, say)
    result: dict[str, Any] = {
        "instances": fleet.instances,
        "unassigned_numbers": fleet.unassigned_numbers,
        "reads": fleet.reads,
        "elapsed": round(time.monotonic() - start, 3),
        "warnings": fleet.warnings,
    }
    if fleet.failures:
        first = next((failure for failure in fleet.failures if failure.error.fatal), fleet.failures[0])
        parts = [first.sentence()]
        if len(fleet.failures) > 1:
            parts.append("%s; see errors." % _count(len(fleet.failures) - 1, "more failure"))
        if fleet.instances:
            parts.append("%s read; see instances." % _count(len(fleet.instances), "instance", "was", "were"))
        result.update(
            msg=" ".join([*parts, first.error.hint]).rstrip(),
            errors=[failure.as_dict() for failure in fleet.failures],
        )
    return result


_Reader = Callable[[Any, Mapping[str, Any], Optional[Say]], Dict[str, Any]]
# The reader for each class of Readable.
_READERS: dict[type, _Reader] = {
    Operation: _read_operation,
    AnyOperation: _read_by_name,
    FleetOperation: _read_accounts,
}


def _outcome(
    operation: Readable, found: Mapping[str, Any], batch: Batch, keys: KeySource, start: float
) -> dict[str, Any]:
    """Return the part of a result that readers of one client have in common. ``start``: from time.monotonic()."""
    result = {
        **found,
        "request_ids": batch.request_ids,
        "credentials_source": keys.name,
        "elapsed": round(time.monotonic() - start, 3),
        "warnings": keys.warnings + batch.warnings,
    }
    if batch.errors:
        message = failure_message(operation, batch, keys.name)
        result.update(msg=message, errors=[error.as_dict() for error in batch.errors])
    return result


def _instance_ids(values: Sequence[str]) -> list[str]:
    """Return the ids of the option instance_ids. Raises OptionError."""
    instance_ids = [instance_id.strip() for instance_id in values]
    for position, instance_id in enumerate(instance_ids):
        if not instance_id:
            raise OptionError("instance_ids[%d] is blank. Check the variable that it comes from." % position)
        if not instance_id.isprintable():
            # repr() shows exactly the characters that are not printable as escape sequences.
            raise OptionError(
                "instance_ids[%d] contains an invisible character: %r. Type the id again without it."
                % (position, instance_id)
            )
    return instance_ids


def failure_message(operation: Readable, batch: Batch, credentials_source: str) -> str:
    """Return the message of a failed task for a Batch with errors."""
    # The error that ended the run is more important than earlier errors of single ids.
    error = next((error for error in batch.errors if error.fatal), batch.errors[0])
    parts = [error.sentence()]
    if error.is_about_the_key:
        parts.append("The key comes from %s." % credentials_source)
    if len(batch.errors) > 1:
        parts.append("%s failed; see errors." % _count(len(batch.errors) - 1, "more request"))
    if batch.not_asked:
        noun = "instance" if operation.each else operation.noun
        parts.append("The run ended early; %s not requested." % _count(batch.not_asked, "more " + noun, "was", "were"))
    if batch.elements:
        were_read = _count(len(batch.elements), operation.noun, "was", "were")
        parts.append("%s read; see %s." % (were_read, operation.result))
    return " ".join([*parts, error.hint]).rstrip()


def _count(number: int, noun: str, one: str = "", many: str = "") -> str:
    return " ".join((str(number), noun if number == 1 else noun + "s", one if number == 1 else many)).rstrip()


def at_most(limit: int, warnings: list[str]) -> list[str]:
    """Return the first ``limit`` warnings, and one with the number of the others."""
    if len(warnings) <= limit:
        return warnings
    return warnings[:limit] + ["%d more warnings were omitted." % (len(warnings) - limit)]
