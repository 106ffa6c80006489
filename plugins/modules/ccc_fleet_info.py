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
  - Reads the call centers of Cloud Call Center (CCC) of all O(accounts), in each of their regions and in both versions
    of the API, and with O(include) what lies inside of them. All of that is asked for at the same time.
  - Calls C(ListInstancesOfUser), which lists the call centers that the key's user is a member of. With API version
    V(2020-07-01), it calls C(ListInstances) as well, for those that the user is not a member of.
  - What fails at one place keeps nothing else from being read. The task fails then, and returns everything that was
    read, with what failed in RV(errors) and, for each account, region and version of the API, in RV(reads).
  - O(include) is tried once inside of a call center that the user is not a member of. If that is refused with
    C(Permission.User), it is not an error. The lists are V(null), and RV(reads[].refused) counts the call center.
  - Something wrong with the options, such as two accounts of one name, is an error before anything is read.
options:
  identify:
    description:
      - Whether to ask STS whose key each account has, with C(GetCallerIdentity), which every key may call. It is
        returned in RV(reads[].identity).
      - Two accounts with the same key, or with keys of the same user, are an error. Without this, only the same key is
        noticed.
      - If STS cannot be reached within a few seconds, that is a warning, and the call centers are read anyway.
    type: bool
    default: true
  sts_endpoint:
    description:
      - The address of the STS that is asked, for private networks, for example
        V(sts-vpc.cn-shanghai.aliyuncs.com). The address for O(assume_role) is an option of its own.
    type: str
    default: https://sts.aliyuncs.com
  facts_as_text:
    description:
      - Whether RV(instances) and RV(unassigned_numbers) are one short text each, for M(alicloud.ccc.audit_report).
      - Ansible goes through the result of a task value by value, which for thousands of call centers takes longer than
        reading them. A text is one value.
    type: bool
    default: false
  api_version:
    description:
      - The one version of the API to ask, if O(api_versions) is not set. If neither is set, both are asked.
      - With V(2020-07-01) an id is the name of the workbench, as it stands in the console's address, and a status is
        spelled V(RUNNING) in place of V(Running).
    type: str
    choices: ['2017-07-05', '2020-07-01']
    default: null
extends_documentation_fragment:
  - alicloud.ccc.accounts
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
notes:
  - Each account and operation has a pace of its own. At most O(concurrency) requests of an account are under way at the
    same time, and at most 64 of all accounts together, or O(concurrency) if that is more. At most 64 accounts are read
    at the same time.
  - While the module reads for more than ten seconds, a line on the screen and in the log says every ten seconds how far
    it is, unless the variable C(ccc_progress) is V(false). It is shown only where the module runs in Ansible's own
    process, as it does for C(localhost), unless C(ccc_in_process) is V(false).
  - Only secrets are masked in what is shown. C(no_log) for the task would hide everything it read as well, and is not
    needed. The secrets of O(accounts) are best kept in profiles, in roles to assume, or in variables that
    C(ansible-vault) has encrypted.
  - Of C(ListSkillGroups), all media types are read, and of C(ListContactFlows), everything but the definitions.
seealso:
  - module: alicloud.ccc.ccc_user_instances_info
  - module: alicloud.ccc.ccc_account_instances_info
  - plugin: alicloud.ccc.instances
    plugin_type: inventory
"""

EXAMPLES = r"""
- name: Read all call centers of one account, in both versions of the API
  alicloud.ccc.ccc_fleet_info:
  register: fleet

- name: Name the call centers that the key's user is not a member of
  ansible.builtin.debug:
    msg: "{{ fleet.instances | selectattr('is_member', 'equalto', false) | map(attribute='instance_name') }}"

- name: Name each call center once, by 2017-07-05 if both versions list it
  ansible.builtin.debug:
    msg: "{{ (old + only_new) | map(attribute='instance_name') }}"
  vars:
    old: "{{ fleet.instances | selectattr('api_version', 'equalto', '2017-07-05') }}"
    new: "{{ fleet.instances | selectattr('api_version', 'equalto', '2020-07-01') }}"
    only_new: "{{ new | rejectattr('also_in') }}"

- name: Read three accounts, one of them in two regions, with everything that lies inside of their call centers
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
        assume_role: # with the key of the environment
          role_arn: acs:ram::6543210987654321:role/audit
        api_versions: ["2020-07-01"]
    include: [users, skill_groups, phone_numbers, contact_flows, config_items, unassigned_numbers]
  register: everything

- name: Say whose keys these were, and what they found
  ansible.builtin.debug:
    msg: "{{ item.account }} in {{ item.region }} is {{ item.identity.arn }}: {{ item.found }}"
  loop: "{{ everything.reads }}"
  loop_control:
    label: "{{ item.account }}, {{ item.region }}, {{ item.api_version }}"

- name: Read who can log in
  alicloud.ccc.ccc_fleet_info:
    api_versions: ["2020-07-01"]
    include: [users]
  register: people

- name: Say who is Admin in any call center of any account
  ansible.builtin.debug:
    msg: >-
      {{ item.account }}, {{ item.instance_name }}:
      {{ admins | map(attribute='0.user_id') | join(', ') | default('nobody', true) }}
  loop: "{{ people.instances | selectattr('users') }}"
  loop_control:
    label: "{{ item.instance_id }}"
  vars:
    admins: "{{ item.users | subelements('roles') | selectattr('1.role_name', 'match', '(?i)admin$') }}"

- name: Read what can be read of all accounts, and go on without the rest
  alicloud.ccc.ccc_fleet_info:
    accounts:
      - name: production
        profile: production
      - name: forgotten
        profile: no-such-profile
    api_versions: ["2020-07-01"]
  register: partly
  ignore_errors: true

- name: Say which account was not read, or not wholly, and why
  ansible.builtin.debug:
    msg: "{{ item.account }}: {{ item.error }}"
  loop: "{{ partly.reads | selectattr('error') }}"
  loop_control:
    label: "{{ item.account }}"

- name: Read gently, and without lines that say how far it is
  alicloud.ccc.ccc_fleet_info:
    concurrency: 2
  vars:
    ccc_progress: false
"""

RETURN = r"""
instances:
  description:
    - The facts of the call centers, by account, region and version of the API, and
      then in the gateway's order. On failure, those that were read.
    - Each has the facts of its own RV(instances[].api_version), which is what O(api_version)
      stands for here. A call center that both versions list is there twice, see RV(instances[].also_in).
    - A value that is not reported, or that the gateway did not send, is V(null),
      and a list without elements is empty. Fields of the gateway that are not listed
      here are returned as well, under their names in snake_case, as they came.
  returned: always
  type: list
  elements: dict
  contains:
    account:
      description: The name of the account, as O(accounts) has it.
      returned: always
      type: str
      sample: production
    region:
      description: The region that was asked.
      returned: always
      type: str
      sample: cn-shanghai
    api_version:
      description: The version of the API that was asked, whose facts these are.
      returned: always
      type: str
      sample: '2020-07-01'
    is_member:
      description:
        - Whether the key's user is a member of the call center. V(null) if that is
          not known, since C(ListInstances) was refused; RV(reads[].remarks) says
          so.
        - Not reported with O(api_version=2017-07-05).
      returned: always
      type: bool
      sample: true
    also_in:
      description: The RV(instances[].instance_id) that the same call center has in
        the other version of the API, if both versions list its id, or its RV(instances[].domain_name),
        in this account and region. V(null) if only one does.
      returned: always
      type: str
      sample: hotline-shanghai
    instance_id:
      description: The id of the call center. With O(api_version=2020-07-01), that
        is the name of its workbench.
      returned: always
      type: str
      sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
    instance_name:
      description: Its name.
      returned: always
      type: str
      sample: Hotline Shanghai
    instance_description:
      description: Its description.
      returned: always
      type: str
      sample: Orders and complaints
    domain_name:
      description: The name of its workbench in the console's address, unique among
        all call centers.
      returned: always
      type: str
      sample: hotline-shanghai
    console_url:
      description: The address of its workbench. With O(api_version=2017-07-05), without
        a scheme.
      returned: always
      type: str
      sample: ccc.aliyun.com/workbench/hotline-shanghai
    status:
      description: Its state, as the gateway calls it, for example V(Creating) or
        V(Running).
      returned: always
      type: str
      sample: Running
    region_id:
      description:
        - Its region, if the gateway names it.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: cn-shanghai
    owner:
      description: The id of the Alibaba Cloud account that owns it.
      returned: always
      type: str
      sample: '1059803544828509'
    directory_id:
      description:
        - The id of its directory.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: '1059803544828509'
    tenant_id:
      description:
        - The id of its tenant in the call center service.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: acc2985
    created_time:
      description: 'When it was created, since 1970-01-01 00:00:00 UTC. Unit: milliseconds.'
      returned: always
      type: int
      sample: 1537867125000
    created_at:
      description: The same moment in ISO 8601, in UTC, to the second.
      returned: always
      type: str
      sample: '2018-09-25T09:18:45Z'
    max_online_agents:
      description:
        - 'How many agents may be online at the same time. Unit: agents.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 100
    storage_bucket:
      description:
        - The OSS bucket of its recordings. If none is set, they are kept in a public
          space.
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
        - 'How much room recordings may take. Unit: GB.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 100
    agent_type:
      description:
        - The type of its agents, as the gateway calls it.
        - Not reported with O(api_version=2020-07-01).
      returned: with O(api_version=2020-07-01)
      type: str
      sample: CLOUD_AGENT
    chatbot_business_unit:
      description:
        - The chatbot's business unit that it is bound to.
        - Not reported with O(api_version=2020-07-01).
      returned: with O(api_version=2020-07-01)
      type: dict
      contains:
        unit_id:
          description: The number that is the unit's id.
          returned: always
          type: int
          sample: 100042
        unit_key:
          description: The key of the unit.
          returned: always
          type: str
          sample: unit-hotline-shanghai
    admins:
      description: The users who administer it.
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
            - The id of the RAM user behind it.
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
          description: The name to log in with.
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
          description: The phone number, as text, since it can begin with a zero.
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
        - The numbers under which it makes and takes calls.
        - With V(phone_numbers) in O(include), those of C(ListPhoneNumbers), with
          the facts of RV(alicloud.ccc.ccc_phone_number_info#module:phone_numbers).
          V(null) if they could not be read, or if the call center refuses the key's
          user, who is not a member of it.
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
          description: The number, as text, since it can begin with a zero.
          returned: always
          type: str
          sample: '02500000000'
        phone_number_description:
          description:
            - Its description.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: Ali Telecom
        usage:
          description: What it is for, V(Inbound), V(Outbound) or V(Bidirection).
          returned: always
          type: str
          sample: Bidirection
        allow_outbound:
          description:
            - Whether calls may be made from it.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: bool
          sample: true
        test_only:
          description:
            - Whether it is a number for tests.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: bool
          sample: false
        remaining_time:
          description:
            - 'How long calls of a number for tests may still last. Unit: minutes.'
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: int
          sample: 0
        trunks:
          description:
            - 'How many calls it carries at the same time. Unit: trunks.'
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
          description: Whether it is in use.
          returned: with O(api_version=2020-07-01)
          type: bool
          sample: true
        city:
          description: The city that it belongs to.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: Nanjing
        province:
          description: The province that it belongs to.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: Jiangsu
        contact_flow_id:
          description: The id of the contact flow that takes its incoming calls.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: c5dd0a1e-3f2b-4b6e-8f0e-4f3f6c1d2a3b
        user_id:
          description: The id of the user to whom alone it belongs.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: agent@hotline-shanghai
        skill_groups:
          description: The skill groups that it is assigned to.
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
              description: Its name.
              returned: always
              type: str
              sample: presales
            display_name:
              description: Its name for people.
              returned: always
              type: str
              sample: Presales
            skill_group_description:
              description: Its description.
              returned: always
              type: str
              sample: Questions before an order
            instance_id:
              description: The call center that it belongs to.
              returned: always
              type: str
              sample: hotline-shanghai
            phone_number_count:
              description: 'How many phone numbers it has. Unit: phone numbers.'
              returned: always
              type: int
              sample: 2
            user_count:
              description: 'How many users it has. Unit: users.'
              returned: always
              type: int
              sample: 12
    users:
      description:
        - With the facts of RV(alicloud.ccc.ccc_user_info#module:users).
        - V(null) if they could not be read, or if the call center refuses the key's
          user, who is not a member of it.
      returned: with V(users) in O(include)
      type: list
      elements: dict
    skill_groups:
      description:
        - With the facts of RV(alicloud.ccc.ccc_skill_group_info#module:skill_groups).
        - V(null) if they could not be read, or if the call center refuses the key's
          user, who is not a member of it.
      returned: with V(skill_groups) in O(include)
      type: list
      elements: dict
    contact_flows:
      description:
        - With the facts of RV(alicloud.ccc.ccc_contact_flow_info#module:contact_flows).
        - V(null) if they could not be read, or if the call center refuses the key's
          user, who is not a member of it.
      returned: with V(contact_flows) in O(include)
      type: list
      elements: dict
    config_items:
      description:
        - With the facts of RV(alicloud.ccc.ccc_config_item_info#module:config_items).
        - V(null) if they could not be read, or if the call center refuses the key's
          user, who is not a member of it.
        - Not reported with O(api_version=2017-07-05).
      returned: with V(config_items) in O(include)
      type: list
      elements: dict
unassigned_numbers:
  description:
    - The numbers of the accounts that no call center has. V(null) without V(unassigned_numbers)
      in O(include).
    - Not reported with O(api_version=2017-07-05).
  returned: always
  type: list
  elements: dict
  contains:
    account:
      description: The name of the account, as O(accounts) has it.
      returned: always
      type: str
      sample: production
    region:
      description: The region that was asked.
      returned: always
      type: str
      sample: cn-shanghai
    api_version:
      description: The version of the API that was asked, whose facts these are.
      returned: always
      type: str
      sample: '2020-07-01'
    number:
      description: The number, as text, since it can begin with a zero.
      returned: always
      type: str
      sample: 08330011001
    city:
      description: The city that it belongs to.
      returned: always
      type: str
      sample: Leshan
    province:
      description: The province that it belongs to.
      returned: always
      type: str
      sample: Sichuan
reads:
  description:
    - What was asked and found, one element for each account, region and version of
      the API, also for those that failed.
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
      description: The region that was asked.
      returned: always
      type: str
      sample: cn-shanghai
    api_version:
      description: The version of the API.
      returned: always
      type: str
      sample: '2020-07-01'
    endpoint:
      description: The address that was asked.
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
      description: How many times requests were sent, with those that were sent again.
      returned: always
      type: int
      sample: 11
    found:
      description:
        - How many call centers were found, under C(instances), and how many elements
          of what is in O(include) in all of them, under the name of each.
      returned: always
      type: dict
      sample:
        instances: 9
        users: 17
    refused:
      description: 'The call centers that refused O(include), since the key''s user
        is not a member of them. Unit: call centers.'
      returned: always
      type: int
      sample: 1
    identity:
      description: Whose key it was, as STS says. V(null) if it was not asked, or
        did not answer.
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
          description: The id of whoever it is, for a role with the name of its session.
          returned: always
          type: str
          sample: '216959339000654321'
        user_id:
          description: The id of the RAM user or the account. V(null) for a role.
          returned: always
          type: str
          sample: '216959339000654321'
        role_id:
          description: The id of the role. V(null) if the key is not one of a role.
          returned: always
          type: str
          sample: '300959339000654321'
    credentials_source:
      description: Where the key came from, without the key itself. V(null) if there
        was none.
      returned: always
      type: str
      sample: profile production in /home/ansible/.aliyun/config.json (AK)
    elapsed:
      description: How many seconds it took from the first request to the last answer.
      returned: always
      type: float
      sample: 0.214
    remarks:
      description:
        - What is no failure and worth knowing, such as that a version of the API
          is not served which nobody named, or why it is not known which call centers
          the key's user is not a member of.
      returned: always
      type: list
      elements: str
      sample:
        - 'Which call centers the user is not a member of is not known: ListInstances
          failed: You are not authorized to do this action (code NoPermission, HTTP
          403, request id DE803553-8AA9-4B9D-9E4E-A82BC69EDCEE, 1 attempt).'
    error:
      description: What failed, in one or two sentences. V(null) if everything was
        read.
      returned: always
      type: str
      sample: There is no profile audit in /home/ansible/.aliyun/config.json. It has
        production.
    request_ids:
      description: The ids of the gateway's answers, for a ticket with Alibaba Cloud's
        support.
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
    - What failed. A failure that meets an account in the same way in several regions
      or versions of the API is one element.
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
      description: The region. V(null) if it is not about one region alone.
      returned: always
      type: str
      sample: cn-shanghai
    api_version:
      description: The version of the API. V(null) if it is not about one version
        alone.
      returned: always
      type: str
      sample: '2020-07-01'
    operation:
      description: The operation. V(null) if none was called, since there is no key.
      returned: always
      type: str
      sample: ListUsers
    instance_id:
      description: The id that was asked for. V(null) for a list that is not of one
        call center.
      returned: always
      type: str
      sample: 51349d57-e7a1-4dba-bd16-34d93251207d
    code:
      description:
        - The gateway's code.
        - One that begins with V(Client.) is of this collection, for what the gateway
          did not answer.
      returned: always
      type: str
      sample: NotExist.Instance
    message:
      description: What happened, without secrets.
      returned: always
      type: str
      sample: The specified instance does not exist.
    http_status:
      description: The HTTP status of the last answer, or the C(HttpStatusCode) in
        it. V(null) if there was none.
      returned: always
      type: int
      sample: 404
    request_id:
      description: The id of the last answer. V(null) if the gateway sent none.
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
      sample: Check the id, the region, and that the call center belongs to the account
        of this key; alicloud.ccc.ccc_user_instances_info lists those that the key's
        user is a member of.
"""

from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FLEET as OPERATION
from ansible_collections.alicloud.ccc.plugins.module_utils._module import execute


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
