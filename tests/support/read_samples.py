# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The smallest reads that a report accepts."""

from __future__ import annotations


def facts(instance_id, **values):
    named = {"instance_id": instance_id, "instance_name": "N" + str(instance_id), "status": "Running"}
    return {**named, "admins": [], "phone_numbers": [], **values}


def read(account, *instances, **values):
    given = {"account": account, "region": "r1", "api_version": "2017-07-05", "instances": list(instances)}
    return {**given, "seconds": 1.5, "error": None, **values}
