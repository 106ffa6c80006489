# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import os
import re

import pytest
import trustme
from ansible_collections.alicloud.ccc.plugins.module_utils._module import connection_argument_spec, result_of
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import GET_INSTANCE

with contextlib.suppress(ImportError):  # some sessions of the matrix have no browser
    import report_browser

    browser, show = report_browser.browser, report_browser.show

DOCUMENTED_ID = "ef1e71e9-ae9d-487c-96ad-9181d85cf802"
OF_THE_USER = re.compile(r"(ALIBABA_CLOUD|ALICLOUD|SSL_CERT)_|_proxy$|_ca_bundle$", re.IGNORECASE)


@pytest.fixture(autouse=True)
def no_settings_in_the_environment(monkeypatch):
    for name in filter(OF_THE_USER.search, list(os.environ)):
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_path(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture(scope="session")
def tls_options(tmp_path_factory):
    """Return a function that writes a certificate of trustme, and returns the emulator's options for it."""

    def write(certificate):
        folder = tmp_path_factory.mktemp("tls")
        options = {"tls_cert": str(folder / "chain.pem"), "tls_key": str(folder / "key.pem")}
        certificate.private_key_pem.write_to_path(options["tls_key"])
        for pem in certificate.cert_chain_pems:
            pem.write_to_path(options["tls_cert"], append=True)
        return options

    return write


@pytest.fixture
def ask():
    """Return a function that runs the module ccc_instance_info with these options and returns its result."""

    def run_module(**options):
        defaults = {name: option.get("default") for name, option in connection_argument_spec().items()}
        return result_of(GET_INSTANCE, {**defaults, "max_attempts": 1, "instance_ids": [DOCUMENTED_ID], **options})

    return run_module
