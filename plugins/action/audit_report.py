# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Some functions here are called by a template, as {{ ccc_call(variable) }}. Evaluating rules needs a Jinja environment
# with all filters, tests and lookups of Ansible, and only Ansible can render a variable that contains templates.
# The function keeps its result in Python, because some versions of ansible-core change what a template returns.

from __future__ import annotations

import datetime
import os
import re

from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible.utils.path import unfrackpath
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import many_facts
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import BaselineError, baseline_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.exceptions import ExceptionError, checked_exceptions
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.history import (
    HistoryError,
    baseline_in,
    keep_run,
    runs_in,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.judge import judge
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.own_findings import LANGUAGES, OWN_RULES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import (
    RuleError,
    checked_rules,
    ids_of,
    rules_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.settings import (
    GROUP,
    SettingError,
    check_accounts,
    check_identify,
    check_include,
    check_settings,
    in_role,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.csv import csv_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.files import json_of, paths_in, write_files
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.html import html_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.junit import junit_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.lines import lines_of, sentence_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.ocsf import ocsf_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.reads import (
    PERSONAL_DATA,
    ReportError,
    checked_reads,
    given_of,
    reads_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.report import (
    FAIL_ON,
    facts_of,
    report_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import (
    NeedsTemplating,
    raw_to_plain,
    to_plain,
    trusted,
)
from jinja2 import Undefined, pass_environment

ARGUMENT_SPEC = {
    "dest": {"type": "path", "required": True},
    "reads": {"type": "raw"},
    "rules": {"type": "raw", "required": True},
    "overrides": {"type": "raw"},
    "exceptions": {"type": "raw", "default": []},
    "baseline": {"type": "path"},
    "history_dir": {"type": "path"},
    "history_keep": {"type": "int", "default": 90},
    "fail_on": {"type": "str", "choices": list(FAIL_ON), "default": "none"},
    "fail_on_new": {"type": "bool", "default": False},
    "language": {"type": "str", "choices": list(LANGUAGES), "default": "en"},
    "personal_data": {"type": "str", "choices": list(PERSONAL_DATA), "default": "mask"},
    "settings": {"type": "list", "elements": "str"},
    "accounts": {"type": "raw"},
    "include": {"type": "raw"},
}
_IGNORED = "The audit ignores unknown variables: %s. Check their spelling."
_UNDEFINED = re.compile(r"'[^']*' (is undefined|has no attribute '[^']*')")
# The name of a variable, or of an item in it. It is not an expression, so it can reach nothing but variables.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.([A-Za-z_][A-Za-z0-9_]*|[0-9]+))*\Z")


class ActionModule(ActionBase):
    """The action that evaluates rules and writes the report. It runs on the controller."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    _supports_async = False

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        is_role = self._task.args.get("settings") is not None
        try:
            _validation, options = self.validate_argument_spec(argument_spec=ARGUMENT_SPEC)
        except AnsibleActionFail as error:
            if not is_role:
                raise
            return dict(result, failed=True, msg=in_role(error.message))
        try:
            with many_facts():
                return {**result, **self._done(options, task_vars or {})}
        except (ReportError, RuleError, ExceptionError, SettingError, HistoryError) as error:
            # Ansible would also show the cause of a raised error.
            return dict(result, failed=True, msg=in_role(str(error)) if is_role else str(error))

    def _done(self, options, task_vars):
        """Return the result (dict). Raises an error whose text says what to correct."""
        ignored = _unknown_variables(options["settings"], task_vars)
        if options["accounts"] is not None:
            accounts = self._accounts(options["accounts"], task_vars)
            in_play = task_vars.get("ansible_play_hosts_all", ())
            check_accounts(accounts, os.environ, [host for host in _hosts_of_accounts(task_vars) if host in in_play])
        if options["include"] is not None:
            check_include(self._value("include", options["include"], task_vars))
        if "audit_identify" in (options["settings"] or ()):
            check_identify(self._value("audit_identify", "audit_identify", task_vars))
        rules, ids = self._rules(options, task_vars)
        exceptions = self._value("exceptions", options["exceptions"], task_vars)
        exceptions = checked_exceptions(exceptions, [*ids, *OWN_RULES])
        history = _history(options)
        baseline = _baseline(options["baseline"], baseline_in(history or []))
        if options["reads"] is None:
            return {"changed": False, **({"warnings": [_IGNORED % ", ".join(ignored)]} if ignored else {})}
        given = given_of(*self._reads(options["reads"], task_vars), options["personal_data"])
        report = self._report(options, given, rules, exceptions, baseline, history)
        folder = _folder(options["dest"])
        paths = paths_in(folder)
        if not self._task.check_mode:
            _write(folder, report, options["language"])
            if history is not None:
                keep_run(_folder(options["history_dir"]), report, paths["facts"], options["history_keep"])
        html = None if self._task.check_mode else paths["html"]
        return {
            "changed": True,
            "verdict": report["verdict"],
            # Statuses are the gateway's text, which does not belong in a job's output.
            "summary": {key: value for key, value in report["summary"].items() if key != "statuses"},
            "accounts": report["accounts"],
            "lines": lines_of(report, html),
            "msg": sentence_of(report, html),
            "report_dir": folder,
            "files": paths,
        }

    def _report(self, options, given, rules, exceptions, baseline, history):
        """Return the report (dict). Raises RuleError."""
        now = datetime.datetime.now(datetime.timezone.utc)
        facts = given.instances, rules, int(now.timestamp() * 1000), given.shown, given.reads
        numbers = given.numbers, given.shown_numbers
        return report_of(
            given,
            self._in_environment(lambda environment: judge(environment, *facts, *numbers)),
            rules,
            exceptions,
            baseline,
            **{key: options[key] for key in ("fail_on", "fail_on_new", "personal_data", "language")},
            now=now,
            trend=None if history is None else [run.row for run in history],
        )

    def _rules(self, options, task_vars):
        """Return the rules (list of dict), and the ids of all rules including disabled ones. Raises RuleError."""
        rules = self._value("rules", options["rules"], task_vars)
        if options["overrides"] is None:
            self._in_environment(lambda environment: checked_rules(environment, rules))
            return rules, ids_of(rules)
        overrides = self._value("overrides", options["overrides"], task_vars)
        chosen = self._in_environment(lambda environment: rules_of(environment, rules, overrides, options["language"]))
        return chosen, ids_of(rules)

    def _reads(self, given, task_vars):
        """Return what was read (list), and the unassigned numbers (list, or None)."""
        found = self._value("reads", given, task_vars)
        if isinstance(found, dict):
            for warning in found.get("warnings", ()):  # before ansible-core 2.19, no_log hides them
                Display().warning(warning)
            reads, numbers = reads_of(found)
            return checked_reads(reads), numbers
        for read in found if isinstance(found, list) else ():
            if isinstance(read, dict) and isinstance(read.get("instances"), str):
                read["instances"] = self._value("instances", read["instances"], task_vars)
        return checked_reads(found), None

    def _accounts(self, name, task_vars):
        """Return the accounts (list) in the variable of this name. Raises SettingError, which names the host."""
        try:
            return self._value("accounts", name, task_vars)
        except ReportError as error:
            why = error
        for host in _hosts_of_accounts(task_vars):
            of_host = {"host": task_vars["hostvars"][host]}
            try:
                self._value("audit_account", "host.audit_account", of_host)
            except ReportError as error:
                raise SettingError("Host %s of the group %s: %s" % (host, GROUP, error)) from None
        raise SettingError(str(why).replace(name, name.lstrip("_")))

    def _value(self, option, value, task_vars):
        """Return the value of an option, or that of the variable that the option names, as plain data.

        A variable is much faster for thousands of call centers: ansible-core before 2.19 writes an argument as text
        and parses it again.
        """
        if not isinstance(value, str):
            return to_plain(value)
        if not _NAME.match(value):
            raise ReportError("%s must be a list, or the name of a variable, such as found.%s." % (option, option))
        name = "%s: the variable %s" % (option, value)
        try:
            found = self._variable(value.split("."), task_vars)
        except AnsibleError as error:
            raise ReportError("%s cannot be read: %s." % (name, _sentence(error))) from None
        if isinstance(found, Undefined):
            raise ReportError("%s is not defined." % name)
        return found

    def _variable(self, path, task_vars):
        """Return the value at ``path`` in the host's variables as plain data, or an Undefined."""
        try:
            return raw_to_plain(_item_at(path, task_vars))
        except (NeedsTemplating, LookupError, TypeError):
            return self._called_by_template(lambda _environment, found: to_plain(found), task_vars, _in_jinja(path))

    def _in_environment(self, function):
        """Return ``function(environment)`` for Ansible's Jinja environment. Raises RuleError."""

        def call(environment):
            try:
                return function(environment)
            except RuleError as error:  # a template would raise a different error instead
                return error

        returned = self._called_by_template(call, {})
        if isinstance(returned, RuleError):
            raise returned
        return returned

    def _called_by_template(self, function, variables, argument=""):
        """Return ``function(environment)``, or ``function(environment, value)`` if there is an argument.

        ``argument``: the Jinja source of the value.
        """
        returned = []

        @pass_environment
        def call(environment, *values):
            returned.append(function(environment, *values))
            return ""

        templar = self._templar.copy_with_new_env(available_variables={**variables, "ccc_call": call})
        templar.template(trusted("{{ ccc_call(%s) }}" % argument))
        return returned[0]


def _item_at(path, value):
    for step in path:
        value = value[int(step) if step.isdigit() else step]
    return value


def _in_jinja(path):
    """Return the Jinja source of the item at ``path`` in the variables."""
    first, *others = path
    return first + "".join("[%s]" % (step if step.isdigit() else repr(step)) for step in others)


def _unknown_variables(settings, task_vars):
    """Return the names (list of str) that have the prefix of ``settings`` but are unknown. Raises SettingError."""
    if settings is None:
        return []
    return check_settings(task_vars, settings, task_vars.get("inventory_hostname") in _hosts_of_accounts(task_vars))


def _hosts_of_accounts(task_vars):
    return task_vars.get("groups", {}).get(GROUP, ())


def _sentence(error):
    """Return the first sentence of a template error. ansible-core 2.16 begins with the template."""
    said = str(error).rpartition("original message: ")[2]
    # An error that quotes the template also quotes other values of the variable, such as secrets.
    undefined = _UNDEFINED.search(said) if "{{" in said or "{%" in said else None
    return undefined.group() if undefined else said.partition(". ")[0].rstrip(".")


def _history(options):
    """Return the runs in history_dir (list), or None without history_dir. Raises HistoryError or ReportError."""
    if options["history_keep"] < 1:
        raise ReportError("history_keep must be at least 1.")
    return runs_in(_folder(options["history_dir"])) if options["history_dir"] else None


def _folder(path):
    return unfrackpath(path, follow=False)


def _baseline(named, kept):
    """Return the content of the facts.json ``named`` or else ``kept``, or None without either. Raises ReportError."""
    path = named or kept
    if not path:
        return None
    try:
        with open(_folder(path), encoding="utf-8") as file:
            return baseline_of(file.read())
    except (UnicodeDecodeError, OSError, BaselineError) as error:
        option = "baseline:" if named else "history_dir: the baseline"
        what_to_do = "" if named else " Move its folder elsewhere, or set a different baseline."
        raise ReportError("%s %s cannot be %s%s" % (option, path, _read_or_used(error), what_to_do)) from None


def _read_or_used(error):
    """Return how "baseline: … cannot be …" ends."""
    if isinstance(error, OSError):
        return "read: %s." % error.strerror
    return "used: %s" % ("it is not JSON." if isinstance(error, UnicodeDecodeError) else error)


def _write(folder, report, language):
    """Write the files of the report. Raises ReportError."""
    texts = {
        "html": html_of(report, language),
        "json": json_of(report),
        "csv": csv_of(report),
        "junit": junit_of(report),
        "ocsf": ocsf_of(report),
        "facts": json_of(facts_of(report)),
    }
    try:
        write_files(folder, texts)
    except OSError as error:
        raise ReportError("The report cannot be written to %s: %s." % (folder, error.strerror)) from None
