# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import itertools

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils import _paging
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._paging import Element, Page, read_lists
from hypothesis import given
from hypothesis import strategies as st


class Gateway:
    """Sends pages of ``ids``. An id of None is an element without identity.

    ``changes``: number of pages sent to a function that changes the ids. ``broken``: replacements of pages by number.
    """

    def __init__(self, ids, size=10, changes=None, broken=None):
        self.ids = list(ids)
        self.size = size
        self.changes = changes or {}
        self.broken = broken or {}
        self.requested = []
        self.waves = []
        self.sent_ids = []

    def read(self, number):
        self.ids = self.changes.get(len(self.requested), lambda ids: ids)(list(self.ids))
        self.requested.append(number)
        if number in self.broken:
            return self.broken[number]
        ids = self.ids[(number - 1) * self.size : number * self.size]
        self.sent_ids += ids
        content = "read %d" % len(self.requested)
        elements = [Element(identity, content if identity else "no id", []) for identity in ids]
        return Page(elements, len(self.ids), self.size, "request-%d" % len(self.requested), None)

    def ask(self, requested):
        self.waves.append([number for _position, number in requested])
        return [self.read(number) for _position, number in requested]

    def listing(self, concurrency=4):
        (listing,) = read_lists([None], self.ask, concurrency)
        return listing


def names(count, start=0):
    return ["id-%d" % number for number in range(start, start + count)]


def ids_of(listing):
    return [element.identity for element in listing.elements]


def failed(code="InternalError"):
    return Page([], 0, 1, "request-failed", CccError(code, "It is so"))


class TestAListThatStays:
    @pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (9, 1), (10, 1), (11, 2), (20, 2), (95, 10)])
    def test_each_page_of_an_unchanged_list_is_read_once(self, count, pages):
        gateway = Gateway(names(count))
        listing = gateway.listing()
        assert ids_of(listing) == names(count)
        assert gateway.requested == list(range(1, pages + 1))
        assert [page.request_id for page in listing.pages] == ["request-%d" % number for number in gateway.requested]
        assert (listing.doubt, listing.not_asked) == (None, 0)

    def test_the_first_page_is_read_alone_and_the_others_in_waves(self):
        gateway = Gateway(names(12345), size=100)
        assert ids_of(gateway.listing(concurrency=16)) == names(12345)
        assert gateway.waves[:2] == [[1], list(range(2, 18))]
        assert [len(wave) for wave in gateway.waves] == [1] + [16] * 7 + [11]
        assert sorted(gateway.requested) == list(range(1, 125))

    def test_all_elements_without_identity_are_kept(self):
        listing = Gateway(["a", None, None, "b", None], size=2).listing()
        assert ids_of(listing) == ["a", None, None, "b", None]
        assert listing.doubt is None


class TestAListThatChanges:
    def test_an_element_that_a_deletion_moves_to_an_earlier_page_is_found_in_the_next_round(self):
        gateway = Gateway(names(35), changes={1: lambda ids: ids[1:]})
        listing = gateway.listing(concurrency=1)
        # The order of the last round, then the element that only the first round found.
        assert ids_of(listing) == [*names(34, start=1), "id-0"]
        assert gateway.requested == [1, 2, 3, 4] * 2
        assert listing.doubt is None
        assert len(listing.pages) == 8

    def test_an_element_that_a_creation_moves_to_the_next_page_is_returned_once(self):
        gateway = Gateway(names(35), changes={1: lambda ids: ["new", *ids]})
        listing = gateway.listing(concurrency=1)
        assert ids_of(listing) == ["new", *names(35)]
        assert listing.doubt is None

    def test_a_deletion_and_a_creation_that_keep_the_total_are_noticed(self):
        gateway = Gateway(names(35), changes={1: lambda ids: ["new", *ids[:-1]]})
        listing = gateway.listing(concurrency=1)
        assert ids_of(listing) == ["new", *names(34)]
        assert len(gateway.requested) == 8

    def test_pages_with_different_totals_are_read_again_even_if_the_count_matches(self):
        # The last page has a smaller total, because an element was deleted before it was read.
        gateway = Gateway(names(15), changes={1: lambda ids: ids[:-1]})
        listing = gateway.listing()
        assert ids_of(listing) == names(14)
        assert gateway.requested == [1, 2, 1, 2]

    def test_the_content_of_a_later_round_wins(self):
        gateway = Gateway(names(15), changes={1: lambda ids: [*ids, "new"]})
        listing = gateway.listing()
        assert {element.content for element in listing.elements} == {"read 3", "read 4"}

    def test_the_content_of_a_later_page_in_a_round_wins(self):
        # The next round finds nothing.
        gateway = Gateway(names(20), changes={1: lambda ids: ["new", *ids[:-1]], 2: lambda ids: []})
        listing = gateway.listing()
        assert {element.identity: element.content for element in listing.elements}["id-9"] == "read 2"

    def test_elements_without_identity_are_not_repeated_by_further_rounds(self):
        gateway = Gateway([None, None, *names(13)], changes={1: lambda ids: [*ids, "new"]})
        listing = gateway.listing()
        assert len(gateway.requested) == 4
        assert ids_of(listing).count(None) == 2
        assert len(listing.elements) == 16

    def test_a_total_that_never_adds_up_is_a_doubt_after_three_rounds(self):
        gateway = Gateway(names(15) + names(3))
        listing = gateway.listing()
        assert ids_of(listing) == names(15)
        assert gateway.requested == [1, 2] * 3
        assert "TotalCount was 18, but the last of 3 rounds found 15 elements, and all rounds together 15" in (
            listing.doubt
        )

    def test_totals_that_never_agree_are_reported(self):
        gateway = Gateway(names(30), changes={count: lambda ids: ids[:-1] for count in range(9)})
        listing = gateway.listing(concurrency=1)
        assert ids_of(listing)[:21] == names(21)
        assert "TotalCount was 21 and 23" in listing.doubt

    @given(
        st.integers(0, 12),
        st.integers(1, 4),
        st.integers(1, 5),
        st.lists(st.one_of(st.none(), st.tuples(st.booleans(), st.integers(0, 12))), max_size=20),
    )
    def test_each_element_of_a_changing_list_is_returned_once(self, count, size, concurrency, changes):
        def change(number, is_created, place):
            def apply(ids):
                return ids[:place] + (["new-%d" % number, *ids[place:]] if is_created else ids[place + 1 :])

            return apply

        by_time = {number: change(number, *wanted) for number, wanted in enumerate(changes) if wanted}
        gateway = Gateway(names(count), size, by_time)
        listing = gateway.listing(concurrency)
        assert sorted(ids_of(listing)) == sorted(set(gateway.sent_ids))
        # A change before the first page has no effect.
        if not set(by_time) - {0}:
            assert listing.doubt is None
            assert ids_of(listing) == gateway.ids


class Endless(Gateway):
    """Sends a total of a billion, and for each page the ids that ``page`` returns for its number."""

    def __init__(self, page):
        super().__init__([])
        self.page = page

    def read(self, number):
        self.requested.append(number)
        return Page([Element(identity, "x", []) for identity in self.page(number)], 10**9, 10, None, None)


class TestAnEndlessList:
    @pytest.mark.parametrize("page", [lambda number: names(10), lambda number: [None] * 10, lambda number: []])
    def test_a_round_ends_after_three_waves_without_new_elements(self, page):
        gateway = Endless(page)
        listing = gateway.listing(concurrency=4)
        assert len(gateway.requested) == 3 * (1 + 3 * 4)
        assert "TotalCount was 1000000000" in listing.doubt
        assert listing.not_asked == 0

    def test_an_endless_list_is_read_up_to_the_maximum_number_of_pages(self, monkeypatch):
        monkeypatch.setattr(_paging, "MOST_PAGES", 50)
        gateway = Endless(lambda number: names(10, start=10 * number))
        listing = gateway.listing()
        assert len(gateway.requested) == 50
        assert len(listing.elements) == 500
        assert (listing.doubt, listing.too_long) == (None, 10**9)

    def test_all_permitted_pages_of_a_list_that_is_too_long_are_read_once(self):
        gateway = Gateway(names(45))
        (listing,) = read_lists([3], gateway.ask, 2)
        assert ids_of(listing) == names(30)
        assert gateway.requested == [1, 2, 3]
        assert (listing.too_long, listing.doubt, listing.not_asked) == (45, None, 0)

    def test_a_list_that_just_fits_is_not_too_long(self):
        (listing,) = read_lists([3], Gateway(names(30)).ask, 2)
        assert (listing.too_long, listing.doubt) == (None, None)

    def test_a_million_instances_are_not_too_many(self):
        assert _paging.MOST_PAGES * 100 >= 10**6


class TestAPageThatFails:
    def test_a_failed_page_loses_no_other_page_and_ends_the_rounds(self):
        gateway = Gateway(names(35), broken={3: failed()})
        listing = gateway.listing()
        assert ids_of(listing) == names(20) + names(5, start=30)
        assert gateway.requested == [1, 2, 3, 4]
        assert [page.error is not None for page in listing.pages] == [False, False, True, False]
        assert (listing.doubt, listing.not_asked) == (None, 0)

    def test_a_failed_first_page_ends_the_list(self):
        gateway = Gateway(names(35), broken={1: failed()})
        listing = gateway.listing()
        assert (listing.elements, gateway.requested) == ([], [1])
        assert (listing.doubt, listing.not_asked) == (None, 0)

    def test_a_wave_of_failed_pages_does_not_end_the_list(self):
        gateway = Gateway(names(60), broken={2: failed(), 3: failed(), 5: failed()})
        listing = gateway.listing(concurrency=1)
        assert gateway.requested == [1, 2, 3, 4, 5, 6]
        assert ids_of(listing) == names(10) + names(10, start=30) + names(10, start=50)

    def test_a_list_ends_after_three_waves_of_failed_pages(self):
        gateway = Gateway(names(1000), broken=dict.fromkeys(range(2, 101), failed()))
        gateway.listing()
        assert gateway.requested == list(range(1, 2 + 3 * 4))

    def test_a_failed_page_keeps_the_elements_of_earlier_rounds(self):
        gateway = Gateway(names(25), changes={1: lambda ids: [*ids, "new"]})
        gateway.changes[4] = lambda ids: gateway.broken.update({2: failed()}) or ids
        listing = gateway.listing(concurrency=1)
        assert gateway.requested == [1, 2, 3] * 2
        assert sorted(ids_of(listing)) == sorted([*names(25), "new"])
        assert listing.doubt is None

    @pytest.mark.parametrize(
        ("broken", "not_asked"),
        [
            ({3: None, 4: None, 5: None}, 25),
            ({2: failed(), 3: None}, 25),
            ({2: failed(), 4: None}, 10),
            ({2: failed(), 5: None}, 5),
            ({5: failed(), 4: None}, 10),
        ],
    )
    def test_elements_on_pages_after_the_end_of_the_run_are_counted(self, broken, not_asked):
        gateway = Gateway(names(45), broken=broken)
        listing = gateway.listing(concurrency=2)
        assert listing.not_asked == not_asked
        assert None not in listing.pages
        assert listing.doubt is None
        assert max(gateway.requested) < 6

    def test_a_run_that_has_already_ended_reads_nothing(self):
        listing = Gateway(names(45), broken={1: None}).listing()
        assert listing == ([], [], None, None, None)


pages = st.one_of(
    st.none(),
    st.just(failed()),
    st.builds(
        lambda names, total, size: Page([Element(name, name, []) for name in names], total, size, "R", None),
        st.lists(st.one_of(st.none(), st.sampled_from("abcdefgh")), max_size=4),
        st.one_of(st.integers(0, 20), st.just(10**300), st.none()),
        st.integers(1, 4),
    ),
)


@given(st.lists(st.lists(pages, min_size=1, max_size=8), max_size=3), st.integers(1, 4))
def test_each_element_of_arbitrary_pages_is_returned_once(responses, concurrency):
    waiting = [itertools.cycle(pages_of_list) for pages_of_list in responses]
    read = [[] for _pages in responses]

    def read_page(requested):
        position, _number = requested
        read[position].append(next(waiting[position]))
        return read[position][-1]

    listings = read_lists([None] * len(responses), lambda requested: list(map(read_page, requested)), concurrency)
    for position, listing in enumerate(listings):
        brought = [page for page in read[position] if page]
        names = [element.identity for element in listing.elements if element.identity]
        assert sorted(names) == sorted({e.identity for page in brought for e in page.elements if e.identity})
        assert listing.pages == brought
        assert listing.not_asked is None or listing.not_asked >= 0
