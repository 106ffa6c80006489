# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import CredentialsError
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.profile import read_profile

AUDIT = {
    "name": "audit",
    "mode": "AK",
    "access_key_id": "an-id",
    "access_key_secret": "a-secret",
    "expired_seconds": 900,
}
# Like the file that `aliyun configure` writes, with a current profile and other settings.
FILE = {"current": "default", "profiles": [{"name": "default", "mode": "StsToken", "language": "zh"}, AUDIT]}


@pytest.fixture
def config(tmp_path):
    """Return a function that writes a config.json (str, bytes, or data for JSON) and returns its path."""

    def write(content):
        path = tmp_path / "config.json"
        if not isinstance(content, (str, bytes)):
            content = json.dumps(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def message(path, name="audit"):
    with pytest.raises(CredentialsError) as caught:
        read_profile(path, name)
    return str(caught.value)


class TestRead:
    def test_a_profile_is_found_by_its_name(self, config):
        path = config(FILE)
        profile = read_profile(path, "audit")
        assert (profile.name, profile.path, profile.mode) == ("audit", path, "AK")
        assert profile.optional("access_key_secret") == "a-secret"
        assert profile.seconds("expired_seconds") == 900
        assert profile.optional("sts_token") is None
        assert profile.seconds("sts_expiration") is None

    def test_a_file_with_a_byte_order_mark_is_read(self, config):
        assert read_profile(config(b"\xef\xbb\xbf" + json.dumps(FILE).encode()), "audit").mode == "AK"

    def test_a_tilde_in_the_path_is_expanded(self, config, monkeypatch, tmp_path):
        config(FILE)
        monkeypatch.setenv("HOME", str(tmp_path))
        assert read_profile("~/config.json", "audit").path == str(tmp_path / "config.json")


class TestFile:
    def test_an_unknown_profile_lists_the_known_ones(self, config):
        path = config(FILE)
        assert message(path, "prod") == "There is no profile prod in %s. Profiles in this file: audit, default." % path

    def test_a_file_without_profiles_is_reported(self, config):
        path = config({"profiles": []})
        assert message(path) == "There is no profile audit in %s. Profiles in this file: none." % path

    def test_an_invalid_path_is_reported(self):
        assert message("a\0b") == "'a\\x00b' (option config_file) is not a valid path."

    def test_a_missing_file_is_named_with_the_command_that_creates_it(self, tmp_path):
        path = str(tmp_path / "none.json")
        assert message(path) == (
            "Cannot read profiles from %s (option config_file): no such file or directory. "
            "`aliyun configure` creates such a file." % path
        )

    def test_invalid_json_is_reported_with_its_line_but_not_its_text(self, config):
        path = config('{"profiles": [\n  {"name": "audit",\n   "access_key_secret": "a-secret"\n   "mode": "AK"}]}')
        text = message(path)
        assert text.startswith("%s is not valid JSON in line 4, column 4: " % path)
        assert "a-secret" not in text

    def test_text_that_is_not_utf_8_is_reported_with_its_line(self, config):
        path = config(b'{"profiles": [\n{"name": "\xff"}]}')
        assert message(path) == "%s is not valid UTF-8 in line 2." % path

    def test_json_that_is_nested_too_deeply_is_an_error(self, config):
        assert "is nested too deeply" in message(config("[" * 100_000))

    @pytest.mark.parametrize(
        "content",
        [[], "text", None, {}, {"profiles": {}}, {"profiles": ["audit"]}, {"profiles": [{"mode": "AK"}]}],
        ids=json.dumps,
    )
    def test_json_without_a_list_of_profiles_is_an_error(self, config, content):
        path = config(json.dumps(content))
        assert message(path) == '%s does not contain {"profiles": [{"name": ..., ...}]}.' % path


class TestFields:
    @pytest.mark.parametrize(
        ("field", "value", "read", "problem"),
        [
            ("access_key_id", "", "required", "is not set"),
            ("access_key_id", 5, "optional", "must be a string"),
            ("expired_seconds", "900", "seconds", "must be a number"),
            ("expired_seconds", True, "seconds", "must be a number"),
        ],
    )
    def test_an_invalid_field_is_reported_with_its_profile_and_file(self, config, field, value, read, problem):
        path = config({"profiles": [{**AUDIT, field: value}]})
        with pytest.raises(CredentialsError) as caught:
            getattr(read_profile(path, "audit"), read)(field)
        assert str(caught.value) == (
            "The field %s of profile audit in %s %s. Run `aliyun configure --profile audit` to set it."
            % (field, path, problem)
        )

    @pytest.mark.parametrize("mode", [None, "", 5])
    def test_a_profile_without_a_mode_is_an_error(self, config, mode):
        path = config({"profiles": [{**AUDIT, "mode": mode}]})
        assert message(path).startswith("The field mode of profile audit in ")
