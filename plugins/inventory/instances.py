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
  - Asks Cloud Call Center (CCC) for the call centers of one or more accounts, regions and versions of the API, all at
    the same time, and makes each of them a host. Its facts, those that M(alicloud.ccc.ccc_fleet_info) returns, become
    variables of the host.
  - Those are the call centers that the key's user is a member of (C(ListInstancesOfUser)), and with
    O(api_versions=2020-07-01) all others of the account as well, if the policy of the key allows C(ListInstances). The
    variable C(ccc_is_member) tells them apart.
  - A call center that both versions of the API list is one host, with the facts of the version that stands first in
    O(api_versions). Its id in the other one is C(ccc_also_in).
  - The name of the inventory file ends in C(ccc.yml) or C(ccc.yaml). An option in it that is not documented here is an
    error.
  - A call center has no shell. So no C(ansible_host) is made up; tasks for such a host run on the controller
    (C(ansible_connection=local)), with the Python that runs Ansible (C(ansible_python_interpreter)).
  - The gateway's text is data, never a template, on every version of ansible-core. That holds for host variables, for
    variables of O(compose), and for the names of hosts and groups.
  - If the gateway or a source of a key fails, no host is made at all, unless O(strict_accounts=false) or
    O(strict_regions=false). Ansible goes on with what other inventories have, with a warning;
    C(ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED=true) makes it stop.
  - A string option of the connection may be a Jinja template, also in O(accounts), and so may O(accounts) and
    O(regions) as a whole. Lookups and variables of C(--extra-vars) can be used in it. O(api_version), O(api_versions),
    O(include), O(signature_method), O(credentials), numbers and booleans may not, except in O(accounts).
extends_documentation_fragment:
  - alicloud.ccc.accounts
  - alicloud.ccc.connection
  - alicloud.ccc.connection.inventory
  - constructed
  - inventory_cache
options:
  plugin:
    description: Marks an inventory file as one of this plugin.
    type: str
    required: true
    choices: [alicloud.ccc.instances]
  api_version:
    description:
      - The only version of the API to ask. If neither this nor O(api_versions) is set, both are asked.
    default:
  include:
    description:
      - What else to read, for each call center, as a variable of its host, such as C(ccc_users). It is V(null) where
        the API version does not have it, and in a call center that refuses whoever is not a member.
      - V(config_items) is in API version V(2020-07-01) only.
      - V(phone_numbers) puts the list of C(ListPhoneNumbers) in the place of the call center's own, which says less of
        each number.
    choices: [users, skill_groups, phone_numbers, contact_flows, config_items]
  strict_accounts:
    description:
      - Whether the inventory fails if one of the O(accounts) fails. If not, a failed account is a warning, and only if
        all of them fail, the inventory does.
      - An account fails if one of its regions does, or with O(strict_regions=false) if all of them do.
    type: bool
    default: true
    version_added: 1.0.0
  strict_regions:
    description:
      - Whether an account fails if something of it cannot be read in one of the O(regions). If not, a region that
        fails, with one of the O(api_versions), is left out with a warning.
    type: bool
    default: true
  hostname:
    description:
      - How hosts are named. The first element that gives a name is used.
      - Each is a fact, such as V(instance_name), or a Jinja expression or template over the variables of the host, such
        as V(ccc_domain_name ~ '.ccc').
      - The default is what the API documents as unique and what is easy to write behind C(--limit). Names of call
        centers are free text, and need not be unique.
      - If several call centers would have the same name, or one the name of something else (a group, C(localhost),
        the id of another call center, a host of another inventory), their ids are the names of the hosts, and there is
        a warning.
      - What is empty, longer than 200 characters, holds a slash or a line break, or begins or ends with a blank, names
        no host; the next in the list is tried, and at last the id. A call center for which nothing is left becomes no
        host, and there is a warning.
      - An expression that fails is skipped with a warning; with O(strict=true), it is an error.
    type: list
    elements: str
    default: [domain_name, instance_id]
  hostvars_prefix:
    description:
      - What the names of host variables that are facts begin with. It ends with an underscore, and does not begin with
        C(ansible_).
    type: str
    default: ccc_
  filters:
    description:
      - Which call centers become hosts.
      - The conditions are Jinja expressions over the variables that a host would have. They must give true or false.
        One that fails is always an error, since a filter that is ignored would go unnoticed.
    type: dict
    default: {}
    suboptions:
      include:
        description: A call center must meet one of these conditions, if there are any.
        type: list
        elements: str
        default: []
      exclude:
        description: A call center must meet none of these conditions.
        type: list
        elements: str
        default: []
  personal_data:
    description:
      - How personal data is handled. It is what P(alicloud.ccc.mask_personal_data#filter) masks, such as the names,
        e-mail addresses, phone numbers, user ids and RAM ids of admins, and each field that this collection does not
        know.
      - V(keep) leaves them as they are. V(mask) leaves the first character of each, and puts V(***) in place of the
        others. V(drop) makes them V(null).
      - What is not kept does not get into the cache either.
    type: str
    choices: [keep, mask, drop]
    default: keep
notes:
  - In addition to the facts, the variables C(ccc_account), C(ccc_region) and C(ccc_api_version) say where a call center
    was found. Without O(accounts), C(ccc_account) is V(default).
  - STS is not asked whose a key is. Two accounts with the same key are an error; two keys of the same user are not, but
    their call centers are listed twice, with a warning for each.
  - With O(cache=true), the facts of each account, region and API version are kept as one JSON text, under a key that is
    made of these three, the endpoint, O(include), O(personal_data), the id of the key (or the profile, or the role),
    and never of a secret. While that is fresh, neither the gateway nor a source of a key is asked. C(--flush-cache) and
    C(meta=refresh_inventory) ask again.
  - Whose key O(credentials=default) finds is not known before it is asked for. If that changes, give each its own
    O(cache_prefix).
  - The cache of V(jsonfile) holds what the facts hold. Choose a folder that others cannot read, or
    O(personal_data=drop).
seealso:
  - module: alicloud.ccc.ccc_fleet_info
  - module: alicloud.ccc.ccc_account_instances_info
  - module: alicloud.ccc.ccc_user_instances_info
"""

# Several files: for the sanity test of ansible-core 2.16 no YAML.
EXAMPLES = r"""# fmt: code
# all.ccc.yml: each call center that the key in the environment can see, in both versions of the API
plugin: alicloud.ccc.instances

---
# grouped.ccc.yml: groups such as status_Running, and some variables of one's own
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
# audit.ccc.yml: named for people to read, without those that are stopped, and without who administers them
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
# cached.ccc.yml: asks the gateway once an hour
plugin: alicloud.ccc.instances
cache: true
cache_plugin: jsonfile
cache_connection: ~/.cache/ccc
cache_timeout: 3600

---
# regions.ccc.yml: several regions at once, inside of a VPC, with a key from elsewhere
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
# fleet.ccc.yml: two accounts, with the users of each call center; one that fails is left out
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
    is_host_name,
    is_prefix,
    lost_places,
    place_of,
    unique_names,
    whose_key,
    without_dates,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import trusted, untemplated, untemplated_name

# A call center has no shell, so its tasks run on the controller.
CONNECTION = {
    "ansible_connection": trusted("local"),
    "ansible_python_interpreter": trusted("{{ ansible_playbook_python }}"),
}


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Call centers as hosts."""

    NAME = "alicloud.ccc.instances"

    def verify_file(self, path):
        return super().verify_file(path) and path.endswith(("ccc.yml", "ccc.yaml"))

    def parse(self, inventory, loader, path, cache=True):
        super().parse(inventory, loader, path, cache)
        config = self._read_config_data(path)
        unknown = about_unknown_options(config, self._option_names())
        if unknown:
            raise AnsibleParserError("%s; see ansible-doc -t inventory %s." % (unknown, self.NAME))
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
        # Ansible makes a date text for a module, but not for a plugin.
        direct = without_dates(direct)
        if UNASSIGNED_NUMBERS in ((direct or {}).get("include") or ()):
            raise AnsibleParserError(
                "include: unassigned_numbers are in no call center, so no host can have them. "
                "alicloud.ccc.ccc_fleet_info returns them."
            )
        super().set_options(task_keys=task_keys, var_options=var_options, direct=direct)

    def _option_names(self):
        """Return the names of all options that are documented, in fragments too, and their aliases: a list of str."""
        options = self.option_definitions.items()
        return [name for option, known in options for name in (option, *(known.get("aliases") or ()))]

    def _fleet_options(self, config):
        """Return the options of what is read, as ccc_fleet_info would have them.

        ``config``: the inventory file's content. Templates in it are rendered, those in the environment are not.
        """
        # Not get_option(): of several environment variables it takes the last, even if empty, and checks no suboptions.
        spec = argument_spec_of(FLEET)
        names = {name for option, known in spec.items() for name in (option, *known.get("aliases", ()))}
        self.templar.available_variables = self._vars
        written = {name: self.templar.template(value) for name, value in config.items() if name in names}
        result = ArgumentSpecValidator(spec).validate(written)
        if result.error_messages:
            # Ansible's own message only names them.
            unknown = ["The inventory file has unknown options:"] if result.unsupported_parameters else []
            raise OptionError(" ".join([*unknown, *reversed(result.error_messages)]))
        return result.validated_parameters

    def _conditions(self, kind):
        """Return the conditions of the option filters that are of this kind, include or exclude: a list of str."""
        filters = self.get_option("filters")
        unknown = set(filters) - {"include", "exclude"}
        if unknown:
            raise AnsibleParserError("filters holds include and exclude, but not %s." % ", ".join(sorted(unknown)))
        conditions = filters.get(kind) or []
        return conditions if isinstance(conditions, list) else [conditions]

    # --- From the gateway or the cache ---

    def _instances(self, options, use_cache):
        """Return the facts of the call centers that may be hosts, each once. Raises AnsibleParserError and others.

        ``use_cache``: false if the user asks for current facts.
        """
        accounts = accounts_of(options, os.environ)
        check_that_keys_differ(accounts)
        found, warnings = self._found(accounts, options["include"], use_cache)
        instances = [facts for of_place in found.values() for facts in of_place]
        mark_both_versions(instances)
        chosen, about_doubles = each_once(instances)
        if not instances:
            warnings.append("No call center is there in any account, region and API version that was asked.")
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
            more = ["%d more failures." % (len(failures) - MOST_NAMED)] if len(failures) > MOST_NAMED else []
            raise AnsibleParserError(" ".join([*failures[:MOST_NAMED], *more]))
        self._keep({keys[place]: facts for place, facts in read.items()})
        found.update(read)
        in_order = {place: found[place] for place in keys if place in found and place not in lost}
        return in_order, warnings + fleet.warnings + failures

    def _by_place(self, fleet):
        """Return ``(read, failed)``: the facts of each place that was read, and a set of places, as PLACE has them."""
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
        """Return the key of the cache for what a Question of an Account asks, or None if there is nothing to ask with.

        ``include``: what else is asked.
        """
        whose = whose_key(account)
        return whose and cache_key(
            **dict(zip(PLACE, question, strict=False)),
            endpoint=str(question.endpoint),
            key=whose,
            policy=(account.options["assume_role"] or {}).get("policy"),
            include=sorted(set(include)),
            personal_data=self.get_option("personal_data"),
        )

    def _cached(self, key):
        """Return the list of facts that is cached under this key and fresh, or None."""
        try:
            return json.loads(self._cache[key]) if key and self.get_option("cache") else None
        except KeyError:
            return None

    def _keep(self, facts_by_key):
        """Put lists of facts into the cache, from where Ansible writes them if the inventory succeeds."""
        if self.get_option("cache"):
            for key, facts in facts_by_key.items():
                # As a text: some objects have a meaning in Ansible's own JSON, such as a vault or a trusted string.
                self._cache[key] = json.dumps(facts, ensure_ascii=False)

    def _warn(self, warnings):
        for warning in at_most(MOST_WARNINGS, list(dict.fromkeys(warnings))):
            self.display.warning(warning)

    # --- Hosts ---

    def _hosts(self, instances):
        """Return a dict of the hosts' variables by their names; ``instances``: the facts of each."""
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
            warnings.append("hostname: %s failed %d times, at first: %s" % (expression, len(errors), errors[0]))
        self._warn(warnings)
        named = zip(names, variables_of_hosts, strict=True)
        return {untemplated_name(name): variables for name, variables in named if name is not None}

    def _prefix(self):
        prefix = self.get_option("hostvars_prefix")
        if not is_prefix(prefix):
            raise AnsibleParserError(
                "hostvars_prefix %s cannot begin the name of a host variable: it must consist of letters, digits and "
                "underscores, end with an underscore, and not begin with a digit or with ansible_." % prefix
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
            raise AnsibleParserError("filters: %s must give true or false, but gives a %s." % (condition, kind))
        return result

    def _wanted_name(self, facts, variables, failed):
        """Return the first host name that the option hostname gives, or None.

        ``failed``: mapping of an expression to its errors, a list of str, to which is added.
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
        """Return what a Jinja template or expression gives; a whole number as text."""
        if "{{" in text or "{%" in text:
            self.templar.available_variables = self._with_extra_vars(variables)
            result = self.templar.template(text)
        else:
            result = self._compose(text, variables)
        return str(result) if isinstance(result, int) and not isinstance(result, bool) else result

    def _with_extra_vars(self, variables):
        return combine_vars(variables, self._vars) if self.get_option("use_extra_vars") else variables

    def _add_hosts(self, hosts):
        """Make the hosts, or none; ``hosts``: dict of variables by name. Raises AnsibleParserError."""
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
            # Texts without a template can be joined to one.
            if variable in host.vars and host.vars[variable] is not variables.get(variable):
                host.vars[variable] = untemplated(host.vars[variable])

    def _add_to_groups(self, name):
        groups, keyed_groups, strict = (self.get_option(name) for name in ("groups", "keyed_groups", "strict"))
        if groups or keyed_groups:
            variables = self._with_extra_vars(self.inventory.hosts[name].get_vars())
            self._add_host_to_composed_groups(groups, variables, name, strict=strict, fetch_hostvars=False)
            self._add_host_to_keyed_groups(keyed_groups, variables, name, strict=strict, fetch_hostvars=False)
