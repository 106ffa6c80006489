# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An audit's variables and accounts, checked before anything is read. Pure.

A variable that is misspelt would be ignored, and the audit would pass.
"""

from __future__ import annotations

import difflib

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.alicloud.ccc.plugins.module_utils._accounts import accounts_of
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FLEET, KINDS
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._module import argument_spec_of

PREFIX = "audit_"
# What a play may have besides: what the role sets, and the account of a host that stands for one.
_RESULT, _ACCOUNT = "audit_result", "audit_account"
GROUP = "ccc_audit_accounts"
# Variables of earlier releases, and what to do.
_GONE = {
    "audit_hosts": "the accounts are those of the hosts of the play that are in the group %s" % GROUP,
    _ACCOUNT: "it is for hosts of the group %s; set audit_accounts, a list" % GROUP,
}
# How much alike two names must be, less what all of them begin with, for one to be taken for the other misspelt.
_ALIKE = 0.75


class SettingError(ValueError):
    """A variable that the audit does not have, or an invalid account. The text names it, and what is right."""


def check_settings(variables, known, is_account):
    """Check the variables (mapping) of the host of an audit. Returns names (list of str) that are nobody's.

    ``known``: the names that can be set. ``is_account``: whether the host is of the group of accounts. Raises
    SettingError for a name of an earlier release, and for one that is nearly a known one.
    """
    others = []
    for name in sorted(name for name in variables if name.startswith(PREFIX)):
        if name in known or name == _RESULT or (name == _ACCOUNT and is_account) or _is_result(variables[name]):
            continue
        if name in _GONE:
            raise SettingError("The variable %s cannot be used: %s." % (name, _GONE[name]))
        ends = {other[len(PREFIX) :]: other for other in known}
        nearest = difflib.get_close_matches(name[len(PREFIX) :], ends, n=1, cutoff=_ALIKE)
        if nearest:
            raise SettingError(
                "The audit has no variable %s. Did you mean %s? Give one of your own another name."
                % (name, ends[nearest[0]])
            )
        others.append(name)
    return others


def check_accounts(accounts, environ):
    """Check accounts (plain data) as ccc_fleet_info does. ``environ``: environment variables. Raises SettingError."""
    if not isinstance(accounts, list) or not all(isinstance(account, dict) for account in accounts):
        raise SettingError("audit_accounts must be a list of accounts, each with a name.")
    spec = argument_spec_of(FLEET)
    keys = spec["accounts"]["options"]
    aliases = {alias for option in keys.values() for alias in option.get("aliases", ())}
    for account in accounts:
        for key in account:
            if key not in keys and key not in aliases:
                words = (account.get("name"), key, ", ".join(keys))
                raise SettingError("Account %s: %s is not a key of an account; the keys are %s." % words)
    validation = ArgumentSpecValidator(spec).validate({"accounts": accounts})
    if validation.error_messages:
        raise SettingError("audit_accounts: %s." % validation.error_messages[0].rstrip("."))
    try:
        accounts_of(validation.validated_parameters, environ)
    except (OptionError, EndpointError) as error:
        raise SettingError(str(error)) from None


def check_include(include):
    """Check what is to be read in call centers (plain data). Raises SettingError."""
    if not isinstance(include, list):
        raise SettingError("audit_include must be a list of kinds.")
    for kind in include:
        if kind not in KINDS:
            raise SettingError("audit_include: %s is not a kind; the kinds are %s." % (kind, ", ".join(KINDS)))


def _is_result(value):
    """Tell whether a value is what a task of the user's own play registered."""
    return isinstance(value, dict) and ("changed" in value or "failed" in value)
