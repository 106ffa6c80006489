# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each recipe of docs/recipes.md runs with both API versions and gives the result that the page shows.

All run in one play, forward with one version and backward with the other, so that no recipe depends on another.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
from typing import Any

import pytest
import yaml
from ccc_emulator.records import default_data
from documents import Block, Page
from emulator_process import running_emulator

PAGE = Page("docs/recipes.md")
PLAY, *RECIPES = [block for block in PAGE.blocks if block.language == "yaml"]
CHOICE = 'api_version: "2020-07-01"'
# A spreadsheet would compute this, and its quotes and line break are special in CSV.
UNUSUAL_NAME = '=HYPERLINK("https://example.com","周婷")\nsecond line'
WANTED = "+86 400-001-0001"
MASK_KEY = {"vault_mask_key": "a key"}
FLEET = "alicloud.ccc.ccc_fleet_info"
ROLE = '{role_arn: "acs:ram::1234567890123456:role/audit"'


def account() -> dict[str, Any]:
    """Return the default account, with an unusual name, and a number that lost its leading zero."""
    data = json.loads(json.dumps(default_data()).replace('"02150000009"', '"2150000009"'))
    user(data, "zhou.ting")["Detail"]["DisplayName"] = UNUSUAL_NAME
    return data


def user(data: dict[str, Any], login_name: str) -> dict[str, Any]:
    users = [user for instance in data["Instances"] for user in instance.get("_lists", {}).get("ListUsers", [])]
    [found] = [user for user in users if user.get("Detail", {}).get("LoginName") == login_name]
    return found


def printed(output: str, recipe: Block) -> list[str]:
    """Return the output of the recipe's only task with ansible.builtin.debug, line by line."""
    [name] = re.findall(r"- name: (.*)\n +ansible.builtin.debug:", recipe.content)
    [part] = re.findall(rf"^TASK \[{re.escape(name)}\] \*+\n(.*?)\n\n", output, re.MULTILINE | re.DOTALL)
    return stripped(re.sub(r"^(ok: .*|\})$", "", part, flags=re.MULTILINE))


def stripped(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line]


@pytest.fixture(params=["2020-07-01", "2017-07-05"])
def version(request) -> str:
    return request.param


@pytest.fixture
def run_recipes(play, tmp_path, version):
    """Return a function that runs recipes in the page's play, in a separate folder, and returns run and folder."""
    assert PLAY.content.count(CHOICE) == 1
    [page_play] = yaml.safe_load(PLAY.content.replace(CHOICE, f'api_version: "{version}"'))
    numbers = iter((1, 2))

    def run(recipes: list[Block], data: dict[str, Any], **files: str):
        folder = tmp_path / f"play{next(numbers)}"
        folder.mkdir()
        for name, content in files.items():
            (folder / f"{name}.json").write_text(content, encoding="utf-8")
        keywords = {key: value for key, value in page_play.items() if key not in ("hosts", "gather_facts", "tasks")}
        with running_emulator(data=data) as emulator:
            # The environment has the endpoint of the gateway, but not that of STS.
            keywords["module_defaults"][FLEET] = {"sts_endpoint": emulator.endpoint}
            text = "\n".join(block.content for block in recipes)
            text = text.replace(ROLE, f'{ROLE}, endpoint: "{emulator.endpoint}"')
            (folder / "recipe.yml").write_text(text, encoding="utf-8")
            done = play(page_play["tasks"], MASK_KEY, emulator.environment, **keywords)
        assert done.status == 0, done.output
        return done, folder

    return run


def test_each_recipe_gives_the_result_that_the_page_shows(run_recipes, version):
    today, yesterday = account(), account()
    user(yesterday, "li.wei")["Detail"]["Email"] = "li@example.com"
    [drift] = [block for block in RECIPES if "alicloud.ccc.drift" in block.content]
    [search] = [block for block in RECIPES if WANTED in block.content]
    search = search._replace(content=search.content.replace(WANTED, "021-5000 0009"))

    first, folder = run_recipes([drift, search], yesterday)
    assert printed(first.output, search) == ['"msg": "Singapore Support Desk: 2150000009, Bidirection"']
    assert [task.name for task in first.tasks if task.state == "skipped"] == [
        "Show what changed, unless this is the first run"
    ]
    facts = (folder / "facts.json").read_text(encoding="utf-8")
    done, folder = run_recipes(RECIPES if version == "2020-07-01" else RECIPES[::-1], today, facts=facts)

    assert {task.state for task in done.tasks} == {"ok"}, done.output
    for recipe, answer in itertools.pairwise(PAGE.blocks):
        if answer.language == "text":
            assert printed(done.output, recipe) == stripped(answer.content), f"{PAGE.path}:{answer.line}"
    assert {path.stat().st_mode & 0o777 for path in folder.glob("[fmu]*.*s*")} == {0o600}
    text = (folder / "users.csv").read_bytes().decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True), strict=True))
    by_login_name = {row[2]: row for row in rows}
    assert {len(row) for row in rows} == {5}
    assert by_login_name["zhou.ting"][:4] == ["上海客服中心", f"'{UNUSUAL_NAME}", "zhou.ting", "'13900010021"]
    assert by_login_name["grace.tan"][1:4] == ["Grace Tan", "grace.tan", "'+6591000001"]
    masked = (folder / "masked.json").read_text(encoding="utf-8")
    assert len(json.loads(masked)) == len(rows) - 1
    assert not [name for name in by_login_name if name and name in masked]
