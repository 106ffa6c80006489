# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
import json
import stat
from types import SimpleNamespace

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.alicloud.ccc.plugins.action.audit_report import ActionModule
from ansible_collections.alicloud.ccc.plugins.module_utils._packed import packed
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import trusted

HOSTILE = "{{ lookup('pipe', 'touch marker') }}"
RULE = {
    "id": "running",
    "title": "Not running",
    "severity": "medium",
    "scope": "instance",
    "that": "status == params.status",
    "params": {"status": "Running"},
    "message": "{instance_name}: {admins[0].email}",
}


def facts(instance_id="a", **values):
    admins = [{"ram_id": "1", "email": "zhang@example.com"}]
    named = {"instance_id": instance_id, "instance_name": "N", "status": "Running"}
    return {**named, "admins": admins, "phone_numbers": [], **values}


def read(*instances, **values):
    return {"account": "x", "region": "r", "api_version": "2017-07-05", "instances": list(instances), **values}


def fleet(*instances, **values):
    """Return a result of ccc_fleet_info for one account with these call centers."""
    place = {"account": "x", "region": "r", "api_version": "2017-07-05"}
    more = {"elapsed": 1.5, "error": None, "requests": 1, "remarks": [], "identity": None, "found": {"instances": 1}}
    return {"instances": [{**facts, **place} for facts in instances], "reads": [{**place, **more}], **values}


@pytest.fixture
def act(tmp_path):
    """Return a function that runs the action: ``act(variables, check_mode=False, **options)``."""

    def run(variables=None, check_mode=False, **options):
        arguments = {"dest": str(tmp_path / "report"), "rules": [RULE], **options}
        loader = DataLoader()
        action = ActionModule(
            task=SimpleNamespace(args=arguments, check_mode=check_mode, async_val=0, action="audit_report"),
            connection=SimpleNamespace(_shell=SimpleNamespace(tmpdir="/nowhere")),
            play_context=None,
            loader=loader,
            templar=Templar(loader=loader),
            shared_loader_obj=None,
        )
        return action.run(task_vars=variables or {})

    return run


@pytest.fixture
def written(tmp_path):
    """Return a function that reads a JSON file of the report."""
    return lambda name="report.json": json.loads((tmp_path / "report" / name).read_text("utf-8"))


def test_the_report_is_written_and_the_result_contains_its_figures(act, written, tmp_path):
    result = act(reads=[read(facts(), facts("b", status="Stopped"))], fail_on="medium")
    folder = tmp_path / "report"
    summary, accounts, lines = (result.pop(key) for key in ("summary", "accounts", "lines"))
    assert result.pop("files") == {
        "html": str(folder / "report.html"),
        "json": str(folder / "report.json"),
        "csv": str(folder / "findings.csv"),
        "junit": str(folder / "junit.xml"),
        "ocsf": str(folder / "findings.ocsf.json"),
        "facts": str(folder / "facts.json"),
    }
    said = result.pop("msg")
    assert said.endswith("See %s." % (folder / "report.html"))
    assert result == {"changed": True, "verdict": "failed", "report_dir": str(folder)}
    report = written()
    assert summary == {key: value for key, value in report["summary"].items() if key != "statuses"}
    assert accounts == report["accounts"]
    assert lines[-1] == said
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [finding["message"] for finding in report["findings"]] == ["N: " + masked_text("zhang@example.com")]
    assert written("facts.json")["instances"] == report["instances"]
    assert "zhang" not in "".join(path.read_text("utf-8") for path in folder.iterdir())


def test_check_mode_evaluates_the_rules_and_writes_no_files(act, tmp_path):
    result = act(check_mode=True, reads=[read(facts(status="Stopped"))], fail_on="low")
    assert (result["verdict"], result["changed"]) == ("failed", True)
    assert result["msg"].endswith("No report was written in check mode.")
    assert not (tmp_path / "report").exists()


def test_personal_data_can_be_kept(act, written):
    act(reads=[read(facts(status="Stopped"))], personal_data="keep")
    assert written()["findings"][0]["message"] == "N: zhang@example.com"
    assert written("facts.json")["instances"][0]["admins"][0]["email"] == "zhang@example.com"


def test_the_page_and_the_reports_own_findings_are_in_the_chosen_language(act, written, tmp_path):
    act(reads=[read(error="No.")], language="zh")
    assert written()["findings"][0]["title"] == "有账号无法读取"
    assert 'lang="zh' in (tmp_path / "report" / "report.html").read_text("utf-8")


def test_a_baseline_adds_drift_and_an_empty_baseline_does_not(act, tmp_path):
    act(reads=[read(facts())])
    result = act(reads=[read(facts(status="Stopped"))], baseline=str(tmp_path / "report" / "facts.json"))
    assert result["summary"]["drift"] == {"added": 0, "removed": 0, "changed": 1}
    assert act(reads=[read()], baseline="")["summary"]["drift"] is None


# --- History ---


def test_runs_are_kept_and_the_next_run_is_compared_with_the_newest(act, written, tmp_path):
    kept = {"history_dir": str(tmp_path / "history"), "fail_on": "low"}
    stopped, fleet_of_both = facts(status="Stopped"), [facts(), facts("b")]
    first = act(reads=[read(stopped, facts("b"))], fail_on_new=True, **kept)
    assert (first["verdict"], first["summary"]["new"], first["summary"]["fixed"]) == ("passed", None, None)
    assert "no finding counts as new" in first["msg"]
    assert [row["instances"] for row in written()["trend"]] == [2]

    same = act(reads=[read(stopped, facts("b"))], fail_on_new=True, **kept)
    since = written()["trend"][0]["generated_at"]
    assert (same["verdict"], same["summary"]["new"], same["summary"]["fixed"]) == ("passed", 0, 0)
    assert "Since %s: nothing new." % since in same["lines"]
    assert [(f["state"], f["since"]) for f in written()["findings"]] == [("open", since)]

    third = act(reads=[read(facts(), facts("b", status="Stopped"))], fail_on_new=True, **kept)
    assert (third["verdict"], third["summary"]["new"], third["summary"]["fixed"]) == ("failed", 1, 1)
    assert any(
        line.endswith(": 1 new finding, 1 fixed. Call centers: 0 added, 0 removed, 2 changed.")
        for line in third["lines"]
    )
    assert [f["instance_id"] for f in written()["fixed"]] == ["a"]
    assert [row["verdict"] for row in written()["trend"]] == ["passed", "passed", "failed"]

    # The option baseline takes precedence over the history, and check mode keeps no run.
    act(reads=[read(*fleet_of_both)], dest=str(tmp_path / "other"))
    named = str(tmp_path / "other" / "facts.json")
    checked = act(reads=[read(*fleet_of_both)], check_mode=True, baseline=named, **kept)
    assert (checked["verdict"], checked["summary"]["drift"]["changed"]) == ("passed", 0)
    assert len(list((tmp_path / "history").iterdir())) == 3
    act(reads=[read(*fleet_of_both)], history_keep=1, **kept)
    assert len(list((tmp_path / "history").iterdir())) == 1


def test_an_invalid_history_is_an_error_before_any_rule_is_evaluated(act, tmp_path):
    kept = {"history_dir": str(tmp_path / "history")}
    act(reads=[read(facts())], **kept)
    [run] = (tmp_path / "history").iterdir()
    (run / "facts.json").write_text("{", encoding="utf-8")
    result = act(**kept)
    assert result["failed"]
    assert result["msg"] == (
        "history_dir: the baseline %s cannot be used: it is not JSON. "
        "Move its folder elsewhere, or set a different baseline." % (run / "facts.json")
    )
    (run / "run.json").write_text("{", encoding="utf-8")
    assert "%s: it is not JSON" % (run / "run.json") in act(**kept)["msg"]
    assert act(history_keep=0, **kept)["msg"] == "history_keep must be at least 1."


# --- Values of options ---


@pytest.mark.parametrize("name", ["found", "outer.found", "many.0.found"])
def test_an_option_can_be_the_name_of_a_variable_and_its_text_is_not_rendered(act, written, name):
    reads = wrap_var([read(facts(instance_name=HOSTILE, extra={HOSTILE: [HOSTILE]}))])
    act({"found": reads, "outer": {"found": reads}, "many": [{"found": reads}]}, reads=name, personal_data="keep")
    [instance] = written()["instances"]
    assert (instance["instance_name"], instance["extra"]) == (HOSTILE, {HOSTILE: [HOSTILE]})


def test_a_template_in_a_variable_is_rendered_but_not_one_in_a_fact(act, written, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    reads = [{**read(), "account": trusted("{{ name }}"), "instances": trusted("{{ found.instances }}")}]
    found = {"instances": wrap_var([facts(instance_name=HOSTILE)])}
    act({"reads": reads, "name": "y", "found": found}, reads="reads")
    [instance] = written()["instances"]
    assert (instance["account"], instance["instance_name"]) == ("y", HOSTILE)
    act({"reads": trusted("{{ given }}"), "given": [read(facts("z"))]}, reads="reads")
    assert written()["instances"][0]["instance_id"] == "z"
    act({"r": [trusted("{{ 'a' }}"), {"x": [read(facts("y"))]}]}, reads="r.1.x")
    assert written()["instances"][0]["instance_id"] == "y"
    assert not (tmp_path / "marker").exists()


def test_instances_rules_and_exceptions_can_be_names_of_variables(act):
    exceptions = [{"rule_id": "running", "until": datetime.date(2099, 12, 31), "reason": "x"}]
    found = {"instances": [facts(status="Stopped")]}
    variables = {"found": found, "chosen": [RULE], "accepted": exceptions}
    result = act(variables, reads=[read(instances="found.instances")], rules="chosen", exceptions="accepted")
    assert result["summary"]["accepted"] == 1


@pytest.mark.parametrize("as_text", [False, True])
def test_reads_can_be_the_result_of_ccc_fleet_info(act, written, as_text):
    found = fleet(facts("a", status="Stopped"), facts("b"), msg="It failed.")
    found["reads"].append({**found["reads"][0], "api_version": "2020-07-01", "elapsed": 0.5, "error": "No."})
    if as_text:
        found["instances"] = packed(found["instances"])
    result = act({"found": wrap_var(found)}, reads="found")
    keys = ("account", "region", "api_versions", "instances", "findings", "seconds", "error")
    assert [[account[key] for key in keys] for account in written()["accounts"]] == [
        ["x", "r", ["2017-07-05", "2020-07-01"], 2, 1, 1.5, "No."]
    ]
    assert result["lines"][0] == "x, r, 2017-07-05 and 2020-07-01: 2 call centers, 1 open finding, 1.50 s. No."
    assert set(written()["instances"][0]) == {*facts(), "account", "region", "api_version"}


def test_custom_rules_and_overrides_are_added_to_the_builtin_rules(act, written):
    overrides = {"running": {"params": {"status": "Stopped"}}, "no_administrator": {"enabled": False}}
    act({"own": [RULE], "changed": overrides}, reads=[read(facts())], rules="own", overrides="changed")
    ids = [rule["id"] for rule in written()["rules"]]
    assert ids[-1] == "running"
    assert "no_phone_number" in ids
    assert "no_administrator" not in ids
    assert "running" in [finding["rule_id"] for finding in written()["findings"]]


# --- Checks before anything is read ---


def test_without_reads_the_options_are_checked_and_no_files_are_written(act, tmp_path):
    known = {
        "audit_rules": [RULE],
        "audit_result": {},
        "audit_of_mine": {"changed": False},
        "accounts": [{"name": "x"}],
    }
    assert act(known, accounts="accounts", settings=["audit_rules"]) == {"changed": False}
    assert act({"audit_severity": "low", "audit_x": 1}, settings=["audit_rules"])["warnings"] == [
        "The audit ignores unknown variables: audit_severity, audit_x. Check their spelling."
    ]
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize(
    ("accounts", "message"),
    [
        ("x", "audit_accounts must be a list of accounts."),
        (
            [{"name": "x"}, {"name": "x"}],
            "audit_accounts[1] (x): audit_accounts[0] has the same name. Give each account a different name.",
        ),
        (
            [{"name": "x", "profil": "y"}],
            "audit_accounts[0] (x): profil is not a key of an account. Did you mean profile?",
        ),
        ([{"profile": "y"}], "audit_accounts[0]: name is missing."),
        ([{"name": "x"}, {"name": " "}], "audit_accounts[1]: name is blank."),
        (
            [{"name": "x", "api_version": "2018-01-01"}],
            "audit_accounts[0] (x): value of api_version must be one of: 2017-07-05",
        ),
        ([{"name": "x", "regions": ["a", "b"], "endpoint": "https://a.example"}], "audit_accounts[0] (x): "),
        (trusted("{{ nowhere }}"), "accounts: the variable accounts cannot be read: "),
    ],
)
def test_an_error_in_the_accounts_names_the_account_and_the_key(act, accounts, message):
    result = act({"accounts": accounts}, accounts="accounts")
    assert result["msg"].startswith(message)
    assert "\n" not in result["msg"]


def test_an_account_that_cannot_be_rendered_does_not_show_its_secret(act):
    account = {"name": "x", "access_key_secret": "a. secret", "profile": trusted("{{ nowhere }}")}
    result = act({"accounts": [account]}, accounts="accounts")
    assert result["msg"] == "accounts: the variable accounts cannot be read: 'nowhere' is undefined."


@pytest.mark.parametrize(
    ("include", "message"),
    [("users", "audit_include must be a list"), (["user"], "audit_include[0] must be one of users, skill_groups, ")],
)
def test_an_unknown_kind_in_include_is_an_error(act, include, message):
    assert act({"kinds": include}, include="kinds")["msg"].startswith(message)


def test_an_error_in_the_account_of_a_host_names_the_host(act):
    hosts = {"good": {"audit_account": {"name": "x"}}, "bad": {"audit_account": trusted("{{ nowhere }}")}, "none": {}}
    accounts = trusted("{{ groups.ccc_audit_accounts | map('extract', hostvars, 'audit_account') }}")
    for host in ("bad", "none"):
        variables = {"hostvars": hosts, "accounts": accounts, "groups": {"ccc_audit_accounts": ["good", host]}}
        result = act(variables, accounts="accounts")
        assert result["msg"].startswith("Host %s of the group ccc_audit_accounts: audit_account: " % host)


def test_an_invalid_account_of_a_host_in_the_play_names_the_host(act):
    variables = {
        "accounts": [{"name": "x"}, {"name": "y", "profil": "z"}],
        "groups": {"ccc_audit_accounts": ["left_out", "good", "bad"]},
        "ansible_play_hosts_all": ["localhost", "good", "bad"],
    }
    result = act(variables, accounts="accounts")
    assert result["msg"].startswith("audit_account of host bad (y): profil is not a key of an account.")


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"audit_rule": []}, "audit_rule is not a variable of the audit. Did you mean audit_rules?"),
        ({"audit_hosts": []}, "audit_hosts was removed. The accounts are those of the hosts of the play in the group"),
        ({"audit_account": {}}, "audit_account is only for hosts in the group"),
        ({"audit_account": {}, "inventory_hostname": "x", "groups": {"ccc_audit_accounts": ["x"]}}, None),
    ],
)
def test_a_misspelled_or_removed_variable_is_an_error(act, variables, message):
    result = act(variables, settings=["audit_rules", "audit_accounts"])
    assert result.get("msg", "").startswith(message or "")
    assert ("failed" in result) == bool(message)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"language": "fr"}, "value of audit_language must be one of: en, zh, got: fr"),
        ({"fail_on": "all"}, "value of audit_fail_on must be one of: none, "),
        ({"fail_on_new": "perhaps"}, "argument 'audit_fail_on_new' is of type "),
        ({"personal_data": "drop"}, "value of audit_report_personal_data must be one of: "),
        ({"history_keep": "all"}, "argument 'audit_history_keep' is of type "),
        ({"history_keep": 0}, "audit_history_keep must be at least 1."),
        ({"baseline": "/nowhere"}, "audit_baseline: /nowhere cannot be read: No such file"),
    ],
)
def test_an_invalid_option_of_the_role_is_an_error_that_names_the_variable(act, options, message):
    result = act(settings=["audit_rules"], **options)
    assert result["failed"]
    assert result["msg"].startswith(message)


@pytest.mark.parametrize("identify", ["perhaps", [1], None, 3])
def test_audit_identify_must_be_true_or_false(act, identify):
    result = act({"audit_identify": identify}, settings=["audit_identify"])
    assert result["msg"] == "audit_identify must be true or false, not %s." % identify
    assert "failed" not in act({"audit_identify": "yes"}, settings=["audit_identify"])


# --- Failures ---


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"reads": "{'a': 1}"}, "reads must be a list, or the name of a variable, such as found.reads."),
        ({"reads": "lookup('pipe', 'id')"}, "reads must be a list, or the name of a variable"),
        ({"reads": "missing"}, "reads: the variable missing "),
        ({"reads": "known.missing"}, "reads: the variable known.missing "),
        ({"reads": "known.0"}, "reads: the variable known.0 "),
        ({"reads": [{"account": "x"}]}, "reads[0] (x): instances must be a list of dictionaries with facts."),
        ({"reads": {"msg": "Two accounts have one key.", "reads": []}}, "Two accounts have one key."),
        ({"reads": {}}, "The result of ccc_fleet_info contains no reads."),
        ({"rules": [{**RULE, "that": "1 +"}]}, "rules[0] (running): the condition `that` has a syntax error"),
        ({"rules": "known"}, "rules must be a list of rules."),
        ({"exceptions": [{"rule_id": "r"}]}, "audit_exceptions[0] (r): until is missing."),
        (
            {"exceptions": [{"rule_id": "running_", "until": "2099-12-31", "reason": "x"}]},
            "audit_exceptions[0] (running_): rule_id is not the id of a rule. Did you mean running?",
        ),
        ({"exceptions": {}}, "audit_exceptions must be a list of exceptions."),
        ({"baseline": "/nowhere/facts.json"}, "baseline: /nowhere/facts.json cannot be read: No such file"),
        ({"baseline": "/"}, "baseline: / cannot be read: Is a directory."),
        ({"dest": "/dev/null/report"}, "The report cannot be written to /dev/null/report: Not a directory."),
    ],
)
def test_an_invalid_option_fails_with_a_message_that_names_it(act, options, message):
    result = act({"known": {"a": 1}}, **{"reads": [read(facts())], **options})
    assert result["failed"] is True
    assert result["msg"].startswith(message)
    assert set(result) == {"failed", "msg"}


@pytest.mark.parametrize(
    ("content", "message"), [(b"\xff", "it is not JSON."), (b'{"schema_version": 3}', "its schema_version")]
)
def test_an_error_in_the_baseline_names_the_file(act, tmp_path, content, message):
    path = tmp_path / "facts.json"
    path.write_bytes(content)
    result = act(reads=[read(facts())], baseline=str(path))
    assert result["msg"].startswith("baseline: %s cannot be used: %s" % (path, message))
