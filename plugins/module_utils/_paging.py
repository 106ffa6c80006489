# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A list that comes in pages, read whole although it may change meanwhile. Pure: how a page is read, the caller says.

What is created or deleted between two pages shifts what stands on the pages after it. Elements are told apart by their
identity, so that none is there twice; and where the pages do not add up to the total, the list is read again.
"""

from __future__ import annotations

import collections
import itertools
from typing import Any, Callable, Hashable, Iterable, Iterator, NamedTuple, Optional, Sequence

from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError

MOST_ROUNDS = 3
# Ten thousand pages are a million instances; a gateway that claims more is not asked for all of them.
MOST_PAGES = 10000
# A page that cannot be read may hold what is new; but so many waves without anything new end a round all the same.
MOST_BARREN_WAVES = 3


class Element(NamedTuple):
    """identity: what no other element of the list has, or None where it has none. content: what is read."""

    identity: str | None
    content: Any
    warnings: list[str]


class Page(NamedTuple):
    """What reading one page brought.

    total: how many the whole list has, as this page says. size: how many a full page has, at least 1. With an error,
    there are no elements, and total and size mean nothing.
    """

    elements: list[Element]
    total: int
    size: int
    request_id: str | None
    error: CccError | None


class Listing(NamedTuple):
    """pages: those that were read or failed, in order, of all rounds. doubt: says how the pages do not add up, or None.
    not_asked: how many elements stand on pages that were not asked for, since the run ended.
    """

    elements: list[Element]
    pages: list[Page]
    doubt: str | None
    not_asked: int


ReadPage = Callable[[int], Optional[Page]]
MapPages = Callable[[ReadPage, Iterable[int]], Iterable[Optional[Page]]]


def read_list(read_page: ReadPage, map_pages: MapPages, concurrency: int) -> Listing:
    """Read a list, page by page, and return its Listing.

    ``read_page``: function of a page's number, from 1, that returns a Page, or None where the run has ended before the
    page was asked for. ``map_pages``: calls a function for several numbers and gives back the results in order, as
    ``Executor.map`` does. ``concurrency``: how many pages are asked for at a time, behind the first one.

    All that stood on a page that was read is in it once, in the order of the last round; then what only earlier rounds
    saw. A round with a page that failed is the last one.
    """
    elements: dict[Hashable, Element] = {}
    all_pages: list[Page | None] = []
    for _round in range(MOST_ROUNDS):
        pages = _read_round(read_page, map_pages, concurrency)
        all_pages += pages
        found = _by_identity(pages)
        elements = {**found, **{key: element for key, element in elements.items() if key not in found}}
        doubt = _doubt(pages, len(found), len(elements))
        if not doubt:
            break
    return Listing(
        elements=list(elements.values()),
        pages=[page for page in all_pages if page],
        doubt=doubt,
        not_asked=_not_asked(pages) if None in pages else 0,
    )


def _read_round(read_page: ReadPage, map_pages: MapPages, concurrency: int) -> list[Page | None]:
    """Return the pages from the first to the last, or to the wave that brought nothing new."""
    first = read_page(1)
    pages = [first]
    if first is None or first.error:
        return pages
    last = min(-(-first.total // first.size), MOST_PAGES)
    seen, barren_waves = _likenesses(pages), 0
    for start in range(2, last + 1, concurrency):
        wave = list(map_pages(read_page, range(start, min(start + concurrency, last + 1))))
        pages += wave
        new = _likenesses(wave) - seen
        seen |= new
        barren_waves = 0 if new else barren_waves + 1
        if None in wave or barren_waves >= (1 if _is_whole(wave) else MOST_BARREN_WAVES):
            break
    return pages


def _is_whole(pages: Iterable[Page | None]) -> bool:
    return all(page and not page.error for page in pages)


def _elements(pages: Iterable[Page | None]) -> Iterator[Element]:
    return itertools.chain.from_iterable(page.elements for page in pages if page)


def _likeness(element: Element) -> Hashable:
    return element.identity or (repr(element.content),)


def _likenesses(pages: Iterable[Page | None]) -> set[Hashable]:
    return {_likeness(element) for element in _elements(pages)}


def _by_identity(pages: Iterable[Page | None]) -> dict[Hashable, Element]:
    """Return a dict of the elements: each identity once, with what was read last; those without one are all there."""
    found: dict[Hashable, Element] = {}
    times: collections.Counter[Hashable] = collections.Counter()
    for element in _elements(pages):
        key: Hashable = element.identity
        if key is None:
            # The same in the next round, which has read the same element again.
            like = _likeness(element)
            times[like] += 1
            key = (like, times[like])
        found[key] = element
    return found


def _doubt(pages: Iterable[Page | None], found: int, in_all_rounds: int) -> str | None:
    totals = {page.total for page in pages if page}
    # Where a page failed, that is the error; and the page has had its attempts.
    if not _is_whole(pages) or totals == {found}:
        return None
    claimed = " and ".join(str(total) for total in sorted({min(totals), max(totals)}))
    return (
        "the list changes faster than it can be read, or the gateway miscounts: TotalCount claims %s instances, but "
        "the last of %d rounds read %d, and all of them together %d" % (claimed, MOST_ROUNDS, found, in_all_rounds)
    )


def _not_asked(pages: Sequence[Page | None]) -> int:
    first = pages[0]
    if first is None or first.error:
        return 0
    places = (min(first.size, first.total - number * first.size) for number, page in enumerate(pages) if page)
    return first.total - sum(places)
