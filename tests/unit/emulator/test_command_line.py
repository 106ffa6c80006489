# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the command line refuses: in one line on stderr, with nothing on stdout and exit status 1."""

from __future__ import annotations

import io
import json

import pytest
from ccc_emulator.command_line import parse_arguments
from ccc_emulator.process import main


@pytest.fixture
def refusal(capfd):
    """Run the command line to its end and return what it says."""

    def run(*words):
        assert main([str(word) for word in words]) == 1
        printed = capfd.readouterr()
        assert printed.out == ""
        assert printed.err.startswith("ccc_emulator: ")
        assert printed.err.count("\n") == 1
        return printed.err

    return run


def test_the_key_is_taken_from_arguments_then_environment_then_the_default(monkeypatch):
    def key(*words):
        options = parse_arguments([*words])
        return options.access_key_id, options.access_key_secret, options.security_token

    for name in ("ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN"):
        monkeypatch.delenv(f"CCC_EMULATOR_{name}", raising=False)
    assert key() == ("emulator-key-id", "emulator-key-secret", "")
    for name in ("ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN"):
        monkeypatch.setenv(f"CCC_EMULATOR_{name}", "environment")
    assert key("--access-key-id", "argument") == ("argument", "environment", "environment")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--fault", "nonsense=0.1"], "unknown fault 'nonsense'; known are throttle, unavailable,"),
        (["--fault", "reset=2"], "the rate of reset has to be a number from 0 to 1"),
        (["--fault", "reset"], "the rate of reset has to be a number from 0 to 1"),
        (["--fault", "reset=0.6", "--fault", "close=0.6"], "add up to more than 1"),
        (["--port", "70000"], "70000 is out of range"),
        (["--latency-ms", "-1"], "-1 is out of range"),
        (["--requests-per-second", "0"], "all has to be a whole number from 1, not '0'"),
        (["--requests-per-second", "ListUsers=x"], "ListUsers has to be a whole number from 1, not 'x'"),
        (["--requests-per-second", "Nothing=1"], "unknown operation 'Nothing'; known are all, GetInstance,"),
        (["--instances", "x"], "--instances"),
        (["--instances", "1", "--data", "x"], "not allowed with"),
        (["--users", "1"], "--users needs --instances"),
        (["--accounts", "2"], "--accounts needs --instances"),
        (["--instances", "1", "--accounts", "0"], "0 is out of range"),
        (["--api-version", "2015-04-01"], "invalid choice: '2015-04-01'"),
        (["--data", "/nowhere/data.json"], "cannot read the data file /nowhere/data.json: No such file or directory"),
        (["--tls-cert", "cert.pem"], "belong together"),
        (["--tls-cert", "/nowhere/cert", "--tls-key", "/nowhere/key"], "cannot use the certificate /nowhere/cert"),
        (["--stop"], "--stop needs --state-file"),
        (["--stop", "--clean", "--state-file", "/dev/null/state"], "cannot read the state file /dev/null/state"),
        (["--clean"], "--clean needs --stop"),
        (["--detach", "--state-file", "/proc/none/state"], "cannot make the folder /proc/none"),
        (["--detach", "--state-file", "/proc/state"], "cannot write the state file /proc/state"),
        (["--detach", "--log-file", "/nowhere/log"], "cannot write the log file /nowhere/log"),
        (["--unknown"], "unrecognized arguments"),
    ],
)
def test_wrong_options_are_refused(refusal, words, part):
    assert part in refusal(*words)


def test_a_port_in_use_is_refused(refusal, emulator):
    assert f"cannot listen on 127.0.0.1:{emulator.port}: the port is in use" in refusal("--port", emulator.port)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("{", "is not JSON"),
        ('{"a": 1}', "holds neither"),
        ("[1]", "holds neither"),
        ("3", "holds neither"),
        ('[{"_answer": {"HttpStatusCode": 403}}]', "an _answer without"),
        ('{"Instances": [], "_answer": "NoPermission"}', "an _answer without"),
        ('{"Instances": [], "_raw": 1}', "a _raw that is not a text"),
        ('[{"_answers": {"ListUsers": {"2020-07-01": {"Code": "x"}}}}]', "_answers without"),
        ('[{"_answers": {"GetNothing": {"_raw": ""}}}]', "_answers with other names than GetInstance,"),
        ('[{"_lists": {"GetInstance": []}}]', "_lists with other names than ListUsers"),
        ('[{"_lists": {"ListUnassignedNumbers": []}}]', "_lists with other names than ListUsers"),
        ('{"Instances": [], "_lists": {"ListUsers": []}}', "_lists with other names than ListUnassignedNumbers"),
        ('[{"_members": false}]', "_members that are not a list of access key ids"),
        ('[{"_lists": {"ListSkillGroups": [{"_numbers": "1"}]}}]', "_numbers that are not a list"),
        ('[{"PhoneNumbers": {"PhoneNumber": {"_2020-07-01": 1}}}]', "a _2020-07-01 that is not a JSON object"),
        ('[{"_lists": {"ListUsers": {}}}]', "_lists that are not lists of objects"),
        ('[{"InstanceId": "\\ud800"}]', "a text that is not Unicode"),
        ('{"Instances": [], "_raw": "\\ud800"}', "a text that is not Unicode"),
        ('[{"_2020-07-01": []}]', "a _2020-07-01 that is not a JSON object"),
        ('[{"_lists": {"ListUsers": [{"_2020-07-01": 1}]}}]', "a _2020-07-01 that is not a JSON object"),
    ],
)
def test_a_wrong_data_file_is_refused(refusal, tmp_path, content, part):
    path = tmp_path / "data.json"
    path.write_text(content, encoding="utf-8")
    said = refusal("--data", path)
    assert str(path) in said
    assert part in said


@pytest.mark.parametrize(
    ("text", "words", "part"),
    [
        ("", [], "standard input does not hold a JSON object"),
        ("[]", [], "standard input does not hold a JSON object"),
        ('{"access_key_id": "x"}', [], "standard input does not hold a JSON object"),
        ('{"access_key_id": "x", "more": ""}', [], "standard input does not hold a JSON object"),
        (json.dumps({"access_key_id": "", "access_key_secret": "", "data": "z"}), [], "standard input holds neither"),
        (
            json.dumps({"access_key_id": "", "access_key_secret": "", "data": []}),
            ["--instances", 3],
            "data on standard input does not go together with --data or --instances",
        ),
    ],
)
def test_wrong_standard_input_is_refused(refusal, monkeypatch, text, words, part):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert part in refusal("--keys-from-stdin", *words)


def test_what_cannot_be_removed_is_named(refusal, tmp_path):
    (tmp_path / "log").mkdir()
    said = refusal("--stop", "--clean", "--state-file", tmp_path / "state.json", "--log-file", tmp_path / "log")
    assert f"cannot remove {tmp_path / 'log'}: Is a directory" in said
