# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of the command line: one line on stderr, nothing on stdout, exit status 1."""

from __future__ import annotations

import io
import json

import pytest
from ccc_emulator.command_line import parse_arguments
from ccc_emulator.process import main


@pytest.fixture
def error_of(capfd):
    """Return a function that runs a command line that fails, and returns its error message."""

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
        (["--fault", "nonsense=0.1"], "unknown fault 'nonsense'; choose from throttle, unavailable,"),
        (["--fault", "reset=2"], "the rate of reset must be a number from 0 to 1"),
        (["--fault", "reset"], "the rate of reset must be a number from 0 to 1"),
        (["--fault", "reset=0.6", "--fault", "close=0.6"], "add up to more than 1"),
        (["--port", "70000"], "--port: must be from 0 to 65535, not 70000"),
        (["--latency-ms", "-1"], "--latency-ms: must be at least 0, not -1"),
        (["--requests-per-second", "0"], "the limit of all must be a whole number from 1, not '0'"),
        (["--requests-per-second", "ListUsers=x"], "the limit of ListUsers must be a whole number from 1, not 'x'"),
        (["--requests-per-second", "Nothing=1"], "unknown operation 'Nothing'; choose from all, GetInstance,"),
        (["--instances", "x"], "--instances"),
        (["--instances", "1", "--data", "x"], "not allowed with"),
        (["--users", "1"], "--users requires --instances"),
        (["--accounts", "2"], "--accounts requires --instances"),
        (["--instances", "1", "--accounts", "0"], "--accounts: must be at least 1, not 0"),
        (["--api-version", "2015-04-01"], "invalid choice: '2015-04-01'"),
        (["--data", "/nowhere/data.json"], "cannot read the data file /nowhere/data.json: No such file or directory"),
        (["--tls-cert", "cert.pem"], "require each other"),
        (["--tls-cert", "/nowhere/cert", "--tls-key", "/nowhere/key"], "cannot use the certificate /nowhere/cert"),
        (["--stop"], "--stop requires --state-file"),
        (["--stop", "--clean", "--state-file", "/dev/null/state"], "cannot read the state file /dev/null/state"),
        (["--clean"], "--clean requires --stop"),
        (["--detach", "--state-file", "/proc/none/state"], "cannot create the folder /proc/none"),
        (["--detach", "--state-file", "/proc/state"], "cannot write the state file /proc/state"),
        (["--detach", "--log-file", "/nowhere/log"], "cannot write the log file /nowhere/log"),
        (["--unknown"], "unrecognized arguments"),
    ],
)
def test_wrong_options_are_refused(error_of, words, part):
    assert part in error_of(*words)


def test_a_port_in_use_is_refused(error_of, emulator):
    message = error_of("--port", emulator.port)
    assert f"cannot listen on 127.0.0.1:{emulator.port}: the port is in use. Choose another port" in message


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("{", "is not JSON"),
        ('{"a": 1}', "must contain a list of instances, or"),
        ("[1]", "must contain a list of instances, or"),
        ("3", "must contain a list of instances, or"),
        ('[{"_answer": {"HttpStatusCode": 403}}]', "_answer must have an HttpStatusCode"),
        ('{"Instances": [], "_answer": "NoPermission"}', "_answer must have an HttpStatusCode"),
        ('{"Instances": [], "_raw": 1}', "_raw must be a string"),
        ('[{"_answers": {"ListUsers": {"2020-07-01": {"Code": "x"}}}}]', "_answers must have an HttpStatusCode"),
        ('[{"_answers": {"GetNothing": {"_raw": ""}}}]', "the keys of _answers must be among GetInstance,"),
        ('[{"_lists": {"GetInstance": []}}]', "the keys of _lists must be among ListUsers"),
        ('[{"_lists": {"ListUnassignedNumbers": []}}]', "the keys of _lists must be among ListUsers"),
        ('{"Instances": [], "_lists": {"ListUsers": []}}', "the keys of _lists must be among ListUnassignedNumbers"),
        ('[{"_members": false}]', "_members must be a list of access key ids"),
        ('[{"_lists": {"ListSkillGroups": [{"_numbers": "1"}]}}]', "_numbers must be a list"),
        ('[{"PhoneNumbers": {"PhoneNumber": {"_2020-07-01": 1}}}]', "_2020-07-01 must be a JSON object"),
        ('[{"_lists": {"ListUsers": {}}}]', "the values of _lists must be lists of objects"),
        ('[{"InstanceId": "\\ud800"}]', "contains text that is not valid Unicode"),
        ('{"Instances": [], "_raw": "\\ud800"}', "contains text that is not valid Unicode"),
        ('[{"_2020-07-01": []}]', "_2020-07-01 must be a JSON object"),
        ('[{"_lists": {"ListUsers": [{"_2020-07-01": 1}]}}]', "_2020-07-01 must be a JSON object"),
    ],
)
def test_a_wrong_data_file_is_refused(error_of, tmp_path, content, part):
    path = tmp_path / "data.json"
    path.write_text(content, encoding="utf-8")
    message = error_of("--data", path)
    assert str(path) in message
    assert part in message


@pytest.mark.parametrize(
    ("text", "words", "part"),
    [
        ("", [], "standard input must be a JSON object"),
        ("[]", [], "standard input must be a JSON object"),
        ('{"access_key_id": "x"}', [], "standard input must be a JSON object"),
        ('{"access_key_id": "x", "more": ""}', [], "standard input must be a JSON object"),
        (
            json.dumps({"access_key_id": "", "access_key_secret": "", "data": "z"}),
            [],
            "emulator_data (data on standard input) must contain a list of instances, or",
        ),
        (
            json.dumps({"access_key_id": "", "access_key_secret": "", "data": []}),
            ["--instances", 3],
            "emulator_data (data on standard input) cannot be combined with --data or --instances",
        ),
    ],
)
def test_wrong_standard_input_is_refused(error_of, monkeypatch, text, words, part):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert part in error_of("--keys-from-stdin", *words)


def test_a_file_that_cannot_be_removed_is_named(error_of, tmp_path):
    (tmp_path / "log").mkdir()
    message = error_of("--stop", "--clean", "--state-file", tmp_path / "state.json", "--log-file", tmp_path / "log")
    assert f"cannot remove {tmp_path / 'log'}: Is a directory" in message
