# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of docs/execution_environment.md work, except those that need a container engine."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "execution_environment.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
DEFINITION, SHOWN = (content for kind, content in BLOCKS if kind in ("yaml", "text"))
CREATE, _BUILD, INTROSPECT = re.findall(r"^\$ (.*)$", PAGE, re.MULTILINE)


def test_ansible_builder_makes_a_context_of_the_definition(installed, tmp_path):
    (tmp_path / "execution-environment.yml").write_text(DEFINITION, encoding="utf-8")
    installed.run(CREATE, tmp_path)
    context = tmp_path / "context"
    definition = yaml.safe_load(DEFINITION)["dependencies"]
    requirements = yaml.safe_load((context / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert requirements == {"collections": [{"name": "alicloud.ccc"}]}
    assert (context / "_build" / "requirements.txt").read_text("utf-8").split() == definition["python"]
    (container_file,) = context.glob("*file")  # its name depends on the container engine
    assert definition["ansible_core"]["package_pip"] in container_file.read_text(encoding="utf-8")


def test_ansible_builder_finds_the_requirements_of_the_collection(installed, tmp_path):
    printed = installed.run(INTROSPECT.replace("~/.ansible/collections", f"'{installed.collections}'"), tmp_path)
    assert SHOWN in printed
    minimum = (installed.folder / "requirements.txt").read_text(encoding="utf-8").splitlines()[-1]
    assert f"- '{minimum}  # from collection alicloud.ccc'" in SHOWN
