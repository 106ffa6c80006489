# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The attributes of all info modules of this collection."""

    DOCUMENTATION = r"""
options: {}
attributes:
  action:
    description: Has an action plugin, C(alicloud.ccc.ccc_info), which runs on the controller.
    support: full
    details:
      - If the task runs on the controller itself, as the user that runs Ansible and with Ansible's Python, the code is
        called in Ansible's own process, which takes a fraction of the time.
      - Set the variable C(ccc_in_process) to V(false) to start a process for each task.
    version_added: 0.6.0
  action_group:
    description: Use C(group/alicloud.ccc.ccc) in C(module_defaults) to set options for all modules of this collection.
    support: full
    membership:
      - alicloud.ccc.ccc
  async:
    description: Supports being used with the C(async) keyword.
    support: full
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
    support: full
    details:
      - The module only reads, so it does the same in check mode.
  diff_mode:
    description: Will return details on what has changed, or would in C(check_mode), when in diff mode.
    support: N/A
    details:
      - The module changes nothing.
"""
