"""Links in the order of their ids, and ids made the short way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zvirka.model.canonical import digest
from zvirka.model.findings import Link
from zvirka.reconcile.relating import in_order_of_id

IDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=70)
LINKS = st.builds(
    lambda left, right, question: Link("supports", left, right, (), question=question), IDS, IDS, st.none() | IDS
)


@given(LINKS)
def test_the_id_of_a_link_is_the_digest_of_kind_ends_and_question(link: Link) -> None:
    assert link.id == digest("link", link.kind, link.left, link.right, link.question)


@given(st.lists(LINKS, max_size=20))
def test_links_stand_by_their_ids_and_none_is_lost_even_where_one_is_told_twice(links: list[Link]) -> None:
    assert in_order_of_id(links) == tuple(sorted(links, key=lambda link: link.id))
