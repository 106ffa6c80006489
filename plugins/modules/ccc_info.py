# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The documentation of plugins/action/ccc_info.py, which ansible-test wants under the action's name. There is no module.

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_info
short_description: How the info modules of this collection are run
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - The action plugin that runs all info modules of this collection. It is not for tasks; name a module there, such as
    M(alicloud.ccc.ccc_instance_info).
  - If a task is for the controller itself, as the user that runs Ansible and with Ansible's Python, the module's code
    is called in Ansible's own process. That takes a fraction of the time and makes no other difference. Any other task
    is run as always.
  - With C(-vvv), Ansible shows for each task which way it went, and why.
  - The variable C(ccc_in_process), set to V(false) for a task, a play or a host, gives each task a process of its own.
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
