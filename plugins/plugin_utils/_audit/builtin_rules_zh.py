# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chinese texts of the built-in rules, in the terms of Alibaba Cloud's documentation."""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules_people import PRIVILEGED_USERS, WHO
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules_routing import DRAFT_AGE

TEXTS_ZH = {
    "recordings_in_shared_bucket": {
        "title": "录音文件存放在公共存储空间",
        "message": "实例 {instance_name} 未指定录音文件的存储位置，录音文件存放在公共存储空间。",
        "why": "录音文件包含客户的通话内容。未指定 StorageBucket 时，录音文件存放在公共存储空间，"
        "您的访问策略、加密和生命周期规则对其不生效。",
        "fix": "为录音文件指定您账号下的 OSS Bucket，并迁移或删除此前的录音文件。",
    },
    "recording_retention_short": {
        "title": "录音文件保存天数不足",
        "message": "实例 {instance_name} 的录音文件最多保存 {storage_max_days} 天，要求至少保存 {params.min_days} 天。",
        "why": "处理投诉或审计时，可能需要查询数月之前的通话，而录音文件一经删除便无法恢复。"
        "StorageMaxDays 表示录音文件最多存储的天数。",
        "fix": "延长录音文件的保存天数，或按照贵公司的留存要求调整 params.min_days。",
    },
    "storage_size_low": {
        "title": "录音文件存储容量偏小",
        "message": "实例 {instance_name} 的录音文件最大存储容量为 {storage_max_size} GB，要求至少 {params.min_gb} GB。",
        "why": "StorageMaxSize 表示录音文件的最大存储容量（GB）。容量用尽后，"
        "无论保存天数如何设置，新的录音都没有空间存放。",
        "fix": "提高最大存储容量，或按照实际话务量调整 params.min_gb。",
    },
    "no_administrator": {
        "title": "实例没有管理员",
        "message": "实例 {instance_name} 没有管理员。",
        "why": "没有人可以修改该实例的联络流、用户和号码，也没有人对其负责。",
        "fix": "在控制台为该实例添加两名管理员。",
    },
    "single_administrator": {
        "title": "实例只有一名管理员",
        "message": "实例 {instance_name} 只有一名管理员。",
        "why": "该管理员请假或离职后，将无人能够管理该实例。",
        "fix": "在控制台再添加一名管理员。",
    },
    "administrator_without_contact": {
        "title": "管理员没有邮箱和电话号码",
        "message": "实例 {instance.instance_name} 有一名管理员既没有电子邮件地址，也没有电话号码。",
        "why": "发生故障时无法联系到该管理员，服务发出的通知也无法送达。",
        "fix": "补全该用户的电子邮件地址或电话号码；如果该用户已不再使用，请取消其管理员角色。",
    },
    "administrator_not_allowed": {
        "title": "管理员不在允许名单中",
        "message": f"实例 {{instance.instance_name}} 有一名管理员不在允许名单中：{WHO}。",
        "why": "管理员可以收听录音、查看客户数据，并修改实例的所有配置。",
        "fix": "取消该用户的管理员角色，或将其 RAM 账号 ID 或登录名加入 params.allowed_ram_ids。",
    },
    "owner_not_allowed": {
        "title": "实例拥有者不在允许名单中",
        "message": "实例 {instance_name} 的拥有者是 {owner}，不在允许名单中。",
        "why": "实例拥有者是为实例付费的账号，对实例及其数据拥有最终决定权。",
        "fix": "查明该实例由谁创建，将其迁移到贵公司的账号下，或将该拥有者加入 params.allowed_owners。",
    },
    "test_number_in_production": {
        "title": "运行中的实例使用了测试号码",
        "message": "实例 {instance.instance_name} 正在运行，但其号码 {number} 是测试号码。",
        "why": "测试号码的通话时间有限，用尽后客户将无法打通。",
        "fix": "绑定正式购买的号码，并释放测试号码。",
    },
    "test_number_running_out": {
        "title": "测试号码剩余通话时间不足",
        "message": "实例 {instance.instance_name} 的测试号码 {number} 剩余通话时间为 {remaining_time} 分钟。",
        "why": "剩余通话时间用尽后，正在进行的测试将中断，无法再拨打或接听电话。",
        "fix": "绑定正式购买的号码，或调低 params.min_minutes。",
    },
    "outbound_not_allowed": {
        "title": "可外呼的号码不在允许名单中",
        "message": "实例 {instance.instance_name} 的号码 {number} 允许外呼，但不在允许名单中。",
        "why": "一旦座席的登录信息泄露，他人就可以使用贵公司的号码外呼，费用由贵公司承担。",
        "fix": "关闭该号码的外呼功能，或将其加入 params.allowed_numbers。",
    },
    "no_phone_number": {
        "title": "实例没有电话号码",
        "message": "实例 {instance_name} 没有电话号码。",
        "why": "该实例既无法呼入，也无法呼出，可能已被遗忘。",
        "fix": "为该实例绑定号码；如果不再需要，请删除该实例。",
    },
    "number_on_two_instances": {
        "title": "同一号码绑定到多个实例",
        "message": "号码 {number} 绑定到了 {fleet.by_number[number] | length} 个实例中："
        "{fleet.by_number[number] | join('、')}。",
        "why": "来电只会进入其中一个实例，其他实例不会收到来电。",
        "fix": "确认该号码应归属的实例，并在其他实例中解绑。",
    },
    "too_many_online_agents": {
        "title": "允许同时在线的座席过多",
        "message": "实例 {instance_name} 最多允许 {max_online_agents} 个座席同时在线，超过上限 {params.limit}。",
        "why": "呼叫中心按座席计费，上限多写一个零，就会体现在账单上。",
        "fix": "降低最大同时在线的座席数量，或将 params.limit 调整为约定的数量。",
    },
    "not_running": {
        "title": "实例未运行",
        "message": "实例 {instance_name} 未运行，当前状态为 {status}。",
        "why": "该实例的号码无人接听。（创建中的实例由另一条规则检查。）",
        "fix": "启动该实例；如果不再需要，请删除该实例。",
    },
    "stuck_in_creating": {
        "title": "实例长时间处于创建中",
        "message": "实例 {instance_name} 处于 {status} 状态已有 {((now - created_time) / 3600000) | int} 小时，"
        "上限为 {params.hours} 小时。",
        "why": "正常情况下，实例在几分钟内即可创建完成。长时间处于创建中说明创建已失败，不会自行恢复。",
        "fix": "删除后重新创建，或提交工单并附上实例 ID。",
    },
    "duplicate_name": {
        "title": "多个实例重名",
        "message": "名称 {instance_name} 被 {fleet.by_name[instance_name] | length} 个实例使用："
        "{fleet.by_name[instance_name] | join('、')}。",
        "why": "在控制台或报表中按名称选择实例时，可能会误操作另一个实例。",
        "fix": "保留其中一个名称，为其余实例重新命名。",
    },
    "unexpected_instance": {
        "title": "实例不在预期清单中",
        "message": "实例 {instance_name}（{instance_id}）不在预期清单中。",
        "why": "无人知晓的实例也就无人管理，却仍会产生费用、接听来电并保存录音。",
        "fix": "查明该实例由谁创建，然后将其加入 params.expected_ids，或将其删除。",
    },
    "missing_instance": {
        "title": "未找到预期清单中的实例",
        "message": "以下预期的实例未找到：{listed.expected_ids | reject('in', fleet.by_id) | join('、')}。",
        "why": "该实例可能已被删除，可能属于未读取的账号或地域，也可能当前访问密钥无权查看。",
        "fix": "检查账号、地域以及访问密钥的 RAM 权限策略。"
        "如果该实例已按计划删除，请将其从 params.expected_ids 中移除。",
    },
    "not_a_member": {
        "title": "审计无法查看实例内部",
        "message": "访问密钥所属用户不是实例 {instance_name} 的成员，因此未读取其用户、号码、技能组和联络流。",
        "why": "只有实例的成员才能列出实例中的内容，因此本审计没有检查其中的人员和号码。",
        "fix": "将访问密钥所属用户添加为该实例的成员，或由该实例的负责人使用自己的访问密钥进行审计。",
    },
    "too_many_privileged_users": {
        "title": "拥有高权限角色的用户过多",
        "message": f"实例 {{instance_name}} 的 {{users | length}} 个用户中，有 {{{PRIVILEGED_USERS}}} 个拥有以下角色"
        "之一：{params.roles | join('、')}。",
        "why": "管理员和班长可以收听录音并查看客户的通话内容。每多一个不必要的登录账号，就多一个可能被盗用的账号。",
        "fix": "将只接听电话的用户改为座席角色。只有同时超过 params.max_number 和 params.max_percent 时才会报告；"
        "计入的角色由 params.roles 指定。",
    },
    "privileged_user_not_allowed": {
        "title": "拥有高权限角色的用户不在允许名单中",
        "message": f"实例 {{instance.instance_name}} 的用户 {WHO} 拥有角色 "
        "{roles | map(attribute='role_name') | join('、')}，但不在允许名单中。",
        "why": "管理员和班长可以收听录音、查看客户数据并修改用户。",
        "fix": "取消该用户的角色（params.roles 之一），或将其 RAM 账号 ID 或登录名加入 params.allowed_users。",
    },
    "agent_without_skill_group": {
        "title": "座席不属于任何技能组",
        "message": f"{WHO} 是实例 {{instance.instance_name}} 的座席，但不属于任何技能组。",
        "why": "该座席可以登录，但来电不会分配给该座席；该用户可能已被遗忘。",
        "fix": "将该用户加入技能组；如果已离职，请删除该用户。",
    },
    "personal_number_not_allowed": {
        "title": "个人外呼号码不在允许名单中",
        "message": f"实例 {{instance.instance_name}} 的用户 {WHO} 使用不在允许名单中的个人外呼号码。",
        "why": "拥有个人外呼号码的用户可以不经贵公司已知的号码联系客户，费用却由贵公司承担。",
        "fix": "取消该用户的个人外呼号码，或将其加入 params.allowed_numbers。",
    },
    "audio_download_allowed": {
        "title": "允许下载录音",
        "message": "实例 {instance.instance_name} 允许用户下载录音。",
        "why": "下载后的录音保存在个人电脑上，您的访问策略和留存规则对其不生效。",
        "fix": "在该实例的设置中将 AllowAudioDownload 设为 0。",
    },
    "off_site_not_allowed": {
        "title": "用户的工作模式不在允许范围内",
        "message": f"实例 {{instance.instance_name}} 的用户 {WHO} 的工作模式为 {{work_mode}}，"
        "允许的工作模式为 {params.allowed_work_modes | join('、')}。",
        "why": "在现场以外接听电话（OFF_SITE、OFFICE_PHONE）时，客户的通话内容会离开贵公司的网络。",
        "fix": "修改该用户的工作模式，或将其加入 params.allowed_work_modes：ON_SITE、OFF_SITE 或 OFFICE_PHONE。",
    },
    "user_shares_ram_id": {
        "title": "多个用户的 RAM 账号 ID 相同",
        "message": f"实例 {{instance.instance_name}} 的用户 {WHO} 与另一个用户的 RAM 账号 ID 相同。",
        "why": "登录者可能是其中任何一人，日志无法说明电话由谁接听、配置由谁修改。",
        "fix": "为每个用户分配独立的 RAM 用户，并删除不再使用的用户。",
    },
    "user_shares_email": {
        "title": "多个用户的电子邮件地址相同",
        "message": f"实例 {{instance.instance_name}} 的用户 {WHO} 与另一个用户的电子邮件地址相同。",
        "why": "发送给其中一人的邮件（如密码或告警）另一人也会收到，或者同一个人拥有两个登录账号。",
        "fix": "为每个用户设置独立的电子邮件地址，并删除不再使用的用户。",
    },
    "skill_group_without_agents": {
        "title": "技能组没有座席",
        "message": "实例 {instance.instance_name} 的技能组 {skill_group_name} 没有座席。",
        "why": "转接到该技能组的客户会一直等待，直到主动挂断。",
        "fix": "为该技能组添加座席，或将其从所有联络流中移除后删除。",
    },
    "skill_group_without_numbers": {
        "title": "技能组没有号码",
        "message": "实例 {instance.instance_name} 的技能组 {skill_group_name} 没有号码。",
        "why": "该技能组的座席没有可用于回拨的号码。",
        "fix": "为该技能组绑定号码；如果不再需要，请删除该技能组。",
    },
    "number_without_flow": {
        "title": "可呼入的号码没有联络流",
        "message": "实例 {instance.instance_name} 的号码 {number} 可以呼入，但没有绑定联络流。",
        "why": "来电如何处理由联络流决定。没有联络流时，拨打该号码的来电无人接听。",
        "fix": "为该号码绑定联络流，或将其改为仅用于外呼。",
    },
    "number_inactive": {
        "title": "号码不可用",
        "message": "实例 {instance.instance_name} 的号码 {number} 处于不可用状态。",
        "why": "该号码既打不进也打不出，却仍被绑定并产生费用。",
        "fix": "向号码供应商了解停用原因，恢复或释放该号码。",
    },
    "number_unused": {
        "title": "号码未被使用",
        "message": "实例 {instance.instance_name} 的号码 {number} 没有关联联络流、技能组或用户。",
        "why": "该号码每月产生费用；如果有人用它外呼，也不会有人发现。",
        "fix": "将该号码绑定到联络流、技能组或用户，或将其释放。",
    },
    "unassigned_number": {
        "title": "账号下的号码不属于任何实例",
        "message": "号码 {number} 属于该账号，但不属于任何实例。",
        "why": "该号码每月产生费用；如果客户仍在拨打该号码，将无人接听。",
        "fix": "将其添加到某个实例，或释放该号码；如果是备用号码，请将其加入 params.expected_numbers。",
    },
    "flow_never_published": {
        "title": "已绑定号码的联络流从未发布",
        "message": "实例 {instance.instance_name} 的联络流 {contact_flow_name} 从未发布，"
        "却绑定了号码 {numbers | join('、')}。",
        "why": "只有已发布的联络流才会运行，拨打这些号码的来电无人接听。",
        "fix": "发布该联络流，或将其号码绑定到已发布的联络流。",
    },
    "flow_without_number": {
        "title": "已发布的联络流没有绑定号码",
        "message": "实例 {instance.instance_name} 的联络流 {contact_flow_name} 已发布，但没有绑定号码。",
        "why": "没有来电会进入该联络流：可能号码被误绑到别处，也可能联络流已被遗忘。",
        "fix": "为该联络流绑定号码；如果不再需要，请删除该联络流。",
    },
    "draft_waiting": {
        "title": "联络流的草稿长时间未发布",
        "message": f"实例 {{instance.instance_name}} 的联络流 {{contact_flow_name}} 有一份草稿，"
        f"已 {{{DRAFT_AGE}}} 天无人修改。",
        "why": "草稿中的修改尚未生效，而下一次发布该联络流的人会将其一并发布。",
        "fix": "发布或丢弃该草稿。params.days 是草稿允许保留的天数。",
    },
}
