# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the emulator fails: towards a client, and towards whoever starts it."""

from __future__ import annotations


class GatewayError(Exception):
    """A failure that the gateway answers: its HTTP status, its Code and its Message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message


class StartError(Exception):
    """The emulator cannot start or stop; the text is the sentence that the user reads."""


def missing(name: str) -> GatewayError:
    return GatewayError(400, f"Missing{name}", f"{name} is mandatory for this action.")


def action_not_found() -> GatewayError:
    message = "Specified api is not found, please check your url and method."
    return GatewayError(404, "InvalidAction.NotFound", message)
