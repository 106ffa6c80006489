# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Documentation only: ansible-test requires it for plugins/action/ccc_info.py. There is no module of this name.

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_info
short_description: How the info modules of this collection are run
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - The action plugin that runs all info modules of this collection. Do not use it in tasks. Use a module instead, such
    as M(alicloud.ccc.ccc_instance_info).
  - If a task runs on the controller itself, as the user that runs Ansible and with Ansible's Python, the module's code
    is called in Ansible's own process. This takes a fraction of the time and makes no other difference. All other tasks
    run as usual.
  - With C(-vvv), Ansible shows how each task was run, and why.
  - Set the variable C(ccc_in_process) to V(false) for a task, a play or a host to start a process for each task.
options: {}
seealso:
  - module: alicloud.ccc.ccc_instance_info
  - module: alicloud.ccc.ccc_operation_info
  - module: alicloud.ccc.ccc_user_info
  - module: alicloud.ccc.ccc_user_instances_info

"""

EXAMPLES = r"""
- name: Read all call centers in a process of its own
  alicloud.ccc.ccc_user_instances_info:
  vars:
    ccc_in_process: false
"""

RETURN = r"""
"""
