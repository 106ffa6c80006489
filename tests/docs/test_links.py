# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links that `make docs` does not check. It checks links between files and headings."""

from __future__ import annotations

import re
import urllib.parse

import pytest
from documents import all_pages
from markdown_it import MarkdownIt

each_page = pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.path)


@each_page
def test_links_to_other_hosts_are_valid_addresses(page):
    """(Tests send no requests to other machines.)"""
    tokens = MarkdownIt().enable("table").parse(page.text)
    inner = [child for token in tokens for child in token.children or []]
    targets = [child.attrGet("href") or child.attrGet("src") for child in inner if child.type in ("link_open", "image")]
    for target in targets:
        if ":" in target or target.startswith("/"):
            parts = urllib.parse.urlsplit(target)
            assert parts.scheme == "https", target
            assert re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", parts.netloc), target
            assert not re.search(r"[\s.,;]$|[<>\s]", target), target


@each_page
def test_links_in_html_lead_to_anchors_on_their_page(page):
    """antsibull-changelog writes such links, and Sphinx does not check them."""
    text = re.sub(r"`[^`\n]+`", "", page.prose)
    anchors = set(re.findall(r'<a id="([^"]+)"></a>', text))
    assert {f"#{anchor}" for anchor in anchors} >= set(re.findall(r'<\w+ [^>]*(?:href|src)="([^"]*)"', text))
