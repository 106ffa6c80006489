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
    """Reads pages of ``ids``, which ``changes`` turn into others: mapping of how many pages were read to a function.

    ``broken``: what takes the place of some pages, by their number. An id of None is an element without identity.
    """

    def __init__(self, ids, size=10, changes=None, broken=None):
        self.ids = list(ids)
        self.size = size
        self.changes = changes or {}
        self.broken = broken or {}
        self.asked = []
        self.waves = []
        self.stood_on_a_page = []

    def read(self, number):
        self.ids = self.changes.get(len(self.asked), lambda ids: ids)(list(self.ids))
        self.asked.append(number)
        if number in self.broken:
            return self.broken[number]
        ids = self.ids[(number - 1) * self.size : number * self.size]
        self.stood_on_a_page += ids
        content = "read %d" % len(self.asked)
        elements = [Element(identity, content if identity else "no id", []) for identity in ids]
        return Page(elements, len(self.ids), self.size, "request-%d" % len(self.asked), None)

    def ask(self, asked):
        self.waves.append([number for _position, number in asked])
        return [self.read(number) for _position, number in asked]

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
    def test_each_page_is_read_once(self, count, pages):
        gateway = Gateway(names(count))
        listing = gateway.listing()
        assert ids_of(listing) == names(count)
        assert gateway.asked == list(range(1, pages + 1))
        assert [page.request_id for page in listing.pages] == ["request-%d" % number for number in gateway.asked]
        assert (listing.doubt, listing.not_asked) == (None, 0)

    def test_the_first_page_is_read_alone_and_the_others_in_waves(self):
        gateway = Gateway(names(12345), size=100)
        assert ids_of(gateway.listing(concurrency=16)) == names(12345)
        assert gateway.waves[:2] == [[1], list(range(2, 18))]
        assert [len(wave) for wave in gateway.waves] == [1] + [16] * 7 + [11]
        assert sorted(gateway.asked) == list(range(1, 125))

    def test_elements_without_identity_are_all_there(self):
        listing = Gateway(["a", None, None, "b", None], size=2).listing()
        assert ids_of(listing) == ["a", None, None, "b", None]
        assert listing.doubt is None


class TestAListThatChanges:
    def test_what_a_deletion_moves_to_a_page_that_was_read_is_found_in_the_next_round(self):
        gateway = Gateway(names(35), changes={1: lambda ids: ids[1:]})
        listing = gateway.listing(concurrency=1)
        # The last round's order, then what only the first round saw.
        assert ids_of(listing) == [*names(34, start=1), "id-0"]
        assert gateway.asked == [1, 2, 3, 4] * 2
        assert listing.doubt is None
        assert len(listing.pages) == 8

    def test_what_a_creation_moves_to_the_next_page_is_there_once(self):
        gateway = Gateway(names(35), changes={1: lambda ids: ["new", *ids]})
        listing = gateway.listing(concurrency=1)
        assert ids_of(listing) == ["new", *names(35)]
        assert listing.doubt is None

    def test_one_deleted_and_one_created_are_noticed_without_another_total(self):
        gateway = Gateway(names(35), changes={1: lambda ids: ["new", *ids[:-1]]})
        listing = gateway.listing(concurrency=1)
        assert ids_of(listing) == ["new", *names(34)]
        assert len(gateway.asked) == 8

    def test_pages_that_disagree_are_read_again_although_the_number_is_right(self):
        # The last page, with a smaller total, lost the one that was created behind it.
        gateway = Gateway(names(15), changes={1: lambda ids: ids[:-1]})
        listing = gateway.listing()
        assert ids_of(listing) == names(14)
        assert gateway.asked == [1, 2, 1, 2]

    def test_what_is_read_later_wins(self):
        gateway = Gateway(names(15), changes={1: lambda ids: [*ids, "new"]})
        listing = gateway.listing()
        assert {element.content for element in listing.elements} == {"read 3", "read 4"}

    def test_what_is_read_later_in_a_round_wins(self):
        # The next round sees nothing.
        gateway = Gateway(names(20), changes={1: lambda ids: ["new", *ids[:-1]], 2: lambda ids: []})
        listing = gateway.listing()
        assert {element.identity: element.content for element in listing.elements}["id-9"] == "read 2"

    def test_elements_without_identity_do_not_multiply_with_the_rounds(self):
        gateway = Gateway([None, None, *names(13)], changes={1: lambda ids: [*ids, "new"]})
        listing = gateway.listing()
        assert len(gateway.asked) == 4
        assert ids_of(listing).count(None) == 2
        assert len(listing.elements) == 16

    def test_a_total_that_never_adds_up_is_a_doubt_after_three_rounds(self):
        gateway = Gateway(names(15) + names(3))
        listing = gateway.listing()
        assert ids_of(listing) == names(15)
        assert gateway.asked == [1, 2] * 3
        assert "TotalCount is 18, but the last of 3 rounds found 15 elements, and all rounds together 15" in (
            listing.doubt
        )

    def test_totals_that_never_agree_are_named(self):
        gateway = Gateway(names(30), changes={count: lambda ids: ids[:-1] for count in range(9)})
        listing = gateway.listing(concurrency=1)
        assert ids_of(listing)[:21] == names(21)
        assert "TotalCount is 21 and 23" in listing.doubt

    @given(
        st.integers(0, 12),
        st.integers(1, 4),
        st.integers(1, 5),
        st.lists(st.one_of(st.none(), st.tuples(st.booleans(), st.integers(0, 12))), max_size=20),
    )
    def test_whatever_changes_all_that_stood_on_a_page_is_there_once(self, count, size, concurrency, changes):
        def change(number, is_created, place):
            def apply(ids):
                return ids[:place] + (["new-%d" % number, *ids[place:]] if is_created else ids[place + 1 :])

            return apply

        by_time = {number: change(number, *wanted) for number, wanted in enumerate(changes) if wanted}
        gateway = Gateway(names(count), size, by_time)
        listing = gateway.listing(concurrency)
        assert sorted(ids_of(listing)) == sorted(set(gateway.stood_on_a_page))
        # A change before anything was read is none.
        if not set(by_time) - {0}:
            assert listing.doubt is None
            assert ids_of(listing) == gateway.ids


class Endless(Gateway):
    """Claims a billion, and has for each page what ``page`` makes of its number."""

    def __init__(self, page):
        super().__init__([])
        self.page = page

    def read(self, number):
        self.asked.append(number)
        return Page([Element(identity, "x", []) for identity in self.page(number)], 10**9, 10, None, None)


class TestAnEndlessList:
    @pytest.mark.parametrize("page", [lambda number: names(10), lambda number: [None] * 10, lambda number: []])
    def test_a_gateway_without_anything_new_is_asked_three_waves_a_round(self, page):
        gateway = Endless(page)
        listing = gateway.listing(concurrency=4)
        assert len(gateway.asked) == 3 * (1 + 3 * 4)
        assert "TotalCount is 1000000000" in listing.doubt
        assert listing.not_asked == 0

    def test_one_with_something_new_on_each_page_is_asked_for_so_many_pages(self, monkeypatch):
        monkeypatch.setattr(_paging, "MOST_PAGES", 50)
        gateway = Endless(lambda number: names(10, start=10 * number))
        listing = gateway.listing()
        assert len(gateway.asked) == 50
        assert len(listing.elements) == 500
        assert (listing.doubt, listing.too_long) == (None, 10**9)

    def test_of_a_list_that_is_too_long_all_that_may_be_asked_for_is_read_once(self):
        gateway = Gateway(names(45))
        (listing,) = read_lists([3], gateway.ask, 2)
        assert ids_of(listing) == names(30)
        assert gateway.asked == [1, 2, 3]
        assert (listing.too_long, listing.doubt, listing.not_asked) == (45, None, 0)

    def test_a_list_that_just_fits_is_not_too_long(self):
        (listing,) = read_lists([3], Gateway(names(30)).ask, 2)
        assert (listing.too_long, listing.doubt) == (None, None)

    def test_a_million_instances_are_not_too_many(self):
        assert _paging.MOST_PAGES * 100 >= 10**6


class TestAPageThatFails:
    def test_the_others_are_there_and_no_round_follows(self):
        gateway = Gateway(names(35), broken={3: failed()})
        listing = gateway.listing()
        assert ids_of(listing) == names(20) + names(5, start=30)
        assert gateway.asked == [1, 2, 3, 4]
        assert [page.error is not None for page in listing.pages] == [False, False, True, False]
        assert (listing.doubt, listing.not_asked) == (None, 0)

    def test_nothing_else_is_read_without_the_first(self):
        gateway = Gateway(names(35), broken={1: failed()})
        listing = gateway.listing()
        assert (listing.elements, gateway.asked) == ([], [1])
        assert (listing.doubt, listing.not_asked) == (None, 0)

    def test_a_wave_of_failures_does_not_look_like_the_end(self):
        gateway = Gateway(names(60), broken={2: failed(), 3: failed(), 5: failed()})
        listing = gateway.listing(concurrency=1)
        assert gateway.asked == [1, 2, 3, 4, 5, 6]
        assert ids_of(listing) == names(10) + names(10, start=30) + names(10, start=50)

    def test_failures_without_end_have_one(self):
        gateway = Gateway(names(1000), broken=dict.fromkeys(range(2, 101), failed()))
        gateway.listing()
        assert gateway.asked == list(range(1, 2 + 3 * 4))

    def test_what_the_rounds_before_have_read_stays(self):
        gateway = Gateway(names(25), changes={1: lambda ids: [*ids, "new"]})
        gateway.changes[4] = lambda ids: gateway.broken.update({2: failed()}) or ids
        listing = gateway.listing(concurrency=1)
        assert gateway.asked == [1, 2, 3] * 2
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
    def test_where_the_run_ended_the_rest_is_counted(self, broken, not_asked):
        gateway = Gateway(names(45), broken=broken)
        listing = gateway.listing(concurrency=2)
        assert listing.not_asked == not_asked
        assert None not in listing.pages
        assert listing.doubt is None
        assert max(gateway.asked) < 6

    def test_a_run_that_had_ended_before_reads_nothing(self):
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
def test_whatever_the_pages_say_all_that_stood_on_them_is_there_once(answers, concurrency):
    waiting = [itertools.cycle(pages_of_list) for pages_of_list in answers]
    read = [[] for _pages in answers]

    def read_page(asked):
        position, _number = asked
        read[position].append(next(waiting[position]))
        return read[position][-1]

    listings = read_lists([None] * len(answers), lambda asked: list(map(read_page, asked)), concurrency)
    for position, listing in enumerate(listings):
        brought = [page for page in read[position] if page]
        names = [element.identity for element in listing.elements if element.identity]
        assert sorted(names) == sorted({e.identity for page in brought for e in page.elements if e.identity})
        assert listing.pages == brought
        assert listing.not_asked is None or listing.not_asked >= 0
