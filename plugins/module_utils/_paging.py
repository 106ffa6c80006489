# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Complete lists from pages, even if they change in the meantime. Pure: the caller requests the pages.

An element that is created or deleted between two requests shifts the elements of later pages. Each identity is returned
once, and a list whose pages do not add up to its total is read again.
"""

from __future__ import annotations

from typing import Any, Callable, Generator, Hashable, Iterable, NamedTuple, Optional, Sequence, Tuple

from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError

MOST_ROUNDS = 3
# At most a million elements, with 100 on each page. Larger totals are not trusted.
MOST_PAGES = 10000
# A round ends after this many waves without new elements. Single pages that fail do not end it.
MOST_BARREN_WAVES = 3


class Element(NamedTuple):
    """identity: unique within the list, or None. content: what was read."""

    identity: str | None
    content: Any
    warnings: list[str]


class Page(NamedTuple):
    """The result of reading one page.

    total: how many elements the whole list has, according to this page; None for a list without pages. size: how many
    elements a full page has, at least 1. A page with an error has no elements; its total and size have no meaning.
    """

    elements: list[Element]
    total: int | None
    size: int
    request_id: str | None
    error: CccError | None


class Listing(NamedTuple):
    """The result of reading one list.

    pages: all pages that were read or failed, in order, of all rounds. doubt: how the totals of the pages and the
    number of elements differ, or None. not_asked: how many elements are on pages that were not requested because the
    run ended; None if not even the first page was requested. too_long: the total, if it exceeds what may be requested.
    """

    elements: list[Element]
    pages: list[Page]
    doubt: str | None
    not_asked: int | None
    too_long: int | None = None


_Pages = Sequence[Optional[Page]]
Ask = Callable[[Sequence[Tuple[int, int]]], Iterable[Optional[Page]]]
"""Requests several pages, each as the position of a list and the number of a page, from 1. Returns a Page for each, in
order, or None if it was not requested because the run had ended."""


def read_lists(most_pages: Sequence[int | None], ask: Ask, concurrency: int) -> list[Listing]:
    """Read lists concurrently, and return their Listings in order.

    ``most_pages``: for each list, how many of its pages may be requested, or None. The first page of each list contains
    its total; the other pages follow in waves of ``concurrency`` pages. A Listing contains each element of all pages
    once: first those of the last round, in order, then those that only earlier rounds found. There is no further round
    after one with a failed page.
    """
    readers = [_read_list(concurrency, most or MOST_PAGES) for most in most_pages]
    listings: dict[int, Listing] = {}
    wanted = {position: next(reader) for position, reader in enumerate(readers)}
    while wanted:
        pages = iter(ask([(position, number) for position, numbers in wanted.items() for number in numbers]))
        for position, numbers in list(wanted.items()):
            received = [next(pages) for _number in numbers]
            try:
                wanted[position] = readers[position].send(received)
            except StopIteration as end:
                listings[position] = end.value
                del wanted[position]
    return [listings[position] for position in range(len(readers))]


def _read_list(concurrency: int, most_pages: int) -> Generator[Sequence[int], _Pages, Listing]:
    """Yield the numbers of the pages to read next, receive the pages, and return the Listing."""
    elements: dict[Hashable, Element] = {}
    all_pages: list[Page | None] = []
    for _round in range(MOST_ROUNDS):
        pages = yield from _read_round(concurrency, most_pages)
        all_pages += pages
        found = _by_identity(pages)
        earlier = {key: element for key, element in elements.items() if element.identity and key not in found}
        elements = {**found, **earlier}
        too_long = _too_long(pages, most_pages)
        doubt = None if too_long else _doubt(pages, len(found), len(elements))
        if not doubt:
            break
    read_pages = [page for page in all_pages if page]
    return Listing(list(elements.values()), read_pages, doubt, _not_asked(pages, most_pages), too_long)


def _read_round(concurrency: int, most_pages: int) -> Generator[Sequence[int], _Pages, list[Page | None]]:
    """Yield the numbers of all pages, unless several waves find nothing new, and return the pages."""
    pages = list((yield [1]))
    first = pages[0]
    if first is None or first.error or first.total is None:
        return pages
    last = min(-(-first.total // first.size), most_pages)
    seen, barren_waves = _contents(pages), 0
    for start in range(2, last + 1, concurrency):
        wave = yield range(start, min(start + concurrency, last + 1))
        pages += wave
        new = _contents(wave) - seen
        seen |= new
        barren_waves = 0 if new else barren_waves + 1
        if None in wave or barren_waves == MOST_BARREN_WAVES:
            break
    return pages


def _contents(pages: _Pages) -> set[str]:
    return {element.identity or repr(element.content) for page in pages if page for element in page.elements}


def _by_identity(pages: _Pages) -> dict[Hashable, Element]:
    """Return the elements by identity, or by place if they have none. The content that was read last wins."""
    return {
        element.identity or (number, place): element
        for number, page in enumerate(pages)
        if page
        for place, element in enumerate(page.elements)
    }


def _doubt(pages: _Pages, found: int, in_all_rounds: int) -> str | None:
    # If a page failed, that is the error to report.
    totals = {page.total for page in pages if page and not page.error and page.total is not None}
    if totals == {found} or any(page is None or page.error or page.total is None for page in pages):
        return None
    claimed = " and ".join(str(total) for total in sorted({min(totals), max(totals)}))
    return (
        "the list changes faster than it can be read, or the gateway miscounts: TotalCount was %s, but the last of %d "
        "rounds found %d elements, and all rounds together %d" % (claimed, MOST_ROUNDS, found, in_all_rounds)
    )


def _too_long(pages: _Pages, most_pages: int) -> int | None:
    """Return the total of a list if its last pages may not be requested and all others were read."""
    first = pages[0]
    if len(pages) < most_pages or first is None or first.error or first.total is None:
        return None
    return first.total if first.total > most_pages * first.size else None


def _not_asked(pages: _Pages, most_pages: int) -> int | None:
    first = pages[0]
    if first is None:
        return None
    if None not in pages or first.total is None:
        return 0
    within_reach = min(first.total, most_pages * first.size)
    asked = (min(first.size, within_reach - number * first.size) for number, page in enumerate(pages) if page)
    return within_reach - sum(asked)
