# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module that returns the content of a file, instead of one that sends requests."""

from __future__ import annotations

import json

from ansible.module_utils.basic import AnsibleModule

module = AnsibleModule({"path": {"type": "path", "required": True}})
with open(module.params["path"], encoding="utf-8") as file:
    module.exit_json(**json.load(file))
