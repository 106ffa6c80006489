# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The archive of ``ansible-galaxy collection build`` holds what users need, and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
from pathlib import Path

import pytest
import yaml

# Everything that may be in an archive. Whatever else lies in the checkout has to be ignored in galaxy.yml.
CONTENTS = """
    MANIFEST.json FILES.json LICENSE requirements.txt
    README.md README.zh-CN.md CHANGELOG.md CONTRIBUTING.md SECURITY.md
    changelogs/changelog.yaml
    docs/NAME.md docs/NAME.schema.json docs/images/NAME.png docs/images/NAME.svg
    meta/runtime.yml meta/execution-environment.yml
    playbooks/NAME.yml playbooks/files/NAME.json playbooks/inventory/NAME.yml
    plugins/KIND/NAME.py plugins/KIND/_KIND/NAME.py
    plugins/plugin_utils/_report/templates/NAME.j2 plugins/plugin_utils/_report/templates/NAME.css
    plugins/plugin_utils/_report/templates/NAME.js
    roles/KIND/README.md roles/KIND/defaults/NAME.yml roles/KIND/meta/NAME.yml
    roles/KIND/tasks/NAME.yml roles/KIND/vars/NAME.yml
    roles/emulator/files/ccc_emulator/NAME.py roles/emulator/files/ccc_emulator/data/NAME.json
"""
# Without these, it would not be what the README promises.
NEEDED = {"LICENSE", "README.md", "CHANGELOG.md", "changelogs/changelog.yaml", "requirements.txt", "meta/runtime.yml"}
# It has 0.25 MB now. A dump, a video or an environment that got in is more than this.
MOST_BYTES = 500_000


@pytest.fixture(scope="module")
def files(installed):
    """Return the sizes of the archive's files."""
    with tarfile.open(installed.archive) as archive:
        members = archive.getmembers()
    assert all(member.isfile() or member.isdir() for member in members)
    return {member.name: member.size for member in members if member.isfile()}


def test_it_holds_nothing_that_is_not_for_users(files):
    pattern = "|".join(map(re.escape, CONTENTS.split())).replace("NAME", r"[\w.-]+").replace("KIND", r"\w+")
    assert [name for name in files if not re.fullmatch(pattern, name)] == []


def test_it_holds_everything_that_is_for_users(files, checkout):
    assert set(files) >= NEEDED
    kept = subprocess.run(["find", ".", "-type", "f"], cwd=checkout, capture_output=True, text=True, check=True).stdout
    theirs = re.compile(r"(docs/(?!docsite/)|meta/|playbooks/|plugins/|roles/).*(?<!\.pyc)$")
    expected = {name for name in re.findall(r"^\./(.*)$", kept, re.MULTILINE) if theirs.match(name)}
    assert expected - set(files) == set()


def test_it_is_small(files, installed):
    assert installed.archive.stat().st_size < MOST_BYTES
    assert sum(files.values()) < 4 * MOST_BYTES


def test_its_metadata_is_that_of_galaxy_yml(installed, checkout):
    described = yaml.safe_load((checkout / "galaxy.yml").read_text(encoding="utf-8"))
    manifest = json.loads((installed.folder / "MANIFEST.json").read_text(encoding="utf-8"))["collection_info"]
    assert {key: manifest[key] for key in described if key != "build_ignore"} == {
        key: value for key, value in described.items() if key != "build_ignore"
    }


def test_links_between_its_pages_lead_to_files_in_it(installed):
    missing = []
    for page in installed.folder.rglob("*.md"):
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if ":" not in link and not (page.parent / link).exists():
                missing.append(f"{page.relative_to(installed.folder)}: {link}")
    assert missing == []


def test_what_is_installed_is_what_was_built(installed, files):
    there = {str(path.relative_to(installed.folder)) for path in installed.folder.rglob("*") if path.is_file()}
    assert {name for name in there if "__pycache__" not in Path(name).parts} == set(files)
    verified = installed.run("ansible-galaxy collection verify --offline alicloud.ccc", installed.folder)
    assert "Successfully verified" in verified
