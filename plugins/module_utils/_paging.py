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

MOST_ROUNDS = 3
# Ten thousand pages are a million instances; a gateway that claims more is not asked for all of them.
MOST_PAGES = 10000
# A page that cannot be read may hold what is new; but so many waves without anything new end a round all the same.
MOST_BARREN_WAVES = 3

Element = collections.namedtuple("Element", ("identity", "content", "warnings"))
"""identity: a str that no other element of the list has, or None where it has none. content: what is read, any type.
warnings: list of str.
"""

Page = collections.namedtuple("Page", ("elements", "total", "size", "request_id", "error"))
"""What reading one page brought.

elements: list of Element. total: how many the whole list has, as this page says. size: how many a full page has, at
least 1. request_id: str or None. error: CccError or None; with one, there are no elements, no total and no size.
"""

Listing = collections.namedtuple("Listing", ("elements", "pages", "doubt", "not_asked"))
"""elements: list of Element. pages: list of the Pages that were read or failed, in order, of all rounds. doubt: a str
that says how the pages do not add up, or None. not_asked: how many elements stand on pages that were not asked for,
since the run ended.
"""


def read_list(read_page, map_pages, concurrency):
    """Read a list, page by page, and return its Listing.

    ``read_page``: function of a page's number, from 1, that returns a Page, or None where the run has ended before the
    page was asked for. ``map_pages``: calls a function for several numbers and gives back the results in order, as
    ``Executor.map`` does. ``concurrency``: how many pages are asked for at a time, behind the first one.

    All that stood on a page that was read is in it once, in the order of the last round; then what only earlier rounds
    saw. A round with a page that failed is the last one.
    """
    elements, all_pages = {}, []
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


def _read_round(read_page, map_pages, concurrency):
    """Return the pages from the first to the last, or to the wave that brought nothing new."""
    first = read_page(1)
    pages = [first]
    if not _is_whole(pages):
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


def _is_whole(pages):
    return all(page and not page.error for page in pages)


def _elements(pages):
    return itertools.chain.from_iterable(page.elements for page in pages if page)


def _likeness(element):
    return element.identity or (repr(element.content),)


def _likenesses(pages):
    return {_likeness(element) for element in _elements(pages)}


def _by_identity(pages):
    """Return a dict of the elements: each identity once, with what was read last; those without one are all there."""
    found, times = {}, collections.Counter()
    for element in _elements(pages):
        key = element.identity
        if key is None:
            # The same in the next round, which has read the same element again.
            like = _likeness(element)
            times[like] += 1
            key = (like, times[like])
        found[key] = element
    return found


def _doubt(pages, found, in_all_rounds):
    # Where a page failed, that is the error; and the page has had its attempts.
    if not _is_whole(pages) or {page.total for page in pages} == {found}:
        return None
    totals = [page.total for page in pages]
    claimed = " and ".join(str(total) for total in sorted({min(totals), max(totals)}))
    return (
        "the list changes faster than it can be read, or the gateway miscounts: TotalCount claims %s instances, but "
        "the last of %d rounds read %d, and all of them together %d" % (claimed, MOST_ROUNDS, found, in_all_rounds)
    )


def _not_asked(pages):
    first = pages[0]
    if not _is_whole([first]):
        return 0
    places = (min(first.size, first.total - number * first.size) for number, page in enumerate(pages) if page)
    return first.total - sum(places)
