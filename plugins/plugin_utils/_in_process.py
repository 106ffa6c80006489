# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running a module's code in Ansible's own process, if the only difference is the time it takes.

For each item of a loop, Ansible packs the module, starts a Python, imports, and reads the result back. If that Python
is the one that runs Ansible, on the same machine and as the same user, the code can be called directly instead. In
case of doubt, or if Ansible itself would report an error or a warning, the module runs in a process of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import warnings

from ansible import constants as C
from ansible.errors import AnsibleActionFail
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action.normal import ActionModule as NormalAction
from ansible.utils.display import Display
from ansible_collections.alicloud.ccc.plugins.module_utils._http.transport import REQUESTS_IMPORT_ERROR
from ansible_collections.alicloud.ccc.plugins.module_utils._module import (
    argument_spec_of,
    handed_over,
    result_of,
    secrets_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import to_plain

SWITCH = "ccc_in_process"
PROGRESS = "ccc_progress"
# Values of ansible_python_interpreter that do not name an interpreter.
_NO_INTERPRETER = (None, "", "auto", "auto_silent", "auto_legacy", "auto_legacy_silent")
# Prefixes of environment variables that a process reads only when it starts.
_READ_AT_START = ("PYTHON", "LD_", "DYLD_", "OPENSSL_")

_PART = 1000  # elements


class InProcessAction(NormalAction):
    """The action of the module for an Operation (``_operations``). A subclass defines ``operation``."""

    def run(self, tmp=None, task_vars=None):
        task_vars = task_vars or {}
        spec = argument_spec_of(self.operation)
        arguments = to_plain(self._task.args)
        environment = {}
        self._compute_environment_string(environment)
        obstacle = self._obstacle(task_vars) or _obstacle_in(environment, arguments, spec)
        result = None if obstacle else self._called(spec, arguments, to_plain(environment), task_vars)
        if result is None:
            self._say("runs in a process of its own: %s" % (obstacle or "its options are invalid"))
            result = super().run(tmp, task_vars)
        return result

    def _obstacle(self, task_vars):
        """Return the reason in the task, the host or the controller to start a process (str), or None."""
        # Variables of a delegated host are in ansible_delegated_vars.
        delegated = task_vars.get("ansible_delegated_vars", {}).get(self._task.delegate_to)
        setting = C.config.get_config_value("INTERPRETER_PYTHON", variables=delegated or task_vars)
        interpreter = self._templar.template(setting)
        obstacles = {
            "%s is false" % SWITCH: not self._is_wanted(SWITCH, task_vars),
            "its connection is not local": self._connection.transport != "local",
            "become": self._connection.become is not None,
            "async": self._task.async_val,
            "its Python is not Ansible's": interpreter not in _NO_INTERPRETER and not _is_own_python(interpreter),
            "Ansible's Python has no requests": REQUESTS_IMPORT_ERROR,
            # There, reading the system's proxies ends a forked process, and Ansible's processes are forked.
            "macOS": sys.platform == "darwin",
        }
        return next((name for name, applies in obstacles.items() if applies), None)

    def _is_wanted(self, switch, task_vars):
        value = self._templar.template(task_vars.get(switch, True))
        try:
            return boolean(value)
        except TypeError:
            raise AnsibleActionFail("The variable %s must be true or false." % switch) from None

    def _progress(self, task_vars):
        """Return a function that displays the progress of a long read on the controller, or None."""
        if not self._is_wanted(PROGRESS, task_vars):
            return None
        return lambda sentence: Display().display("%s: %s" % (self._task.action, sentence))

    def _called(self, spec, arguments, environment, task_vars):
        """Return the task's result (dict), or None if the arguments are invalid, so that Ansible reports the error."""
        with _surroundings(environment, self._loader.get_basedir()):
            validation = ArgumentSpecValidator(spec).validate(arguments)
            if validation.error_messages:
                return None
            self._say("runs in Ansible's own process")
            params = validation.validated_parameters
            result = result_of(self.operation, params, self._progress(task_vars))
            secrets = secrets_of(params)
        for key in ("failed", "warnings"):  # a module omits them if they are false or empty
            if not result[key]:
                del result[key]
        if _has_invocation(task_vars):
            result["invocation"] = {"module_args": params}
        # AnsibleModule does the same, and also leaves null, true and false unchanged.
        shown = {
            key: remove_values(value, secrets) if _has_any(value, secrets) else value for key, value in result.items()
        }
        return handed_over(shown, params)

    def _say(self, text):
        host = self._task.delegate_to or self._play_context.remote_addr
        Display().vvv("%s %s." % (self._task.action, text), host=host)


def _has_any(value, secrets):
    """Return whether ``value`` may contain one of ``secrets``. Searching at each depth would take ten times as long."""
    written = [json.dumps(secret, ensure_ascii=False)[1:-1] for secret in secrets]
    if not written:
        return False
    # Collect each text of sufficient length once, because 200 accounts have 200 secrets. Read a long list in parts.
    pattern = ".+" if '"' in "".join(written) else '[^"]{%d,}' % min(map(len, written))
    parts = [value]
    if isinstance(value, list):
        parts = (value[start : start + _PART] for start in range(0, len(value), _PART))
    texts = set()
    for part in parts:
        texts.update(re.findall(pattern, json.dumps(part, ensure_ascii=False)))
    text = '"'.join(texts)
    return any(secret in text for secret in written)


def _is_own_python(path):
    """Return whether the Python at ``path`` is the one that runs Ansible, possibly by another name.

    It must be in the same directory. The Python of another virtual environment can be the same file, but it finds
    other libraries.
    """
    own = sys.executable
    try:
        return os.path.samefile(path, own) and os.path.samefile(os.path.dirname(path), os.path.dirname(own))
    except (OSError, TypeError, ValueError):  # the file is missing, or path is invalid
        return False


def _obstacle_in(environment, arguments, spec):
    """Return the reason in the task's environment or arguments to start a process (str), or None."""
    if any(str(name).startswith(_READ_AT_START) for name in environment):
        return "Python reads its environment only at the start"
    for name, option in spec.items():
        if len({name, *option.get("aliases", ())} & arguments.keys()) > 1:
            return "%s is set twice" % name  # Ansible warns about it
    return None


def _has_invocation(task_vars):
    """Return whether this ansible-core puts the task's arguments into its result. Since 2.21, that is a setting."""
    setting = "INJECT_INVOCATION"
    is_known = C.config.get_configuration_definition(setting)
    return not is_known or C.config.get_config_value(setting, variables=task_vars)


@contextlib.contextmanager
def _surroundings(environment, folder):
    """Provide what a module's process would have: environment variables, a folder, and no warnings on stderr."""
    before = {name: os.environ.get(name) for name in environment}
    folder_before = os.getcwd()
    try:
        os.environ.update((name, str(value)) for name, value in environment.items())
        os.chdir(folder)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        os.chdir(folder_before)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
