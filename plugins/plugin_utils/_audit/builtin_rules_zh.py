# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The texts of the built-in rules in Chinese, with the terms of Alibaba Cloud's documents."""

from __future__ import annotations

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
        "title": "没有管理员",
        "message": "实例 {instance_name} 没有管理员。",
        "why": "没有人能够修改该实例的 IVR 流程、用户和号码，也没有人对其负责。",
        "fix": "在控制台为该实例添加两名管理员。",
    },
    "single_administrator": {
        "title": "只有一名管理员",
        "message": "实例 {instance_name} 只有一名管理员。",
        "why": "该管理员请假或离职后，将无人能够管理该实例。",
        "fix": "在控制台再添加一名管理员。",
    },
    "administrator_without_contact": {
        "title": "管理员没有邮箱和电话",
        "message": "实例 {instance.instance_name} 有一名管理员既没有电子邮件地址，也没有电话号码。",
        "why": "发生故障时无法联系到该管理员，服务发出的通知也无法送达。",
        "fix": "补全该用户的电子邮件地址或电话号码；如果该用户已不再使用，请取消其管理员角色。",
    },
    "administrator_not_allowed": {
        "title": "管理员不在允许名单中",
        "message": "实例 {instance.instance_name} 有一名管理员的 RAM 账号 ID 不在允许名单中：{ram_id}。",
        "why": "管理员可以收听录音、查看客户数据，并修改实例的所有配置。",
        "fix": "取消该用户的管理员角色，或将其 RAM 账号 ID 加入 params.allowed_ram_ids。",
    },
    "owner_not_allowed": {
        "title": "实例拥有者不在允许名单中",
        "message": "实例 {instance_name} 的拥有者是 {owner}，不在允许名单中。",
        "why": "实例的拥有者是为该实例付费，并对实例及其数据有最终决定权的账号。",
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
        "title": "不在允许名单中的号码可以外呼",
        "message": "实例 {instance.instance_name} 的号码 {number} 允许外呼，但不在允许名单中。",
        "why": "任何人一旦获得座席的登录信息，就可以使用贵公司的号码外呼，并由贵公司承担费用。",
        "fix": "关闭该号码的外呼功能，或将其加入 params.allowed_numbers。",
    },
    "no_phone_number": {
        "title": "没有电话号码",
        "message": "实例 {instance_name} 没有电话号码。",
        "why": "该实例既无法呼入，也无法呼出，可能已被遗忘。",
        "fix": "为该实例绑定号码；如果不再需要，请删除该实例。",
    },
    "number_on_two_instances": {
        "title": "同一号码出现在两个实例中",
        "message": "号码 {number} 出现在 {fleet.by_number[number] | length} 个实例中："
        "{fleet.by_number[number] | join('、')}。",
        "why": "来电只会进入其中一个实例，其他实例不会收到来电。",
        "fix": "确认该号码应归属的实例，并在其他实例中解绑。",
    },
    "too_many_online_agents": {
        "title": "允许同时在线的座席过多",
        "message": "实例 {instance_name} 最多允许 {max_online_agents} 个座席同时在线，超过上限 {params.limit}。",
        "why": "呼叫中心按座席计费，多写一个零就会反映在账单上。",
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
        "message": "实例 {instance_name} 已处于创建中 {((now - created_time) / 3600000) | int} 小时。",
        "why": "正常情况下，实例在几分钟内即可创建完成。长时间处于创建中说明创建已失败，不会自行恢复。",
        "fix": "删除后重新创建，或提交工单并附上实例 ID。",
    },
    "duplicate_name": {
        "title": "两个实例重名",
        "message": "名称 {instance_name} 被 {fleet.by_name[instance_name] | length} 个实例使用："
        "{fleet.by_name[instance_name] | join('、')}。",
        "why": "在控制台或报表中按名称选择实例时，可能会误操作另一个实例。",
        "fix": "保留其中一个名称，为其余实例重新命名。",
    },
    "unexpected_instance": {
        "title": "实例不在预期清单中",
        "message": "实例 {instance_name}（{instance_id}）不在预期清单中。",
        "why": "没有登记的实例无人管理，却仍在产生费用、接听来电并保存录音。",
        "fix": "查明该实例由谁创建，然后将其加入 params.expected_ids，或将其删除。",
    },
    "missing_instance": {
        "title": "预期清单中的实例不存在",
        "message": "未找到预期清单中的实例：{listed.expected_ids | reject('in', fleet.by_id) | join('、')}。",
        "why": "该实例可能已被删除，可能属于未读取的账号或地域，也可能当前 AccessKey 无权查看。",
        "fix": "检查账号、地域以及 AccessKey 的 RAM 权限策略。"
        "如果该实例已按计划删除，请将其从 params.expected_ids 中移除。",
    },
}
