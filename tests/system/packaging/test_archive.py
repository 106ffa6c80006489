# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The archive of ``ansible-galaxy collection build`` contains exactly what users need."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from ansible_programs import program

ROOT = Path(__file__).resolve().parents[3]
# Everything that may be in the archive. galaxy.yml must ignore all other files.
CONTENTS = """
    MANIFEST.json FILES.json LICENSE requirements.txt
    README.md README.zh-CN.md CHANGELOG.md CONTRIBUTING.md SECURITY.md
    changelogs/changelog.yaml
    docs/NAME.md docs/NAME.schema.json docs/facts.yml docs/images/NAME.png
    meta/runtime.yml meta/execution-environment.yml
    playbooks/NAME.yml playbooks/files/NAME.json playbooks/inventory/NAME.yml
    plugins/KIND/NAME.py plugins/KIND/_KIND/NAME.py
    plugins/plugin_utils/_report/templates/NAME.j2 plugins/plugin_utils/_report/templates/NAME.css
    plugins/plugin_utils/_report/templates/NAME.js
    roles/KIND/README.md roles/KIND/defaults/NAME.yml roles/KIND/meta/NAME.yml
    roles/KIND/tasks/NAME.yml roles/KIND/vars/NAME.yml
    roles/emulator/files/ccc_emulator/NAME.py roles/emulator/files/ccc_emulator/data/NAME.json
"""
# The README promises these.
NEEDED = {"LICENSE", "README.md", "CHANGELOG.md", "changelogs/changelog.yaml", "requirements.txt", "meta/runtime.yml"}
# A dump, a video or an environment would exceed this.
MOST_BYTES = 500_000


@pytest.fixture(scope="module")
def files(installed):
    """Return the sizes of the archive's files."""
    with tarfile.open(installed.archive) as archive:
        members = archive.getmembers()
    assert all(member.isfile() or member.isdir() for member in members)
    return {member.name: member.size for member in members if member.isfile()}


def test_the_archive_contains_only_what_users_need(files, installed):
    pattern = "|".join(map(re.escape, CONTENTS.split())).replace("NAME", r"[\w.-]+").replace("KIND", r"\w+")
    assert [name for name in files if not re.fullmatch(pattern, name)] == []
    assert installed.archive.stat().st_size < MOST_BYTES
    assert sum(files.values()) < 4 * MOST_BYTES


def test_the_archive_contains_everything_that_users_need(files, installed):
    assert set(files) >= NEEDED
    folders = ("docs", "meta", "playbooks", "plugins", "roles")
    paths = [path for folder in folders for path in (installed.checkout / folder).rglob("*") if path.is_file()]
    names = {str(path.relative_to(installed.checkout)) for path in paths if path.suffix != ".pyc"}
    assert {name for name in names if not name.startswith("docs/docsite/")} - set(files) == set()


def test_links_between_pages_lead_to_files_in_the_archive(installed):
    missing = []
    for page in installed.folder.rglob("*.md"):
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if ":" not in link and not (page.parent / link).exists():
                missing.append(f"{page.relative_to(installed.folder)}: {link}")
    assert missing == []


def test_the_changelog_is_what_antsibull_changelog_generates(tmp_path):
    """The next release would remove handwritten changes."""
    for name in ("galaxy.yml", "CHANGELOG.md", "changelogs"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, tmp_path / name)
    subprocess.run([*program("antsibull-changelog"), "generate"], cwd=tmp_path, capture_output=True, check=True)
    assert (ROOT / "CHANGELOG.md").read_text("utf-8") == (tmp_path / "CHANGELOG.md").read_text("utf-8")
