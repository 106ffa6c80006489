# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Chinese page has the same code, tables, names, links and versions as the English one.

Prose, names of plays and tasks, and comments may differ. So tests of the code on English pages hold for Chinese ones.
"""

from __future__ import annotations

import re

import pytest
import yaml
from documents import IN_BACKTICKS, Page, all_pages
from tree import ROOT

LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]+))?\)")
SUFFIX = ".zh-CN.md"
# test_guides.py follows a page that exists only in Chinese.
CHINESE = [
    page for page in all_pages() if page.path.endswith(SUFFIX) and (ROOT / page.path.replace(SUFFIX, ".md")).is_file()
]


@pytest.fixture(params=CHINESE, ids=lambda page: page.path)
def pages(request) -> tuple[Page, Page]:
    """Return a page in English and the same page in Chinese."""
    return Page(request.param.path.replace(SUFFIX, ".md")), request.param


def code(page: Page) -> list[tuple[str, object]]:
    """Return the code blocks without their translated parts."""
    return [(block.language, without_translation(block.language, block.content)) for block in page.blocks]


def without_translation(language: str, content: str) -> object:
    if language == "yaml":
        return without_names(yaml.safe_load(content))
    if language == "text":  # output, with names of tasks
        return re.sub(r"^((?:TASK|PLAY) \[)[^]]+(\]) \*+$", r"\1\2", content, flags=re.MULTILINE)
    return content


def without_names(content: object) -> object:
    """Return YAML without the names of plays and tasks, which have hosts or a module."""
    if isinstance(content, list):
        return [without_names(element) for element in content]
    if isinstance(content, dict):
        is_named = "hosts" in content or any("." in key for key in content)
        return {key: without_names(value) for key, value in content.items() if not (is_named and key == "name")}
    return content


def table_names(page: Page) -> list[list[str]]:
    """Return the sorted names in each row of a table, since their order may differ in a sentence."""
    return [sorted(IN_BACKTICKS.findall(" ".join(cells))) for cells in page.rows]


def text_names(page: Page) -> set[str]:
    return set(IN_BACKTICKS.findall(page.prose))


def versions(page: Page) -> set[str]:
    return set(re.findall(r"\d+(?:[.-]\d+)+", page.prose))


@pytest.mark.parametrize("part", [code, table_names, text_names, versions], ids=lambda part: part.__name__)
def test_both_languages_have_the_same_content(pages, part):
    in_english, in_chinese = map(part, pages)
    assert in_chinese == in_english


def test_links_of_both_languages_lead_to_the_same_pages(pages):
    english, chinese = pages
    folder = (ROOT / chinese.path).parent
    names = [page.path.rpartition("/")[2] for page in pages]
    # Each page begins with a link to the other.
    assert f"[简体中文]({names[1]})" in english.text.splitlines()[2]
    assert f"[English]({names[0]})" in chinese.text.splitlines()[2]

    def in_chinese(target: str) -> str:
        translated = re.sub(r"\.md$", SUFFIX, target)
        return translated if (folder / translated).is_file() else target

    expected = [in_chinese(target) for target, _anchor in LINK.findall(english.text) if target != names[1]]
    found = [target for target, _anchor in LINK.findall(chinese.text) if target != names[0]]
    assert sorted(found) == sorted(expected)
