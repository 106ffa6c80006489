# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Findings about the audit itself: what was not read, exceptions that accept nothing. Pure."""

from __future__ import annotations

ACCOUNT_NOT_READ = "account_not_read"
NOTHING_READ = "nothing_read"
EXPIRED = "exception_expired"
UNUSED = "exception_unused"

# What was not read is not a violation and has no severity. It makes the audit incomplete.
_SHAPES = {
    ACCOUNT_NOT_READ: {"severity": None, "scope": "account", "kind": "not_read"},
    NOTHING_READ: {"severity": None, "scope": "fleet", "kind": "not_read"},
    EXPIRED: {"severity": "info", "scope": "exception", "kind": "violation"},
    UNUSED: {"severity": "info", "scope": "exception", "kind": "violation"},
}
_TEXTS = {
    "en": {
        ACCOUNT_NOT_READ: {
            "title": "An account could not be read",
            "message": "{error}",
            "why": "Some or all of its call centers were not evaluated, so this report is not complete.",
            "fix": "Follow the advice in the message, and run the audit again.",
        },
        NOTHING_READ: {
            "title": "No call center was read",
            "message": "No call center was found in {where}, so no rule about call centers was evaluated.",
            "why": "Either the accounts have no call centers, or the keys cannot see them.",
            "fix": "Check that the key's user is a member of the call centers or that its RAM policy allows "
            "ccc:ListInstances, and that the regions and API versions are those of the call centers.",
        },
        EXPIRED: {
            "title": "An exception has expired",
            "message": "The exception for {rule} was valid until {until}, so the findings that it accepted count "
            "again. Its reason was: {reason}",
            "why": "The finding was accepted until a date that has passed. It was neither fixed nor accepted again.",
            "fix": "Fix the finding, or review it and extend the exception.",
        },
        UNUSED: {
            "title": "An exception accepts nothing",
            "message": "The exception for {rule} until {until} does not match any finding. Its reason is: {reason}",
            "why": "Either the finding was fixed, or the exception names something that does not exist. If the same "
            "finding comes back, a leftover exception accepts it unnoticed.",
            "fix": "Remove the exception, or correct its rule_id, instance_id, account or subject.",
        },
    },
    "zh": {
        ACCOUNT_NOT_READ: {
            "title": "有账号无法读取",
            "message": "{error}",
            "why": "该账号的部分或全部实例未被检查，因此本报告并不完整。",
            "fix": "请按消息中的提示处理，然后重新运行审计。",
        },
        NOTHING_READ: {
            "title": "未读取到任何呼叫中心实例",
            "message": "在 {where} 中没有找到任何呼叫中心实例，因此没有评估任何针对实例的规则。",
            "why": "可能账号中没有实例，也可能访问密钥无权查看这些实例。",
            "fix": "请检查：访问密钥所属用户是否为实例成员，或其 RAM 权限策略是否允许 ccc:ListInstances；"
            "地域和 API 版本是否与实例一致。",
        },
        EXPIRED: {
            "title": "有例外已过期",
            "message": "规则 {rule} 的例外有效期至 {until}，此前接受的问题因此重新计入。例外的原因：{reason}",
            "why": "该问题的接受期限已过，但问题既未修复，也未重新接受。",
            "fix": "修复该问题，或重新评估后延长例外的期限。",
        },
        UNUSED: {
            "title": "有例外未匹配任何问题",
            "message": "规则 {rule} 的例外（有效期至 {until}）未匹配任何问题。例外的原因：{reason}",
            "why": "问题已修复，或例外所指的对象不存在。如果同样的问题再次出现，遗留的例外会悄悄接受它。",
            "fix": "删除该例外，或更正其 rule_id、instance_id、account 或 subject。",
        },
    },
}
LANGUAGES = tuple(_TEXTS)


def own_rule(rule_id, language):
    """Return a rule of this file (dict) with its texts in this language. Its severity can be None."""
    texts, shape = _TEXTS[language][rule_id], _SHAPES[rule_id]
    rule = {"id": rule_id, "title": texts["title"], "severity": shape["severity"], "scope": shape["scope"]}
    return {**rule, "why": texts["why"], "fix": texts["fix"], "params": {}}


OWN_RULES = tuple(_SHAPES)


def own_finding(rule_id, language, account=None, region=None, instance_id=None, instance_name=None, **values):
    """Return a finding of a rule of this file. ``values``: those that its message shows."""
    shape, texts = _SHAPES[rule_id], _TEXTS[language][rule_id]
    return {
        "rule_id": rule_id,
        "title": texts["title"],
        **{key: shape[key] for key in ("severity", "scope", "kind")},
        "account": account,
        "region": region,
        "instance_id": instance_id,
        "instance_name": instance_name,
        "subject": None,
        "subject_name": None,
        "message": texts["message"].format(**values),
        "reason": None,
        "accepted": None,
    }
