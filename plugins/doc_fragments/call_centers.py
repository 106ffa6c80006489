# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The option of the modules that read something of each call center."""

    DOCUMENTATION = r"""
options:
  instance_ids:
    description:
      - The ids of the call centers. What is read comes back in this order.
      - With O(api_version=2020-07-01), the id of a call center is the name of its workbench.
      - An id that is given twice is asked for, and what it has is returned, once.
      - An empty list is an empty result, for which nothing is asked.
    type: list
    elements: str
    required: true
    aliases: [instance_id]
"""
