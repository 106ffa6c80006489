# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CCC's operations, one method each: facts come back, in order, with what went wrong beside them."""

from __future__ import annotations

import collections
import os
import ssl
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.alicloud.ccc.plugins.module_utils import _facts
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import resolve
from ansible_collections.alicloud.ccc.plugins.module_utils._endpoint import endpoint_of
from ansible_collections.alicloud.ccc.plugins.module_utils._errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._signing import HMAC_SHA1
from ansible_collections.alicloud.ccc.plugins.module_utils._transport import Settings, Stopped, Transport

Generation = collections.namedtuple("Generation", ("signature_method", "instance_table"))
"""What differs between the versions of the API: the signature that its official SDK sends, and the field table."""

GENERATIONS = {
    "2017-07-05": Generation(HMAC_SHA1, _facts.INSTANCE_2017_07_05),
}
DEFAULT_API_VERSION = "2017-07-05"
# So many requests that used up their attempts, with no success between them, end the run.
MOST_LOST_IN_A_ROW = 3


class OptionError(Exception):
    """An option whose value cannot be used. The message names it."""


Batch = collections.namedtuple("Batch", ("instances", "request_ids", "warnings", "errors", "not_asked"))
"""What one or many calls brought.

instances: list of facts. request_ids: list of str, of all answers. warnings: list of str. errors: list of CccError.
not_asked: how many ids were given up without asking, since a failure ended the run.
"""


class Client:
    """CCC for one endpoint and one key; a context manager that closes its connections."""

    def __init__(self, transport, api_version, concurrency):
        self._transport = transport
        self._table = GENERATIONS[api_version].instance_table
        self._concurrency = concurrency
        self._lost_in_a_row = 0

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._transport.close()

    def get_instances(self, instance_ids):
        """Call GetInstance for each id, ``concurrency`` at a time, and return a Batch in the order of the ids.

        An id that is given twice is asked for once. A failure that every request would meet ends the run.
        """
        first, *others = dict.fromkeys(instance_ids)
        # The first one alone: a key that is refused is refused once, and not by every worker.
        outcomes = [self._get_instance(first)]
        with ThreadPoolExecutor(max_workers=self._concurrency) as workers:
            outcomes += workers.map(self._get_instance, others)
        return Batch(
            instances=[outcome.facts for outcome in outcomes if outcome and outcome.facts],
            request_ids=[outcome.request_id for outcome in outcomes if outcome and outcome.request_id],
            warnings=[warning for outcome in outcomes if outcome for warning in outcome.warnings],
            errors=[outcome.error for outcome in outcomes if outcome and outcome.error],
            not_asked=outcomes.count(None),
        )

    def list_instances_of_user(self):
        """Call ListInstancesOfUser and return a Batch in the order of the gateway."""
        try:
            answer = self._transport.call("ListInstancesOfUser", {}, _has_instances)
        except CccError as error:
            return Batch([], [error.request_id] if error.request_id else [], [], [error], 0)
        instances, warnings = [], []
        for number, instance in enumerate(_facts.list_of(answer.data.get("Instances"), "CallCenterInstance")):
            label = "instances[%d]" % number
            if not isinstance(instance, dict):
                warnings.append("%s of the answer is left out: it is no object." % label)
                continue
            facts, doubts = _facts.instance_facts(instance, self._table, label)
            instances.append(facts)
            warnings += doubts
        return Batch(instances, [answer.request_id] if answer.request_id else [], warnings, [], 0)

    def _get_instance(self, instance_id):
        """Return the _Outcome for one id, or None where the run has ended before it was asked for."""
        try:
            answer = self._transport.call("GetInstance", {"InstanceId": instance_id}, _has_instance)
        except Stopped:
            return None
        except CccError as error:
            error.instance_id = instance_id
            # One id can be broken for good; where several in a row use up all of their attempts, it is the gateway.
            self._lost_in_a_row += error.retryable
            if error.fatal or self._lost_in_a_row >= MOST_LOST_IN_A_ROW:
                self._transport.stop()
            return _Outcome(None, error.request_id, [], error)
        self._lost_in_a_row = 0
        facts, warnings = _facts.instance_facts(answer.data["Instance"], self._table, "instance %s" % instance_id)
        if facts["instance_id"] not in (None, instance_id):
            warnings.append("instance %s: the gateway answered with instance %s." % (instance_id, facts["instance_id"]))
        return _Outcome(facts, answer.request_id, warnings, None)


def _has_instance(data):
    return bool(data.get("Instance")) and isinstance(data["Instance"], dict)


def _has_instances(data):
    # A user without call centers may get no list at all; but something must tell that it was CCC that answered.
    return "Code" in data or "Instances" in data


_Outcome = collections.namedtuple("_Outcome", ("facts", "request_id", "warnings", "error"))


def client_from_options(options, environ):
    """Return a Client for the connection options that modules and plugins share.

    ``options``: mapping with the names of the documentation fragment ``alicloud.ccc.connection``. ``environ``: mapping
    of environment variables, for credentials. Raises OptionError, EndpointError or CredentialsError.
    """
    for name in ("connect_timeout", "read_timeout", "max_attempts", "concurrency"):
        if options[name] <= 0:
            raise OptionError("%s must be greater than 0, but is %s." % (name, options[name]))
    api_version = options.get("api_version") or DEFAULT_API_VERSION
    settings = Settings(
        signature_method=options.get("signature_method") or GENERATIONS[api_version].signature_method,
        connect_timeout=options["connect_timeout"],
        read_timeout=options["read_timeout"],
        max_attempts=options["max_attempts"],
        concurrency=options["concurrency"],
        verify=options["validate_certs"] and _trusted_certificates(options.get("ca_path")),
    )
    endpoint = endpoint_of(options.get("region"), options.get("endpoint"))
    transport = Transport(endpoint, resolve(options, environ), api_version, settings)
    return Client(transport, api_version, settings.concurrency)


def _trusted_certificates(ca_path):
    """Return the path of the certificates to trust: the option's, or the system's; else True, for requests' own."""
    if ca_path and not os.path.exists(ca_path):
        raise OptionError("ca_path names %s, but there is no such file or folder." % ca_path)
    system = ssl.get_default_verify_paths()  # obeys SSL_CERT_FILE and SSL_CERT_DIR
    # A system without certificates has the folder for them all the same.
    has_folder = system.capath and os.listdir(system.capath)
    return ca_path or system.cafile or (system.capath if has_folder else True)
