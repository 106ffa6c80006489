#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_fleet_info
short_description: Read the Alibaba Cloud call centers of many accounts, regions and API versions in one task
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Reads the call centers of Cloud Call Center (CCC) of all O(accounts), in each of their regions and in both API
    versions, and with O(include) the resources inside them. All of this is read at the same time.
  - Calls C(ListInstancesOfUser), which lists the call centers that the key's user is a member of. With API version
    V(2020-07-01), it also calls C(ListInstances), which adds those that the user is not a member of.
  - A failure does not stop other reads. The task then fails, but returns everything that was read, with the failures in
    RV(errors) and, for each account, region and API version, in RV(reads).
  - If the user is not a member of a call center, the module tries O(include) there once. It is not an error if the call
    center refuses with C(Permission.User). Its lists are then V(null), and RV(reads[].refused) counts the call center.
  - Invalid options, such as two accounts with the same name, are reported before anything is read.
options:
  identify:
    description:
      - Whether to query STS for the user of each account's key. The operation C(GetCallerIdentity) needs no permission.
        The result is in RV(reads[].identity).
      - Two accounts with the same key, or with keys of the same user, are an error. With V(false), only two accounts
        with the same key are detected.
      - If STS cannot be reached within a few seconds, there is a warning, and the call centers are read anyway.
    type: bool
    default: true
  sts_endpoint:
    description:
      - The address of STS for O(identify), for example V(sts-vpc.cn-shanghai.aliyuncs.com) in a private network. The
        address for O(assume_role) is a separate option.
    type: str
    default: https://sts.aliyuncs.com
  facts_as_text:
    description:
      - Whether to return RV(instances) and RV(unassigned_numbers) as one compressed text each, for
        M(alicloud.ccc.audit_report).
      - Ansible processes the result of a task value by value. For thousands of call centers, this takes longer than
        reading them. A text is a single value.
    type: bool
    default: false
  api_version:
    description:
      - The only API version to use, if O(api_versions) is not set. If neither is set, both versions are used.
      - With V(2020-07-01), the id of a call center is the name of its workbench, as in the address of the console, and
        statuses are in upper case, such as V(RUNNING) instead of V(Running).
    type: str
    choices: ['2017-07-05', '2020-07-01']
    default: null
extends_documentation_fragment:
  - alicloud.ccc.accounts
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
notes:
  - Each account and operation has its own pace. An account has at most O(concurrency) concurrent requests, and all
    accounts together have at most 64, or O(concurrency) if that is higher. At most 64 accounts are read at the same
    time.
  - If a read takes longer than ten seconds, the module shows its progress every ten seconds on the screen and in the
    log, unless the variable C(ccc_progress) is V(false). Progress is shown only if the module runs in Ansible's own
    process, as it does for C(localhost) unless C(ccc_in_process) is V(false).
  - Secrets are masked in everything that is shown. You do not need C(no_log), which would also hide everything that was
    read. Keep the secrets of O(accounts) in profiles or in variables that C(ansible-vault) has encrypted, or assume
    roles.
  - C(ListSkillGroups) is read for all media types. The definitions of C(ListContactFlows) are left out.
seealso:
  - module: alicloud.ccc.ccc_user_instances_info
  - module: alicloud.ccc.ccc_account_instances_info
  - plugin: alicloud.ccc.instances
    plugin_type: inventory
"""

EXAMPLES = r"""
- name: Read all call centers of one account, in both API versions
  alicloud.ccc.ccc_fleet_info:
  register: fleet

- name: Show the call centers that the key's user is not a member of
  ansible.builtin.debug:
    msg: "{{ fleet.instances | selectattr('is_member', 'equalto', false) | map(attribute='instance_name') }}"

- name: Show each call center once, from 2017-07-05 if both versions list it
  ansible.builtin.debug:
    msg: "{{ (old + only_new) | map(attribute='instance_name') }}"
  vars:
    old: "{{ fleet.instances | selectattr('api_version', 'equalto', '2017-07-05') }}"
    new: "{{ fleet.instances | selectattr('api_version', 'equalto', '2020-07-01') }}"
    only_new: "{{ new | rejectattr('also_in') }}"

- name: Read three accounts, one of them in two regions, with all resources inside their call centers
  alicloud.ccc.ccc_fleet_info:
    accounts:
      - name: production
        profile: production
        regions: [cn-shanghai, ap-southeast-1]
      - name: subsidiary
        profile: production
        assume_role:
          role_arn: acs:ram::1234567890123456:role/audit
      - name: test
        assume_role: # with the key in the environment
          role_arn: acs:ram::6543210987654321:role/audit
        api_versions: ["2020-07-01"]
    include: [users, skill_groups, phone_numbers, contact_flows, config_items, unassigned_numbers]
  register: everything

- name: Show the user of each key, and what it could read
  ansible.builtin.debug:
    msg: "{{ item.account }} in {{ item.region }} is {{ item.identity.arn }}: {{ item.found }}"
  loop: "{{ everything.reads }}"
  loop_control:
    label: "{{ item.account }}, {{ item.region }}, {{ item.api_version }}"

- name: Read the users of all call centers
  alicloud.ccc.ccc_fleet_info:
    api_versions: ["2020-07-01"]
    include: [users]
  register: people

- name: Show who has the role Admin in each call center
  ansible.builtin.debug:
    msg: >-
      {{ item.account }}, {{ item.instance_name }}:
      {{ admins | map(attribute='0.user_id') | join(', ') | default('nobody', true) }}
  loop: "{{ people.instances | selectattr('users') }}"
  loop_control:
    label: "{{ item.instance_id }}"
  vars:
    admins: "{{ item.users | subelements('roles') | selectattr('1.role_name', 'match', '(?i)admin$') }}"

- name: Read several accounts, and continue if some of them fail
  alicloud.ccc.ccc_fleet_info:
    accounts:
      - name: production
        profile: production
      - name: forgotten
        profile: no-such-profile
    api_versions: ["2020-07-01"]
  register: partly
  ignore_errors: true

- name: Show which accounts were not read completely, and why
  ansible.builtin.debug:
    msg: "{{ item.account }}: {{ item.error }}"
  loop: "{{ partly.reads | selectattr('error') }}"
  loop_control:
    label: "{{ item.account }}"

- name: Read with only two concurrent requests, and do not show the progress
  alicloud.ccc.ccc_fleet_info:
    concurrency: 2
  vars:
    ccc_progress: false
"""

RETURN = r"""
instances:
  description:
    - The facts of the call centers, by account, region and API version, and then
      in the gateway's order. On failure, those that were read.
    - Each call center has the facts of its RV(instances[].api_version). Below, O(api_version)
      refers to that version. A call center that both versions list is in this list
      twice, see RV(instances[].also_in).
    - A value that the gateway did not send is V(null), and a list without elements
      is empty. Fields of the gateway that are not listed here are also returned,
      unchanged, with their names in snake_case.
  returned: always
  type: list
  elements: dict
  contains:
    account:
      description: The name of the account, as in O(accounts).
      returned: always
      type: str
      sample: production
    region:
      description: The region that the facts were read from.
      returned: always
      type: str
      sample: cn-shanghai
    api_version:
      description: The API version that the facts were read with.
      returned: always
      type: str
      sample: '2020-07-01'
    is_member:
      description:
        - Whether the key's user is a member of the call center. V(null) if this is
          not known because C(ListInstances) was refused; RV(reads[].remarks) then
          says why.
        - Not reported with O(api_version=2017-07-05).
      returned: always
      type: bool
      sample: true
    also_in:
      description: The RV(instances[].instance_id) of the same call center in the
        other API version, if both versions list its id or its RV(instances[].domain_name)
        in this account and region. V(null) if only one version does.
      returned: always
      type: str
      sample: hotline-shanghai
    instance_id:
      description: The id of the call center. With O(api_version=2020-07-01), it is
        the name of the workbench.
      returned: always
      type: str
      sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
    instance_name:
      description: The name of the call center.
      returned: always
      type: str
      sample: Hotline Shanghai
    instance_description:
      description: The description of the call center.
      returned: always
      type: str
      sample: Orders and complaints
    domain_name:
      description: The name of the workbench in the address of the console. It is
        unique among all call centers.
      returned: always
      type: str
      sample: hotline-shanghai
    console_url:
      description: The address of the workbench. It has no scheme with O(api_version=2017-07-05).
      returned: always
      type: str
      sample: ccc.aliyun.com/workbench/hotline-shanghai
    status:
      description: The status, as the gateway reports it, for example V(Creating)
        or V(Running).
      returned: always
      type: str
      sample: Running
    region_id:
      description:
        - The region, if the gateway reports it.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: cn-shanghai
    owner:
      description: The id of the Alibaba Cloud account that owns the call center.
      returned: always
      type: str
      sample: '1059803544828509'
    directory_id:
      description:
        - The id of the directory.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: '1059803544828509'
    tenant_id:
      description:
        - The id of the tenant in the call center service.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: acc2985
    created_time:
      description: 'When the call center was created, counted from 1970-01-01 00:00:00
        UTC. Unit: milliseconds.'
      returned: always
      type: int
      sample: 1537867125000
    created_at:
      description: The same time in ISO 8601 format, in UTC, to the second.
      returned: always
      type: str
      sample: '2018-09-25T09:18:45Z'
    max_online_agents:
      description:
        - 'The maximum number of agents that can be online at the same time. Unit:
          agents.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 100
    storage_bucket:
      description:
        - The OSS bucket for recordings. If unset, recordings are kept in shared storage
          of the service.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: cloudcallcenter-online
    storage_max_days:
      description:
        - 'How long recordings are kept. Unit: days.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 180
    storage_max_size:
      description:
        - 'The maximum total size of recordings. Unit: GB.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 100
    agent_type:
      description:
        - The type of the agents, as the gateway reports it.
        - Not reported with O(api_version=2020-07-01).
      returned: with O(api_version=2020-07-01)
      type: str
      sample: CLOUD_AGENT
    chatbot_business_unit:
      description:
        - The chatbot business unit that the call center is bound to.
        - Not reported with O(api_version=2020-07-01).
      returned: with O(api_version=2020-07-01)
      type: dict
      contains:
        unit_id:
          description: The id of the unit, a number.
          returned: always
          type: int
          sample: 100042
        unit_key:
          description: The key of the unit.
          returned: always
          type: str
          sample: unit-hotline-shanghai
    admins:
      description: The administrators of the call center.
      returned: always
      type: list
      elements: dict
      contains:
        user_id:
          description: The id of the user.
          returned: always
          type: str
          sample: 9d-487c-96ad-9181d85cf802
        ram_id:
          description:
            - The id of the corresponding RAM user.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: '1059803544828509'
        instance_id:
          description: The call center that the user belongs to.
          returned: always
          type: str
          sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
        login_name:
          description: The login name.
          returned: always
          type: str
          sample: zhang.wei
        display_name:
          description: The full name.
          returned: always
          type: str
          sample: Zhang Wei
        department:
          description:
            - The department.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: IT
        email:
          description: The e-mail address.
          returned: always
          type: str
          sample: zhang.wei@example.com
        phone:
          description: The phone number, as text, because it can begin with a zero.
          returned: always
          type: str
          sample: '13209090909'
        extension:
          description: The extension, as text.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: '8001'
        role_id:
          description: The id of the user's role.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: Admin@hotline-shanghai
        role_name:
          description: The name of the user's role.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: Admin
        work_mode:
          description: How the user takes calls, for example V(ON_SITE), V(OFF_SITE)
            or V(OFFICE_PHONE).
          returned: with O(api_version=2020-07-01)
          type: str
          sample: ON_SITE
    phone_numbers:
      description:
        - The phone numbers of the call center.
        - With V(phone_numbers) in O(include), those of C(ListPhoneNumbers), with
          the facts of RV(alicloud.ccc.ccc_phone_number_info#module:phone_numbers).
          V(null) if they could not be read, or if the call center refused because
          the key's user is not a member.
      returned: always
      type: list
      elements: dict
      contains:
        phone_number_id:
          description:
            - The id of the number.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: 51349d57-e7a1-4dba-bd16-34d93251207d
        number:
          description: The number, as text, because it can begin with a zero.
          returned: always
          type: str
          sample: '02500000000'
        phone_number_description:
          description:
            - The description of the number.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: Ali Telecom
        usage:
          description: The use of the number, V(Inbound), V(Outbound) or V(Bidirection).
          returned: always
          type: str
          sample: Bidirection
        allow_outbound:
          description:
            - Whether outbound calls are allowed.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: bool
          sample: true
        test_only:
          description:
            - Whether this is a test number.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: bool
          sample: false
        remaining_time:
          description:
            - 'The remaining call time of a test number. Unit: minutes.'
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: int
          sample: 0
        trunks:
          description:
            - 'How many calls the number can carry at the same time. Unit: trunks.'
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: int
          sample: 15
        instance_id:
          description: The call center that the number belongs to.
          returned: always
          type: str
          sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
        active:
          description: Whether the number is active.
          returned: with O(api_version=2020-07-01)
          type: bool
          sample: true
        city:
          description: The city of the number.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: Nanjing
        province:
          description: The province of the number.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: Jiangsu
        contact_flow_id:
          description: The id of the contact flow that handles inbound calls.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: c5dd0a1e-3f2b-4b6e-8f0e-4f3f6c1d2a3b
        user_id:
          description: The id of the user that the number is reserved for.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: agent@hotline-shanghai
        skill_groups:
          description: The skill groups that the number is assigned to.
          returned: with O(api_version=2020-07-01)
          type: list
          elements: dict
          contains:
            skill_group_id:
              description: The id of the skill group.
              returned: always
              type: str
              sample: presales@hotline-shanghai
            skill_group_name:
              description: The name of the skill group.
              returned: always
              type: str
              sample: presales
            display_name:
              description: The display name of the skill group.
              returned: always
              type: str
              sample: Presales
            skill_group_description:
              description: The description of the skill group.
              returned: always
              type: str
              sample: Questions before an order
            instance_id:
              description: The call center that the skill group belongs to.
              returned: always
              type: str
              sample: hotline-shanghai
            phone_number_count:
              description: 'How many phone numbers the skill group has. Unit: phone
                numbers.'
              returned: always
              type: int
              sample: 2
            user_count:
              description: 'How many users the skill group has. Unit: users.'
              returned: always
              type: int
              sample: 12
    users:
      description:
        - With the facts of RV(alicloud.ccc.ccc_user_info#module:users).
        - V(null) if they could not be read, or if the call center refused because
          the key's user is not a member.
      returned: with V(users) in O(include)
      type: list
      elements: dict
    skill_groups:
      description:
        - With the facts of RV(alicloud.ccc.ccc_skill_group_info#module:skill_groups).
        - V(null) if they could not be read, or if the call center refused because
          the key's user is not a member.
      returned: with V(skill_groups) in O(include)
      type: list
      elements: dict
    contact_flows:
      description:
        - With the facts of RV(alicloud.ccc.ccc_contact_flow_info#module:contact_flows).
        - V(null) if they could not be read, or if the call center refused because
          the key's user is not a member.
      returned: with V(contact_flows) in O(include)
      type: list
      elements: dict
    config_items:
      description:
        - With the facts of RV(alicloud.ccc.ccc_config_item_info#module:config_items).
        - V(null) if they could not be read, or if the call center refused because
          the key's user is not a member.
        - Not reported with O(api_version=2017-07-05).
      returned: with V(config_items) in O(include)
      type: list
      elements: dict
unassigned_numbers:
  description:
    - The phone numbers of the accounts that are not assigned to a call center. V(null)
      without V(unassigned_numbers) in O(include).
    - Not reported with O(api_version=2017-07-05).
  returned: always
  type: list
  elements: dict
  contains:
    account:
      description: The name of the account, as in O(accounts).
      returned: always
      type: str
      sample: production
    region:
      description: The region that the facts were read from.
      returned: always
      type: str
      sample: cn-shanghai
    api_version:
      description: The API version that the facts were read with.
      returned: always
      type: str
      sample: '2020-07-01'
    number:
      description: The number, as text, because it can begin with a zero.
      returned: always
      type: str
      sample: 08330011001
    city:
      description: The city of the number.
      returned: always
      type: str
      sample: Leshan
    province:
      description: The province of the number.
      returned: always
      type: str
      sample: Sichuan
reads:
  description:
    - The reads, one element for each account, region and API version, including those
      that failed.
  returned: always
  type: list
  elements: dict
  contains:
    account:
      description: The name of the account.
      returned: always
      type: str
      sample: production
    region:
      description: The region.
      returned: always
      type: str
      sample: cn-shanghai
    api_version:
      description: The API version.
      returned: always
      type: str
      sample: '2020-07-01'
    endpoint:
      description: The address of the gateway.
      returned: always
      type: str
      sample: https://ccc.cn-shanghai.aliyuncs.com
    operations:
      description: The operations that were called.
      returned: always
      type: list
      elements: str
      sample:
        - ListInstancesOfUser
        - ListInstances
        - ListUsers
    requests:
      description: How many times requests were sent, including retries.
      returned: always
      type: int
      sample: 11
    found:
      description:
        - How many call centers were found, as C(instances), and how many elements
          each list of O(include) has in all of them, under the name of the list.
      returned: always
      type: dict
      sample:
        instances: 9
        users: 17
    refused:
      description: 'How many call centers refused O(include) because the key''s user
        is not a member of them. Unit: call centers.'
      returned: always
      type: int
      sample: 1
    identity:
      description: The user of the key, as reported by STS. V(null) if STS was not
        queried or did not respond.
      returned: always
      type: dict
      contains:
        account_id:
          description: The id of the Alibaba Cloud account.
          returned: always
          type: str
          sample: '1059803544828509'
        arn:
          description: The ARN of the user, or of the role's session.
          returned: always
          type: str
          sample: acs:ram::1059803544828509:user/audit
        identity_type:
          description: V(Account), V(RAMUser) or V(AssumedRoleUser).
          returned: always
          type: str
          sample: RAMUser
        principal_id:
          description: The id of the user or the account. For a role, the id of the
            role with the name of the session.
          returned: always
          type: str
          sample: '216959339000654321'
        user_id:
          description: The id of the RAM user or the account. V(null) for a role.
          returned: always
          type: str
          sample: '216959339000654321'
        role_id:
          description: The id of the role. V(null) if the key does not belong to a
            role.
          returned: always
          type: str
          sample: '300959339000654321'
    credentials_source:
      description: The source of the key, without the key itself. V(null) if there
        is no key.
      returned: always
      type: str
      sample: profile production in /home/ansible/.aliyun/config.json (AK)
    elapsed:
      description: How many seconds it took from the first request to the last response.
      returned: always
      type: float
      sample: 0.214
    remarks:
      description:
        - Information that is not an error, for example that the endpoint does not
          serve an API version that you did not set, or why RV(instances[].is_member)
          is not known.
      returned: always
      type: list
      elements: str
      sample:
        - 'The call centers that the user is not a member of are unknown: ListInstances
          failed: You are not authorized to do this action (code NoPermission, HTTP
          403, request id DE803553-8AA9-4B9D-9E4E-A82BC69EDCEE, 1 attempt).'
    error:
      description: What failed, in one or two sentences. V(null) if everything was
        read.
      returned: always
      type: str
      sample: 'There is no profile audit in /home/ansible/.aliyun/config.json. Profiles
        in this file: production.'
    request_ids:
      description: The request ids of the gateway's responses, for a ticket with Alibaba
        Cloud's support.
      returned: always
      type: list
      elements: str
      sample:
        - 2778FA12-EDD6-42AA-9B15-AF855072E5E5
elapsed:
  description: How many seconds it took to get the keys and to read everything.
  returned: always
  type: float
  sample: 2.718
errors:
  description:
    - The failures. A failure that affects an account in the same way in several regions
      or API versions is one element.
  returned: on failure
  type: list
  elements: dict
  contains:
    account:
      description: The name of the account.
      returned: always
      type: str
      sample: production
    region:
      description: The region. V(null) if the failure is not about a single region.
      returned: always
      type: str
      sample: cn-shanghai
    api_version:
      description: The API version. V(null) if the failure is not about a single version.
      returned: always
      type: str
      sample: '2020-07-01'
    operation:
      description: The operation. V(null) if no operation was called because there
        is no key.
      returned: always
      type: str
      sample: ListUsers
    instance_id:
      description: The id of the call center. V(null) for a list that does not belong
        to one call center.
      returned: always
      type: str
      sample: 51349d57-e7a1-4dba-bd16-34d93251207d
    code:
      description:
        - The error code of the gateway.
        - A code that begins with V(Client.) comes from this collection, for errors
          not reported by the gateway.
      returned: always
      type: str
      sample: NotExist.Instance
    message:
      description: What happened, without secrets.
      returned: always
      type: str
      sample: The specified instance does not exist.
    http_status:
      description: The HTTP status of the last response, or the C(HttpStatusCode)
        in it. V(null) if there was no response.
      returned: always
      type: int
      sample: 404
    request_id:
      description: The request id of the last response. V(null) if the gateway sent
        none.
      returned: always
      type: str
      sample: DE803553-8AA9-4B9D-9E4E-A82BC69EDCEE
    attempts:
      description: How many times the request was sent.
      returned: always
      type: int
      sample: 1
    hint:
      description: What to do about it.
      returned: always
      type: str
      sample: Check the id and the region, and that the call center belongs to the
        key's account. alicloud.ccc.ccc_user_instances_info lists the call centers
        that the key's user is a member of.
"""

from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FLEET as OPERATION
from ansible_collections.alicloud.ccc.plugins.module_utils._module import execute


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
