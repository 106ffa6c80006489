# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import importlib

from ansible.errors import AnsibleActionFail
from ansible_collections.alicloud.ccc.plugins.plugin_utils._in_process import InProcessAction

MODULES = "ansible_collections.alicloud.ccc.plugins.modules."


class ActionModule(InProcessAction):
    """The action of all info modules, by meta/runtime.yml. It runs them in Ansible's own process if possible."""

    @property
    def operation(self):
        # The task's name of the module, with or without the collection's name.
        name = self._task.action.rpartition(".")[2]
        if name == "ccc_info":
            raise AnsibleActionFail("ccc_info is not a module. Use a module such as ccc_instance_info instead.")
        return importlib.import_module(MODULES + name).OPERATION
