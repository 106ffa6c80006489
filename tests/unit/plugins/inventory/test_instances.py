# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
import itertools
import json
import os
import sys

import pytest
import yaml
from ansible.errors import AnsibleError
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader, inventory_loader
from ansible.utils.collection_loader._collection_finder import _AnsibleCollectionFinder
from ansible.utils.display import Display
from emulator_process import running_emulator


@pytest.fixture(autouse=True)
def no_settings_in_the_environment(monkeypatch):
    for name in list(os.environ):
        if name.startswith(("ALIBABA_CLOUD_", "ALICLOUD_", "ANSIBLE_INVENTORY", "ANSIBLE_CACHE")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="module", autouse=True)
def collections():
    """Let Ansible itself load the collection, including fragments, and restore what pytest imported for other tests."""
    imported = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "ansible_collections"}
    for name in imported:
        del sys.modules[name]
    init_plugin_loader()
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "ansible_collections"]:
        del sys.modules[name]
    _AnsibleCollectionFinder._remove()
    sys.modules.update(imported)


@pytest.fixture
def warnings(monkeypatch):
    """Return the list that collects warnings."""
    given = []
    monkeypatch.setattr(Display, "warning", lambda _display, text, *_args, **_more: given.append(text))
    return given


@pytest.fixture
def parse(tmp_path, warnings):
    """Return a function that writes these options to an inventory file and parses it as Ansible does."""
    numbers = itertools.count()

    def run(*, inventory=None, flush_cache=False, **options):
        path = tmp_path / f"{next(numbers)}.ccc.yml"
        path.write_text(yaml.safe_dump({**options, "plugin": "alicloud.ccc.instances"}))
        inventory = inventory or InventoryData()
        plugin = inventory_loader.get("alicloud.ccc.instances")
        assert plugin.verify_file(str(path))
        plugin.parse(inventory, DataLoader(), str(path), cache=not flush_cache)
        if options.get("cache"):
            plugin.update_cache_if_changed()
        inventory.reconcile_inventory()
        return inventory

    return run


def groups_of(inventory):
    groups = inventory.groups.items()
    return {name: sorted(host.name for host in group.hosts) for name, group in groups if name != "all"}


def cache_in(folder):
    return {"cache": True, "cache_plugin": "jsonfile", "cache_connection": str(folder / "cache")}


@pytest.mark.parametrize(
    ("name", "ours"),
    [("ccc.yml", True), ("prod.ccc.yaml", True), ("ccc.json", False), ("prod.yml", False), ("ccc.yml.bak", False)],
)
def test_only_a_file_whose_name_ends_in_ccc_yml_or_yaml_is_parsed(tmp_path, name, ours):
    (tmp_path / name).touch()
    assert inventory_loader.get("alicloud.ccc.instances").verify_file(str(tmp_path / name)) is ours


def test_each_example_is_a_valid_inventory(parse, monkeypatch, tmp_path):
    """Each is parsed unchanged, except for the gateway, the profile, and the folder of the cache."""
    plugin = inventory_loader.get("alicloud.ccc.instances")
    groups, numbers = [], []
    with running_emulator() as emulator, running_emulator(accounts=2, instances=4) as fleet:
        key = {"access_key_id": emulator.access_key_id, "access_key_secret": emulator.access_key_secret}
        other = {name: value + "-2" for name, value in key.items()}
        profiles = [{"name": name, "mode": "AK", **key} for name in ("audit", "production")]
        profiles.append({"name": "test", "mode": "AK", **other})
        (tmp_path / "config.json").write_text(json.dumps({"profiles": profiles}))
        monkeypatch.setenv("AUDIT_KEY_ID", emulator.access_key_id)
        monkeypatch.setenv("AUDIT_KEY_SECRET", emulator.access_key_secret)
        for example in yaml.safe_load_all(sys.modules[type(plugin).__module__].EXAMPLES):
            endpoint = (fleet if "accounts" in example else emulator).endpoint
            elsewhere = {"endpoint": endpoint, "config_file": str(tmp_path / "config.json")}
            if not {"profile", "access_key_id", "accounts"} & example.keys():
                elsewhere.update(emulator.connection)
            if "regions" in example:
                elsewhere.update(endpoint="http://127.0.0.1:<region>", regions=[str(emulator.port)])
            if "cache" in example:
                elsewhere.update(cache_connection=str(tmp_path / "cache"))
            inventory = parse(**{**example, **elsewhere})
            groups.append(set(inventory.groups) - {"all", "ungrouped"})
            numbers.append(len(inventory.hosts))
    assert numbers == [9, 9, 8, 9, 9, 8]
    assert {"status_Creating", "status_Stopped", "unattended", "keeps_recordings_for_a_year"} < groups[1]
    assert groups[4] == {f"region_{emulator.port}"}


class TestHosts:
    def test_each_call_center_of_both_api_versions_is_one_host(self, parse, emulator):
        hosts = parse(**emulator.connection).hosts
        assert len(hosts) == 9
        variables = hosts["shanghai-service"].vars
        assert variables["ccc_instance_id"] == "5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4"
        assert variables["ccc_region"] == "cn-shanghai"
        assert variables["ccc_phone_numbers"][0]["allow_outbound"] is False
        assert variables["ansible_connection"] == "local"
        assert variables["ansible_python_interpreter"] == "{{ ansible_playbook_python }}"
        assert "ansible_host" not in variables

    @pytest.mark.parametrize(
        ("hostname", "name"),
        [
            (["instance_name"], "上海客服中心"),
            (["ccc_domain_name ~ '.ccc'"], "shanghai-service.ccc"),
            (["{{ ccc_domain_name }}-{{ ccc_region }}"], "shanghai-service-cn-shanghai"),
            (["ccc_max_online_agents + 1"], "101"),
            (["''", "region_id", "domain_name"], "shanghai-service"),
        ],
    )
    def test_the_first_entry_of_hostname_that_gives_a_name_is_used(self, parse, emulator, hostname, name):
        chosen = {"include": ["ccc_domain_name == 'shanghai-service'"]}
        assert list(parse(hostname=hostname, filters=chosen, **emulator.connection).hosts) == [name]

    def test_an_entry_of_hostname_that_fails_is_a_warning_or_an_error(self, parse, emulator, warnings):
        assert len(parse(hostname=["nothing.at_all"], **emulator.connection).hosts) == 9
        assert warnings[0].startswith("hostname: nothing.at_all failed for 9 call centers. The first error: ")
        with pytest.raises(AnsibleError, match="hostname: nothing.at_all failed"):
            parse(hostname=["nothing.at_all"], strict=True, **emulator.connection)

    @pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "all", "web1"])
    def test_a_host_name_that_is_already_in_use_is_not_used_again(self, parse, warnings, name):
        inventory = InventoryData()
        inventory.add_host("web1")
        with running_emulator(data=[{"InstanceId": "a", "DomainName": name}]) as emulator:
            parse(inventory=inventory, **emulator.connection)
        assert sorted(inventory.hosts) == ["a", "web1"]
        assert "ansible_connection" not in inventory.hosts["web1"].vars
        assert len(warnings) == 1

    def test_a_call_center_of_two_inventory_files_is_one_host(self, parse, emulator):
        assert len(parse(inventory=parse(**emulator.connection), **emulator.connection).hosts) == 9

    def test_hostvars_prefix_begins_the_names_of_variables(self, parse, emulator):
        variables = parse(hostvars_prefix="centre_", **emulator.connection).hosts["shanghai-service"].vars
        assert variables["centre_status"] == "Running"
        assert not [name for name in variables if name.startswith("ccc_")]
        with pytest.raises(AnsibleError, match="hostvars_prefix"):
            parse(hostvars_prefix="ansible_", **emulator.connection)


class TestConstructed:
    def test_facts_can_be_used_in_compose_and_groups(self, parse, emulator):
        inventory = parse(
            compose={"numbers": "ccc_phone_numbers | map(attribute='number') | list"},
            groups={"unattended": "not ccc_admins", "busy": "numbers | length > 1"},
            keyed_groups=[{"key": "ccc_status", "prefix": "status"}],
            **emulator.connection,
        )
        groups = groups_of(inventory)
        assert groups["unattended"] == ["shenzhen-logistics"]
        assert groups["status_Stopped"] == ["beijing-aftersales"]
        assert groups["busy"] == ["gz-retail", "shanghai-service"]
        assert inventory.hosts["gz-retail"].vars["numbers"][0]

    def test_extra_vars_are_available_with_use_extra_vars(self, parse, emulator, monkeypatch):
        loaded = {"wanted": "Stopped", "ccc_region": "elsewhere"}
        monkeypatch.setattr("ansible.plugins.inventory.load_extra_vars", lambda _loader: loaded)
        options = {
            "hostname": ["{{ ccc_domain_name }}-{{ wanted }}"],
            "filters": {"include": ["ccc_status == wanted"]},
            "compose": {"judged_as": "wanted"},
            "groups": {"those": "ccc_status == wanted"},
            "keyed_groups": [{"key": "ccc_region", "prefix": "in"}],
            **emulator.connection,
        }
        inventory = parse(use_extra_vars=True, **options)
        name = "beijing-aftersales-Stopped"
        assert groups_of(inventory) == {"those": [name], "in_elsewhere": [name], "ungrouped": []}
        assert inventory.hosts[name].vars["judged_as"] == "Stopped"
        with pytest.raises(AnsibleError, match="wanted"):
            parse(**options)

    def test_an_error_in_compose_with_strict_leaves_no_host_behind(self, parse, emulator):
        inventory = InventoryData()
        inventory.add_host("web1")
        with pytest.raises(AnsibleError, match="nothing"):
            parse(inventory=inventory, strict=True, compose={"x": "nothing.at_all"}, **emulator.connection)
        assert list(inventory.hosts) == ["web1"]

    def test_a_composed_variable_that_fails_replaces_nothing(self, parse, emulator):
        options = {"compose": {"ansible_python_interpreter": "nothing.at_all"}, **emulator.connection}
        variables = parse(**options).hosts["hz-orders"].vars
        assert not hasattr(variables["ansible_python_interpreter"], "__UNSAFE__")


class TestFilters:
    @pytest.mark.parametrize(
        ("filters", "count"),
        [
            ({"include": ["ccc_status == 'Stopped'", "not ccc_admins"]}, 2),
            ({"include": ["ccc_status == 'Running'"], "exclude": ["not ccc_admins"]}, 4),
            ({"exclude": "ccc_status in ['Running', 'Stopped']"}, 3),
        ],
    )
    def test_filters_choose_hosts(self, parse, emulator, filters, count):
        assert len(parse(filters=filters, **emulator.connection).hosts) == count

    @pytest.mark.parametrize(
        ("filters", "message"),
        [
            ({"include": ["nothing == 1"]}, "filters: nothing == 1 cannot be evaluated"),
            ({"exclude": ["ccc_admins"]}, "filters: ccc_admins must be true or false"),
            ({"exclude": ["("]}, "cannot be evaluated"),
            ({"only": ["true"]}, "filters has unknown keys: only. It can have include and exclude."),
        ],
    )
    def test_an_invalid_filter_is_an_error(self, parse, emulator, filters, message):
        with pytest.raises(AnsibleError, match=message):
            parse(filters=filters, **emulator.connection)

    def test_filters_are_applied_before_names_are_compared(self, parse, emulator, warnings):
        parse(filters={"exclude": ["ccc_instance_id is match('.*cf803')"]}, **emulator.connection)
        assert warnings == []


@pytest.mark.parametrize(("way", "email"), [("keep", "wang.fang@example.com"), ("mask", "w***"), ("drop", None)])
def test_personal_data_is_kept_masked_or_dropped(parse, emulator, way, email):
    [first, *_others] = parse(personal_data=way, **emulator.connection).hosts["shanghai-service"].vars["ccc_admins"]
    assert first["email"] == email


class TestOptions:
    def test_a_template_in_an_option_is_rendered(self, parse, emulator, monkeypatch):
        monkeypatch.setenv("SOME_SECRET", emulator.access_key_secret)
        secret = "{{ lookup('ansible.builtin.env', 'SOME_SECRET') }}"
        assert len(parse(**{**emulator.connection, "access_key_secret": secret}).hosts) == 9

    def test_a_template_in_the_environment_is_not_rendered(self, parse, emulator, monkeypatch, tmp_path):
        monkeypatch.setenv("ALIBABA_CLOUD_CCC_ENDPOINT", "{{ lookup('pipe', 'touch %s/marker') }}" % tmp_path)
        with pytest.raises(AnsibleError, match="endpoint contains a space"):
            parse(access_key_id="a", access_key_secret="b")
        assert not (tmp_path / "marker").exists()

    def test_options_have_the_same_aliases_as_those_of_modules(self, parse, emulator):
        key = {"alicloud_access_key": emulator.access_key_id, "secret_key": emulator.access_key_secret}
        hosts = parse(endpoint=emulator.endpoint, region_id="cn-hangzhou", **key).hosts
        assert hosts["hz-orders"].vars["ccc_region"] == "cn-hangzhou"

    def test_the_first_environment_variable_that_is_not_empty_is_used(self, parse, emulator, monkeypatch):
        monkeypatch.setenv("ALIBABA_CLOUD_REGION_ID", "")
        monkeypatch.setenv("ALICLOUD_REGION", "first")
        monkeypatch.setenv("ALICLOUD_REGION_ID", "second")
        assert parse(**emulator.connection).hosts["hz-orders"].vars["ccc_region"] == "first"

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"max_attempts": 0}, "max_attempts must be greater than 0"),
            ({"regions": ["a", "b"]}, "is the same for all 2 regions. Write <region> instead"),
            ({"endpoint": "http://ccc.example.com"}, "uses http"),
            ({"access_key_secret": None}, "The credentials are incomplete"),
            ({"assume_role": {"role": "x"}}, "role"),
            ({"assume_role": {}}, "role_arn"),
            ({"profile": "{{ nothing }}"}, "nothing"),
            ({"filter": {"include": []}}, "filter [(]did you mean filters"),  # of the plugin itself
            ({"keyedgroups": []}, "keyedgroups [(]did you mean keyed_groups"),  # of a fragment of Ansible's
            ({"access_keys": "x"}, "access_keys [(]did you mean access_key[?]"),  # an alias
        ],
    )
    def test_an_invalid_option_is_an_error(self, parse, emulator, options, message):
        with pytest.raises(AnsibleError, match=message):
            parse(**{**emulator.connection, **options})


class TestErrors:
    def test_without_requests_the_error_says_what_to_install(self, parse, emulator, monkeypatch):
        """The import error is simulated, because the emulator's tests need requests."""
        plugin = inventory_loader.get("alicloud.ccc.instances")
        monkeypatch.setattr(sys.modules[type(plugin).__module__], "REQUESTS_IMPORT_ERROR", "ImportError")
        with pytest.raises(AnsibleError, match="Failed to import the required Python library \\(requests\\)"):
            parse(**emulator.connection)

    def test_a_refused_key_makes_no_host_and_has_the_message_of_a_module(self, parse, emulator):
        inventory = InventoryData()
        with pytest.raises(AnsibleError) as raised:
            parse(inventory=inventory, **{**emulator.connection, "access_key_secret": "wrong-secret"})
        for words in ("ListInstancesOfUser failed: ", "code SignatureDoesNotMatch", "Check access_key_secret"):
            assert words in str(raised.value)
        assert "wrong-secret" not in str(raised.value)
        assert not inventory.hosts

    def test_a_list_that_is_read_only_in_part_makes_no_host(self, parse):
        inventory = InventoryData()
        with (
            running_emulator(instances=250, faults={"internal_error": 0.5}, seed=1) as emulator,
            pytest.raises(AnsibleError, match="ListInstancesOfUser .page .. failed"),
        ):
            parse(inventory=inventory, api_version="2020-07-01", max_attempts=1, **emulator.connection)
        assert not inventory.hosts


class TestRegions:
    """A region's name is a port here, because the emulators' addresses differ only in that."""

    @pytest.fixture
    def two(self):
        both = {"InstanceId": "both", "DomainName": "b"}
        one, other = ([{"InstanceId": name, "DomainName": name}, both] for name in "xy")
        with running_emulator(data=one) as first, running_emulator(data=other) as second:
            yield first, second

    @staticmethod
    def options(*ports, **more):
        key = {"access_key_id": "test-key-id", "access_key_secret": "test-key-secret"}
        regions = {"regions": [str(port) for port in ports], "endpoint": "http://127.0.0.1:<region>"}
        return {"api_versions": ["2017-07-05"], **regions, **key, **more}

    def test_all_regions_are_read_and_each_host_knows_its_own(self, parse, two, warnings):
        x, y = ports = [str(process.port) for process in two]
        hosts = parse(**self.options(*ports)).hosts
        assert {name: host.vars["ccc_region"] for name, host in hosts.items()} == {"x": x, "b": x, "y": y}
        assert warnings == [f"Call center both is listed twice, in {x} and in {y}; the facts of the first are used."]

    def test_a_region_that_fails_fails_the_inventory_or_is_a_warning(
        self, parse, two, refused_endpoint, tmp_path, warnings
    ):
        port, inventory = refused_endpoint.rpartition(":")[2], InventoryData()
        for options in (self.options(two[0].port, port), self.options(port, strict_regions=False)):
            with pytest.raises(AnsibleError, match=f"^Account default, {port}, .*: ListInstancesOfUser failed"):
                parse(inventory=inventory, max_attempts=1, **options)
        assert not inventory.hosts
        options = self.options(port, two[0].port, strict_regions=False)
        assert sorted(parse(max_attempts=1, **cache_in(tmp_path), **options).hosts) == ["b", "x"]
        [warning] = warnings
        assert warning.startswith(f"Account default, {port}, API version 2017-07-05: ListInstancesOfUser failed")
        assert len(list((tmp_path / "cache").iterdir())) == 1, "a failure must not be cached"


class TestVersions:
    def test_a_host_has_the_facts_of_the_first_of_api_versions(self, parse, emulator, warnings):
        versions = ["2020-07-01", "2017-07-05"]
        for order in (versions, versions[::-1]):
            variables = parse(api_versions=order, **emulator.connection).hosts["hz-orders"].vars
            assert variables["ccc_api_version"] == order[0]
            assert variables["ccc_also_in"]
        assert not [text for text in warnings if "listed twice" in text]

    def test_call_centers_that_the_user_is_not_a_member_of_are_hosts(self, parse, emulator):
        hosts = parse(include=["users"], **emulator.connection).hosts
        assert hosts["chengdu-outbound"].vars["ccc_is_member"] is False
        assert hosts["chengdu-outbound"].vars["ccc_users"] is None
        assert hosts["hz-orders"].vars["ccc_users"]

    def test_an_api_version_that_is_not_served_is_an_error_only_if_named(self, parse, warnings):
        with running_emulator(api_version="2017-07-05", instances=2) as emulator:
            assert len(parse(**emulator.connection).hosts) == 2
            assert warnings == []
            with pytest.raises(AnsibleError, match="API version 2020-07-01"):
                parse(api_versions=["2017-07-05", "2020-07-01"], **emulator.connection)

    def test_an_inventory_without_call_centers_is_a_warning(self, parse, warnings):
        with running_emulator(data=[]) as emulator:
            assert not parse(**emulator.connection).hosts
        [warning] = warnings
        assert warning.startswith("No call center was found in any account, region and API version. Check the region")


class TestAccounts:
    @pytest.fixture
    def own(self):
        with running_emulator(accounts=2, instances=3, users=2) as process:
            yield process

    @staticmethod
    def accounts(emulator, **of_second):
        first, second = ({"name": f"a{number}", **emulator.connection_of(number)} for number in (1, 2))
        return [first, {**second, **of_second}]

    def test_each_account_has_hosts_with_the_included_lists(self, parse, own, warnings):
        inventory = parse(
            accounts=self.accounts(own, api_versions=["2020-07-01"]),
            include=["users", "config_items"],
            keyed_groups=[{"key": "ccc_account", "separator": ""}],
        )
        groups = groups_of(inventory)
        assert [len(groups[name]) for name in ("a1", "a2")] == [3, 3]
        of_first, of_second = (inventory.hosts[groups[name][0]].vars for name in ("a1", "a2"))
        assert [of_first["ccc_api_version"], of_second["ccc_api_version"]] == ["2017-07-05", "2020-07-01"]
        assert [len(of_first["ccc_users"]), len(of_second["ccc_users"])] == [2, 2]
        assert [of_first["ccc_config_items"] is None, bool(of_second["ccc_config_items"])] == [True, True]
        assert warnings == []

    def test_a_template_in_an_account_is_rendered(self, parse, own, monkeypatch):
        monkeypatch.setenv("SECOND_SECRET", own.access_key_secret + "-2")
        secret = "{{ lookup('ansible.builtin.env', 'SECOND_SECRET') }}"
        assert len(parse(accounts=self.accounts(own, access_key_secret=secret)).hosts) == 6
        monkeypatch.setenv("ACCOUNTS", json.dumps(self.accounts(own)))
        whole = "{{ lookup('ansible.builtin.env', 'ACCOUNTS') | from_json }}"
        assert len(parse(accounts=whole).hosts) == 6

    @pytest.mark.parametrize("of_second", [{"access_key_secret": "wrong-secret"}, {"profile": "gone"}])
    def test_an_account_that_fails_fails_the_inventory_or_is_a_warning(
        self, parse, own, tmp_path, warnings, monkeypatch, of_second
    ):
        monkeypatch.setenv("HOME", str(tmp_path))
        first, second = self.accounts(own)
        if "profile" in of_second:
            second = {"name": "a2", "endpoint": own.endpoint}
        second.update(of_second)
        for options in ({}, {"strict_regions": False}, {"accounts": [second], "strict_accounts": False}):
            inventory = InventoryData()
            with pytest.raises(AnsibleError, match="^Account a2, cn-shanghai") as raised:
                parse(inventory=inventory, **{"accounts": [first, second], **options})
            assert not inventory.hosts
        assert warnings == []
        hosts = parse(accounts=[second, first], strict_accounts=False, **cache_in(tmp_path)).hosts
        assert {host.vars["ccc_account"] for host in hosts.values()} == {"a1"}
        [warning] = warnings
        assert warning.startswith("Account a2, cn-shanghai")
        assert len(list((tmp_path / "cache").iterdir())) == 2, "a failure must not be cached"
        for secret in ("wrong-secret", own.access_key_secret):
            assert secret not in warning + str(raised.value)

    def test_an_account_with_a_failed_region_is_left_out_or_loses_the_region(self, parse, own, refused_endpoint):
        ports = [str(own.port), refused_endpoint.rpartition(":")[2]]
        broken = {"endpoint": "http://127.0.0.1:<region>", "regions": ports, "max_attempts": 1}
        options = {"accounts": self.accounts(own, **broken), "strict_accounts": False}
        assert len(parse(**options).hosts) == 3
        assert len(parse(strict_regions=False, **options).hosts) == 6

    def test_a_second_run_reads_only_new_accounts(self, parse, own, tmp_path):
        first, second = self.accounts(own)
        parse(accounts=[first], **cache_in(tmp_path))
        asked = len(own.log())
        for _run in range(2):
            assert len(parse(accounts=[first, second], **cache_in(tmp_path)).hosts) == 6
        assert {entry["access_key_id"] for entry in own.log()[asked:]} == {second["access_key_id"]}
        assert len(own.log()) == 2 * asked
        files = [file.name + file.read_text() for file in (tmp_path / "cache").iterdir()]
        assert len(files) == 4
        assert not [text for text in files if own.access_key_secret in text]
        # A cached account is compared as well.
        with pytest.raises(AnsibleError, match="Accounts a1 and a3 have the same key"):
            parse(accounts=[first, {**first, "name": "a3"}], **cache_in(tmp_path))

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"accounts": []}, "accounts is empty"),
            ({"accounts": [{"name": "a"}, {"name": "a"}]}, "2 accounts are named a"),
            ({"accounts": [{"name": "a", "profil": "x"}]}, r"accounts\[0\]\.profil [(]did you mean profile[?]"),
            ({"accounts": [{"profile": "x"}]}, "required arguments: name"),
            ({"include": ["unassigned_numbers"]}, "unassigned_numbers do not belong to a call center"),
            ({"include": ["agents"]}, "agents"),
        ],
    )
    def test_an_invalid_account_or_include_is_an_error(self, parse, emulator, options, message):
        with pytest.raises(AnsibleError, match=message):
            parse(**{**emulator.connection, **options})


class TestCache:
    @pytest.fixture
    def own(self):
        with running_emulator() as process:
            yield process

    @pytest.fixture
    def cache(self, tmp_path):
        return cache_in(tmp_path)

    def test_a_second_run_sends_no_request_unless_the_cache_is_flushed(self, parse, own, cache):
        first, second = (parse(**cache, **own.connection).hosts for _run in range(2))
        assert len(own.log()) == 3
        assert {name: host.vars for name, host in first.items()} == {name: host.vars for name, host in second.items()}
        parse(flush_cache=True, **cache, **own.connection)
        assert len(own.log()) == 6

    def test_other_options_are_not_served_from_the_cache(self, parse, own, cache):
        for more, requests in (
            ({"api_version": "2017-07-05"}, 1),
            ({}, 2),  # the other version
            ({"api_version": "2017-07-05", "region": "cn-hangzhou"}, 1),
            ({"api_version": "2017-07-05", "personal_data": "drop"}, 1),
            ({"api_version": "2017-07-05", "include": ["contact_flows"]}, 1 + 8),
        ):
            asked = len(own.log())
            parse(**cache, **own.connection, **more)
            assert len(own.log()) == asked + requests
        with pytest.raises(AnsibleError, match="InvalidAccessKeyId"):
            parse(**cache, **{**own.connection, "access_key_id": "another"})

    def test_an_api_version_without_quotes_has_the_same_cache_entry(self, parse, own, cache):
        date = datetime.date(2020, 7, 1)  # as YAML reads it
        account = {"name": "default", **own.connection}
        for options in (
            {"api_version": "2020-07-01", **own.connection},
            {"api_version": date, **own.connection},
            {"api_versions": [date], **own.connection},
            {"accounts": [{"api_version": date, **account}]},
            {"accounts": [{"api_versions": [date], **account}]},
        ):
            hosts = parse(**options, **cache).hosts
            assert hosts["hz-orders"].vars["ccc_status"] == "RUNNING"
        assert len(own.log()) == 2

    def test_cached_and_new_facts_of_a_call_center_are_one_host(self, parse, own, cache):
        parse(api_version="2020-07-01", **cache, **own.connection)
        variables = parse(**cache, **own.connection).hosts["hz-orders"].vars
        assert variables["ccc_api_version"] == "2017-07-05"
        assert variables["ccc_also_in"] == variables["ccc_instance_id"]  # the emulator has one id for both

    def test_the_cache_contains_no_secrets_and_no_dropped_data(self, parse, own, cache, tmp_path):
        parse(personal_data="drop", include=["users"], **cache, **own.connection)
        files = list((tmp_path / "cache").iterdir())
        assert len(files) == 2
        for file in files:
            assert "shanghai-service" in file.read_text()
            for word in (own.access_key_secret, own.access_key_id, "wang.fang", "13900010001"):
                assert word not in file.read_text() + file.name

    def test_a_role_is_not_assumed_while_the_cache_is_fresh(self, parse, own, cache):
        role = {"role_arn": "acs:ram::1059803544828509:role/audit", "endpoint": own.endpoint}
        for _run in range(2):
            parse(assume_role=role, api_version="2017-07-05", **cache, **own.connection)
        assert [entry["action"] for entry in own.log()] == ["AssumeRole", "ListInstancesOfUser"]

    def test_objects_with_keys_of_ansibles_json_are_plain_facts_in_the_cache(self, parse, cache):
        extra = {"__ansible_vault": "x", "__ansible_unsafe": "y", "__ansible_type": "TrustedAsTemplate"}
        with running_emulator(data=[{"InstanceId": "a", "Extra": extra}]) as emulator:
            for _run in range(2):
                assert parse(**cache, **emulator.connection).hosts["a"].vars["ccc_extra"] == extra
