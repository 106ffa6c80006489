# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run ansible-test on this checkout, in any folder: ``.venv/bin/python tests/tools/ansible_test.py sanity --local``.

The additional option ``--own-process`` runs each module in a process of its own.

ansible-test must run in a real folder ``…/ansible_collections/alicloud/ccc`` that git does not ignore, with a Python in
a path without spaces. So it runs on a copy in a temporary folder, with a link to this environment. HOME is the
environment's folder ``home``, where ansible-test keeps its caches.
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = Path(sys.prefix)
HOME = VENV / "home"
OWN_PROCESS = "--own-process"

# ansible-test downloads pip for each of its environments. Python has a pip that is as good, and all environments can
# share it, which saves seconds in each of a dozen environments.
GET_PIP = """
import ensurepip, pathlib, shutil, subprocess, sys, sysconfig

folders = (pathlib.Path(ensurepip.__file__).with_name("_bundled"), pathlib.Path("/usr/share/python-wheels"))
wheels = [wheel for folder in folders for wheel in folder.glob("pip-*.whl")]
if wheels:
    shared = pathlib.Path.home() / ".ansible" / "test" / wheels[0].stem
    if not shared.exists():
        shutil.unpack_archive(wheels[0], shared, "zip")
    pathlib.Path(sysconfig.get_path("purelib"), "pip.pth").write_text(str(shared))
else:
    subprocess.check_output([sys.executable, "-m", "ensurepip"])
"""


def main() -> int:
    # Clean up after SIGTERM as after SIGINT.
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(143))
    write_get_pip()
    write_pip_settings()
    with tempfile.TemporaryDirectory(prefix="alicloud-ccc-") as name:
        copy = Path(name, "ansible_collections", "alicloud", "ccc")
        copy_checkout(copy)
        arguments = sys.argv[1:]
        if OWN_PROCESS in arguments:
            arguments.remove(OWN_PROCESS)
            settings = copy / "tests" / "integration" / "integration_config.yml"
            settings.write_text("ccc_in_process: false\n", encoding="utf-8")
        venv = Path(name, "venv")
        venv.symlink_to(VENV)
        return run_ansible_test(arguments, copy, venv)


def copy_checkout(copy: Path) -> None:
    """Copy the files that git tracks or would add; without git, as in an archive, all except generated files."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        made = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".ansible", ".hypothesis", "__pycache__", "output")
        shutil.copytree(ROOT, copy, symlinks=True, ignore=made)
        return
    for path in filter(None, listing.split("\0")):
        if os.path.lexists(ROOT / path):  # git lists a deleted file until the deletion is committed
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, copy / path, follow_symlinks=False)


def write_get_pip() -> None:
    """Write GET_PIP where ansible-test keeps its download, for each pip that this ansible-core may need."""
    source = Path(sysconfig.get_path("purelib"), "ansible_test", "_internal", "python_requirements.py")
    cache = HOME / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for version in re.findall(r"\bpip='([\d.]+)'", source.read_text(encoding="utf-8")):
        path = cache / f"get_pip_{version.replace('.', '_')}.py"
        if not path.exists():
            temporary = path.with_suffix(f".{os.getpid()}")
            temporary.write_text(GET_PIP, encoding="utf-8")
            temporary.replace(path)


def write_pip_settings() -> None:
    """Copy the user's pip settings to the home of ansible-test, which sees neither the real home nor PIP_*."""
    config_home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    settings = configparser.ConfigParser(interpolation=None)
    settings.read([os.path.expanduser("~/.pip/pip.conf"), os.path.join(config_home, "pip", "pip.conf")])
    variables = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    settings.read(filter(None, [variables.pop("PIP_CONFIG_FILE", None)]))
    settings.read_dict({"global": {name[4:].lower().replace("_", "-"): value for name, value in variables.items()}})
    settings["global"]["quiet"] = "2"  # errors only
    path = HOME / ".config" / "pip" / "pip.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)  # the address of an index can contain a password
    with path.open("w", encoding="utf-8") as file:
        settings.write(file)


def run_ansible_test(arguments: list[str], copy: Path, venv: Path) -> int:
    """Run ansible-test, print its output, and return its exit status; a run without tests fails."""
    programs = venv / "bin"
    environment = {**os.environ, "HOME": str(HOME), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    # The script ansible-test of ansible-core 2.17 does not work in a path with spaces.
    command = [programs / "python", "-m", "ansible_test._util.target.cli.ansible_test_cli_stub", *arguments]
    skipped = False
    with subprocess.Popen(
        command, cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            for line in process.stdout:
                print(line, end="", flush=True)
                skipped = skipped or "All targets skipped" in line
        except BaseException as error:
            if not isinstance(error, KeyboardInterrupt):  # the terminal sends SIGINT to both
                process.send_signal(signal.SIGINT)
            process.wait()  # it removes its temporary folders
            raise
    if skipped and not process.returncode:
        print("ansible-test ran no tests. This counts as a failure, although its exit status is 0.", file=sys.stderr)
        return 1
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
