# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run ansible-test on this checkout, in any folder: ``.venv/bin/python tests/tools/ansible_test.py sanity --local``.

``--own-process`` is ours: modules are then not called in Ansible's own process.

ansible-test wants to stand in ``…/ansible_collections/alicloud/ccc``, not by a link, not in a folder that git ignores,
and its Python in a path without spaces. So it works on a copy in a temporary folder, with a link to the environment
that runs this. Its caches are in the environment's folder ``home``, which it takes for the user's home.
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

# ansible-test downloads a pip for each of its environments from a host of its own. Python brings one, which serves as
# well, and all of them can share it: to install it takes seconds, a dozen times.
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
    # A terminated run cleans up as an interrupted one does.
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(143))
    plant_get_pip()
    hand_on_pip_settings()
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
    """Copy what git knows or would add; without git (an unpacked archive), all but what the checks make."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        made = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".ansible", ".hypothesis", "__pycache__", "output")
        shutil.copytree(ROOT, copy, symlinks=True, ignore=made)
        return
    for path in filter(None, listing.split("\0")):
        if os.path.lexists(ROOT / path):  # a deleted file is listed until it is committed
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, copy / path, follow_symlinks=False)


def plant_get_pip() -> None:
    """Put the stand-in where ansible-test would keep its download, for each pip that this ansible-core may ask for."""
    source = Path(sysconfig.get_path("purelib"), "ansible_test", "_internal", "python_requirements.py")
    cache = HOME / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for version in re.findall(r"\bpip='([\d.]+)'", source.read_text(encoding="utf-8")):
        path = cache / f"get_pip_{version.replace('.', '_')}.py"
        if not path.exists():
            temporary = path.with_suffix(f".{os.getpid()}")
            temporary.write_text(GET_PIP, encoding="utf-8")
            temporary.replace(path)


def hand_on_pip_settings() -> None:
    """Write the user's pip settings into the home that ansible-test is given: it sees no other, and no PIP_*."""
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
    path.touch(mode=0o600)  # an index address can hold a password
    with path.open("w", encoding="utf-8") as file:
        settings.write(file)


def run_ansible_test(arguments: list[str], copy: Path, venv: Path) -> int:
    """Run it, hand its output on, and return its status; a run that tested nothing has failed."""
    programs = venv / "bin"
    environment = {**os.environ, "HOME": str(HOME), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    # As a module: the ansible-test script of ansible-core 2.17 breaks when it is installed into a path with spaces.
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
            if not isinstance(error, KeyboardInterrupt):  # that one has reached it from the terminal, too
                process.send_signal(signal.SIGINT)
            process.wait()  # it has temporary folders of its own to remove
            raise
    if skipped and not process.returncode:
        print("ansible-test ran nothing: a failure here, whatever its exit status says.", file=sys.stderr)
        return 1
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
