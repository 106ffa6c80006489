# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: instances
short_description: Alibaba Cloud call centers as hosts
version_added: 0.3.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Reads the call centers of Cloud Call Center (CCC) from one or more accounts, regions and API versions, all at the
    same time, and makes each of them a host. The facts that M(alicloud.ccc.ccc_fleet_info) returns become variables of
    the host.
  - These are the call centers that the key's user is a member of (C(ListInstancesOfUser)). With
    O(api_versions=2020-07-01), they also include all others of the account, if the policy of the key allows
    C(ListInstances). The variable C(ccc_is_member) says which ones the user is a member of.
  - A call center that both API versions list is one host, with the facts of the version that comes first in
    O(api_versions). C(ccc_also_in) is its id in the other version.
  - The name of the inventory file must end in C(ccc.yml) or C(ccc.yaml). An unknown option in the file is an error.
  - A call center has no shell, so the plugin sets no C(ansible_host). Tasks for such a host run on the controller
    (C(ansible_connection=local)), with the Python that runs Ansible (C(ansible_python_interpreter)).
  - Text from the gateway is data and never a template, on every version of ansible-core. This applies to host
    variables, to variables of O(compose), and to the names of hosts and groups.
  - If the gateway or a key source fails, the plugin makes no host at all, unless O(strict_accounts=false) or
    O(strict_regions=false). Ansible then prints a warning and continues with the hosts of other inventories. Set
    C(ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED=true) to make it stop instead.
  - Any string option of the connection may be a Jinja template, including those in O(accounts), and so may O(accounts)
    and O(regions) as a whole. A template can use lookups and variables of C(--extra-vars). Outside O(accounts), the
    options O(api_version), O(api_versions), O(include), O(signature_method) and O(credentials), numbers and booleans
    may not be templates.
extends_documentation_fragment:
  - alicloud.ccc.accounts
  - alicloud.ccc.connection
  - alicloud.ccc.connection.inventory
  - constructed
  - inventory_cache
options:
  plugin:
    description: Identifies the file as an inventory for this plugin.
    type: str
    required: true
    choices: [alicloud.ccc.instances]
  api_version:
    description:
      - The only API version to use. If neither this nor O(api_versions) is set, both versions are used.
    default:
  include:
    description:
      - What else to read from each call center. Each list becomes a variable of the host, such as C(ccc_users). The
        variable is V(null) if the API version does not report the list, or if the call center refuses users who are
        not members.
      - V(config_items) is available in API version V(2020-07-01) only.
      - V(phone_numbers) replaces the call center's own list by that of C(ListPhoneNumbers), which has more facts about
        each number.
    choices: [users, skill_groups, phone_numbers, contact_flows, config_items]
  strict_accounts:
    description:
      - Whether the inventory fails if one of the O(accounts) fails. With V(false), a failed account is a warning, and
        the inventory fails only if all accounts fail.
      - An account fails if any of its regions fails, or with O(strict_regions=false) if all of them fail.
    type: bool
    default: true
    version_added: 1.0.0
  strict_regions:
    description:
      - Whether an account fails if one of its O(regions) cannot be read completely. With V(false), a region that fails
        for one of the O(api_versions) is left out for that version, with a warning.
    type: bool
    default: true
  hostname:
    description:
      - How hosts are named. The first entry that gives a valid name is used.
      - Each entry is a fact, such as V(instance_name), or a Jinja expression or template that uses the host's
        variables, such as V(ccc_domain_name ~ '.ccc').
      - The default is the domain name, which the API documents as unique and which is easy to type after C(--limit).
        The names of call centers are free text and need not be unique.
      - If several call centers would get the same name, or a name is already in use (by a group, C(localhost), the id
        of another call center, or a host of another inventory), the hosts are named by their ids, with a warning.
      - A name is invalid if it is empty, is longer than 200 characters, contains a slash or a line break, or begins or
        ends with a blank. The next entry is then tried, and finally the id. If the id is not a valid name either, the
        call center is left out, with a warning.
      - An expression that fails is skipped with a warning. With O(strict=true), it is an error.
    type: list
    elements: str
    default: [domain_name, instance_id]
  hostvars_prefix:
    description:
      - The prefix of the host variables that contain facts. It must end with an underscore, and must not begin with
        C(ansible_).
    type: str
    default: ccc_
  filters:
    description:
      - Which call centers become hosts.
      - Conditions are Jinja expressions that use the variables the host would have. They must give true or false. A
        condition that fails is always an error, because nobody would notice a filter that is ignored.
    type: dict
    default: {}
    suboptions:
      include:
        description: If set, a call center must meet at least one of these conditions.
        type: list
        elements: str
        default: []
      exclude:
        description: A call center that meets any of these conditions is left out.
        type: list
        elements: str
        default: []
  personal_data:
    description:
      - How personal data is handled. Personal data is whatever P(alicloud.ccc.mask_personal_data#filter) masks, such as
        the names, e-mail addresses, phone numbers, user ids and RAM ids of administrators, and any field that this
        collection does not know.
      - V(keep) leaves it unchanged. V(mask) keeps the first character of each value and replaces the rest by V(***).
        V(drop) replaces each value by V(null).
      - Data that is masked or dropped does not get into the cache either.
    type: str
    choices: [keep, mask, drop]
    default: keep
notes:
  - In addition to the facts, the variables C(ccc_account), C(ccc_region) and C(ccc_api_version) say where a call center
    was found. Without O(accounts), C(ccc_account) is V(default).
  - If this plugin fails, Ansible tries its C(yaml) and C(ini) plugins on the file as well, and prints their errors too.
    The first error is the one that matters. With C(ANSIBLE_INVENTORY_ENABLED=auto), Ansible prints only this error, but
    then it reads only inventory files that name a plugin.
  - The plugin does not query STS for the user of a key. Two accounts with the same key are an error. Two keys of the
    same user are not, but their call centers are then listed twice, with a warning for each.
  - With O(cache=true), the facts of each account, region and API version are cached as one JSON text. The cache key is
    made from these three, the endpoint, O(include), O(personal_data), and the id of the access key (or the profile, or
    the role), but never from a secret. While the entry is fresh, the plugin contacts neither the gateway nor a key
    source. C(--flush-cache) and C(meta=refresh_inventory) read everything again.
  - The plugin cannot know in advance which key O(credentials=default) finds. If that key changes, give each key its
    own O(cache_prefix).
  - The cache of V(jsonfile) contains everything that the facts contain. Choose a folder that others cannot read, or use
    O(personal_data=drop).
seealso:
  - module: alicloud.ccc.ccc_fleet_info
  - module: alicloud.ccc.ccc_account_instances_info
  - module: alicloud.ccc.ccc_user_instances_info

"""

# Several files in one text, which the sanity test of ansible-core 2.16 does not accept as YAML.
EXAMPLES = r"""# fmt: code
# all.ccc.yml: all call centers that the key in the environment can see, in both API versions
plugin: alicloud.ccc.instances

---
# grouped.ccc.yml: groups such as status_Running, and a custom variable
plugin: alicloud.ccc.instances
keyed_groups:
  - key: ccc_status
    prefix: status
groups:
  unattended: not ccc_admins
  keeps_recordings_for_a_year: (ccc_storage_max_days or 0) >= 365
compose:
  numbers: ccc_phone_numbers | map(attribute='number')

---
# audit.ccc.yml: readable host names, no stopped call centers, no personal data
plugin: alicloud.ccc.instances
profile: audit
hostname:
  - instance_name
  - ccc_domain_name ~ '.ccc'
filters:
  exclude:
    - ccc_status == 'Stopped'
personal_data: drop

---
# cached.ccc.yml: at most one request per account, region and API version in an hour
plugin: alicloud.ccc.instances
cache: true
cache_plugin: jsonfile
cache_connection: ~/.cache/ccc
cache_timeout: 3600

---
# regions.ccc.yml: several regions at the same time, from inside a VPC, with a key from custom environment variables
plugin: alicloud.ccc.instances
regions: [cn-shanghai, ap-southeast-1]
strict_regions: false
endpoint: https://ccc-vpc.<region>.aliyuncs.com
access_key_id: "{{ lookup('ansible.builtin.env', 'AUDIT_KEY_ID') }}"
access_key_secret: "{{ lookup('ansible.builtin.env', 'AUDIT_KEY_SECRET') }}"
keyed_groups:
  - key: ccc_region
    prefix: region

---
# fleet.ccc.yml: two accounts, with the users of each call center; an account that fails is left out
plugin: alicloud.ccc.instances
accounts:
  - name: production
    profile: production
  - name: test
    profile: test
    api_versions: ["2020-07-01"]
strict_accounts: false
include: [users]
keyed_groups:
  - key: ccc_account
    prefix: account
"""

import json
import os

from ansible import constants as C
from ansible.errors import AnsibleError, AnsibleParserError
from ansible.module_utils.basic import missing_required_lib
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.utils.vars import combine_vars
from ansible_collections.alicloud.ccc.plugins.module_utils._accounts import accounts_of
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import many_facts
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FLEET, mark_both_versions, read_fleet
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet_read import UNASSIGNED_NUMBERS
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.transport import REQUESTS_IMPORT_ERROR
from ansible_collections.alicloud.ccc.plugins.module_utils._module import (
    MOST_WARNINGS,
    argument_spec_of,
    at_most,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import protected
from ansible_collections.alicloud.ccc.plugins.plugin_utils._inventory import (
    MOST_NAMED,
    PLACE,
    about_failures,
    about_unknown_options,
    cache_key,
    check_that_keys_differ,
    each_once,
    host_variables,
    identity_of_key,
    is_host_name,
    is_prefix,
    lost_places,
    place_of,
    unique_names,
    without_dates,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import trusted, untemplated, untemplated_name

# A call center has no shell, so its tasks run on the controller.
CONNECTION = {
    "ansible_connection": trusted("local"),
    "ansible_python_interpreter": trusted("{{ ansible_playbook_python }}"),
}


def names_in(spec):
    """Return the names and aliases of the options in ``spec``: a list of str."""
    return [name for option, known in spec.items() for name in (option, *(known.get("aliases") or ()))]


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Call centers as hosts."""

    NAME = "alicloud.ccc.instances"

    def verify_file(self, path):
        return super().verify_file(path) and path.endswith(("ccc.yml", "ccc.yaml"))

    def parse(self, inventory, loader, path, cache=True):
        super().parse(inventory, loader, path, cache)
        config = self._read_config_data(path)
        self._check_names(config, names_in(self.option_definitions))
        if REQUESTS_IMPORT_ERROR:
            raise AnsibleParserError(missing_required_lib("requests"))
        with many_facts():
            try:
                instances = self._instances(self._fleet_options(config), cache)
            except (OptionError, EndpointError) as error:
                raise AnsibleParserError(str(error)) from None
            self._add_hosts(self._hosts(instances))

    # --- Options ---

    def set_options(self, task_keys=None, var_options=None, direct=None):
        # Ansible converts dates to text for a module, but not for a plugin.
        direct = without_dates(direct)
        if UNASSIGNED_NUMBERS in ((direct or {}).get("include") or ()):
            raise AnsibleParserError(
                "include: unassigned_numbers do not belong to a call center, so they cannot be a variable of a host. "
                "Read them with alicloud.ccc.ccc_fleet_info."
            )
        super().set_options(task_keys=task_keys, var_options=var_options, direct=direct)

    def _check_names(self, written, known, parent=""):
        """Raise AnsibleParserError if the inventory file has unknown keys. ``parent``: the path of the keys."""
        unknown = about_unknown_options(written, known, parent)
        if unknown:
            raise AnsibleParserError("%s; see ansible-doc -t inventory %s." % (unknown, self.NAME))

    def _fleet_options(self, config):
        """Return the options that say what to read, in the form that ccc_fleet_info has them.

        ``config``: the inventory file's content. Templates in it are rendered. Templates in the environment are not.
        """
        # get_option() would take the last of several environment variables, even if empty, and not check suboptions.
        spec = argument_spec_of(FLEET)
        self.templar.available_variables = self._vars
        names = names_in(spec)
        written = {name: self.templar.template(value) for name, value in config.items() if name in names}
        accounts = written.get("accounts")
        for number, account in enumerate(accounts if isinstance(accounts, list) else ()):
            if isinstance(account, dict):
                self._check_names(account, names_in(spec["accounts"]["options"]), "accounts[%d]." % number)
        result = ArgumentSpecValidator(spec).validate(written)
        if result.error_messages:
            # Ansible's own message is only a list of their names.
            unknown = ["The inventory file has unknown options:"] if result.unsupported_parameters else []
            raise OptionError(" ".join([*unknown, *reversed(result.error_messages)]))
        return result.validated_parameters

    def _conditions(self, kind):
        """Return the conditions of the option filters of this kind, include or exclude: a list of str."""
        filters = self.get_option("filters")
        unknown = set(filters) - {"include", "exclude"}
        if unknown:
            text = "filters has unknown keys: %s. It can have include and exclude."
            raise AnsibleParserError(text % ", ".join(sorted(unknown)))
        conditions = filters.get(kind) or []
        return conditions if isinstance(conditions, list) else [conditions]

    # --- From the gateway or the cache ---

    def _instances(self, options, use_cache):
        """Return the facts of the call centers that may become hosts, each once. Raises AnsibleParserError and others.

        ``use_cache``: false if the user wants current facts.
        """
        accounts = accounts_of(options, os.environ)
        check_that_keys_differ(accounts)
        found, warnings = self._found(accounts, options["include"], use_cache)
        instances = [facts for of_place in found.values() for facts in of_place]
        mark_both_versions(instances)
        chosen, about_doubles = each_once(instances)
        if not instances:
            warnings.append(
                "No call center was found in any account, region and API version. Check the region, and that the key's "
                "user is a member of a call center."
            )
        self._warn(warnings + about_doubles)
        return chosen

    def _found(self, accounts, include, use_cache):
        """Return ``(facts by place, warnings)``, in the order of the questions: a dict, and a list of str."""
        keys = {
            place_of(question): self._cache_key(account, question, include)
            for account in accounts
            for question in account.questions
        }
        cached = {place: self._cached(key) for place, key in keys.items() if use_cache}
        found = {place: facts for place, facts in cached.items() if facts is not None}
        warnings = [warning for account in accounts for warning in getattr(account.source, "warnings", ())]
        missing = [
            account._replace(questions=questions)
            for account in accounts
            if (questions := [question for question in account.questions if place_of(question) not in found])
        ]
        if not missing:
            return found, warnings
        fleet = read_fleet(missing, include, sts=None)
        read, failed = self._by_place(fleet)
        lost, lost_accounts = lost_places(accounts, failed, self.get_option("strict_regions"))
        failures = about_failures(fleet)
        if lost_accounts and (self.get_option("strict_accounts") or len(lost_accounts) == len(accounts)):
            more = ["%d more failed." % (len(failures) - MOST_NAMED)] if len(failures) > MOST_NAMED else []
            raise AnsibleParserError(" ".join([*failures[:MOST_NAMED], *more]))
        self._keep({keys[place]: facts for place, facts in read.items()})
        found.update(read)
        in_order = {place: found[place] for place in keys if place in found and place not in lost}
        return in_order, warnings + fleet.warnings + failures

    def _by_place(self, fleet):
        """Return ``(read, failed)``: a dict of facts by place, and the set of places that could not be read."""
        way, read, failed = self.get_option("personal_data"), {}, set()
        for row in fleet.reads:
            place = tuple(row[name] for name in PLACE)
            if row["error"]:
                failed.add(place)
            else:
                read[place] = []
        for facts in fleet.instances:
            place = tuple(facts[name] for name in PLACE)
            if place in read:
                read[place].append(protected(facts, way))
        return read, failed

    def _cache_key(self, account, question, include):
        """Return the cache key of a Question of an Account, or None if the Account has no key.

        ``include``: what else to read.
        """
        identity = identity_of_key(account)
        return identity and cache_key(
            **dict(zip(PLACE, question, strict=False)),
            endpoint=str(question.endpoint),
            key=identity,
            policy=(account.options["assume_role"] or {}).get("policy"),
            include=sorted(set(include)),
            personal_data=self.get_option("personal_data"),
        )

    def _cached(self, key):
        """Return the list of facts that is cached under this key, or None if there is none that is fresh."""
        try:
            return json.loads(self._cache[key]) if key and self.get_option("cache") else None
        except KeyError:
            return None

    def _keep(self, facts_by_key):
        """Put lists of facts into the cache. Ansible writes it if the inventory succeeds."""
        if self.get_option("cache"):
            for key, facts in facts_by_key.items():
                # As text, because some objects have a meaning in Ansible's own JSON, such as a vault.
                self._cache[key] = json.dumps(facts, ensure_ascii=False)

    def _warn(self, warnings):
        for warning in at_most(MOST_WARNINGS, list(dict.fromkeys(warnings))):
            self.display.warning(warning)

    # --- Hosts ---

    def _hosts(self, instances):
        """Return a dict of variables by host name. ``instances``: the facts of each call center."""
        prefix = self._prefix()
        include, exclude = self._conditions("include"), self._conditions("exclude")
        wanted, ids, variables_of_hosts = [], [], []
        failed = {}
        for facts in instances:
            variables = dict(host_variables(facts, prefix), **CONNECTION)
            if (include and not self._meets_one(include, variables)) or self._meets_one(exclude, variables):
                continue
            wanted.append(self._wanted_name(facts, variables, failed))
            ids.append(facts["instance_id"])
            variables_of_hosts.append(variables)

        def is_taken(name, instance_id):
            host = self.inventory.hosts.get(name)
            is_another = host is not None and host.vars.get(prefix + "instance_id") != instance_id
            return is_another or name in self.inventory.groups or name in C.LOCALHOST

        names, warnings = unique_names(wanted, ids, is_taken)
        for expression, errors in failed.items():
            times = "%d call centers" % len(errors) if len(errors) > 1 else "1 call center"
            warnings.append("hostname: %s failed for %s. The first error: %s" % (expression, times, errors[0]))
        self._warn(warnings)
        named = zip(names, variables_of_hosts, strict=True)
        return {untemplated_name(name): variables for name, variables in named if name is not None}

    def _prefix(self):
        prefix = self.get_option("hostvars_prefix")
        if not is_prefix(prefix):
            raise AnsibleParserError(
                "hostvars_prefix %s is invalid: it must consist of letters, digits and underscores, must end with an "
                "underscore, and must not begin with a digit or with ansible_." % prefix
            )
        return prefix

    def _meets_one(self, conditions, variables):
        return any(self._meets(condition, variables) for condition in conditions)

    def _meets(self, condition, variables):
        try:
            result = self._compose(condition, variables)
        except Exception as error:
            raise AnsibleParserError("filters: %s cannot be evaluated: %s" % (condition, error)) from error
        if not isinstance(result, bool):
            kind = type(result).__name__
            raise AnsibleParserError("filters: %s must be true or false, but is of type %s." % (condition, kind))
        return result

    def _wanted_name(self, facts, variables, failed):
        """Return the first valid host name that the option hostname gives, or None.

        ``failed``: a dict of the errors (list of str) of each expression. New errors are added to it.
        """
        for preference in self.get_option("hostname"):
            try:
                name = facts[preference] if preference in facts else self._evaluate(preference, variables)
            except Exception as error:
                if self.get_option("strict"):
                    raise AnsibleParserError("hostname: %s failed: %s" % (preference, error)) from error
                failed.setdefault(preference, []).append(str(error))
            else:
                if is_host_name(name):
                    return name
        return None

    def _evaluate(self, text, variables):
        """Return the value of a Jinja template or expression. A whole number is returned as text."""
        if "{{" in text or "{%" in text:
            self.templar.available_variables = self._with_extra_vars(variables)
            result = self.templar.template(text)
        else:
            result = self._compose(text, variables)
        return str(result) if isinstance(result, int) and not isinstance(result, bool) else result

    def _with_extra_vars(self, variables):
        return combine_vars(variables, self._vars) if self.get_option("use_extra_vars") else variables

    def _add_hosts(self, hosts):
        """Add all hosts, or none if one fails. ``hosts``: dict of variables by name. Raises AnsibleParserError."""
        new = [name for name in hosts if name not in self.inventory.hosts]
        try:
            for name, variables in hosts.items():
                self.inventory.add_host(name)
                self.inventory.hosts[name].vars.update(variables)
                self._add_composed_variables(name, variables)
            for name in hosts:
                self._add_to_groups(name)
        except AnsibleError as error:
            for name in new:
                if name in self.inventory.hosts:
                    self.inventory.remove_host(self.inventory.hosts[name])
            raise AnsibleParserError(str(error)) from error

    def _add_composed_variables(self, name, variables):
        compose = self.get_option("compose")
        if not compose:
            return
        self._set_composite_vars(compose, variables, name, strict=self.get_option("strict"))
        host = self.inventory.hosts[name]
        for variable in compose:
            # An expression can join texts that are not templates to one that is.
            if variable in host.vars and host.vars[variable] is not variables.get(variable):
                host.vars[variable] = untemplated(host.vars[variable])

    def _add_to_groups(self, name):
        groups, keyed_groups, strict = (self.get_option(name) for name in ("groups", "keyed_groups", "strict"))
        if groups or keyed_groups:
            variables = self._with_extra_vars(self.inventory.hosts[name].get_vars())
            self._add_host_to_composed_groups(groups, variables, name, strict=strict, fetch_hostvars=False)
            self._add_host_to_keyed_groups(keyed_groups, variables, name, strict=strict, fetch_hostvars=False)
