# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/authentication.md: its examples are run, its tables and messages are those of the code.

Emulators are gateway, STS, metadata service and credentials server; addresses of the real ones on the page are
replaced by theirs. No address can be given for STS in a profile, nor for the metadata service: those examples are not
played, but their options are given to ``key_source``, and its HTTP calls go to the emulator (``rerouted``).
"""

from __future__ import annotations

import collections
import copy
import itertools
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
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import vendor as _vendor_credentials
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_programs import both_ways
from emulator_process import running_emulator
from Tea.core import TeaCore

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "authentication.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in PAGE.split("\n## ")[1:]}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
IN_BACKTICKS = re.compile(r"`([^`]+)`")

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
# The emulator demands this external id for a role of such a name.
EMULATORS_ROLE = {ROLE: ROLE + "-external", EXTERNAL_ID: "emulator-external-id"}
PROGRAM = "/usr/local/bin/print-ccc-key --for audit"
OIDC_TOKEN = "/var/run/secrets/ack.alibabacloud.com/rrsa-tokens/token"

# Every block of the page is known to one of the tests here.
BLOCKS = {
    ("Sources", "console"): 1,
    ("Sources", "yaml"): 1,
    ("The task's options", "yaml"): 1,
    ("Environment variables", "console"): 2,
    ("Environment variables", "yaml"): 1,
    ("Profiles", "yaml"): 1,
    ("Profiles", "json"): 3,
    ("The RAM role of an ECS instance", "yaml"): 1,
    ("Assume a role", "yaml"): 1,
    ("The vendor's default chain", "yaml"): 1,
    ("What the RAM user or role needs", "json"): 3,
    ("AWX and Automation Controller", "yaml"): 4,
    ("Errors", "text"): 8,
}
TASKS_SECTIONS = [name for name, language in BLOCKS if language == "yaml" and not name.startswith("AWX")]
# Modes whose places a test can put on loopback with nothing but the profile.
PLAYED_MODES = ("AK", "StsToken", "CredentialsURI", "External")
# The rows of the table of sources, by their number and name, that examples are of.
ROWS = ["1. the task's options", "1. the ECS instance", "2. the vendor's variables", "3. Terraform's variables"]
ROWS += ["4. a profile", "5. the vendor's default chain", "on top of any of them"]


def key_source(options: dict[str, Any], environ: dict[str, str]) -> _key.KeySource:
    connection = {"connect_timeout": 5, "read_timeout": 5, "max_attempts": 1, "concurrency": 1, "validate_certs": True}
    return _credentials.key_source({**connection, **options}, environ)


def blocks(section: str, language: str) -> list[str]:
    return [content for found, content in BLOCK.findall(SECTIONS[section]) if found == language]


def rows(section: str) -> list[list[str]]:
    """Return the cells of a section's table, without its head."""
    lines = [line for line in SECTIONS[section].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def replaced(text: str, pairs: dict[str, str]) -> str:
    for old, new in pairs.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def profiles() -> list[dict[str, Any]]:
    return json.loads(blocks("Profiles", "json")[0])["profiles"]


def tasks() -> dict[str, dict[str, Any]]:
    """Return the page's tasks by their names."""
    found = [task for section in TASKS_SECTIONS for task in yaml.safe_load(blocks(section, "yaml")[0])]
    assert len({task["name"] for task in found}) == len(found)
    return {task["name"]: task for task in found}


def exported(block: str) -> dict[str, str]:
    return dict(re.findall(r"^\$ export (\w+)=(\S+)$", block, re.MULTILINE))


def source_name(row: str, **values: str) -> str:
    """Return the last cell of a row of the table of sources, with values for its words in capitals."""
    [template] = [IN_BACKTICKS.fullmatch(cells[-1]).group(1) for cells in rows("Sources") if cells[0] == row]
    return re.sub(r"\b(%s)\b" % "|".join(values), lambda word: values[word.group()], template) if values else template


class World(NamedTuple):
    """The places that the page takes for granted, on loopback."""

    home: Path
    permanent: Any
    temporary: Any

    @property
    def config_file(self) -> Path:
        return self.home / ".aliyun" / "config.json"


@pytest.fixture
def world(tmp_path):
    """Start the emulators, and write the page's files into a home."""
    home = tmp_path / "home"
    (home / ".aliyun").mkdir(parents=True)
    _config, _server, printed = blocks("Profiles", "json")
    (home / "printed").write_text(printed, encoding="utf-8")
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
        made.config_file.write_text(replaced(blocks("Profiles", "json")[0], pairs), encoding="utf-8")
        yield made


@pytest.fixture
def rerouted(world, monkeypatch):
    """Send what is asked to the emulator of the permanent key; return the list of addresses that were asked."""
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


def test_every_block_has_its_test():
    found = collections.Counter(
        (section, language) for section, text in SECTIONS.items() for language, _content in BLOCK.findall(text)
    )
    assert found == BLOCKS
    assert not BLOCK.search(PAGE.partition("\n## ")[0])


# --- Sources ---


@both_ways
def test_every_example_runs_and_its_result_names_the_source(world, play, refused_endpoint):
    """All that a play can do on loopback, in one play."""
    known = tasks()
    vendor, terraform = (exported(block) for block in blocks("Environment variables", "console"))
    real = {"https://ccc-vpc.cn-shanghai.aliyuncs.com": world.permanent.endpoint}
    real["sts-vpc.cn-shanghai.aliyuncs.com"] = world.permanent.endpoint
    in_a_vpc = json.loads(
        replaced(json.dumps(known["Do the same inside of a VPC, for a quarter of an hour"]), {**real, **EMULATORS_ROLE})
    )
    expected = []
    to_run = []

    def add(name, task, source, **environment):
        expected.append((name, source))
        to_run.append({**copy.deepcopy(task), "name": name, "environment": environment})

    temporary = {"ALIBABA_CLOUD_CCC_ENDPOINT": world.temporary.endpoint}
    variables = source_name(ROWS[2])
    add("all", known["Read all call centers"], variables, **vendor)
    to_run.append(known["Show whose key it was"])
    add("options", known["Use a key of a RAM user"], source_name(ROWS[0]))
    add("token", known["Use a temporary key of STS"], source_name(ROWS[0]), **temporary)
    add("vendor", known["Use the key of the environment"], variables, **vendor)
    add("terraform", known["Use the key of the environment"], source_name(ROWS[3]), **terraform)
    for profile in profiles():
        name, mode = profile["name"], profile["mode"]
        if mode in PLAYED_MODES:
            task = copy.deepcopy(known["Use the key of a profile"])
            task[MODULE]["profile"] = name
            source = source_name(ROWS[4], NAME=name, FILE=str(world.config_file), MODE=mode)
            add(name, task, source, **(temporary if mode in ("StsToken", "External") else {}))
    audit = source_name(ROWS[4], NAME="audit", FILE=str(world.config_file), MODE="AK")
    add("environment first", known["Use the key of a profile"], variables, **vendor)
    add("assume_role", in_a_vpc, source_name(ROWS[6], ARN=EMULATORS_ROLE[ROLE], SOURCE=audit))
    add("default", known["Use whatever key the library finds"], source_name(ROWS[5], PLACE="cli_profile/static_ak"))

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
            # Were an example to ask another machine after all, it would not get there.
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
            "HTTPS_PROXY": refused_endpoint,
            "NO_PROXY": "127.0.0.1",
        },
        arguments=("-v",),
    )

    assert run.status == 0, run.output
    results = {task.name: task.result for task in run.tasks}
    assert [(name, results[name]["credentials_source"]) for name, _source in expected] == expected
    assert all(results[name]["instances"] for name, _source in expected)
    assert results["Show whose key it was"]["all_call_centers.credentials_source"] == variables
    assert f'"credentials_source": "{variables}"' in run.output
    printed = " ".join(run.output.split())
    assert printed.count("[WARNING]") == 1
    assert f"[WARNING]: {blocks('Errors', 'text')[-1].strip()}" in printed
    # The key was that of the emulator which had given it.
    issued = [entry["action"] for entry in world.permanent.log() if entry["action"] == "AssumeRole"]
    assert issued == ["AssumeRole"]


def test_examples_that_no_play_can_run_on_loopback_name_their_source(world, rerouted):
    known = tasks()
    instance = known["Use the role of the ECS instance on which this runs"][MODULE]
    instance = json.loads(replaced(json.dumps(instance), {"ecs-audit": "emulator-role"}))
    across = json.loads(replaced(json.dumps(known["Read the call centers of another account"][MODULE]), EMULATORS_ROLE))
    sts, metadata = "https://sts.aliyuncs.com", "http://100.100.100.200"
    audit = source_name(ROWS[4], NAME="audit", FILE=str(world.config_file), MODE="AK")
    expected = [
        (instance, source_name(ROWS[1], ROLE="emulator-role"), {metadata}),
        (across, source_name(ROWS[6], ARN=EMULATORS_ROLE[ROLE], SOURCE=audit), {sts}),
    ]
    places = {
        "role": {sts},
        "role-by-profile": {metadata, sts},
        "role-by-instance": {metadata, sts},
        "instance": {metadata},
        "pod": {sts},
    }
    assert set(places) == {profile["name"] for profile in profiles() if profile["mode"] not in PLAYED_MODES}
    for profile in profiles():
        if profile["name"] in places:
            name = source_name(ROWS[4], NAME=profile["name"], FILE=str(world.config_file), MODE=profile["mode"])
            expected.append(({"profile": profile["name"]}, name, places[profile["name"]]))
    for options, name, asked in expected:
        rerouted.clear()
        source = key_source(options, {})
        assert source.name == name
        assert source.key().access_key_id.startswith("STS."), name
        assert set(rerouted) == asked, name


def test_the_table_of_sources_is_the_order_of_the_code(world, rerouted):
    """Of each two neighbours that are both set, the upper one gives the key."""
    assert [cells[0] for cells in rows("Sources")] == ROWS
    vendor, terraform = (exported(block) for block in blocks("Environment variables", "console"))
    key = {"access_key_id": "i", "access_key_secret": "s"}
    settings = [
        (key, {}),
        ({}, vendor),
        ({}, terraform),
        ({"profile": "audit"}, {}),
        ({"credentials": "default"}, {}),
    ]
    for (upper, upper_environ), (lower, lower_environ) in itertools.pairwise(settings):
        alone = key_source(upper, upper_environ)
        both = key_source({**upper, **lower}, {**upper_environ, **lower_environ})
        assert both.name == alone.name
    instance = {"ecs_role_name": "emulator-role"}
    assert key_source(instance, vendor).name == key_source(instance, {}).name
    with pytest.raises(_key.CredentialsError, match="two sources"):
        key_source({**instance, **key}, {})


def test_the_table_of_sources_names_the_variables_of_the_code():
    cells = {row[0]: IN_BACKTICKS.findall(row[1]) for row in rows("Sources")}
    assert cells["1. the task's options"] == list(_key.PARTS)
    assert cells["2. the vendor's variables"] == [_credentials.ENVIRONMENT[0]["access_key_id"][0]]
    assert cells["3. Terraform's variables"] == [_credentials.ENVIRONMENT[1]["access_key_id"][0]]
    assert cells["4. a profile"] == ["profile", *_credentials.PROFILE_ENVIRONMENT]
    assert cells["5. the vendor's default chain"] == [f"credentials: {_credentials.DEFAULT_CHAIN}"]
    named = set(re.findall(r"\b(?:ALIBABA_CLOUD|ALICLOUD)_\w+", SECTIONS["Environment variables"]))
    assert named == {name for family in _credentials.ENVIRONMENT for names in family.values() for name in names}


def needs_library(options: dict[str, Any]) -> bool:
    try:
        key_source(options, {})
    except _key.CredentialsError as error:
        return "Failed to import the required Python library (alibabacloud-credentials)" in str(error)
    return False


def test_what_is_said_to_need_the_library_needs_it_and_nothing_else_does(world, rerouted, monkeypatch):
    monkeypatch.setitem(sys.modules, "alibabacloud_credentials.provider", None)
    said = {mode: cells[-1] != "" for cells in rows("Profiles") for mode in IN_BACKTICKS.findall(cells[0])}
    assert {profile["mode"]: needs_library({"profile": profile["name"]}) for profile in profiles()} == {
        mode: needed for mode, needed in said.items() if mode not in ("CloudSSO", "OAuth")
    }
    said = {cells[0]: cells[2] == "the library" for cells in rows("Sources")}
    key = {"access_key_id": "i", "access_key_secret": "s"}
    assert said == {
        ROWS[0]: needs_library(key),
        ROWS[1]: needs_library({"ecs_role_name": "emulator-role"}),
        ROWS[2]: False,
        ROWS[3]: False,
        ROWS[4]: False,  # its modes, above
        ROWS[5]: needs_library({"credentials": "default"}),
        ROWS[6]: needs_library({**key, "assume_role": {"role_arn": ROLE}}),
    }


def test_each_mode_has_an_example():
    modes = [mode for cells in rows("Profiles") for mode in IN_BACKTICKS.findall(cells[0])]
    assert {profile["mode"] for profile in profiles()} == set(modes) - {"CloudSSO", "OAuth"}


@pytest.mark.parametrize("mode", ["CloudSSO", "OAuth"])
def test_the_library_reads_a_profile_that_nobody_has_signed_in_with(mode, world, rerouted):
    world.config_file.write_text(json.dumps({"profiles": [{"name": "me", "mode": mode}]}), encoding="utf-8")
    with pytest.raises(_key.CredentialsError, match=r"^alibabacloud-credentials gave no key for profile me in "):
        key_source({"profile": "me"}, {})


def test_the_answer_of_a_credentials_server_is_as_the_emulators(world):
    _config, answer, _printed = (json.loads(block) for block in blocks("Profiles", "json"))
    source = key_source({"profile": "server", "config_file": str(world.config_file)}, {})
    assert source.key().access_key_id.startswith("STS.")
    assert set(answer) == {"Code", "AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"}
    assert answer["Code"] == "Success"


def test_the_version_of_the_library_is_the_one_that_the_code_demands():
    [command] = blocks("Sources", "console")
    assert command == '$ pip install "%s>=%s"\n' % (
        _vendor_credentials.DISTRIBUTION,
        _vendor_credentials.MINIMUM_VERSION,
    )
    assert f", {_vendor_credentials.MINIMUM_VERSION} or newer" in PAGE


def test_keys_are_renewed_as_the_page_says(world, rerouted):
    text = SECTIONS["Keys that expire"]
    assert f"- {_key.RENEW_BEFORE // 60} minutes before it expires" in text
    assert CccError(re.search(r"answers `([\w.]+)`", text).group(1), "").key_has_expired
    tells = {}
    for options in [{"profile": profile["name"]} for profile in profiles()] + [{"credentials": "default"}]:
        source = key_source(options, {})
        tells[next(iter(options.values()))] = source._fetched.expiration is not None
    # All but these ask STS, the metadata, a credentials URI or a program that prints expiration.
    assert {name for name, told in tells.items() if not told} == {"audit", "today", "default"}


# --- Policies ---


def test_the_policies_are_for_what_the_examples_do():
    modules, caller, trust = (json.loads(block) for block in blocks("What the RAM user or role needs", "json"))
    called = re.findall(r'\.call\("(\w+)"', (ROOT / "plugins" / "module_utils" / "_client.py").read_text("utf-8"))
    assert sorted(modules["Statement"][0]["Action"]) == sorted({f"ccc:{action}" for action in called})
    roles = [task[MODULE]["assume_role"] for task in tasks().values() if "assume_role" in (task.get(MODULE) or {})]
    assert {role["role_arn"] for role in roles} == {caller["Statement"][0]["Resource"]}
    [statement] = trust["Statement"]
    assert {role["external_id"] for role in roles} == {statement["Condition"]["StringEquals"]["sts:ExternalId"]}
    assert caller["Statement"][0]["Action"] == statement["Action"] == "sts:AssumeRole"


# --- AWX ---

FIELD_KEYS = {"id", "label", "type", "help_text", "multiline", "secret"}  # of those that AWX takes, what is used here


def credential_types() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    parsed = [yaml.safe_load(block) for block in blocks("AWX and Automation Controller", "yaml")]
    return list(zip(parsed[::2], parsed[1::2], strict=True))


def injected(inputs: dict[str, Any], injectors: dict[str, Any], values: dict[str, str], folder: Path) -> dict[str, str]:
    """Return the environment that AWX makes of a credential: its values that are not empty, and the file's path."""
    assert set(values) >= set(inputs["required"])
    sandbox = jinja2.sandbox.ImmutableSandboxedEnvironment()
    namespace: dict[str, Any] = {name: value for name, value in values.items() if value}
    for template in injectors.get("file", {}).values():
        path = folder / "injected"
        path.write_text(sandbox.from_string(template).render(**namespace), encoding="utf-8")
        namespace["tower"] = {"filename": str(path)}
    return {name: sandbox.from_string(text).render(**namespace) for name, text in injectors["env"].items()}


def test_the_credential_types_are_as_awx_takes_them():
    types = credential_types()
    assert len(types) == 2
    for inputs, injectors in types:
        assert set(inputs) == {"fields", "required"}
        names = [field["id"] for field in inputs["fields"]]
        assert set(inputs["required"]) <= set(names)
        for field in inputs["fields"]:
            assert {"id", "label", "type"} <= set(field) <= FIELD_KEYS
            assert field["type"] == "string" and re.fullmatch("[a-z_]+", field["id"])
        assert set(injectors) <= {"env", "file"}
        assert set(injectors.get("file", {})) <= {"template"}
        used = set()
        for template in [*injectors["env"].values(), *injectors.get("file", {}).values()]:
            used |= jinja2.meta.find_undeclared_variables(jinja2.Environment(autoescape=True).parse(template))
        assert used == set(names) | ({"tower"} if "file" in injectors else set())
        secret = {field["id"] for field in inputs["fields"] if field.get("secret")}
        assert secret == set(names) & {"access_key_secret", "security_token", "config"}


def test_a_play_runs_with_what_awx_injects(world, play, tmp_path):
    by_key, by_file = credential_types()
    temporary = {"ALIBABA_CLOUD_CCC_ENDPOINT": world.temporary.endpoint}
    config = world.config_file.read_text(encoding="utf-8")
    world.config_file.unlink()
    variables = source_name(ROWS[2])
    calls = {
        "permanent": (injected(*by_key, {**PERMANENT, "security_token": "", "region_id": ""}, tmp_path), variables),
        "temporary": (injected(*by_key, {**TEMPORARY, "region_id": "cn-shanghai"}, tmp_path) | temporary, variables),
        "file": (
            injected(*by_file, {"config": config, "profile": "server"}, tmp_path),
            source_name(ROWS[4], NAME="server", FILE=str(tmp_path / "injected"), MODE="CredentialsURI"),
        ),
    }
    run = play(
        [{"name": name, MODULE: None, "environment": environment} for name, (environment, _source) in calls.items()],
        environment={"HOME": str(world.home), "ALIBABA_CLOUD_CCC_ENDPOINT": world.permanent.endpoint},
    )
    assert run.status == 0, run.output
    assert {task.name: task.result["credentials_source"] for task in run.tasks} == {
        name: source for name, (_environment, source) in calls.items()
    }


# --- Errors ---


def refusal(options: dict[str, Any], environ: dict[str, str] | None = None) -> str:
    with pytest.raises(_key.CredentialsError) as caught:
        key_source(options, environ or {})
    return str(caught.value)


def test_the_messages_are_those_of_the_code(world, rerouted, monkeypatch):
    shown = [block.strip() for block in blocks("Errors", "text")][:-1]  # the warning comes from the play
    vendor = exported(blocks("Environment variables", "console")[0])
    config = world.config_file.read_text(encoding="utf-8")
    said = [refusal({"profile": "adit"})]
    lines = config.splitlines()
    world.config_file.write_text("\n".join([*lines[:4], lines[4].rstrip(","), *lines[5:]]), encoding="utf-8")
    said.append(refusal({"profile": "audit"}))
    world.config_file.write_text(re.sub('"example-secret"', '""', config, count=1), encoding="utf-8")
    said.append(refusal({"profile": "audit"}))
    world.config_file.write_text(config, encoding="utf-8")
    said.append(refusal({}, {name: value for name, value in vendor.items() if name.endswith("_ID")}))
    with monkeypatch.context() as without_library:
        without_library.setitem(sys.modules, "alibabacloud_credentials.provider", None)
        said.append(refusal({"ecs_role_name": "ecs-audit"}))
    # What no machine but an ECS instance answers.
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
    assert said == shown
