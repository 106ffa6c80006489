# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of the documentation: sections, tables, code blocks, commands."""

from __future__ import annotations

import re
import textwrap
from functools import cached_property
from typing import Any, NamedTuple

import yaml
from tree import ROOT

# The info modules. The other files only document action plugins.
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("ccc_*.py") if path.stem != "ccc_info")
FILTERS = sorted(path.stem for path in (ROOT / "plugins" / "filter").glob("[!_]*.py"))
IN_BACKTICKS = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)  # blocks in lists are indented


class Block(NamedTuple):
    """A code block. line: its line in the page. introduction: the paragraph before it."""

    line: int
    language: str
    content: str
    introduction: str

    @property
    def commands(self) -> list[str]:
        """Return the commands of a console block."""
        return [line[2:] for line in self.content.splitlines() if line.startswith("$ ")]

    @property
    def exports(self) -> dict[str, str]:
        """Return the environment variables that a console block sets."""
        return dict(re.findall(r"^\$ export (\w+)=(\S+)$", self.content, re.MULTILINE))


class Page:
    """A page, by its path in the checkout."""

    def __init__(self, path: str, text: str | None = None) -> None:
        self.path = path
        self.text = (ROOT / path).read_text(encoding="utf-8") if text is None else text

    @cached_property
    def blocks(self) -> list[Block]:
        found = []
        for match in _BLOCK.finditer(self.text):
            before = self.text[: match.start()]
            introduction = before.rstrip().rpartition("\n\n")[2]
            found.append(Block(before.count("\n") + 1, match[2], textwrap.dedent(match[3]), introduction))
        # Another kind of fence would hide its block.
        assert len(re.findall(r"^ *(?:```|~~~)", self.text, re.MULTILINE)) == 2 * len(found), self.path
        return found

    def contents(self, language: str) -> list[str]:
        """Return the contents of the blocks in a language."""
        return [block.content for block in self.blocks if block.language == language]

    @property
    def commands(self) -> list[str]:
        return [command for block in self.blocks if block.language == "console" for command in block.commands]

    @property
    def prose(self) -> str:
        """Return the text without its code blocks."""
        return _BLOCK.sub("", self.text)

    def section(self, heading: str) -> Page:
        """Return the section below a heading, up to the next heading of its level or a higher one."""
        [(level, rest)] = re.findall(rf"^(#+) {re.escape(heading)}\n(.*)", self.text, re.MULTILINE | re.DOTALL)
        text = re.split(rf"^#{{1,{len(level)}}} ", _hide_comments(rest), maxsplit=1, flags=re.MULTILINE)[0]
        return Page(self.path, rest[: len(text)])

    @property
    def rows(self) -> list[list[str]]:
        """Return the cells of all tables, row by row, without headers."""
        rows = []
        for table in re.findall(r"(?:^\|.*\n?)+", self.prose, re.MULTILINE):
            lines = table.splitlines()[2:]
            rows += [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        return rows

    def first_names(self) -> list[str]:
        """Return the names in backticks in the first cells of the rows."""
        return [name for cells in self.rows for name in IN_BACKTICKS.findall(cells[0])]


def _hide_comments(text: str) -> str:
    """Return the text with blank code blocks, since a comment in them looks like a heading."""
    return _BLOCK.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def all_pages() -> list[Page]:
    """Return the pages in the root folder, the guides, and the READMEs of the roles."""
    patterns = ("*.md", "docs/*.md", "roles/*/README.md")
    paths = [path.relative_to(ROOT).as_posix() for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [Page(path) for path in paths]


def read_yaml(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def role_options(role: str) -> dict[str, Any]:
    """Return the options in a role's argument specification."""
    return read_yaml(f"roles/{role}/meta/argument_specs.yml")["argument_specs"]["main"]["options"]
