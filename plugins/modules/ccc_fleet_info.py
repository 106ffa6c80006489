#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
"""

EXAMPLES = r"""
"""

RETURN = r"""
"""

from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FLEET as OPERATION
from ansible_collections.alicloud.ccc.plugins.module_utils._module import execute


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
