# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An audit's variables and accounts, checked before anything is read. Pure.

A misspelled variable would otherwise be ignored, and the audit could pass by mistake.
"""

from __future__ import annotations

import re

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.parsing.convert_bool import boolean
from ansible_collections.alicloud.ccc.plugins.module_utils._accounts import accounts_of
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FLEET, KINDS
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._module import argument_spec_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.nearest import nearest_name, suggestion

PREFIX = "audit_"
# Names that a play may also have: the result of the role, and the account of a host that represents one.
_RESULT, _ACCOUNT = "audit_result", "audit_account"
GROUP = "ccc_audit_accounts"
_REMOVED = {
    "audit_hosts": "audit_hosts was removed. The accounts are those of the hosts of the play in the group %s." % GROUP,
    _ACCOUNT: "audit_account is only for hosts in the group %s. Set audit_accounts, a list, instead." % GROUP,
}
# How alike two names must be, without the prefix, for one to be taken for a misspelling of the other.
_ALIKE = 0.75
# What ansible-core adds to its errors, although the place says it.
_OF_ACCOUNTS = re.compile(r" found in '?accounts'?\.?")
# The variables that the role passes as options with a different name, as errors name them.
_VARIABLES = {"personal_data": "audit_report_personal_data", "dest": "audit_report_dir"}
_VARIABLES.update((option, PREFIX + option) for option in ("baseline", "fail_on", "fail_on_new", "language"))
_VARIABLES.update((option, PREFIX + option) for option in ("history_dir", "history_keep"))
_OPTION = re.compile(r"(\A|\Avalue of |\Aargument '?)(%s)\b" % "|".join(_VARIABLES))


class SettingError(ValueError):
    """An unknown variable, or an invalid account. The text names the variable and says what is allowed."""


def check_settings(variables, known, is_account):
    """Check the variables (mapping) of the host of an audit. Return the names (list of str) that the audit ignores.

    ``known``: the names that can be set. ``is_account``: whether the host is in the group of accounts. Raises
    SettingError for a removed name, and for one that is nearly a known one.
    """
    ignored = []
    for name in sorted(name for name in variables if name.startswith(PREFIX)):
        if name in known or name == _RESULT or (name == _ACCOUNT and is_account) or _is_result(variables[name]):
            continue
        if name in _REMOVED:
            raise SettingError(_REMOVED[name])
        nearest = nearest_name(name, known, PREFIX, _ALIKE)
        if nearest:
            raise SettingError(
                "%s is not a variable of the audit. Did you mean %s? If it is your own, give it another name."
                % (name, nearest)
            )
        ignored.append(name)
    return ignored


def check_accounts(accounts, environ, hosts=()):
    """Check accounts (plain data) as ccc_fleet_info does. Raises SettingError.

    ``environ``: environment variables. ``hosts``: the names of the hosts that represent the accounts, if they do.
    """
    if not isinstance(accounts, list):
        raise SettingError("audit_accounts must be a list of accounts.")
    if not accounts:
        raise SettingError("audit_accounts is empty. Add an account, or leave the variable out to read one.")
    spec = argument_spec_of(FLEET)
    places = {}
    for index, account in enumerate(accounts):
        place = "audit_account of host %s" % hosts[index] if index < len(hosts) else "audit_accounts[%d]" % index
        if not isinstance(account, dict):
            raise SettingError("%s must be a mapping." % place)
        name = account.get("name")
        if name is None:
            raise SettingError("%s: name is missing." % place)
        if not str(name).strip():
            raise SettingError("%s: name is blank." % place)
        called = "%s (%s)" % (place, name)
        if str(name) in places:
            text = "%s: %s has the same name. Give each account a different name."
            raise SettingError(text % (called, places[str(name)]))
        places[str(name)] = place
        _check_account(account, called, spec, environ)


def _check_account(account, place, spec, environ):
    keys = spec["accounts"]["options"]
    aliases = {alias for option in keys.values() for alias in option.get("aliases", ())}
    for key in account:
        if key not in keys and key not in aliases:
            hint = suggestion(key, keys)
            raise SettingError(
                "%s: %s is not a key of an account.%s The keys are %s." % (place, key, hint, ", ".join(keys))
            )
    validation = ArgumentSpecValidator(spec).validate({"accounts": [account]})
    if validation.error_messages:
        error = _OF_ACCOUNTS.sub("", validation.error_messages[0])
        raise SettingError("%s: %s." % (place, error.rstrip(".")))
    try:
        accounts_of(validation.validated_parameters, environ)
    except (OptionError, EndpointError) as error:
        raise SettingError("%s: %s" % (place, _without_name(str(error), account["name"]))) from None


def _without_name(error, name):
    """Return an error of accounts_of without the name of the account at its beginning, which the place has."""
    beginning = "Account %s: " % name
    return error[len(beginning) :] if error.startswith(beginning) else error


def check_include(include):
    """Check ``audit_include`` (plain data). Raises SettingError."""
    if not isinstance(include, list):
        raise SettingError("audit_include must be a list.")
    for index, kind in enumerate(include):
        if kind not in KINDS:
            raise SettingError(
                "audit_include[%d] must be one of %s, not %s.%s"
                % (index, ", ".join(KINDS), kind, suggestion(kind, KINDS))
            )


def check_identify(identify):
    """Check ``audit_identify`` (plain data). Raises SettingError."""
    try:
        boolean(identify)
    except TypeError:
        raise SettingError("audit_identify must be true or false, not %s." % (identify,)) from None


def in_role(error):
    """Return an error of the module (str) with the name of the role's variable instead of the option's."""
    return _OPTION.sub(lambda found: found[1] + _VARIABLES[found[2]], error)


def _is_result(value):
    """Return whether a value looks like the registered result of a task of the user's play."""
    return isinstance(value, dict) and ("changed" in value or "failed" in value)
