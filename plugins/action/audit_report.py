# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

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
# What is in a variable, by its name: no expression, so that nothing but a variable can be reached.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.([A-Za-z_][A-Za-z0-9_]*|[0-9]+))*\Z")


class _NotThere(ReportError):
    """A variable that is not there, or whose template fails."""


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
            # Returned and not raised: what is raised is shown with what led to it.
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

    def _value(self, option, given, task_vars, host=None):
        """Return the value of an option as plain data: what is given, or what the variable of that name holds.

        Thousands of call centers would take a multiple of the time as an argument: ansible-core before 2.19 writes an
        argument as a text, and reads that.
        """
        if not isinstance(given, str) and host is None:
            return to_plain(given)
        if not isinstance(given, str) or not _NAME.match(given):
            raise ReportError("%s must be a list, or the name of a variable, such as found.%s." % (option, option))
        label = "%s: the variable %s" % (option, given)
        if host is not None:
            if host not in task_vars["hostvars"]:
                raise ReportError("hosts: there is no host %s." % host)
            label += " of host %s" % host
        try:
            value = self._variable(given.split("."), task_vars, host)
        except AnsibleError as error:
            raise _NotThere("%s cannot be read: %s" % (label, error)) from None
        if isinstance(value, Undefined):
            raise _NotThere("%s is not defined." % label)
        return value

    def _variable(self, path, task_vars, host):
        """Return what a variable of a host, or of this one, holds as plain data, or Jinja's Undefined."""
        try:
            value = task_vars if host is None else task_vars["hostvars"].raw_get(host)
            for name in path:
                value = value[int(name) if name.isdigit() else name]
            return raw_to_plain(value)
        except (NeedsTemplating, LookupError, TypeError):
            # It holds templates, or is made by one.
            where = "".join("[%s]" % (name if name.isdigit() else repr(name)) for name in path[1:])
            where = path[0] + where if host is None else "hostvars[ccc_host]['%s']%s" % (path[0], where)
            return self._called(lambda _environment, found: to_plain(found), where, task_vars, host)

    def _findings(self, instances, rules, now, shown):
        """Return the findings (list of dict). Raises RuleError."""

        def judge(environment):
            try:
                return findings_of(environment, instances, rules, int(now.timestamp() * 1000), shown)
            except RuleError as error:  # a template would make another error of it
                return error

        findings = self._called(judge, "", {})
        if isinstance(findings, RuleError):
            raise findings
        return findings

    def _called(self, function, arguments, variables, host=None):
        """Return ``function(environment, ...)``, called by a template: with Ansible's Jinja, and values as they are.

        ``arguments``: Jinja's source of the others. What a template gives is altered by some versions of ansible-core;
        what a function in it is given is not.
        """
        returned = []

        @pass_environment
        def call(environment, *values):
            returned.append(function(environment, *values))
            return ""

        names = {**variables, "ccc_call": call, "ccc_host": host}
        templar = self._templar.copy_with_new_env(available_variables=names)
        templar.template(trusted("{{ ccc_call(%s) }}" % arguments))
        return returned[0]


def _baseline(path):
    """Return what the facts.json of an earlier run holds, or None without one. Raises ReportError."""
    if not path:
        return None
    try:
        with open(unfrackpath(path, follow=False), encoding="utf-8") as file:
            return baseline_of(file.read())
    except UnicodeDecodeError:
        raise ReportError("The baseline %s cannot be used: it is no JSON." % path) from None
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
