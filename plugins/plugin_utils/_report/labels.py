# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Labels of facts for people, in English and in Chinese. Pure."""

from __future__ import annotations

# fact: (English, Chinese). "kind.fact" is a label for one kind only.
LABELS = {
    # Call centers
    "instance_id": ("Call center ID", "实例 ID"),
    "instance_name": ("Name", "名称"),
    "instance_description": ("Description", "描述"),
    "account": ("Account", "账号"),
    "region": ("Region", "地域"),
    "api_version": ("API version", "API 版本"),
    "is_member": ("The key's user is a member", "访问密钥所属用户是否为成员"),
    "also_in": ("ID in 2020-07-01", "在 2020-07-01 中的 ID"),
    "domain_name": ("Workbench name", "工作台域名"),
    "console_url": ("Workbench address", "工作台地址"),
    "status": ("Status", "状态"),
    "region_id": ("Region reported by the gateway", "网关返回的地域"),
    "owner": ("Owner (account ID)", "所属账号 ID"),
    "directory_id": ("Directory ID", "目录 ID"),
    "tenant_id": ("Tenant ID", "租户 ID"),
    "created_time": ("Created", "创建时间"),
    "created_at": ("Created", "创建时间"),
    "max_online_agents": ("Maximum agents online", "最大在线座席数"),
    "storage_bucket": ("Recording bucket", "录音 Bucket"),
    "storage_max_days": ("Recording retention (days)", "录音保存天数"),
    "storage_max_size": ("Recording storage (GB)", "录音存储容量（GB）"),
    "agent_type": ("Agent type", "座席类型"),
    "chatbot_business_unit": ("Chatbot business unit", "机器人业务空间"),
    "unit_id": ("Unit ID", "业务空间 ID"),
    "unit_key": ("Unit key", "业务空间 Key"),
    "admins": ("Administrators", "管理员"),
    "phone_numbers": ("Phone numbers", "电话号码"),
    "users": ("Users", "用户"),
    "skill_groups": ("Skill groups", "技能组"),
    "contact_flows": ("Contact flows", "联络流"),
    "config_items": ("Settings", "配置项"),
    "unassigned_numbers": ("Unassigned numbers", "未分配的号码"),
    # Users
    "user_id": ("User ID", "用户 ID"),
    "ram_id": ("RAM ID", "RAM ID"),
    "login_name": ("Login name", "登录名"),
    "display_name": ("Name", "姓名"),
    "department": ("Department", "部门"),
    "email": ("Email", "邮箱"),
    "phone": ("Phone", "电话"),
    "extension": ("Extension", "分机号"),
    "role_id": ("Role ID", "角色 ID"),
    "role_name": ("Role", "角色"),
    "role_description": ("Role description", "角色描述"),
    "roles": ("Roles", "角色"),
    "work_mode": ("Work mode", "工作模式"),
    "primary": ("Primary user", "主用户"),
    "primary_account": ("Primary account", "主账号"),
    "private_outbound_number_id": ("Private outbound number ID", "专属外呼号码 ID"),
    "personal_numbers": ("Personal outbound numbers", "专属号码"),
    "display_id": ("Staff number", "工号"),
    "device_id": ("Device ID", "设备 ID"),
    "device_ext": ("Device extension", "设备分机"),
    "device_state": ("Device state", "设备状态"),
    "skill_levels": ("Skill groups and levels", "技能组及等级"),
    "skill_level": ("Skill level", "技能等级"),
    "skill_level_id": ("Skill level ID", "技能等级 ID"),
    # Skill groups
    "skill_group_id": ("Skill group ID", "技能组 ID"),
    "skill_group_name": ("Skill group", "技能组"),
    "skill_group_description": ("Skill group description", "技能组描述"),
    "skill_groups.display_name": ("Display name", "显示名称"),
    "media_type": ("Media type", "媒体类型"),
    "user_count": ("Users", "用户数"),
    "phone_number_count": ("Numbers", "号码数"),
    "routing_strategy": ("Routing strategy", "路由策略"),
    "acc_skill_group_name": ("System name of the skill group", "系统内技能组名称"),
    "acc_queue_name": ("System name of the queue", "系统内队列名称"),
    "outbound_phone_numbers": ("Outbound numbers", "外呼号码"),
    # Phone numbers
    "phone_number_id": ("Number ID", "号码 ID"),
    "number": ("Number", "号码"),
    "phone_number_description": ("Description", "描述"),
    "usage": ("Usage", "用途"),
    "allow_outbound": ("Outbound calls", "允许外呼"),
    "test_only": ("Test only", "仅供测试"),
    "remaining_time": ("Test minutes", "测试剩余分钟"),
    "trunks": ("Concurrent calls", "并发数"),
    "active": ("Active", "启用"),
    "city": ("City", "城市"),
    "province": ("Province", "省份"),
    "assignee": ("Assigned to", "分配给"),
    "number_commodity_status": ("Order status", "号码商品状态"),
    "sip_tel_x": ("SIP number X", "SIP X 号码"),
    "provider": ("Provider", "运营商"),
    "tags": ("Tags", "标签"),
    "privacy_number": ("Privacy number", "隐私号码"),
    "phone_number": ("Number", "号码"),
    "tel_x": ("Number X", "X 号码"),
    "sub_id": ("Binding ID", "绑定 ID"),
    "pool_id": ("Pool ID", "号码池 ID"),
    "pool_name": ("Pool", "号码池"),
    "region_name_city": ("City", "城市"),
    "biz_id": ("Business ID", "业务 ID"),
    "extra": ("Additional data", "附加信息"),
    # Contact flows
    "contact_flow_id": ("Contact flow ID", "联络流 ID"),
    "contact_flow_name": ("Contact flow", "联络流"),
    "contact_flow_description": ("Contact flow description", "联络流描述"),
    "contact_flow_type": ("Contact flow type", "联络流类型"),
    "type": ("Type", "类型"),
    "published": ("Published", "已发布"),
    "draft_id": ("Draft", "草稿"),
    "editor": ("Last edited by", "最后编辑人"),
    "updated_time": ("Last edited", "最后编辑时间"),
    "numbers": ("Numbers", "号码"),
    "applied_version": ("Version in use", "使用中的版本"),
    "versions": ("Versions", "版本"),
    "version": ("Version", "版本"),
    "contact_flow_version_id": ("Version ID", "版本 ID"),
    "contact_flow_version_description": ("Version description", "版本描述"),
    "last_modified": ("Last changed", "最后修改时间"),
    "last_modified_by": ("Last changed by", "最后修改人"),
    "locked_by": ("Locked by", "锁定人"),
    "definition": ("Definition", "联络流定义"),
    # Settings
    "object_type": ("Object type", "所属对象类型"),
    "object_id": ("Object ID", "所属对象 ID"),
    "name": ("Setting", "配置项"),
    "value": ("Value", "值"),
}
_LANGUAGES = ("en", "zh")


def labels_in(language):
    """Return the labels (dict of str) in ``language``, en or zh."""
    position = _LANGUAGES.index(language)
    return {fact: label[position] for fact, label in LABELS.items()}


def label_of(labels, fact, kind=None):
    """Return the label of a fact, or the fact if it has none; ``kind``: ``users`` etc., or None for a call center."""
    return labels.get("%s.%s" % (kind, fact)) or labels.get(fact) or fact
