# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/authentication.md: its examples run, and its tables and messages are those of the code.

Emulators represent gateway, STS, metadata service and credentials server; their addresses replace the real ones on the
page. A profile cannot set the address of STS, and nothing can set that of the metadata service. So examples with these
do not run in a play: ``key_source`` gets their options, and its HTTP requests go to an emulator (``rerouted``).
"""

from __future__ import annotations

import json
import platform
import re
import socket
import sys
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import jinja2.meta
import jinja2.sandbox
import pytest
import requests
import yaml
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import key as _key
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import sources as _credentials
from documents import IN_BACKTICKS, Page
from emulator_process import running_emulator
from Tea.core import TeaCore

PAGE = Page("docs/authentication.md")
AWX = PAGE.section("AWX and Automation Controller")
CONFIG, _ANSWER, PRINTED = PAGE.section("Profiles").contents("json")
VENDOR, TERRAFORM = (block.exports for block in PAGE.section("Environment variables").blocks if block.exports)
MESSAGES = [content.strip() for content in PAGE.section("Errors").contents("text")]

MODULE = "alicloud.ccc.ccc_user_instances_info"
PERMANENT = {"access_key_id": "LTAI5tExampleKeyId", "access_key_secret": "example-secret"}
TEMPORARY = {
    "access_key_id": "STS.NUExampleKeyId",
    "access_key_secret": "example-secret",
    "security_token": "example-token",
}
METADATA = "/latest/meta-data/ram/security-credentials/emulator-role"
ROLE = "acs:ram::1234567890123456:role/audit"
EXTERNAL_ID = "nightly-audit-2026"
# The emulator requires this external id for a role with this name.
EMULATORS_ROLE = {ROLE: ROLE + "-external", EXTERNAL_ID: "emulator-external-id"}
PROGRAM = "/usr/local/bin/print-ccc-key --for audit"
OIDC_TOKEN = "/var/run/secrets/ack.alibabacloud.com/rrsa-tokens/token"

SHOW = "Show which key was used"
# These cannot run in a play on loopback.
OF_THE_INSTANCE = "Use the RAM role of this ECS instance"
ACROSS_ACCOUNTS = "Read the call centers of another account"
# Their results have no credentials_source.
SEVERAL, SHOW_SEVERAL = "Read several accounts, each with its own key", "Show which keys were used"
# Modes for which a profile alone can lead to loopback.
PLAYED_MODES = ("AK", "StsToken", "CredentialsURI", "External")
# Rows of the table of key sources that have examples, by number and name.
ROWS = ["1. the task's options", "1. the ECS instance", "2. Alibaba Cloud's variables"]
ROWS += ["3. Terraform's variables", "4. a profile", "5. Alibaba Cloud's default chain", "on top of any of them"]


def key_source(options: dict[str, Any], environ: dict[str, str]) -> _key.KeySource:
    connection = {"connect_timeout": 5, "read_timeout": 5, "max_attempts": 1, "concurrency": 1, "validate_certs": True}
    return _credentials.key_source({**connection, **options}, environ)


def replaced(text: str, pairs: dict[str, str]) -> str:
    for old, new in pairs.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def profiles() -> list[dict[str, Any]]:
    return json.loads(CONFIG)["profiles"]


def tasks() -> dict[str, dict[str, Any]]:
    """Return the page's tasks by name."""
    texts = [text for text in PAGE.contents("yaml") if text not in AWX.contents("yaml")]
    return {task["name"]: task for text in texts for task in yaml.safe_load(text)}


def source_name(row: str, **values: str) -> str:
    """Return the last cell of a row of the table of key sources, with values for its words in capitals."""
    rows = PAGE.section("Key sources").rows
    [template] = [IN_BACKTICKS.fullmatch(cells[-1]).group(1) for cells in rows if cells[0] == row]
    return re.sub(r"\b(%s)\b" % "|".join(values), lambda word: values[word.group()], template) if values else template


class World(NamedTuple):
    """What the page assumes that the reader has, on loopback."""

    home: Path
    permanent: Any
    temporary: Any

    @property
    def config_file(self) -> Path:
        return self.home / ".aliyun" / "config.json"

    @property
    def for_temporary_keys(self) -> dict[str, str]:
        return {"ALIBABA_CLOUD_CCC_ENDPOINT": self.temporary.endpoint}


@pytest.fixture
def world(tmp_path):
    """Start the emulators, and write the page's files to a home directory."""
    home = tmp_path / "home"
    (home / ".aliyun").mkdir(parents=True)
    (home / "printed").write_text(PRINTED, encoding="utf-8")
    (home / "token").write_text("a-token", encoding="utf-8")
    with running_emulator(**PERMANENT) as permanent, running_emulator(**TEMPORARY) as temporary:
        pairs = {
            "http://127.0.0.1:8100/key": permanent.endpoint + METADATA,
            PROGRAM: f"cat {home / 'printed'}",
            OIDC_TOKEN: str(home / "token"),
            "ecs-audit": "emulator-role",
            EXTERNAL_ID: EMULATORS_ROLE[EXTERNAL_ID],
        }
        made = World(home, permanent, temporary)
        made.config_file.write_text(replaced(CONFIG, pairs), encoding="utf-8")
        yield made


@pytest.fixture
def rerouted(world, monkeypatch):
    """Send all requests to the emulator of the permanent key; return the list of their real addresses."""
    asked = []
    do_action, send = TeaCore.do_action, requests.adapters.HTTPAdapter.send

    def to_emulator(request, options=None):
        if not request.headers["host"].startswith("127.0.0.1"):
            asked.append("%s://%s" % (request.protocol, request.headers["host"]))
            request.protocol, request.headers["host"] = "http", "127.0.0.1:%d" % world.permanent.port
        return do_action(request, options)

    def sts(adapter, request, **options):
        if not request.url.startswith("http://127.0.0.1"):
            asked.append(request.url.rstrip("/"))
            request.url = world.permanent.endpoint + "/"
        return send(adapter, request, **options)

    monkeypatch.setattr(TeaCore, "do_action", staticmethod(to_emulator))
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", sts)
    monkeypatch.setenv("HOME", str(world.home))
    return asked


# --- Sources ---


class Case(NamedTuple):
    """A task, the key source that its result must name, and its environment."""

    name: str
    task: dict[str, Any]
    source: str
    environment: dict[str, str]


def cases_of_the_page(world: World) -> list[Case]:
    """Return the examples that can run in a play on loopback."""
    known = tasks()
    in_a_vpc = replaced(
        json.dumps(known["Do the same inside a VPC, for a quarter of an hour"]),
        {
            "https://ccc-vpc.cn-shanghai.aliyuncs.com": world.permanent.endpoint,
            "sts-vpc.cn-shanghai.aliyuncs.com": world.permanent.endpoint,
            **EMULATORS_ROLE,
        },
    )
    options, variables = source_name(ROWS[0]), source_name(ROWS[2])
    audit = source_name(ROWS[4], NAME="audit", FILE=str(world.config_file), MODE="AK")
    role = source_name(ROWS[6], ARN=EMULATORS_ROLE[ROLE], SOURCE=audit)
    of_environment, of_profile = known["Use the key in the environment"], known["Use the key in a profile"]
    cases = [
        Case("all", known["Read all call centers"], variables, VENDOR),
        Case("options", known["Use a key of a RAM user"], options, {}),
        Case("token", known["Use a temporary key of STS"], options, world.for_temporary_keys),
        Case("vendor", of_environment, variables, VENDOR),
        Case("terraform", of_environment, source_name(ROWS[3]), TERRAFORM),
        Case("environment first", of_profile, variables, VENDOR),
        Case("assume_role", json.loads(in_a_vpc), role, {}),
        Case(
            "default",
            known["Use the key that the library finds"],
            source_name(ROWS[5], PLACE="cli_profile/static_ak"),
            {},
        ),
    ]
    for profile in profiles():
        name, mode = profile["name"], profile["mode"]
        if mode in PLAYED_MODES:
            task = {**of_profile, MODULE: {"profile": name}}
            source = source_name(ROWS[4], NAME=name, FILE=str(world.config_file), MODE=mode)
            cases.append(Case(name, task, source, world.for_temporary_keys if mode in ("StsToken", "External") else {}))
    return cases


def cases_of_awx(world: World, folder: Path) -> list[Case]:
    """Return a task for each way to use the page's credential types."""
    by_key, by_file = credential_types()
    permanent = injected(*by_key, {**PERMANENT, "security_token": "", "region_id": ""}, folder)
    temporary = injected(*by_key, {**TEMPORARY, "region_id": "cn-shanghai"}, folder)
    config = {"config": world.config_file.read_text(encoding="utf-8"), "profile": "server"}
    in_file = source_name(ROWS[4], NAME="server", FILE=str(folder / "injected"), MODE="CredentialsURI")
    task, variables = {MODULE: None}, source_name(ROWS[2])
    return [
        Case("awx", task, variables, permanent),
        Case("awx, temporary key", task, variables, {**temporary, **world.for_temporary_keys}),
        Case("awx, file", task, in_file, injected(*by_file, config, folder)),
    ]


def test_every_example_of_the_authentication_page_is_tested(world):
    played = {case.task["name"] for case in cases_of_the_page(world)} | {SHOW}
    assert played | {OF_THE_INSTANCE, ACROSS_ACCOUNTS, SEVERAL, SHOW_SEVERAL} == set(tasks())


def test_every_example_runs_and_its_result_names_the_key_source(world, play, refused_endpoint, tmp_path):
    cases = [*cases_of_the_page(world), *cases_of_awx(world, tmp_path)]
    to_run = [{**case.task, "name": case.name, "environment": case.environment} for case in cases]
    to_run.insert(1, tasks()[SHOW])
    run = play(
        to_run,
        variables={
            **{f"vault_{name}": value for name, value in PERMANENT.items()},
            "sts": {
                "AccessKeyId": TEMPORARY["access_key_id"],
                "AccessKeySecret": TEMPORARY["access_key_secret"],
                "SecurityToken": TEMPORARY["security_token"],
            },
        },
        environment={
            "HOME": str(world.home),
            "ALIBABA_CLOUD_CCC_ENDPOINT": world.permanent.endpoint,
            # A request to another machine fails.
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
            "HTTPS_PROXY": refused_endpoint,
            "NO_PROXY": "127.0.0.1",
        },
        arguments=("-v",),
    )

    assert run.status == 0, run.output
    results = {task.name: task.result for task in run.tasks}
    variables = source_name(ROWS[2])
    assert {case.name: results[case.name]["credentials_source"] for case in cases} == {
        case.name: case.source for case in cases
    }
    assert all(results[case.name]["instances"] for case in cases)
    assert results[SHOW]["all_call_centers.credentials_source"] == variables
    assert f'"credentials_source": "{variables}"' in run.output
    printed = " ".join(run.output.split())
    assert printed.count("[WARNING]") == 1
    assert f"[WARNING]: {MESSAGES[-1]}" in printed
    # The emulator accepts only a key that it has issued.
    issued = [entry["action"] for entry in world.permanent.log() if entry["action"] == "AssumeRole"]
    assert issued == ["AssumeRole"]


def test_each_account_uses_the_key_of_its_own_source(world, play):
    task = replaced(json.dumps(tasks()[SEVERAL]), EMULATORS_ROLE)
    task = task.replace('"assume_role": {', f'"assume_role": {{"endpoint": "{world.permanent.endpoint}", ')
    to_run = [json.loads(task), tasks()[SHOW_SEVERAL]]
    to_run[0]["alicloud.ccc.ccc_fleet_info"]["sts_endpoint"] = world.permanent.endpoint
    # No account may use the key in the environment.
    others = {f"ALIBABA_CLOUD_{part.upper()}": value for part, value in TEMPORARY.items()}
    where = {"HOME": str(world.home), "ALIBABA_CLOUD_CCC_ENDPOINT": world.permanent.endpoint}
    run = play(to_run, environment={**others, **where})

    assert run.status == 0, run.output
    audit, server = (
        source_name(ROWS[4], NAME=name, FILE=str(world.config_file), MODE=mode)
        for name, mode in (("audit", "AK"), ("server", "CredentialsURI"))
    )
    role = source_name(ROWS[6], ARN=EMULATORS_ROLE[ROLE], SOURCE=audit)
    reads = run.results_by_task()[SEVERAL]["reads"]
    assert {read["account"]: read["credentials_source"] for read in reads} == {
        "production": audit,
        "subsidiary": role,
        "test": server,
    }
    assert len({read["identity"]["arn"] for read in reads}) == 3


def test_examples_that_need_real_addresses_name_their_key_source(world, rerouted):
    known = tasks()
    instance = known[OF_THE_INSTANCE][MODULE]
    instance = json.loads(replaced(json.dumps(instance), {"ecs-audit": "emulator-role"}))
    across = json.loads(replaced(json.dumps(known[ACROSS_ACCOUNTS][MODULE]), EMULATORS_ROLE))
    sts, metadata = "https://sts.aliyuncs.com", "http://100.100.100.200"
    audit = source_name(ROWS[4], NAME="audit", FILE=str(world.config_file), MODE="AK")
    expected = [
        (instance, source_name(ROWS[1], ROLE="emulator-role"), {metadata}),
        (across, source_name(ROWS[6], ARN=EMULATORS_ROLE[ROLE], SOURCE=audit), {sts}),
    ]
    addresses = {
        "role": {sts},
        "role-by-profile": {metadata, sts},
        "role-by-instance": {metadata, sts},
        "instance": {metadata},
        "pod": {sts},
    }
    assert set(addresses) == {profile["name"] for profile in profiles() if profile["mode"] not in PLAYED_MODES}
    for profile in profiles():
        if profile["name"] in addresses:
            name = source_name(ROWS[4], NAME=profile["name"], FILE=str(world.config_file), MODE=profile["mode"])
            expected.append(({"profile": profile["name"]}, name, addresses[profile["name"]]))
    for options, name, asked in expected:
        rerouted.clear()
        source = key_source(options, {})
        assert source.name == name
        assert source.key().access_key_id.startswith("STS."), name
        assert set(rerouted) == asked, name


def test_the_table_of_key_sources_names_the_variables_of_the_code():
    cells = {row[0]: IN_BACKTICKS.findall(row[1]) for row in PAGE.section("Key sources").rows}
    assert cells[ROWS[0]] == list(_key.PARTS)
    assert cells[ROWS[2]] == [_credentials.ENVIRONMENT[0]["access_key_id"][0]]
    assert cells[ROWS[3]] == [_credentials.ENVIRONMENT[1]["access_key_id"][0]]
    assert cells[ROWS[4]] == ["profile", *_credentials.PROFILE_ENVIRONMENT]
    assert cells[ROWS[5]] == [f"credentials: {_credentials.DEFAULT_CHAIN}"]


def test_the_table_of_environment_variables_has_those_of_the_code_in_their_order():
    rows = [[IN_BACKTICKS.findall(cell) for cell in cells] for cells in PAGE.section("Environment variables").rows]
    assert rows == [[[part], *(list(family[part]) for family in _credentials.ENVIRONMENT)] for part in _key.PARTS]


def needs_library(options: dict[str, Any]) -> bool:
    try:
        key_source(options, {})
    except _key.CredentialsError as error:
        return "Failed to import the required Python library (alibabacloud-credentials)" in str(error)
    return False


def test_the_library_is_needed_only_for_the_sources_that_the_page_lists(world, rerouted, monkeypatch):
    monkeypatch.setenv("HOME", str(world.home))
    monkeypatch.setitem(sys.modules, "alibabacloud_credentials.provider", None)
    documented = {
        mode: cells[-1] != "" for cells in PAGE.section("Profiles").rows for mode in IN_BACKTICKS.findall(cells[0])
    }
    assert {profile["mode"]: needs_library({"profile": profile["name"]}) for profile in profiles()} == {
        mode: needed for mode, needed in documented.items() if mode not in ("CloudSSO", "OAuth")
    }
    documented = {cells[0]: cells[2] == "the library" for cells in PAGE.section("Key sources").rows}
    key = {"access_key_id": "i", "access_key_secret": "s"}
    assert documented == {
        ROWS[0]: needs_library(key),
        ROWS[1]: needs_library({"ecs_role_name": "emulator-role"}),
        ROWS[2]: False,
        ROWS[3]: False,
        ROWS[4]: False,  # see its modes above
        ROWS[5]: needs_library({"credentials": "default"}),
        ROWS[6]: needs_library({**key, "assume_role": {"role_arn": ROLE}}),
    }


def test_each_profile_mode_has_an_example():
    modes = [mode for cells in PAGE.section("Profiles").rows for mode in IN_BACKTICKS.findall(cells[0])]
    assert {profile["mode"] for profile in profiles()} == set(modes) - {"CloudSSO", "OAuth"}


def test_the_policies_on_the_page_are_those_that_the_examples_need():
    _modules, caller, trust = (json.loads(content) for content in PAGE.section("RAM policy").contents("json"))
    roles = [task[MODULE]["assume_role"] for task in tasks().values() if "assume_role" in (task.get(MODULE) or {})]
    assert {role["role_arn"] for role in roles} == {caller["Statement"][0]["Resource"]}
    [statement] = trust["Statement"]
    assert {role["external_id"] for role in roles} == {statement["Condition"]["StringEquals"]["sts:ExternalId"]}
    assert caller["Statement"][0]["Action"] == statement["Action"] == "sts:AssumeRole"


# --- AWX ---


def credential_types() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    parsed = [yaml.safe_load(content) for content in AWX.contents("yaml")]
    return list(zip(parsed[::2], parsed[1::2], strict=True))


def injected(inputs: dict[str, Any], injectors: dict[str, Any], values: dict[str, str], folder: Path) -> dict[str, str]:
    """Return the environment that AWX makes from a credential: its nonempty values, and the path of its file."""
    assert set(values) >= set(inputs["required"])
    sandbox = jinja2.sandbox.ImmutableSandboxedEnvironment()
    namespace: dict[str, Any] = {name: value for name, value in values.items() if value}
    for template in injectors.get("file", {}).values():
        path = folder / "injected"
        path.write_text(sandbox.from_string(template).render(**namespace), encoding="utf-8")
        namespace["tower"] = {"filename": str(path)}
    return {name: sandbox.from_string(text).render(**namespace) for name, text in injectors["env"].items()}


def test_the_injectors_use_exactly_the_fields_of_a_credential_type():
    for inputs, injectors in credential_types():
        names = [field["id"] for field in inputs["fields"]]
        used = set()
        for template in [*injectors["env"].values(), *injectors.get("file", {}).values()]:
            used |= jinja2.meta.find_undeclared_variables(jinja2.Environment(autoescape=True).parse(template))
        assert used == set(names) | ({"tower"} if "file" in injectors else set())
        secret = {field["id"] for field in inputs["fields"] if field.get("secret")}
        assert secret == set(names) & {"access_key_secret", "security_token", "config"}


# --- Errors ---


def refusal(options: dict[str, Any], environ: dict[str, str] | None = None) -> str:
    with pytest.raises(_key.CredentialsError) as caught:
        key_source(options, environ or {})
    return str(caught.value)


def test_the_messages_on_the_authentication_page_are_those_of_the_code(world, rerouted, monkeypatch):
    config = world.config_file.read_text(encoding="utf-8")
    said = [refusal({"profile": "adit"})]
    lines = config.splitlines()
    world.config_file.write_text("\n".join([*lines[:4], lines[4].rstrip(","), *lines[5:]]), encoding="utf-8")
    said.append(refusal({"profile": "audit"}))
    world.config_file.write_text(re.sub('"example-secret"', '""', config, count=1), encoding="utf-8")
    said.append(refusal({"profile": "audit"}))
    world.config_file.write_text(config, encoding="utf-8")
    said.append(refusal({}, {name: value for name, value in VENDOR.items() if name.endswith("_ID")}))
    with monkeypatch.context() as without_library:
        without_library.setitem(sys.modules, "alibabacloud_credentials.provider", None)
        said.append(refusal({"ecs_role_name": "ecs-audit"}))
    # Only an ECS instance has a metadata service that responds.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(world.permanent, "endpoint", "http://127.0.0.1:%d" % silent.getsockname()[1])
        said.append(refusal({"ecs_role_name": "ecs-audit"}))
    monkeypatch.undo()
    forbidden = {"role_arn": ROLE.replace("audit", "forbidden"), "endpoint": world.permanent.endpoint}
    said.append(refusal({**PERMANENT, "assume_role": forbidden}))

    here = {
        str(world.home): "/home/ansible",
        f"{platform.node()}'s Python {sys.executable}": "ansible-1's Python /usr/bin/python3",
        "role/forbidden": "role/audit",
    }
    for number, text in enumerate(said):
        for old, new in here.items():
            text = text.replace(old, new)
        said[number] = re.sub(r"[0-9A-F]{8}-[0-9A-F-]{27}", "670AB5AE-96FD-42C7-AC18-64FE8EC5CFFF", text)
    assert said == MESSAGES[:-1]  # the last message is the warning in the play
