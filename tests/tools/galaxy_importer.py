# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check the archive as Galaxy does on upload: ``make galaxy``. A warning fails.

The archive is built from a copy of the files in git. Galaxy's importer has its own environment, since it needs other
versions than the other tools. It runs ansible-doc and ansible-lint; ``make sanity`` runs ansible-test, for which the
importer would start a container.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ansible_test import HOME, VENV, copy_checkout

IMPORTER = VENV / "galaxy-importer" / "bin"
SETTINGS = {
    "RUN_ANSIBLE_TEST": "false",
    "RUN_ANSIBLE_DOC": "true",
    "RUN_ANSIBLE_LINT": "true",
    "OFFLINE_ANSIBLE_LINT": "true",
    "CHECK_REQUIRED_TAGS": "true",
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="alicloud-ccc-") as name:
        folder = Path(name)
        copy_checkout(folder / "checkout")
        build = [VENV / "bin" / "python", VENV / "bin" / "ansible-galaxy", "collection", "build"]
        subprocess.run([*build, "--output-path", folder], cwd=folder / "checkout", check=True)
        (archive,) = folder.glob("*.tar.gz")
        return run_importer(archive, folder)


def run_importer(archive: Path, folder: Path) -> int:
    """Run the importer, print its output, and return 1 if it failed or warned."""
    environment = {
        **os.environ,
        **{f"GALAXY_IMPORTER_{key}": value for key, value in SETTINGS.items()},
        "HOME": str(HOME),
        "PATH": f"{IMPORTER}{os.pathsep}{os.environ['PATH']}",
    }
    importer = [IMPORTER / "python", "-m", "galaxy_importer.main", archive]
    done = subprocess.run(
        importer, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    print(done.stdout, end="")
    complaints = [line for line in done.stdout.splitlines() if line.startswith(("WARNING: ", "ERROR: ", "CRITICAL: "))]
    if done.returncode or complaints:
        print(f"galaxy-importer failed: exit status {done.returncode}, {len(complaints)} warnings and errors.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
