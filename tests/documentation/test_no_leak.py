# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret, token, signature or string to sign is in anything that Ansible writes, at -vvvv, in no failure.

The terminal, the log file and the registered results are searched.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from emulator_process import running_emulator

KEY_ID = "LTAIkeyOfTheLeakTest"
# Base64 of secrets holds +, / and =, which are percent-encoded on their way, twice in a string to sign. Their words of
# letters and digits stay the same in each form: whoever finds none of them has found no form of the whole.
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
    """Return call centers whose ids name what the gateway does to those who ask for them."""

    def failure(name: str, code: str, message: str) -> dict[str, Any]:
        return {"InstanceId": name, "_answer": {"HttpStatusCode": 400, "Code": code, "Message": message}}

    def soft(name: str, **answer: Any) -> dict[str, Any]:
        return {"InstanceId": name, "_raw": json.dumps({"RequestId": "R", **answer})}

    instances = [
        {"InstanceId": "good", "InstanceName": "Hotline", "Status": "Running"},
        failure("throttled", "Throttling.User", BAD_REPLIES[0]),
        soft("soft failure", Success=False, Code="OK", HttpStatusCode=500, Message=BAD_REPLIES[1]),
        {"InstanceId": "no answer", "_raw": f"<html>{BAD_REPLIES[0]}</html>", "_content_type": "text/html"},
        soft("odd code", Code=f"Odd.{TOKEN}", Message="", Recommend=f"https://example.com/?q={quote(TOKEN, safe='')}"),
    ]
    instances += [failure(f"reply {number}", "Odd.Code", text) for number, text in enumerate(BAD_REPLIES)]
    return {"Instances": instances}


REPLIES = ["odd code", *(f"reply {number}" for number in range(len(BAD_REPLIES)))]

ROLE = {"role_arn": "acs:ram::1059803544828509:role/audit"}

# Task, address, options. Those without a key of their own get the whole one.
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    # One after the other: none of them ends the run.
    ("replies", "good", {"instance_ids": ["good", *REPLIES], "concurrency": 1}),
    ("throttled", "good", {"instance_id": "throttled"}),
    ("soft failure", "good", {"instance_id": "soft failure"}),
    ("no answer", "good", {"instance_id": "no answer"}),
    ("wrong secret", "wrong secret", {"instance_id": "good"}),
    ("wrong secret, ACS3", "wrong secret", {"instance_id": "good", "signature_method": "ACS3-HMAC-SHA256"}),
    ("wrong token", "wrong token", {"instance_id": "good"}),
    ("redirect", "redirect", {"instance_id": "good"}),
    ("certificate", "certificate", {"instance_id": "good"}),
    ("refused", "refused", {"instance_id": "good"}),
    ("id alone", "good", {"instance_id": "good", "access_key_id": KEY_ID}),
    ("secret alone", "good", {"instance_id": "good", "access_key_secret": "{{ access_key_secret_value }}"}),
    ("address with a key", "address with a key", {"instance_id": "good"}),
    # STS refuses, and repeats what was signed; and nobody answers for STS, so that the library says what it asked for.
    ("role, wrong secret", "good", {"instance_id": "good", "assume_role": {**ROLE, "endpoint": "wrong secret"}}),
    ("role, wrong token", "good", {"instance_id": "good", "assume_role": {**ROLE, "endpoint": "wrong token"}}),
    ("role, refused", "good", {"instance_id": "good", "assume_role": {**ROLE, "endpoint": "refused"}}),
    ("role, certificate", "good", {"instance_id": "good", "assume_role": {**ROLE, "endpoint": "certificate"}}),
]
# The same in a profile, whose key no task has: a program that writes what it knows, and fails.
PROFILES = ("program, fails", "program, no key", "broken")
CODES = {
    "replies": [f"Odd.{'(removed)'}", *["Odd.Code"] * len(BAD_REPLIES)],
    "throttled": ["Throttling.User"],
    "soft failure": ["Client.Unsuccessful"],
    "no answer": ["Client.InvalidResponse"],
    "wrong secret": ["SignatureDoesNotMatch"],
    "wrong secret, ACS3": ["SignatureDoesNotMatch"],
    "wrong token": ["InvalidSecurityToken.MismatchWithAccessKey"],
    "redirect": ["Client.Redirect"],
    "certificate": ["Client.Certificate"],
    "refused": ["Client.Connection"],
    # Refused before any request.
    "id alone": [],
    "secret alone": [],
    "address with a key": [],
    "role, wrong secret": [],
    "role, wrong token": [],
    "role, refused": [],
    "role, certificate": [],
    **{name: [] for name in PROFILES},
}


def tasks(addresses: dict[str, str], key: dict[str, str], config: Path, results: Path) -> list[dict[str, Any]]:
    """Return the calls as tasks, and one that writes what they have registered."""
    made: list[dict[str, Any]] = []
    by_profile = [(name, "good", {"instance_id": "good", "profile": name}) for name in PROFILES]
    for number, (name, address, options) in enumerate([*CALLS, *by_profile]):
        own_key = {"access_key_id", "access_key_secret", "profile"} & set(options)
        role = options.get("assume_role")
        options = {
            **options,
            **({"assume_role": {**role, "endpoint": addresses[role["endpoint"]]}} if role else {}),
            **({"config_file": str(config / f"{name}.json")} if "profile" in options else {}),
        }
        made.append(
            {
                "name": name,
                "alicloud.ccc.ccc_instance_info": {
                    "endpoint": addresses[address],
                    "max_attempts": 1,
                    **({} if own_key else key),
                    **options,
                },
                **({"environment": NO_KEY} if "profile" in options else {}),
                "register": f"result_{number}",
                "ignore_errors": True,
            }
        )
    registered = ", ".join(f"result_{number}" for number in range(len(made)))
    content = "{{ [" + registered + "] | to_json }}"
    made.append({"name": "write", "ansible.builtin.copy": {"content": content, "dest": str(results), "mode": "0600"}})
    return made


@pytest.fixture
def certificate(tmp_path):
    """Make a certificate that nobody trusts."""
    key, made = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=127.0.0.1", "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return {"tls_cert": str(made), "tls_key": str(key)}


@pytest.fixture
def addresses(certificate, refused_endpoint):
    key = {"access_key_id": KEY_ID, "access_key_secret": SECRET, "security_token": TOKEN}
    with (
        running_emulator(**key, data=records()) as good,
        running_emulator(**{**key, "access_key_secret": "another"}) as wrong_secret,
        running_emulator(**{**key, "security_token": "another"}) as wrong_token,
        running_emulator(**key, faults={"redirect": 1}, data=records()) as redirect,
        running_emulator(**key, **certificate) as tls,
    ):
        yield {
            "good": good.endpoint,
            "wrong secret": wrong_secret.endpoint,
            "wrong token": wrong_token.endpoint,
            "redirect": redirect.endpoint,
            "certificate": tls.endpoint,
            "refused": refused_endpoint,
            "address with a key": f"https://{KEY_ID}:{quote(SECRET, safe='')}@127.0.0.1",
        }


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


@pytest.mark.parametrize("source", ["options", "environment", "profile"])
def test_nothing_leaks(source, addresses, play, tmp_path):
    values = {"access_key_id": KEY_ID, "access_key_secret": SECRET, "security_token": TOKEN}
    results, log = tmp_path / "results", tmp_path / "log"
    write_profiles(tmp_path, values)
    # With -vvvv, the terminal shows a module's options: always before core 2.21, if asked for since then.
    environment = {"ANSIBLE_LOG_PATH": str(log), "ANSIBLE_INJECT_INVOCATION": "true"}
    if source == "environment":
        environment |= {f"ALIBABA_CLOUD_{name.upper()}": value for name, value in values.items()}
    if source == "profile":
        environment |= {
            "ALIBABA_CLOUD_PROFILE": "key",
            "ALICLOUD_SHARED_CREDENTIALS_FILE": str(tmp_path / "key.json"),
            # What the library writes to its log then is every header and address.
            "DEBUG": "sdk",
        }

    # As from a vault: what is written in a playbook, Ansible itself may quote.
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

    # What did not fail, and as it is meant to, could not have leaked.
    codes = {task.name: [error["code"] for error in task.result.get("errors", [])] for task in run.tasks}
    assert codes.pop("write") == []
    assert codes == CODES

    messages = {task.name: task.result.get("msg", "") for task in run.tasks}
    for name in ("role, wrong secret", "role, wrong token", "role, refused", "role, certificate"):
        assert "STS gave no key for the role " in messages[name], messages[name]
    for name in ("program, fails", "program, no key"):
        assert f"The process_command of profile {name} in " in messages[name], messages[name]
    assert "broken.json is broken in line 1, column " in messages["broken"]

    assert "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" in run.output

    written = {"terminal": run.output, "log": log.read_text("utf-8"), "results": results.read_text("utf-8")}
    for place, text in written.items():
        assert "SignatureDoesNotMatch" in text, place
        for pattern in (WORDS, SIGNATURE):
            found = pattern.search(text)
            assert not found, f"{place}: …{text[max(0, found.start() - 300) : found.end() + 100]}…"


@pytest.mark.parametrize("text", [SECRET, TOKEN, quote(quote(TOKEN, safe=""), safe=""), SECRET.lower()])
def test_a_leaked_secret_would_be_found(text):
    assert WORDS.search(f"before{text}after")


@pytest.mark.parametrize("text", BAD_REPLIES[4:])
def test_a_leaked_signature_would_be_found(text):
    assert SIGNATURE.search(text)
