# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No output contains a secret, token, signature or string to sign, whatever fails, with -vvvv.

The tests search the terminal, the log file, registered results, results in a callback (as in job events), the
inventory's cache, the audit's report, and the logs of the emulators.
"""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import sys
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from ansible_programs import recording
from emulator_process import running_emulator
from scripted_gateway import ScriptedGateway, failure

KEY_ID = "LTAIkeyOfTheLeakTest"
# Secrets contain +, / and =, which are percent-encoded in requests, and twice in strings to sign. Their letters stay
# the same in each form, so a text without these words does not contain the secret in any form.
SECRET = "sEcReTcAnArYone+8351/tWoSeCrEtCaNaRy="
TOKEN = "CAIS+tOkEnCaNaRyOnE/6204+tWoToKeNcAnArY=="
WORDS = re.compile("|".join(re.findall(r"[A-Za-z]{9,}", SECRET + " " + TOKEN)), re.IGNORECASE)
SIGNATURE = re.compile(
    r"""signature["']?\s*(=|%3D|%253D|:)\s*["']?(?!\(removed\))[A-Za-z0-9+/%]{16}"""
    r"""|string\s*to\s*sign\W+(?!removed\b)\w|canonical\s*request\W+(?!removed\b)\w"""
    r"""|(GET|POST)&%2F&|AccessKeyId(%25|%)3D|x-acs-content-sha256:""",
    re.IGNORECASE,
)

BAD_REPLIES = (
    f"The token {TOKEN} is no good",
    f"The token {quote(TOKEN, safe='')} is no good",
    f"The token {quote(quote(TOKEN, safe=''), safe='')} is no good",
    f"The secret {SECRET} is no good",
    f"POST / SecurityToken={quote(TOKEN, safe='')}&Signature=c2lnbmF0dXJlIG9mIGEgcmVxdWVzdA%3D%3D",
    'Authorization: ACS3-HMAC-SHA256 Credential=x,SignedHeaders=host,Signature="0123456789abcdef0123456789abcdef"',
    f"StringToSign is [POST&%2F&SecurityToken%3D{quote(quote(TOKEN, safe=''), safe='')}%26Timestamp%3D1]",
)


def records() -> dict[str, Any]:
    """Return call centers whose ids say how the gateway responds to requests for them."""

    def failure(name: str, code: str, message: str) -> dict[str, Any]:
        return {"InstanceId": name, "_answer": {"HttpStatusCode": 400, "Code": code, "Message": message}}

    def soft(name: str, **response: Any) -> dict[str, Any]:
        return {"InstanceId": name, "_raw": json.dumps({"RequestId": "R", **response})}

    instances = [
        {"InstanceId": "good", "InstanceName": "Hotline", "Status": "Running"},
        failure("throttled", "Throttling.User", BAD_REPLIES[0]),
        soft("soft failure", Success=False, Code="OK", HttpStatusCode=500, Message=BAD_REPLIES[1]),
        {"InstanceId": "no response", "_raw": f"<html>{BAD_REPLIES[0]}</html>", "_content_type": "text/html"},
        soft(
            "unexpected code",
            Code=f"Odd.{TOKEN}",
            Message="",
            Recommend=f"https://example.com/?q={quote(TOKEN, safe='')}",
        ),
    ]
    instances += [failure(f"reply {number}", "Odd.Code", text) for number, text in enumerate(BAD_REPLIES)]
    return {"Instances": instances}


REPLIES = ["unexpected code", *(f"reply {number}" for number in range(len(BAD_REPLIES)))]

ROLE = {"role_arn": "acs:ram::1059803544828509:role/audit"}


class Call(NamedTuple):
    """address: a key of ``addresses``. options: the key is added unless they have one. says: part of the message."""

    address: str
    options: dict[str, Any]
    says: str


# Calls for single call centers, which the inventory plugin cannot make.
CALLS_BY_ID = {
    # One at a time. None of these failures ends the run.
    "replies": Call("good", {"instance_ids": ["good", *REPLIES], "concurrency": 1}, "(code Odd.(removed), "),
    "throttled": Call("good", {"instance_id": "throttled"}, "(code Throttling.User, "),
    "soft failure": Call("good", {"instance_id": "soft failure"}, "(code Client.Unsuccessful, "),
    "no response": Call("good", {"instance_id": "no response"}, "(code Client.InvalidResponse, "),
}
STS = "STS returned no key for the role "
CALLS = {
    "wrong secret": Call("wrong secret", {}, "(code SignatureDoesNotMatch, "),
    "wrong secret, ACS3": Call(
        "wrong secret", {"signature_method": "ACS3-HMAC-SHA256"}, "(code SignatureDoesNotMatch, "
    ),
    "wrong token": Call("wrong token", {}, "(code InvalidSecurityToken.MismatchWithAccessKey, "),
    "redirect": Call("redirect", {}, "(code Client.Redirect, "),
    "certificate": Call("certificate", {}, "(code Client.Certificate, "),
    "refused": Call("refused", {}, "(code Client.Connection, "),
    "id alone": Call("good", {"access_key_id": KEY_ID}, "access_key_secret"),
    "secret alone": Call("good", {"access_key_secret": "{{ access_key_secret_value }}"}, "access_key_id"),
    "address with a key": Call("address with a key", {}, "endpoint must not contain credentials"),
    # STS refuses and repeats the string to sign, or cannot be reached.
    "role, wrong secret": Call("good", {"assume_role": {**ROLE, "endpoint": "wrong secret"}}, STS),
    "role, wrong token": Call("good", {"assume_role": {**ROLE, "endpoint": "wrong token"}}, STS),
    "role, refused": Call("good", {"assume_role": {**ROLE, "endpoint": "refused"}}, STS),
    "role, certificate": Call("good", {"assume_role": {**ROLE, "endpoint": "certificate"}}, STS),
}
# Profiles in separate files, without another key: two programs that print secrets and fail, and a broken file.
PROFILES = {
    name: Call("good", {"profile": name}, says)
    for name, says in (
        ("program, fails", "The process_command of profile program, fails in "),
        ("program, no key", "The process_command of profile program, no key in "),
        ("broken", "broken.json is not valid JSON in line 1, column "),
    )
}
KEY_OPTIONS = {"access_key_id", "access_key_secret", "profile"}


def options_of(call: Call, addresses: dict[str, str], key: dict[str, str], config: Path) -> dict[str, Any]:
    options = {"endpoint": addresses[call.address], "max_attempts": 1, **call.options}
    if "assume_role" in options:
        options["assume_role"] = {**ROLE, "endpoint": addresses[options["assume_role"]["endpoint"]]}
    if "profile" in options:
        options["config_file"] = str(config / f"{options['profile']}.json")
    return options if KEY_OPTIONS & set(options) else {**key, **options}


def tasks(addresses: dict[str, str], key: dict[str, str], config: Path, results: Path) -> list[dict[str, Any]]:
    """Return the calls as tasks, and a task that writes their registered results."""
    made: list[dict[str, Any]] = []
    for number, (name, call) in enumerate({**CALLS_BY_ID, **CALLS, **PROFILES}.items()):
        options = options_of(call, addresses, key, config)
        ids = {} if name in CALLS_BY_ID else {"instance_id": "good"}
        task = {"name": name, "alicloud.ccc.ccc_instance_info": {**ids, **options}, "register": f"result_{number}"}
        environment = {"environment": NO_KEY} if name in PROFILES else {}
        made.append({**task, **environment, "ignore_errors": True})
    content = "{{ [" + ", ".join(task["register"] for task in made) + "] | to_json }}"
    made.append({"name": "write", "ansible.builtin.copy": {"content": content, "dest": str(results), "mode": "0600"}})
    return made


@pytest.fixture
def emulators(authority, tls_options):
    """Yield emulators by their fault."""
    key = {"access_key_id": KEY_ID, "access_key_secret": SECRET, "security_token": TOKEN}
    settings: dict[str, dict[str, Any]] = {
        "good": {**key, "data": records()},
        "wrong secret": {**key, "access_key_secret": "another"},
        "wrong token": {**key, "security_token": "another"},
        "redirect": {**key, "faults": {"redirect": 1}, "data": records()},
        "certificate": {**key, **tls_options(authority.issue_cert("127.0.0.1"))},
    }
    with contextlib.ExitStack() as started:
        yield {name: started.enter_context(running_emulator(**options)) for name, options in settings.items()}


@pytest.fixture
def addresses(emulators, refused_endpoint):
    return {
        **{name: emulator.endpoint for name, emulator in emulators.items()},
        "refused": refused_endpoint,
        "address with a key": f"https://{KEY_ID}:{quote(SECRET, safe='')}@127.0.0.1",
    }


@pytest.fixture
def replies():
    """Yield the addresses of gateways by name, each of which always sends one bad reply."""
    responses = {f"reply {number}": failure("Odd.Code", Message=text) for number, text in enumerate(BAD_REPLIES)}
    responses["unexpected code"] = failure(f"Odd.{TOKEN}", Recommend=f"https://example.com/?q={quote(TOKEN, safe='')}")
    with contextlib.ExitStack() as started:
        gateways = {name: ScriptedGateway([response]) for name, response in responses.items()}
        for gateway in gateways.values():
            started.callback(gateway.close)
        yield {name: gateway.endpoint for name, gateway in gateways.items()}


def check_nothing_leaked(written: dict[str, str], emulators: dict[str, Any]) -> None:
    """Assert that neither the written texts nor the logs of the emulators contain secrets."""
    logs = {f"log of the emulator {name}": emulator.log_text() for name, emulator in emulators.items()}
    assert KEY_ID in logs["log of the emulator good"]
    for place, text in {**written, **logs}.items():
        for pattern in (WORDS, SIGNATURE):
            found = pattern.search(text)
            assert not found, f"{place}: …{text[max(0, found.start() - 300) : found.end() + 100]}…"


def write_profiles(folder: Path, key: dict[str, str]) -> None:
    """Write a config.json for each profile, so that a broken one does not break the others."""

    def write(name: str, **profile: str) -> None:
        (folder / f"{name}.json").write_text(json.dumps({"profiles": [{"name": name, **profile}]}), "utf-8")

    write("key", mode="StsToken", **{PROFILE_FIELDS[part]: value for part, value in key.items()})
    script = f"import sys; print({SECRET!r}); print({TOKEN!r}, file=sys.stderr); sys.exit(int(sys.argv[1]))"
    for name, status in (("program, fails", "3"), ("program, no key", "0")):
        write(name, mode="External", process_command=shlex.join([sys.executable, "-c", script, status, SECRET]))
    (folder / "broken.json").write_text('{"profiles": [{"access_key_secret": "' + SECRET + "}]}", "utf-8")


PROFILE_FIELDS = {
    "access_key_id": "access_key_id",
    "access_key_secret": "access_key_secret",
    "security_token": "sts_token",
}
NO_KEY = {f"ALIBABA_CLOUD_{name.upper()}": "" for name in PROFILE_FIELDS}


# Each key source once, and each kind of process at least once.
@pytest.mark.parametrize(
    ("source", "in_process"),
    [("options", False), ("environment", True), ("profile", True)],
    ids=["options, own process", "environment, in-process", "profile, in-process"],
    indirect=["in_process"],
)
def test_output_of_modules_contains_no_secret(source, emulators, addresses, play, tmp_path):
    values = {"access_key_id": KEY_ID, "access_key_secret": SECRET, "security_token": TOKEN}
    results, log = tmp_path / "results", tmp_path / "log"
    write_profiles(tmp_path, values)
    # With -vvvv, the terminal shows a module's options; since ansible-core 2.21 only with this setting.
    environment = {"ANSIBLE_LOG_PATH": str(log), "ANSIBLE_INJECT_INVOCATION": "true"}
    if source == "environment":
        environment |= {f"ALIBABA_CLOUD_{name.upper()}": value for name, value in values.items()}
    if source == "profile":
        environment |= {
            "ALIBABA_CLOUD_PROFILE": "key",
            "ALICLOUD_SHARED_CREDENTIALS_FILE": str(tmp_path / "key.json"),
            # With this setting, the library logs every header and address.
            "DEBUG": "sdk",
        }

    # In variables, as from a vault, since Ansible itself may quote the text of a playbook.
    run = play(
        tasks(
            addresses,
            {name: "{{ " + name + "_value }}" for name in values} if source == "options" else {},
            tmp_path,
            results,
        ),
        variables={f"{name}_value": value for name, value in values.items()},
        environment=environment,
        arguments=("-vvvv",),
    )

    # If a call does not fail as expected, the test proves nothing.
    assert run.status == 0, run.output
    found = run.results_by_task()
    for name, call in {**CALLS_BY_ID, **CALLS, **PROFILES}.items():
        assert call.says in found[name]["msg"], name
    codes = [error["code"] for error in found["replies"]["errors"]]
    assert codes == ["Odd.(removed)", *["Odd.Code"] * len(BAD_REPLIES)]

    assert "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" in run.output

    written = {
        "terminal": run.output,
        "log": log.read_text("utf-8"),
        "results": results.read_text("utf-8"),
        "callback": json.dumps([task.result for task in run.tasks], ensure_ascii=False),
    }
    assert all("SignatureDoesNotMatch" in text for text in written.values())
    check_nothing_leaked(written, emulators)


# --- Inventory ---

INVENTORY_FAILURES = {
    **{name: call.says for name, call in {**CALLS, **PROFILES}.items()},
    "unexpected code": "(code Odd.(removed), ",
    **dict.fromkeys(REPLIES[1:], "(code Odd.Code, "),
}


def inventory_sources(addresses: dict[str, str], replies: dict[str, str], key: dict[str, str], config: Path):
    """Return the options of an inventory file for each call, except those by id, and for each profile and bad reply."""
    sources = {"good": {"endpoint": addresses["good"], "cache": True, **key}}
    sources |= {name: options_of(call, addresses, key, config) for name, call in {**CALLS, **PROFILES}.items()}
    sources["secret alone"]["access_key_secret"] = "{{ lookup('ansible.builtin.env', 'LEAK_ACCESS_KEY_SECRET') }}"
    return sources | {name: {"endpoint": address, **key} for name, address in replies.items()}


def test_output_of_the_inventory_plugin_contains_no_secret(emulators, addresses, replies, run_program, tmp_path):
    values = {"access_key_id": KEY_ID, "access_key_secret": SECRET, "security_token": TOKEN}
    write_profiles(tmp_path, values)
    environment = {"ANSIBLE_LOG_PATH": str(tmp_path / "log"), "DEBUG": "sdk"}

    def run(key: dict[str, str], names: list[str], **variables: str) -> str:
        sources = inventory_sources(addresses, replies, key, tmp_path)
        command = ["ansible-inventory", "-vvvv", "--list"]
        for name in names:
            path = tmp_path / f"{name}.ccc.yml"
            cache = {"cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(tmp_path / "cache")}
            options = {"plugin": "alicloud.ccc.instances", "max_attempts": 1, **cache, **sources[name]}
            path.write_text(json.dumps(options), "utf-8")
            command += ["--inventory", str(path)]
        output = run_program(command, tmp_path, **environment, **variables).stdout
        assert output.count('"ccc_instance_name": "Hotline"') == 1
        warnings = [" ".join(warning.split()) for warning in output.split("[WARNING]")]
        for name in names[1:]:
            about = [warning for warning in warnings if f"{name}.ccc.yml" in warning]
            assert any(INVENTORY_FAILURES[name] in warning for warning in about), (name, about)
        return output

    by_environment = run(
        {},
        ["good", "wrong secret", "unexpected code"],
        **{f"ALIBABA_CLOUD_{name.upper()}": value for name, value in values.items()},
    )
    by_options = run(
        {name: "{{ lookup('ansible.builtin.env', 'LEAK_" + name.upper() + "') }}" for name in values},
        ["good", *INVENTORY_FAILURES],
        **{f"LEAK_{name.upper()}": value for name, value in values.items()},
    )

    # The second run read the good source from the cache.
    listed = [entry["version"] for entry in emulators["good"].log() if entry["action"] == "ListInstancesOfUser"]
    assert sorted(listed) == ["2017-07-05", "2020-07-01"]
    caches = {path.name: path.name + path.read_text("utf-8") for path in (tmp_path / "cache").iterdir()}
    assert any("Hotline" in text for text in caches.values())
    log = (tmp_path / "log").read_text("utf-8")
    check_nothing_leaked({"terminal": by_environment + by_options, "log": log, **caches}, emulators)


# --- Audit ---

# One of each kind. Modules are tested with all of them.
AUDITED = ("wrong secret", "role, wrong token", "broken", "unexpected code", "reply 6")


def test_output_of_the_audit_contains_no_secret(emulators, addresses, replies, run_program, tmp_path):
    values = {"access_key_id": KEY_ID, "access_key_secret": SECRET, "security_token": TOKEN}
    write_profiles(tmp_path, values)
    sources = inventory_sources(addresses, replies, values, tmp_path)
    good = {"endpoint": addresses["good"], **values}
    # One at a time, since two accounts of a fleet cannot have the same key.
    for name, account in {"good": good, **{name: {"max_attempts": 1, **sources[name]} for name in AUDITED}}.items():
        report, log, record = (tmp_path / f"{what} {name}" for what in ("report", "log", "record"))
        settings = {"audit_accounts": [{"name": name, **account}], "audit_report_dir": str(report)}
        settings["audit_sts_endpoint"] = addresses["wrong token"]
        (tmp_path / "settings.json").write_text(json.dumps(settings), "utf-8")
        done = run_program(
            ["ansible-playbook", "-vvvv", "-e", "@settings.json", "alicloud.ccc.audit"],
            tmp_path,
            ANSIBLE_LOG_PATH=str(log),
            ANSIBLE_INJECT_INVOCATION="true",
            **recording(record),
            DEBUG="sdk",
        )
        written = {str(path): path.read_text("utf-8") for path in (log, record, *report.iterdir())}
        assert len(written) == 8
        written["terminal"] = done.stdout
        # The report must say what failed.
        for place in ("terminal", str(report / "report.json"), str(report / "report.html")):
            assert INVENTORY_FAILURES.get(name, "") in written[place], (place, name)
        check_nothing_leaked(written, emulators)


@pytest.mark.parametrize("text", [SECRET, TOKEN, quote(quote(TOKEN, safe=""), safe=""), SECRET.lower()])
def test_the_search_finds_a_leaked_secret(text):
    assert WORDS.search(f"before{text}after")


@pytest.mark.parametrize("text", BAD_REPLIES[4:])
def test_the_search_finds_a_leaked_signature(text):
    assert SIGNATURE.search(text)
