# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors: those sent to a client, and those reported to the user who starts the emulator."""

from __future__ import annotations


class GatewayError(Exception):
    """A failure that the gateway sends: its HTTP status, its Code and its Message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message


class StartError(Exception):
    """The emulator cannot start or stop. The text is the message for the user, without a full stop."""


def missing(name: str) -> GatewayError:
    return GatewayError(400, f"Missing{name}", f"{name} is mandatory for this action.")


def action_not_found() -> GatewayError:
    message = "Specified api is not found, please check your url and method."
    return GatewayError(404, "InvalidAction.NotFound", message)
