# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""galaxy.yml is the one place where the version stands, and CHANGELOG.md is what antsibull-changelog makes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

PROGRAMS = Path(sys.executable).parent
# What else holds version numbers: of the releases that were, and of others' packages.
OF_RELEASES = {"galaxy.yml", "CHANGELOG.md", "changelogs/changelog.yaml"}
OF_OTHERS = re.compile(r"requirements(-dev)?\.(txt|in)$|signature_vectors\.json$")


def test_the_version_stands_in_galaxy_yml_only(checkout):
    version = yaml.safe_load((checkout / "galaxy.yml").read_text(encoding="utf-8"))["version"]
    number = re.compile(rf"(?<![\d.]){re.escape(version)}(?![\d.]*\d)")
    found = []
    for path in sorted(path for path in checkout.rglob("*") if path.is_file()):
        name = str(path.relative_to(checkout))
        if name in OF_RELEASES or OF_OTHERS.search(name) or path.suffix in (".png", ".gz"):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if number.search(line) and not re.match(r"\s*version_added: ", line):
                found.append(f"{name}: {line.strip()}")
    assert found == []


def test_the_changelog_is_generated(checkout, tmp_path):
    """What was written into it by hand would be lost with the next release."""
    for name in ("galaxy.yml", "CHANGELOG.md", "changelogs"):
        copy = shutil.copytree if (checkout / name).is_dir() else shutil.copy2
        copy(checkout / name, tmp_path / name)
    program = [sys.executable, str(PROGRAMS / "antsibull-changelog"), "generate"]
    subprocess.run(program, cwd=tmp_path, capture_output=True, check=True)
    written = (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    assert written == (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8")
