# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an audit finds about itself: an account that was not read, an exception that accepts nothing. Pure."""

from __future__ import annotations

NOT_READ = "account_not_read"
EXPIRED = "exception_expired"
UNUSED = "exception_unused"

_SHAPES = {
    NOT_READ: {"severity": "high", "scope": "account"},
    EXPIRED: {"severity": "info", "scope": "exception"},
    UNUSED: {"severity": "info", "scope": "exception"},
}
_TEXTS = {
    "en": {
        NOT_READ: {
            "title": "An account could not be read",
            "message": "{error}",
            "why": "What is in it was not judged, or not all of it: this report says less than it seems to.",
            "fix": "Do what the message says, and run the audit again.",
        },
        EXPIRED: {
            "title": "An exception has expired",
            "message": "The exception for {rule} was valid until {until}; what it accepted counts again. ({reason})",
            "why": "Somebody accepted this until a day that is past. It was neither repaired nor accepted again.",
            "fix": "Repair what was accepted, or decide about it again and give the exception another date.",
        },
        UNUSED: {
            "title": "An exception accepts nothing",
            "message": "The exception for {rule} until {until} accepts no finding. ({reason})",
            "why": "What was accepted is repaired, or the exception names something that is not there. One that is "
            "left behind would accept the same again, unseen.",
            "fix": "Remove the exception, or correct its rule_id, instance_id, account or subject.",
        },
    },
    "zh": {
        NOT_READ: {
            "title": "有账号无法读取",
            "message": "{error}",
            "why": "该账号的内容没有被检查，或没有全部被检查，因此本报告并不完整。",
            "fix": "按消息中的提示处理，然后重新运行审计。",
        },
        EXPIRED: {
            "title": "有例外已过期",
            "message": "规则 {rule} 的例外有效期至 {until}，其接受的问题重新计入。（{reason}）",
            "why": "该问题曾被接受到某一天，而这一天已过；它既没有修复，也没有被重新接受。",
            "fix": "修复该问题，或重新评估后为例外设定新的日期。",
        },
        UNUSED: {
            "title": "有例外未匹配任何问题",
            "message": "规则 {rule} 的例外（有效期至 {until}）未匹配任何问题。（{reason}）",
            "why": "问题已修复，或例外所指的对象不存在。遗留的例外会在同样的问题再次出现时悄悄接受它。",
            "fix": "删除该例外，或更正其 rule_id、instance_id、account 或 subject。",
        },
    },
}
LANGUAGES = tuple(_TEXTS)


def own_rule(rule_id, language):
    """Return a rule of this file as other rules are (dict), with texts in this language."""
    texts = _TEXTS[language][rule_id]
    rule = {"id": rule_id, "title": texts["title"], **_SHAPES[rule_id]}
    return {**rule, "why": texts["why"], "fix": texts["fix"], "params": {}}


def own_finding(rule_id, language, account, region=None, instance_id=None, instance_name=None, **values):
    """Return a finding of a rule of this file; ``values`` are what its message has."""
    return {
        "rule_id": rule_id,
        "title": _TEXTS[language][rule_id]["title"],
        **_SHAPES[rule_id],
        "kind": "violation",
        "account": account,
        "region": region,
        "instance_id": instance_id,
        "instance_name": instance_name,
        "subject": None,
        "message": _TEXTS[language][rule_id]["message"].format(**values),
        "reason": None,
        "accepted": None,
    }
