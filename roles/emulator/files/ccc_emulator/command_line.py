# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from typing import Any

from .errors import StartError
from .faults import ALL_OPERATIONS, FAULTS
from .keys import Credentials
from .operations import OPERATIONS
from .request import API_VERSIONS

# Data on standard input, as messages name it: only the role uses it.
GIVEN_DATA = "emulator_data (data on standard input)"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        """Report the error in one sentence, without the long usage text."""
        raise StartError(message)


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = _Parser(
        prog="ccc_emulator",
        description="An emulator of the gateway of Alibaba Cloud's Cloud Call Center, on loopback.",
        epilog="Faults: " + "; ".join(f"{name}: {meaning}" for name, meaning in FAULTS.items()) + ".",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--port", type=_number(0, 65535), default=0, help="port to listen on; 0, the default, picks a free one")
    records = parser.add_mutually_exclusive_group()
    records.add_argument("--data", metavar="FILE", help="JSON file of instances in the shape of API version 2017-07-05")
    records.add_argument("--instances", type=_number(0), metavar="N", help="serve N generated instances")
    add("--users", type=_number(0), metavar="N", help="with --instances: N users in each; 5 by default")
    add("--accounts", type=_number(1), metavar="N", help="with --instances: N accounts, each with that many instances")
    add("--api-version", choices=API_VERSIONS, help="serve only this one; the other gets InvalidVersion")
    add("--access-key-id", default=os.environ.get("CCC_EMULATOR_ACCESS_KEY_ID") or "emulator-key-id")
    add("--access-key-secret", default=os.environ.get("CCC_EMULATOR_ACCESS_KEY_SECRET") or "emulator-key-secret")
    add("--security-token", default=os.environ.get("CCC_EMULATOR_SECURITY_TOKEN") or "", help="makes the key temporary")
    add(
        "--keys-from-stdin",
        action="store_true",
        help='read {"access_key_id": ..., "access_key_secret": ...}',
    )
    issued = "keys from STS or the metadata service"
    add("--issued-key-requests", type=_number(0), metavar="N", help=f"{issued} are valid for N requests to CCC")
    add(
        "--issued-key-seconds",
        type=_number(0),
        metavar="N",
        help=f"{issued} expire after exactly N seconds",
    )
    add("--latency-ms", type=_number(0), default=0, metavar="N", help="how long each response takes")
    add(
        "--requests-per-second",
        action="append",
        type=_limit,
        default=[],
        metavar="[OPERATION=]N",
        help="throttle requests beyond this limit, of one operation or of all together; repeatable",
    )
    add("--retry-after-ms", type=_number(0), metavar="N", help="send x-acs-retry-after with throttled responses")
    add(
        "--fault",
        action="append",
        type=_fault,
        default=[],
        metavar="NAME=RATE",
        help="rate from 0 to 1; repeatable",
    )
    add("--seed", type=int, default=0, help="another seed makes faults happen to other requests")
    add("--tls-cert", metavar="FILE", help="serve HTTPS with this certificate (PEM)")
    add("--tls-key", metavar="FILE", help="the certificate's private key (PEM)")
    add("--detach", action="store_true", help="run in the background; return when it is listening")
    add("--state-file", metavar="FILE", help="where a running emulator is recorded; --stop needs it")
    add("--log-file", metavar="FILE", default=os.devnull, help="log file of a detached emulator")
    add("--stop", action="store_true", help="stop the emulator that is recorded in --state-file")
    add(
        "--clean",
        action="store_true",
        help="with --stop: remove its files, and their folders if empty",
    )
    options = parser.parse_args(arguments, argparse.Namespace(given_data=None))
    options.fault = dict(options.fault)
    options.requests_per_second = dict(options.requests_per_second)
    _check_combinations(options)
    return options


def _check_combinations(options: argparse.Namespace) -> None:
    """Check options that depend on each other, and read standard input if one of them requires it."""
    if sum(options.fault.values()) > 1 + 1e-9:
        raise StartError("the rates of all --fault options add up to more than 1")
    if bool(options.tls_cert) != bool(options.tls_key):
        raise StartError("--tls-cert and --tls-key require each other")
    for name in ("users", "accounts"):
        if getattr(options, name) is not None and options.instances is None:
            raise StartError(f"--{name} requires --instances")
    if options.stop and not options.state_file:
        raise StartError("--stop requires --state-file")
    if options.clean and not options.stop:
        raise StartError("--clean requires --stop")
    if options.keys_from_stdin:
        _read_keys(options)
    if options.given_data is not None and (options.data is not None or options.instances is not None):
        raise StartError(f"{GIVEN_DATA} cannot be combined with --data or --instances")


def _read_keys(options: argparse.Namespace) -> None:
    try:
        given = {**json.load(sys.stdin)}
        options.given_data = given.pop("data", None)
        keys = Credentials(**{"security_token": "", **given})
    except (TypeError, ValueError) as error:
        raise StartError(
            "standard input must be a JSON object with access_key_id and access_key_secret, and optionally with "
            "security_token and data"
        ) from error
    vars(options).update(keys._asdict())


def _number(minimum: int, maximum: int | None = None) -> Any:
    def number(text: str) -> int:
        value = int(text)
        if value < minimum or (maximum is not None and value > maximum):
            limits = f"at least {minimum}" if maximum is None else f"from {minimum} to {maximum}"
            raise argparse.ArgumentTypeError(f"must be {limits}, not {value}")
        return value

    return number


def _limit(text: str) -> tuple[str, int]:
    """Parse ListUsers=100, or 100 for all operations."""
    name, _equals, number_text = text.rpartition("=")
    name = name or ALL_OPERATIONS
    if name not in (ALL_OPERATIONS, *OPERATIONS):
        known = ", ".join((ALL_OPERATIONS, *OPERATIONS))
        raise argparse.ArgumentTypeError(f"unknown operation {name!r}; choose from {known}")
    if not re.fullmatch("0*[1-9][0-9]{0,8}", number_text):
        raise argparse.ArgumentTypeError(f"the limit of {name} must be a whole number from 1, not {number_text!r}")
    return name, int(number_text)


def _fault(text: str) -> tuple[str, float]:
    name, _equals, rate_text = text.partition("=")
    if name not in FAULTS:
        raise argparse.ArgumentTypeError(f"unknown fault {name!r}; choose from {', '.join(FAULTS)}")
    try:
        rate = float(rate_text)
    except ValueError:
        rate = -1
    if not 0 <= rate <= 1:
        raise argparse.ArgumentTypeError(f"the rate of {name} must be a number from 0 to 1, not {rate_text!r}")
    return name, rate
