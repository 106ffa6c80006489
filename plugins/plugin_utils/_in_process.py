# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module's code in Ansible's own process, where that makes no difference but to the time it takes.

Ansible packs a module, starts a Python for it, imports, and reads the result back, for each item of a loop. Where that
Python would be the one that runs Ansible, on the same machine and as the same user, the code can be called as well.
Whatever is not plainly so, or would earn a message of Ansible's own, is left to a process.
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
# Values of ansible_python_interpreter that name no interpreter.
_NO_INTERPRETER = (None, "", "auto", "auto_silent", "auto_legacy", "auto_legacy_silent")
# How the names of environment variables begin that a process reads when it starts, and not later.
_READ_AT_START = ("PYTHON", "LD_", "DYLD_", "OPENSSL_")

_PART = 1000  # elements


class InProcessAction(NormalAction):
    """Runs the module of an Operation (``_operations``), which a subclass has as ``operation``."""

    def run(self, tmp=None, task_vars=None):
        task_vars = task_vars or {}
        spec = argument_spec_of(self.operation)
        arguments = to_plain(self._task.args)
        environment = {}
        self._compute_environment_string(environment)
        obstacle = self._obstacle(task_vars) or _obstacle_in(environment, arguments, spec)
        result = None if obstacle else self._called(spec, arguments, to_plain(environment), task_vars)
        if result is None:
            self._say("is run as a process of its own: %s" % (obstacle or "its options are not good"))
            result = super().run(tmp, task_vars)
        return result

    def _obstacle(self, task_vars):
        """Return what in the task, the host or the controller asks for a process (str), or None."""
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
            # To ask the system for its proxies ends a process there that was forked, as Ansible's are.
            "macOS": sys.platform == "darwin",
        }
        return next((name for name, is_there in obstacles.items() if is_there), None)

    def _is_wanted(self, switch, task_vars):
        value = self._templar.template(task_vars.get(switch, True))
        try:
            return boolean(value)
        except TypeError:
            raise AnsibleActionFail("The variable %s must be true or false." % switch) from None

    def _progress(self, task_vars):
        """Return what shows where a long reading is, on the controller's screen and in its log, or None."""
        if not self._is_wanted(PROGRESS, task_vars):
            return None
        return lambda sentence: Display().display("%s: %s" % (self._task.action, sentence))

    def _called(self, spec, arguments, environment, task_vars):
        """Return the task's result (dict), or None if the arguments are refused, so that Ansible reports the error."""
        with _surroundings(environment, self._loader.get_basedir()):
            validation = ArgumentSpecValidator(spec).validate(arguments)
            if validation.error_messages:
                return None
            self._say("is run in Ansible's own process")
            params = validation.validated_parameters
            result = result_of(self.operation, params, self._progress(task_vars))
            secrets = secrets_of(params)
        for key in ("failed", "warnings"):  # which a module leaves out
            if not result[key]:
                del result[key]
        if _has_invocation(task_vars):
            result["invocation"] = {"module_args": params}
        # As AnsibleModule does, which leaves null, true and false as they are.
        shown = {
            key: remove_values(value, secrets) if _has_any(value, secrets) else value for key, value in result.items()
        }
        return handed_over(shown, params)

    def _say(self, text):
        host = self._task.delegate_to or self._play_context.remote_addr
        Display().vvv("%s %s." % (self._task.action, text), host=host)


def _has_any(value, secrets):
    """Tell whether one of ``secrets`` may be in a value; to look for them at each depth takes ten times as long."""
    written = [json.dumps(secret, ensure_ascii=False)[1:-1] for secret in secrets]
    if not written:
        return False
    # Each text once, if it is long enough: two hundred accounts have as many secrets. A long list in parts.
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
    """Tell whether the Python at ``path`` runs Ansible: another name of the same file in the same directory.

    The Python of another virtual environment can be the same file as well, but it finds other libraries.
    """
    own = sys.executable
    try:
        return os.path.samefile(path, own) and os.path.samefile(os.path.dirname(path), os.path.dirname(own))
    except (OSError, TypeError, ValueError):  # it is not there, or not a path
        return False


def _obstacle_in(environment, arguments, spec):
    """Return what in the task's environment or arguments asks for a process (str), or None."""
    if any(str(name).startswith(_READ_AT_START) for name in environment):
        return "its environment is for a process"
    for name, option in spec.items():
        if len({name, *option.get("aliases", ())} & arguments.keys()) > 1:
            return "%s is set twice" % name  # of which Ansible warns
    return None


def _has_invocation(task_vars):
    """Tell whether this ansible-core has the task's arguments in its result; from 2.21 on that is a setting."""
    setting = "INJECT_INVOCATION"
    is_known = C.config.get_configuration_definition(setting)
    return not is_known or C.config.get_config_value(setting, variables=task_vars)


@contextlib.contextmanager
def _surroundings(environment, folder):
    """Have what a module's process would have: its environment variables, its folder, and nobody to warn on stderr."""
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
