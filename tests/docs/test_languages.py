# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page in Chinese is in step with the same page in English: code, tables, names, links and versions are the same.

What may differ is what is written for people: text, the names of plays and tasks, and comments. So what the tests of
the English page say of its code holds for the Chinese one.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]+))?\)")
SUFFIX = ".zh-CN.md"
CHINESE = sorted(path.relative_to(ROOT) for folder in (ROOT, ROOT / "docs") for path in folder.glob(f"*{SUFFIX}"))


@pytest.fixture(params=CHINESE, ids=str)
def pages(request):
    """Return a page's text in English and in Chinese."""
    return text_of(english(request.param)), text_of(request.param)


def english(path: Path) -> Path:
    return path.with_name(path.name.replace(SUFFIX, ".md"))


def text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def code(text: str) -> list[tuple[str, object]]:
    """Return the code blocks without what is translated in them."""
    return [(language, without_translation(language, content)) for language, content in BLOCK.findall(text)]


def without_translation(language: str, content: str) -> object:
    if language == "yaml":
        return without_names(yaml.safe_load(content))
    if language == "text":  # an output, with the names of tasks in it
        return re.sub(r"^((?:TASK|PLAY) \[)[^]]+(\]) \*+$", r"\1\2", content, flags=re.MULTILINE)
    return content


def without_names(content: object) -> object:
    """Return YAML less the names of plays and tasks: of what has a host, or a module."""
    if isinstance(content, list):
        return [without_names(element) for element in content]
    if isinstance(content, dict):
        is_named = "hosts" in content or any("." in key for key in content)
        return {key: without_names(value) for key, value in content.items() if not (is_named and key == "name")}
    return content


def prose(text: str) -> str:
    return BLOCK.sub("", text)


def tables(text: str) -> list[list[list[str]]]:
    """Return the names in each row of each table. In a row they may stand in another order, as a sentence wants it."""
    found = re.findall(r"(?:^\|.*\n)+", prose(text), re.MULTILINE)
    return [[sorted(IN_BACKTICKS.findall(row)) for row in table.splitlines()] for table in found]


def test_there_are_pages_to_compare():
    assert [str(path) for path in CHINESE] == ["README.zh-CN.md", "docs/quickstart.zh-CN.md"]


def test_the_code_is_the_same(pages):
    in_english, in_chinese = (code(page) for page in pages)
    assert in_chinese == in_english


def test_the_tables_have_the_same_names(pages):
    in_english, in_chinese = (tables(page) for page in pages)
    assert in_chinese == in_english


def test_the_text_has_the_same_names(pages):
    in_english, in_chinese = (set(IN_BACKTICKS.findall(prose(page))) for page in pages)
    assert in_chinese == in_english


def test_the_text_has_the_same_versions(pages):
    in_english, in_chinese = (set(re.findall(r"\d+(?:[.-]\d+)+", prose(page))) for page in pages)
    assert in_chinese == in_english


def test_the_headings_are_as_many(pages):
    in_english, in_chinese = (re.findall(r"^#+ ", prose(page), re.MULTILINE) for page in pages)
    assert in_chinese == in_english


@pytest.mark.parametrize("path", CHINESE, ids=str)
def test_the_links_lead_to_the_same_pages_and_in_chinese_to_chinese_ones(path):
    english_links, chinese_links = (
        sorted(target for target, _anchor in LINK.findall(text_of(page))) for page in (english(path), path)
    )
    # Each links to the other, on top.
    assert f"[简体中文]({path.name})" in text_of(english(path)).splitlines()[2]
    assert f"[English]({english(path).name})" in text_of(path).splitlines()[2]
    english_links.remove(path.name)
    chinese_links.remove(english(path).name)
    translated = [re.sub(r"\.md$", SUFFIX, target) for target in english_links]
    expected = [
        other if (ROOT / path.parent / other).is_file() else target
        for target, other in zip(english_links, translated, strict=True)
    ]
    assert chinese_links == sorted(expected)
    for target, anchor in LINK.findall(text_of(path)):
        if anchor:
            assert anchor in anchors(path.parent / target), (target, anchor)


def anchors(path: Path) -> set[str]:
    """Return what a link to a heading says: small letters, hyphens for spaces, no other signs."""
    headings = re.findall(r"^#+ (.*)$", prose(text_of(path)), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
