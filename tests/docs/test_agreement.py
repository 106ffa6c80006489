# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Code, documentation, action group, roles and galaxy.yml agree wherever they say the same."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest
from ansible_collections.alicloud.ccc.plugins.action import audit_report
from ansible_collections.alicloud.ccc.plugins.module_utils import _module
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import key as _key
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import sources as _credentials
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import sts as _sts
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import vendor as _vendor_credentials
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FLEET
from ansible_collections.alicloud.ccc.plugins.module_utils._http import endpoint as _endpoint
from documents import IN_BACKTICKS, MODULES, Page, read_yaml, role_options
from packaging.version import Version
from tree import ROOT

# How docs/authentication.md writes defaults that depend on something else.
DEFAULTS_MADE_BY_CODE = {
    "region": [f"the profile's, else `{_endpoint.DEFAULT_REGION}`"],
    "endpoint": ["`https://ccc.<region>.aliyuncs.com`"],
    "signature_method": ["`HMAC-SHA1`; with API version 2020-07-01, `ACS3-HMAC-SHA256`"],
    "ca_path": ["the system's certificates"],
}
README = Page("README.md")
AUTHENTICATION = Page("docs/authentication.md")
KEYS = ("type", "elements", "default", "choices")


def names_of(folder: str, pattern: str) -> set[str]:
    return {path.stem for path in (ROOT / folder).glob(pattern)}


class AnsibleModuleMade(Exception):
    """Raised instead of running an AnsibleModule."""


@pytest.fixture
def module_arguments(module_name, monkeypatch):
    """Return the arguments that the module passes to AnsibleModule."""

    def raise_arguments(**arguments):
        raise AnsibleModuleMade(arguments)

    monkeypatch.setattr(_module, "AnsibleModule", raise_arguments)
    module = importlib.import_module(f"ansible_collections.alicloud.ccc.plugins.modules.{module_name}")
    with pytest.raises(AnsibleModuleMade) as made:
        module.main()
    return made.value.args[0]


def rows_of(name: str) -> list[list[str]]:
    """Return the rows of the connection options whose first cell is this name in backticks."""
    return [cells for cells in AUTHENTICATION.section("Connection options").rows if cells[0] == f"`{name}`"]


def environment_names(option: str, specification: dict[str, Any]) -> list[str]:
    """Return the environment variables that the code reads for an option, in order."""
    if option in _key.PARTS:
        return [name for family in _credentials.ENVIRONMENT for name in family[option]]
    if option == "profile":
        return list(_credentials.PROFILE_ENVIRONMENT)
    _function, names = specification.get("fallback", (None, []))
    return names


# --- Options ---


def test_documented_options_are_those_of_the_code(module_name, documentation, module_arguments):
    specification = module_arguments["argument_spec"]
    assert_same_options(documentation[module_name]["doc"]["options"], specification)


def assert_same_options(documented: dict[str, Any], specification: dict[str, Any]) -> None:
    """Compare options and their suboptions."""
    assert documented.keys() == specification.keys()
    for name, option in documented.items():
        code = specification[name]
        for key in KEYS:
            assert option.get(key) == code.get(key), (name, key)
        assert option.get("required", False) == code.get("required", False), name
        assert sorted(option.get("aliases", [])) == sorted(code.get("aliases", [])), name
        assert_same_options(option.get("suboptions", {}), code.get("options", {}))


def test_documented_environment_variables_are_those_of_the_code(module_name, documentation, module_arguments):
    documented = documentation[module_name]["doc"]["options"]
    keys = set()
    for name, option in documented.items():
        named = re.findall(r"E\((\w+)\)", str(option["description"]))
        if name in _key.PARTS:
            keys.update(named)
        else:
            assert named == environment_names(name, module_arguments["argument_spec"][name]), name
    assert keys == {name for part in _key.PARTS for name in environment_names(part, {})}


def test_only_secrets_are_hidden(module_arguments):
    """Ansible masks every occurrence of a hidden option. If a short key id were hidden, facts would be damaged."""

    def hidden(specification):
        for name, option in specification.items():
            yield from [name] if option.get("no_log") else []
            yield from hidden(option.get("options", {}))

    assert set(hidden(module_arguments["argument_spec"])) == {"access_key_secret", "security_token"}


# --- Modules ---


def test_check_mode_is_supported_as_documented(module_name, documentation, module_arguments):
    attributes = documentation[module_name]["doc"]["attributes"]
    assert {name: attribute["support"] for name, attribute in attributes.items()} == {
        "action": "full",
        "action_group": "full",
        "async": "full",
        "check_mode": "full",
        "diff_mode": "N/A",
    }
    assert module_arguments["supports_check_mode"] is True
    assert attributes["action_group"]["membership"] == ["alicloud.ccc.ccc"]


def test_the_action_group_contains_exactly_the_info_modules():
    assert read_yaml("meta/runtime.yml")["action_groups"] == {"ccc": MODULES}


def test_one_action_runs_all_modules():
    routing = read_yaml("meta/runtime.yml")["plugin_routing"]["modules"]
    assert routing == {name: {"action_plugin": "alicloud.ccc.ccc_info"} for name in MODULES}


def test_no_version_added_is_later_than_the_version_in_galaxy_yml(documentation):
    version = Version(read_yaml("galaxy.yml")["version"])
    for name, module in documentation.items():
        assert Version(module["doc"]["version_added"]) <= version, name
        for option, documented in module["doc"].get("options", {}).items():
            if documented.get("version_added_collection") != "ansible.builtin":
                assert Version(documented.get("version_added", "0")) <= version, (name, option)


def test_the_documented_requirement_is_that_of_requirements_txt(module_name, documentation):
    installed = [line for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines() if line.startswith("req")]
    documented = documentation[module_name]["doc"]["requirements"]
    assert [line.replace(" ", "") for line in installed] == [
        line.replace(" ", "") for line in documented if line.startswith("requests")
    ]


def test_the_optional_library_has_the_same_name_and_version_everywhere(module_name, documentation):
    name, version = _vendor_credentials.DISTRIBUTION, _vendor_credentials.MINIMUM_VERSION
    documented = documentation[module_name]["doc"]["requirements"]
    assert [line.partition(" (")[0] for line in documented if line.startswith(name)] == [f"{name} >= {version}"]
    assert name not in (ROOT / "requirements.txt").read_text("utf-8")  # it is optional
    assert f'pip install "{name}>={version}"' in AUTHENTICATION.commands
    assert f"(https://pypi.org/project/{name}/), {version} or newer" in " ".join(AUTHENTICATION.prose.split())


# --- Roles ---


@pytest.mark.parametrize("role", sorted(names_of("roles", "[!.]*")))
def test_the_defaults_of_a_role_are_as_documented(role):
    documented = role_options(role)
    defaults = read_yaml(f"roles/{role}/defaults/main.yml")
    for name, value in defaults.items():
        if "default" in documented[name]:
            assert documented[name]["default"] == value, name
        else:  # the default is a template, which the description explains
            assert "{{" in value and "default is" in str(documented[name]["description"]), name
    assert {name for name, option in documented.items() if "default" in option} <= defaults.keys()


@pytest.mark.parametrize(("role", "path"), [("audit", "docs/audit.md"), ("emulator", "roles/emulator/README.md")])
def test_the_page_of_a_role_lists_all_variables_with_their_defaults(role, path):
    defaults = read_yaml(f"roles/{role}/defaults/main.yml")
    rows = {cells[0].strip("`"): cells[1] for cells in Page(path).rows if cells[0].startswith(f"`{role}_")}
    assert set(rows) == set(role_options(role))
    for name, shown in rows.items():
        if shown.startswith("`") and "{{" not in str(defaults.get(name)):
            value = defaults[name]
            assert shown == f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_an_account_of_the_audit_takes_every_option_of_the_connection():
    options = role_options("audit")["audit_accounts"]["options"]
    assert set(options) == set(_module.account_argument_spec())


def test_the_options_of_the_report_are_as_documented(documentation):
    assert_same_options(documentation["audit_report"]["doc"]["options"], audit_report.ARGUMENT_SPEC)


# --- docs/authentication.md and README.md ---


def test_the_page_has_every_connection_option_with_aliases_default_and_environment(module_arguments):
    shared = _module.connection_argument_spec()
    for name, option in module_arguments["argument_spec"].items():
        # A module whose operation one version alone has says so itself.
        if name not in shared or (name == "api_version" and option["default"] != shared[name]["default"]):
            continue
        [[_option, aliases, default, environment]] = rows_of(name)
        assert IN_BACKTICKS.findall(aliases) == option.get("aliases", []), name
        if name not in _key.PARTS:  # these have another table
            assert IN_BACKTICKS.findall(environment) == environment_names(name, option), name
        if option.get("default") is not None:
            written = str(option["default"]).lower() if isinstance(option["default"], bool) else str(option["default"])
            assert IN_BACKTICKS.findall(default) == [written], name
        elif default:
            assert default in DEFAULTS_MADE_BY_CODE[name], name


def test_the_page_has_every_option_of_assume_role_with_its_default(module_arguments):
    [sentence] = re.findall(r"^`assume_role` takes (.*?)\.$", AUTHENTICATION.text, re.MULTILINE | re.DOTALL)
    written = re.findall(r"`(\w+)`(?: \(`([^`]+)`\))?", sentence.partition("(of STS")[0])
    options = module_arguments["argument_spec"]["assume_role"]["options"]
    assert written == [(name, str(option.get("default", ""))) for name, option in options.items()]
    assert f"(of STS, if not `{_sts.STS_HOST}`)" in sentence


def test_readme_names_what_is_there_and_nothing_else():
    there = (
        set(MODULES)
        | names_of("roles", "[!.]*")
        | names_of("playbooks", "*.yml")
        | names_of("plugins/inventory", "[!_]*.py")
        | names_of("plugins/filter", "[!_]*.py")
        | names_of("plugins/action", "audit_*.py")
    )
    named = set(re.findall(r"\balicloud\.ccc\.(\w+)", README.text))
    assert named - {"ccc"} == there
    assert "group/alicloud.ccc.ccc" in README.text


# --- Supported versions ---


@pytest.mark.parametrize("path", ["README.md", "docs/stability.md"])
def test_the_supported_cores_are_those_of_the_matrix(path):
    cores = re.findall(r'^    "(2\.\d+)": \(', (ROOT / "noxfile.py").read_text("utf-8"), re.MULTILINE)
    named = f"ansible-core {', '.join(cores[:-1])} and {cores[-1]}"
    assert named in " ".join(Page(path).prose.split())
    assert read_yaml("meta/runtime.yml")["requires_ansible"] == f">={cores[0]}.0"


# --- docs/architecture.md ---


def test_the_architecture_page_names_exactly_the_existing_files():
    [block] = Page("docs/architecture.md").blocks
    folders = ("plugins/action", "plugins/module_utils", "plugins/plugin_utils")
    existing = {path.name for folder in folders for path in (ROOT / folder).rglob("*.py")}
    named = set(re.findall(r"\b\w+\.py\b", block.content))
    assert existing <= named
    assert named - existing == {"instances.py"}


# --- Inventory plugin ---


@pytest.fixture
def inventory_options(documentation):
    return documentation["instances"]["doc"]["options"]


def test_the_inventory_has_the_options_of_ccc_fleet_info(inventory_options):
    # These options make no sense for hosts.
    left_out = ("identify", "sts_endpoint", "facts_as_text", "include")
    specification = {name: one for name, one in _module.argument_spec_of(FLEET).items() if name not in left_out}
    assert_same_options({name: inventory_options[name] for name in specification}, specification)


def test_the_inventory_reads_the_same_environment_variables_as_the_modules(inventory_options):
    for name, option in _module.connection_argument_spec().items():
        documented = [variable["name"] for variable in inventory_options[name].get("env", [])]
        assert documented == option.get("fallback", (None, []))[1], name
