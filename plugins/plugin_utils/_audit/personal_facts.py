# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which facts do not identify a person. tests/tools/write_docs.py writes the tables from docs/facts.yml.

NOT_PERSONAL: for each kind, these facts, each with the kind of the objects that it contains, or None. ALWAYS_THERE: for
each kind, the facts that a module returns with any API version, including personal ones. LISTS: for each list inside a
call center, by its key in the result of a module, the kind of its elements.
"""

from __future__ import annotations

NOT_PERSONAL = {
    "instance": {
        "instance_id": None,
        "instance_name": None,
        "instance_description": None,
        "domain_name": None,
        "console_url": None,
        "status": None,
        "region_id": None,
        "owner": None,
        "directory_id": None,
        "tenant_id": None,
        "created_time": None,
        "created_at": None,
        "max_online_agents": None,
        "storage_bucket": None,
        "storage_max_days": None,
        "storage_max_size": None,
        "agent_type": None,
        "chatbot_business_unit": "chatbot_business_unit",
        "admins": "admins",
        "phone_numbers": "phone number",
    },
    "chatbot_business_unit": {
        "unit_id": None,
        "unit_key": None,
    },
    "admins": {
        "instance_id": None,
        "department": None,
        "role_id": None,
        "role_name": None,
        "work_mode": None,
    },
    "phone number": {
        "phone_number_id": None,
        "number": None,
        "phone_number_description": None,
        "usage": None,
        "allow_outbound": None,
        "test_only": None,
        "remaining_time": None,
        "trunks": None,
        "instance_id": None,
        "active": None,
        "city": None,
        "province": None,
        "contact_flow_id": None,
        "contact_flow_name": None,
        "contact_flow_description": None,
        "contact_flow_type": None,
        "provider": None,
        "tags": None,
        "created_time": None,
        "created_at": None,
        "number_commodity_status": None,
        "privacy_number": "privacy_number",
        "skill_groups": "skill group",
    },
    "skill group": {
        "skill_group_id": None,
        "skill_group_name": None,
        "display_name": None,
        "skill_group_description": None,
        "instance_id": None,
        "phone_number_count": None,
        "user_count": None,
        "media_type": None,
        "routing_strategy": None,
        "acc_skill_group_name": None,
        "acc_queue_name": None,
        "outbound_phone_numbers": "phone number",
    },
    "user": {
        "instance_id": None,
        "department": None,
        "primary": None,
        "primary_account": None,
        "work_mode": None,
        "device_state": None,
        "roles": "roles",
        "skill_levels": "skill_levels",
        "personal_numbers": "personal_numbers",
    },
    "roles": {
        "role_id": None,
        "role_name": None,
        "role_description": None,
        "instance_id": None,
    },
    "skill_levels": {
        "skill_group_id": None,
        "skill_group_name": None,
        "skill_group_description": None,
        "skill_level": None,
        "instance_id": None,
    },
    "personal_numbers": {
        "active": None,
        "usage": None,
        "city": None,
        "province": None,
    },
    "privacy_number": {
        "type": None,
        "pool_id": None,
        "pool_name": None,
        "region_name_city": None,
        "biz_id": None,
    },
    "contact flow": {
        "instance_id": None,
        "contact_flow_id": None,
        "contact_flow_name": None,
        "contact_flow_description": None,
        "type": None,
        "applied_version": None,
        "published": None,
        "draft_id": None,
        "created_time": None,
        "updated_time": None,
        "numbers": None,
        "phone_numbers": "phone number",
        "versions": "versions",
    },
    "versions": {
        "contact_flow_version_id": None,
        "contact_flow_version_description": None,
        "version": None,
        "status": None,
        "last_modified": None,
    },
    "config item": {
        "instance_id": None,
        "object_type": None,
        "object_id": None,
        "name": None,
        "value": None,
    },
    "unassigned number": {
        "number": None,
        "city": None,
        "province": None,
    },
}
ALWAYS_THERE = {
    "instance": """
        instance_id instance_name instance_description domain_name console_url status region_id owner
        directory_id tenant_id created_time created_at max_online_agents storage_bucket storage_max_days
        storage_max_size admins phone_numbers
    """,
    "chatbot_business_unit": """
        unit_id unit_key
    """,
    "admins": """
        user_id ram_id instance_id login_name display_name department email phone
    """,
    "phone number": """
        phone_number_id number phone_number_description usage allow_outbound test_only remaining_time trunks
        instance_id
    """,
    "skill group": """
        skill_group_id skill_group_name
    """,
    "user": """
        instance_id user_id ram_id login_name display_name department email phone primary
        private_outbound_number_id roles skill_levels
    """,
    "roles": """
        role_id role_name role_description instance_id
    """,
    "skill_levels": """
        skill_level_id skill_group_id skill_group_name skill_group_description skill_level instance_id
    """,
    "personal_numbers": """
        number active usage city province
    """,
    "privacy_number": """
        phone_number tel_x sub_id type pool_id pool_name region_name_city biz_id extra
    """,
    "contact flow": """
        instance_id contact_flow_id contact_flow_name contact_flow_description type applied_version numbers
        phone_numbers versions
    """,
    "versions": """
        contact_flow_version_id contact_flow_version_description version status last_modified last_modified_by
        locked_by
    """,
    "config item": """
        instance_id object_type object_id name value
    """,
    "unassigned number": """
        number city province
    """,
}
LISTS = {
    "users": "user",
    "skill_groups": "skill group",
    "phone_numbers": "phone number",
    "contact_flows": "contact flow",
    "config_items": "config item",
}
