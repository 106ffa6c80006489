# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import importlib

from ansible.errors import AnsibleActionFail
from ansible_collections.alicloud.ccc.plugins.plugin_utils._in_process import InProcessAction

MODULES = "ansible_collections.alicloud.ccc.plugins.modules."


class ActionModule(InProcessAction):
    """Runs any info module, in Ansible's own process if that makes no difference. meta/runtime.yml leads them here."""

    @property
    def operation(self):
        # The name as the task has it, with or without the collection's.
        name = self._task.action.rpartition(".")[2]
        if name == "ccc_info":
            raise AnsibleActionFail("ccc_info is not a module. Name one that it runs, such as ccc_instance_info.")
        return importlib.import_module(MODULES + name).OPERATION
