# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from documents import all_pages

# Chinese has no spaces to wrap at, and a program writes the changelog.
PAGES = [page for page in all_pages() if ".zh-" not in page.path and page.path != "CHANGELOG.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_prose_wraps_at_120_characters(page):
    lines = [line for line in page.prose.splitlines() if not line.startswith(("|", "!["))]
    assert [line for line in lines if len(line) > 120] == []
