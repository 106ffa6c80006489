# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Some work is done by a Python function that a template calls, as {{ ccc_call(variable) }}. Judging needs the Jinja
# environment with all filters, tests and lookups of Ansible, and only Ansible can render a variable that holds
# templates. The function keeps its result in Python, since some versions of ansible-core alter what a template returns.

from __future__ import annotations

import datetime
import re

from ansible.errors import AnsibleError
from ansible.plugins.action import ActionBase
from ansible.utils.path import unfrackpath
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.exceptions import ExceptionError, checked_exceptions
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.own_findings import LANGUAGES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import RuleError, findings_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.csv import csv_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.files import json_of, paths_in, write_files
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.html import html_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.junit import junit_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.report import (
    FAIL_ON,
    PERSONAL_DATA,
    ReportError,
    baseline_of,
    checked_reads,
    facts_of,
    instances_of,
    read_of,
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
    "reads": {"type": "raw", "required": True},
    "hosts": {"type": "list", "elements": "str"},
    "rules": {"type": "raw", "required": True},
    "exceptions": {"type": "raw", "default": []},
    "baseline": {"type": "path"},
    "fail_on": {"type": "str", "choices": list(FAIL_ON), "default": "none"},
    "language": {"type": "str", "choices": list(LANGUAGES), "default": "en"},
    "personal_data": {"type": "str", "choices": list(PERSONAL_DATA), "default": "mask"},
}
NOTHING_READ = "It was not read. The output of the job tells why."
# The name of a variable, or of an item in it. It is not an expression, so nothing but a variable can be reached.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.([A-Za-z_][A-Za-z0-9_]*|[0-9]+))*\Z")


class _NotThere(ReportError):
    """A variable is not defined, or its template fails."""


class ActionModule(ActionBase):
    """Judges what was read, and writes the report. It runs on the controller."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    _supports_async = False

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        _validation, options = self.validate_argument_spec(argument_spec=ARGUMENT_SPEC)
        try:
            report = self._report(options, task_vars or {})
            folder = unfrackpath(options["dest"], follow=False)
            if not self._task.check_mode:
                _write(folder, report, options["language"])
        except (ReportError, RuleError, ExceptionError) as error:
            # Not raised: Ansible would show the cause, too.
            return dict(result, failed=True, msg=str(error))
        return dict(
            result,
            changed=True,
            verdict=report["verdict"],
            # The words of statuses are the gateway's, and none of them belongs in a job's output.
            summary={key: value for key, value in report["summary"].items() if key != "statuses"},
            accounts=report["accounts"],
            report_dir=folder,
            files=paths_in(folder),
        )

    def _report(self, options, task_vars):
        """Return the report (dict). Raises ReportError, RuleError or ExceptionError."""
        now = datetime.datetime.now(datetime.timezone.utc)
        baseline = _baseline(options["baseline"])
        rules = self._value("rules", options["rules"], task_vars)
        exceptions = checked_exceptions(self._value("exceptions", options["exceptions"], task_vars))
        reads = checked_reads(self._reads(options, task_vars))
        instances = instances_of(reads)
        shown = masked(instances) if options["personal_data"] == "mask" else None
        return report_of(
            reads,
            self._findings(instances, rules, now, shown),
            rules,
            exceptions,
            baseline,
            fail_on=options["fail_on"],
            personal_data=options["personal_data"],
            now=now,
            language=options["language"],
            instances=instances,
            shown=shown,
        )

    def _reads(self, options, task_vars):
        """Return what was read (list), from this host's variables or from those of several hosts."""
        reads = []
        for host in [None] if options["hosts"] is None else options["hosts"]:
            try:
                found = self._value("reads", options["reads"], task_vars, host)
            except _NotThere:
                if host is None:
                    raise
                found = {"account": host, "instances": [], "error": NOTHING_READ}
            for read in found if isinstance(found, list) else [found]:
                if isinstance(read, dict) and "item" in read:
                    read = read_of(read)
                if isinstance(read, dict) and isinstance(read.get("instances"), str):
                    read["instances"] = self._value("instances", read["instances"], task_vars, host)
                reads.append(read)
        return reads

    def _value(self, option, value, task_vars, host=None):
        """Return the value of an option as plain data: the value itself, or that of the variable it names.

        A variable is much faster for thousands of call centers: ansible-core before 2.19 writes an argument as text,
        and parses that.
        """
        if not isinstance(value, str) and host is None:
            return to_plain(value)
        if not isinstance(value, str) or not _NAME.match(value):
            raise ReportError("%s must be a list, or the name of a variable, such as found.%s." % (option, option))
        label = "%s: the variable %s" % (option, value)
        if host is not None:
            if host not in task_vars["hostvars"]:
                raise ReportError("hosts: there is no host %s." % host)
            label += " of host %s" % host
        try:
            found = self._variable(value.split("."), task_vars, host)
        except AnsibleError as error:
            raise _NotThere("%s cannot be read: %s" % (label, error)) from None
        if isinstance(found, Undefined):
            raise _NotThere("%s is not defined." % label)
        return found

    def _variable(self, path, task_vars, host):
        """Return the value at ``path`` in the variables of a host, or of this one, as plain data; or an Undefined."""
        variables = task_vars if host is None else task_vars["hostvars"].raw_get(host)
        try:
            return raw_to_plain(_item_at(path, variables))
        except (NeedsTemplating, LookupError, TypeError):
            names = {**task_vars, "ccc_host": host}
            return self._called_by_template(lambda _environment, found: to_plain(found), names, _in_jinja(path, host))

    def _findings(self, instances, rules, now, shown):
        """Return the findings (list of dict). Raises RuleError."""

        def judge(environment):
            try:
                return findings_of(environment, instances, rules, int(now.timestamp() * 1000), shown)
            except RuleError as error:  # a template would replace it by another error
                return error

        findings = self._called_by_template(judge, {})
        if isinstance(findings, RuleError):
            raise findings
        return findings

    def _called_by_template(self, function, variables, argument=""):
        """Return ``function(environment)``, or ``function(environment, value)``; ``argument``: Jinja's source of it."""
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


def _in_jinja(path, host):
    """Return Jinja's source of the item at ``path`` in this host's variables, or in those of ``ccc_host``."""
    first, *others = path
    start = first if host is None else "hostvars[ccc_host][%r]" % first
    return start + "".join("[%s]" % (step if step.isdigit() else repr(step)) for step in others)


def _baseline(path):
    """Return what the facts.json of an earlier run holds, or None without one. Raises ReportError."""
    if not path:
        return None
    try:
        with open(unfrackpath(path, follow=False), encoding="utf-8") as file:
            return baseline_of(file.read())
    except UnicodeDecodeError:
        raise ReportError("The baseline %s cannot be used: it is not JSON." % path) from None
    except OSError as error:
        raise ReportError("The baseline %s cannot be read: %s." % (path, error.strerror)) from None
    except ReportError as error:
        raise ReportError("The baseline %s cannot be used: %s" % (path, error)) from None


def _write(folder, report, language):
    """Write the files of the report. Raises ReportError."""
    texts = {
        "html": html_of(report, language),
        "json": json_of(report),
        "csv": csv_of(report),
        "junit": junit_of(report),
        "facts": json_of(facts_of(report)),
    }
    try:
        write_files(folder, texts)
    except OSError as error:
        raise ReportError("The report cannot be written to %s: %s." % (folder, error.strerror)) from None
