# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `make docs` finds wrong, on a small site with its settings; and the links that it does not follow.

It follows all links between files of the checkout, and to their headings. Links to other hosts are looked at, no more:
no test leaves this machine.
"""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.parse
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
PAGES = [path for pattern in ("*.md", "docs/*.md", "roles/*/README.md") for path in sorted(ROOT.glob(pattern))]
INDEX = "# The guides\n\n## Begin\n\n[README](../README.md), [a guide](guide.md)\n\n## Reference\n\nfollows.\n"


@pytest.fixture
def build(tmp_path):
    """Return a function that checks a site of a README, a guide, and what else is given, and gives its warnings."""

    def run(readme, **more):
        files = {"README.md": readme, "docs/index.md": INDEX, "docs/guide.md": "# A guide\n\n## How it goes\n\nSo.\n"}
        files["reference/index.rst"] = "The reference\n=============\n\nA word.\n"
        for name, text in {**files, **more}.items():
            (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "source" / name).write_text(text, encoding="utf-8")
        # The builder that writes nothing.
        options = ["--builder", "dummy", "--fail-on-warning", "--keep-going", "--quiet"]
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", *options, "--conf-dir", str(ROOT / "docs" / "docsite")]
            + [str(tmp_path / "source"), str(tmp_path / "built")],
            capture_output=True,
            text=True,
            check=False,
        )
        warnings = [line for line in done.stderr.splitlines() if ": WARNING: " in line]
        assert (done.returncode == 0) == (not warnings), done.stderr
        return warnings

    return run


def test_links_that_lead_somewhere_are_fine(build):
    readme = "# It\n\n[1](docs/guide.md) [2](docs/guide.md#how-it-goes) [3](LICENSE) [4](#it) ![5](docs/image.svg)\n"
    assert build(readme, **{"LICENSE": "-", "docs/image.svg": "<svg/>"}) == []


def test_what_leads_nowhere_ends_the_build(build):
    links = {
        "[1](docs/no-guide.md)": "docs/no-guide.md",
        "[2](docs/guide.md#how-it-does-not-go)": "how-it-does-not-go",
        "[3](NO-LICENSE)": "NO-LICENSE",
        "[4](#not-it)": "not-it",
        "![5](docs/no-image.png)": "docs/no-image.png",
    }
    warnings = build(
        "# It\n\n" + "\n\n".join(links),
        **{
            "docs/lonely.md": "# A page that is not on the landing page\n",
            "reference/a.rst": ":orphan:\n\n:ref:`none`\n",
        },
    )
    for named in [*links.values(), "lonely.md: WARNING: document isn't included", "undefined label: 'none'"]:
        assert len([line for line in warnings if named in line]) == 1, (named, warnings)
    assert len(warnings) == len(links) + 2


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_to_other_hosts_are_addresses(path):
    tokens = MarkdownIt().enable("table").parse(path.read_text(encoding="utf-8"))
    inner = [child for token in tokens for child in token.children or []]
    targets = [child.attrGet("href") or child.attrGet("src") for child in inner if child.type in ("link_open", "image")]
    for target in targets:
        if ":" in target or target.startswith("/"):
            parts = urllib.parse.urlsplit(target)
            assert parts.scheme == "https", target
            assert re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", parts.netloc), target
            assert not re.search(r"[\s.,;]$|[<>\s]", target), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_in_html_lead_to_places_of_their_page(path):
    """The changelog's maker writes such; Sphinx leaves them as they are."""
    text = re.sub(r"^```.*?^```$|`[^`\n]+`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    places = set(re.findall(r'<a id="([^"]+)"></a>', text))
    assert {f"#{place}" for place in places} >= set(re.findall(r'<\w+ [^>]*(?:href|src)="([^"]*)"', text))
