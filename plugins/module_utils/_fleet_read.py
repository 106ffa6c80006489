# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One account of a fleet: its call centers in each region and API version, and the resources inside them."""

from __future__ import annotations

import time
from typing import Any, Iterable, Mapping, Sequence

from ansible_collections.alicloud.ccc.plugins.module_utils._accounts import (
    Account,
    Outcome,
    Question,
    place_of,
    row_of,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._client import (
    Batch,
    Client,
    Planned,
    Request,
    batch_of,
    lists,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import KeySource
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import Shape, facts_of
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import settings_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._http.transport import Connections, Transport
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import (
    INSTANCE_ID,
    LIST_CONFIG_ITEMS,
    LIST_CONTACT_FLOWS,
    LIST_INSTANCES,
    LIST_INSTANCES_OF_USER,
    LIST_PHONE_NUMBERS,
    LIST_SKILL_GROUPS,
    LIST_UNASSIGNED_NUMBERS,
    LIST_USERS,
    SIGNATURE_METHODS,
    Operation,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._paging import Listing, Page
from ansible_collections.alicloud.ccc.plugins.module_utils._progress import Progress
from ansible_collections.alicloud.ccc.plugins.module_utils._workers import Workers

# The kinds of resources inside a call center.
INSIDE = {
    operation.result: operation
    for operation in (LIST_USERS, LIST_SKILL_GROUPS, LIST_PHONE_NUMBERS, LIST_CONTACT_FLOWS, LIST_CONFIG_ITEMS)
}
UNASSIGNED_NUMBERS = "unassigned_numbers"
_ACTIONS = [
    operation.action
    for operation in (LIST_INSTANCES_OF_USER, LIST_INSTANCES, LIST_UNASSIGNED_NUMBERS, *INSIDE.values())
]
# What the account's list adds to call centers of the user's list. The original objects are kept for the others.
_AS_SENT = "as_sent"
_OF_MEMBERS = Shape(
    fields={"Id": ("instance_id", str), "CreateTime": ("created_time", int)},
    derived={"created_at": "created_time"},
    identity="instance_id",
    as_sent=_AS_SENT,
)
# Prefixes of codes that concern a single operation instead of the key.
_PERMISSION = ("Forbidden", "NoPermission")
_NOT_SERVED = ("InvalidAction", "InvalidVersion", "UnsupportedOperation")
_REFUSALS = (*_PERMISSION, *_NOT_SERVED, "Permission.")
# Prefixes of codes that concern all requests of one region and API version.
_OF_ONE_QUESTION = ("AbnormalService", "Client.Certificate")
# Between what was not read and the error that is the reason, which is in the error of another read as well.
BECAUSE = " because another request of the account failed: "
# The code for a call center that the user is not a member of.
_NOT_A_MEMBER = "Permission.User"


class AccountReader:
    """The reads of one account with one key."""

    def __init__(
        self, account: Account, keys: KeySource, include: Iterable[str], connections: Connections, progress: Progress
    ) -> None:
        self._progress = progress
        self._workers = Workers(account.options["concurrency"])
        self._reads = [
            _Read(question, _transport_of(question, account.options, keys, connections), self._workers, set(include))
            for question in account.questions
        ]
        for read in self._reads:
            read.siblings = self._reads

    def stop(self) -> None:
        """Send no more requests, so that ``read`` returns soon."""
        for read in self._reads:
            read.stop()

    def read(self) -> list[Outcome]:
        """Read everything, and return an Outcome for each question of the account."""
        try:
            self._ask(read.lists_of_account() for read in self._reads)
            for read in self._reads:
                read.take_instances()
            self._progress.instances += sum(len(read.instances) for read in self._reads)
            self._ask(read.lists_inside() for read in self._reads)
            self._ask(read.other_lists_inside() for read in self._reads)
            return [read.outcome() for read in self._reads]
        finally:
            self._workers.close()

    def _ask(self, planned_by_read: Iterable[Iterable[Planned]]) -> None:
        """Read these lists concurrently, and add them to their reads."""
        planned = [(read, one) for read, some in zip(self._reads, planned_by_read) for one in some]
        listings = self._lists(planned)
        again = [
            number
            for number, ((read, _one), listing) in enumerate(zip(planned, listings))
            if _lost_pages(listing) and not read.transport.stopped
        ]
        # Among thousands of requests, a few use up their attempts by chance.
        for number, listing in zip(again, self._lists([planned[number] for number in again])):
            before = _lost_pages(listings[number])
            for page_number, error in _lost_pages(listing).items():
                error.attempts += before[page_number].attempts if page_number in before else 0
            listings[number] = listing
        for (read, one), listing in zip(planned, listings):
            read.listings.setdefault(one.operation.action, []).append((one.request, listing))

    def _lists(self, planned: Sequence[tuple[_Read, Planned]]) -> list[Listing]:
        def read_page(wanted: tuple[int, int]) -> Page | None:
            position, number = wanted
            read, one = planned[position]
            page = read.page(one, number)
            self._progress.received(number)
            return page

        self._progress.plan(len(planned))
        return lists(self._workers, [one.where.most_pages for _read, one in planned], read_page)


def _lost_pages(listing: Listing) -> dict[int | None, CccError]:
    """Return the retryable failures by the numbers of their pages."""
    return {page.error.page: page.error for page in listing.pages if page.error and page.error.retryable}


def _transport_of(
    question: Question, options: Mapping[str, Any], keys: KeySource, connections: Connections
) -> Transport:
    method = options["signature_method"] or SIGNATURE_METHODS[question.api_version]
    settings = settings_from_options(options, method)
    return Transport(question.endpoint, keys, question.api_version, settings, connections)


class _Read(Client):
    """The client for one Question."""

    def __init__(self, question: Question, transport: Transport, workers: Workers, include: set[str]) -> None:
        super().__init__(transport, question.api_version, workers.most, workers)
        self.question = question
        self.siblings: list[_Read] = [self]
        self.listings: dict[str, list[tuple[Request, Listing]]] = {}
        self.instances: list[dict[str, Any]] = []
        self._include = include
        # Kinds with a single request per call center come first: the first kind shows if the others may be read.
        self._kinds = sorted(
            (kind for kind in INSIDE if kind in include and self.api_version in INSIDE[kind].versions),
            key=lambda kind: bool(INSIDE[kind].versions[self.api_version].for_each),
        )
        self._members: dict[str, bool | None] = {}
        self._closed: set[str] = set()
        self._requested: set[str] = set()
        self._refused: set[str | None] = set()
        self._not_requested = 0
        self._answered = False
        self._is_served = True
        self._seconds: tuple[float, float] | None = None
        self._ended_by: CccError | None = None
        self._errors: list[CccError] = []
        self._remarks: list[str] = []
        self._warnings: list[str] = []
        self._request_ids: list[str] = []

    # --- Requests ---

    def lists_of_account(self) -> list[Planned]:
        operations = [LIST_INSTANCES_OF_USER, LIST_INSTANCES]
        if UNASSIGNED_NUMBERS in self._include:
            operations.append(LIST_UNASSIGNED_NUMBERS)
        lists_of_account = [
            planned
            for operation in operations
            if self.api_version in operation.versions
            for planned in self.planned(operation)
        ]
        return [
            one._replace(where=one.where._replace(shape=_OF_MEMBERS)) if one.operation is LIST_INSTANCES else one
            for one in lists_of_account
        ]

    def lists_inside(self) -> list[Planned]:
        """Return the lists inside the call centers, but only the first kind if the user is not a member."""
        return [
            planned
            for instance_id, is_member in self._members.items()
            for kind in (self._kinds[:1] if is_member is False else self._kinds)
            for planned in self.planned(INSIDE[kind], [instance_id])
        ]

    def other_lists_inside(self) -> list[Planned]:
        """Return the remaining lists inside call centers that do not require membership."""
        for kind in self._kinds[:1]:
            self._closed = {
                str(page.error.instance_id)
                for _request, listing in self.listings.get(INSIDE[kind].action, ())
                for page in listing.pages
                if page.error and self._is_for_members(page.error)
            }
        return [
            planned
            for instance_id, is_member in self._members.items()
            if is_member is False and instance_id not in self._closed
            for kind in self._kinds[1:]
            for planned in self.planned(INSIDE[kind], [instance_id])
        ]

    def page(self, planned: Planned, number: int) -> Page | None:
        action = planned.operation.action
        if action in self._refused:
            return None
        began = time.monotonic()
        page = super().page(planned, number)
        if page is not None:
            self._requested.add(action)
            self._seconds = (self._seconds[0] if self._seconds else began, time.monotonic())
            self._answered = self._answered or not page.error
        return page

    # --- End ---

    def stop(self, error: CccError | None = None) -> None:
        """Send no more requests. ``error``: the error of a sibling that is the reason, or None."""
        self._ended_by = self._ended_by or error
        self.transport.stop()

    def lost(self, error: CccError) -> None:
        """Stop what the same failure would affect: an operation, this read, or several reads of the account."""
        if error.code.startswith((*_PERMISSION, *_NOT_SERVED)):
            self._refused.add(error.action)
            if error.code.startswith("InvalidVersion"):
                self.stop()
        elif error.fatal and not error.code.startswith(_OF_ONE_QUESTION):
            for read in self.siblings:
                read.stop(error)
        else:
            super().lost(error)
            if error.code.startswith("Client.") and not self._answered:
                # The endpoint is unreachable, also for the other API version.
                for read in self.siblings:
                    if not read._answered and read.question.endpoint.url == self.question.endpoint.url:
                        read.stop(error)

    # --- Results ---

    def take_instances(self) -> None:
        """Combine the lists of the account into call centers."""
        of_user = self._batch(LIST_INSTANCES_OF_USER)
        of_account = self._batch(LIST_INSTANCES)
        lists_all = bool(of_account.elements) or self._is_whole(LIST_INSTANCES, of_account)
        lists_own = self._is_whole(LIST_INSTANCES_OF_USER, of_user)
        of_all = {facts["instance_id"] or number: facts for number, facts in enumerate(of_account.elements)}
        for facts in of_user.elements:
            also = of_all.pop(facts["instance_id"], None) or {}
            facts.update((fact, also[fact]) for fact in ("created_time", "created_at") if also.get(fact) is not None)
            self._add(facts, True if lists_all else None)
        for instance_id, others in of_all.items():
            shape = LIST_INSTANCES.versions[self.api_version].shape
            facts, warnings = facts_of(others[_AS_SENT], shape, "instance %s" % instance_id)
            self._warnings += warnings
            self._add(facts, False if facts["instance_id"] and lists_own else None)

    def _is_whole(self, operation: Operation, batch: Batch) -> bool:
        listings = self.listings.get(operation.action, ())
        return bool(listings) and not batch.errors and all(listing.not_asked == 0 for _request, listing in listings)

    def _add(self, facts: dict[str, Any], is_member: bool | None) -> None:
        facts.update(place_of(self.question))
        facts.update(is_member=is_member, also_in=None)
        facts.update((kind, None) for kind in INSIDE if kind in self._include)
        self.instances.append(facts)
        if facts["instance_id"]:
            self._members[facts["instance_id"]] = is_member

    def outcome(self) -> Outcome:
        found = {"instances": len(self.instances)}
        by_id = {facts["instance_id"]: facts for facts in self.instances}
        for kind in self._kinds:
            found[kind] = 0
            for instance_id, listings in self._by_instance(INSIDE[kind].action).items():
                batch = self._batch(INSIDE[kind], listings)
                # A list is only returned if it is complete.
                if not batch.errors and not batch.not_asked:
                    by_id[instance_id][kind] = batch.elements
                    found[kind] += len(batch.elements)
        numbers = self._batch(LIST_UNASSIGNED_NUMBERS).elements
        if LIST_UNASSIGNED_NUMBERS.action in self._requested:
            found[UNASSIGNED_NUMBERS] = len(numbers)
        for number in numbers:
            number.update(place_of(self.question))
        self.listings.clear()
        row = row_of(
            self.question,
            operations=[action for action in _ACTIONS if action in self._requested],
            requests=self.transport.sent,
            found=found,
            refused=len(self._closed),
            credentials_source=self.keys.name,
            elapsed=round(self._seconds[1] - self._seconds[0], 3) if self._seconds else 0.0,
            remarks=self._remarks,
            error=self._error_text(),
            request_ids=self._request_ids,
        )
        return Outcome(self.question, self.instances, numbers, row, self._errors, self._warnings)

    def _by_instance(self, action: str) -> dict[str, list[tuple[Request, Listing]]]:
        found: dict[str, list[tuple[Request, Listing]]] = {}
        for request, listing in self.listings.get(action, ()):
            found.setdefault(request[INSTANCE_ID], []).append((request, listing))
        return found

    def _batch(self, operation: Operation, listings: Sequence[tuple[Request, Listing]] | None = None) -> Batch:
        """Return the Batch of an operation, and record its failures."""
        listings = self.listings.get(operation.action, ()) if listings is None else listings
        batch = batch_of(operation, listings)
        if operation.action not in self._refused:
            self._not_requested += sum(listing.not_asked != 0 for _request, listing in listings)
        self._warnings += batch.warnings
        self._request_ids += batch.request_ids
        for error in batch.errors:
            error.api_version = self.api_version
            if error.code.startswith((*_PERMISSION, *_NOT_SERVED)):  # concerns everything that the operation reads
                error.instance_id = error.page = error.part = None
            if self._is_for_members(error):
                self._closed.add(str(error.instance_id))
            elif not self._is_remark(error):
                self._errors.append(error)
        return batch

    def _is_for_members(self, error: CccError) -> bool:
        return error.code == _NOT_A_MEMBER and self._members.get(str(error.instance_id)) is False

    def _is_remark(self, error: CccError) -> bool:
        """Return whether a failure is only a remark and not an error, and record the remark."""
        if error.action == LIST_INSTANCES_OF_USER.action and error.code.startswith(_NOT_SERVED):
            self._is_served = False
            text = "This API version is not available at this endpoint: %s"
            is_remark = not self.question.by_name
        elif not self._is_served and error.code.startswith(_NOT_SERVED):
            return True  # There is already a remark.
        else:
            text = "The call centers that the user is not a member of are unknown: %s"
            is_remark = error.action == LIST_INSTANCES.action and error.code.startswith(_REFUSALS)
        self._remarks += [text % error.sentence()] if is_remark else []
        return is_remark

    def _error_text(self) -> str | None:
        if not self._errors:
            if not self._ended_by or not self._not_requested:
                return None
            what = "Only part of this was read" if self._requested else "This was not read"
            return what + BECAUSE + self._text_of(self._ended_by)
        parts = []
        if len(self._errors) > 1:
            more = len(self._errors) - 1
            parts.append("%d more request%s failed." % (more, "" if more == 1 else "s"))
        if self._not_requested:
            were = "list was" if self._not_requested == 1 else "lists were"
            parts.append("The run ended early; %d more %s not requested." % (self._not_requested, were))
        return self._text_of(self._errors[0], *parts)

    def _text_of(self, error: CccError, *more: str) -> str:
        """Return an error with the key source, if it is about the key, then ``more``, then the hint."""
        about_key = ["The key comes from %s." % self.keys.name] if error.is_about_the_key else []
        return " ".join([error.sentence(), *about_key, *more, error.hint]).rstrip()
