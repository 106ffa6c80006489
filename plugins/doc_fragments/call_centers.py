# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The option instance_ids of the modules that read something from each call center."""

    DOCUMENTATION = r"""
options:
  instance_ids:
    description:
      - The ids of the call centers. Results are returned in this order.
      - With O(api_version=2020-07-01), the id of a call center is the name of its workbench.
      - A duplicate id is read and returned only once.
      - With an empty list, the result is empty, and no request is sent.
    type: list
    elements: str
    required: true
    aliases: [instance_id]
"""
