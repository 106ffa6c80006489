# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.modules import ccc_user_instances_info
from ansible_collections.alicloud.ccc.plugins.plugin_utils._in_process import InProcessAction


class ActionModule(InProcessAction):
    """Runs the module ccc_user_instances_info, in Ansible's own process where that makes no difference."""

    module = ccc_user_instances_info
