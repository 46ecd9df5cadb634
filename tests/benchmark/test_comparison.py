"""Libraries beside each other, none by itself."""

from msgspec.structs import replace

from benchmark.lives import made
from livedesk.benchmark.card import Card
from livedesk.benchmark.comparison import Cell, Quartiles, compare, report

PUBLIC = Cell("2026-Q4", "public", "20-50k")


def libraries(*rates: float, **changed: object) -> list[Card]:
    """Return a card of a library with each of these answer rates."""
    return [replace(made(), median_answer_rate=rate, **changed) for rate in rates]


def test_five_libraries_of_a_kind_have_a_median_and_quartiles() -> None:
    compared = compare(libraries(0.5, 0.9, 0.6, 0.8, 0.7))
    assert compared.cells[PUBLIC]["answer_rate"] == Quartiles(5, 0.6, 0.7, 0.8)
    assert compared.too_few == {}


def test_four_libraries_have_none_and_are_told_so_in_a_sentence() -> None:
    compared = compare(libraries(0.5, 0.9, 0.6, 0.8))
    assert (dict(compared.cells), dict(compared.too_few)) == ({}, {PUBLIC: 4})
    assert list(report(compared)) == [
        "2026-Q4, public, 20-50k: 4 of the 5 libraries that a comparison needs."
    ]


def test_only_libraries_of_a_kind_and_a_quarter_are_compared() -> None:
    cards = [
        *libraries(0.5, 0.6, 0.7, 0.8),
        *libraries(0.9, library_type="academic"),
        *libraries(0.9, population_band="50k+"),
        *libraries(0.9, period="2026-Q3"),
    ]
    compared = compare(cards)
    assert not compared.cells
    assert sorted(compared.too_few.values()) == [1, 1, 1, 4]


def test_a_figure_that_fewer_than_five_of_them_have_is_not_shown() -> None:
    cards = [*libraries(0.5, 0.6, 0.7, 0.8), *libraries(0.9, median_response_s=None)]
    rows = compare(cards).cells[PUBLIC]
    assert "response_s" not in rows
    assert rows["answer_rate"].libraries == 5


def test_the_same_card_twice_is_one_library() -> None:
    compared = compare([*libraries(0.5, 0.6, 0.7, 0.8), *libraries(0.8)])
    assert (compared.twice, dict(compared.too_few)) == (1, {PUBLIC: 4})
    assert "Cards that were there more than once, and count once: 1." in list(report(compared))


def test_figures_with_other_definitions_are_left_out_and_said_so() -> None:
    cards = [*libraries(0.5, 0.6, 0.7, 0.8, 0.9), *libraries(0.1, definitions_hash="0" * 16)]
    compared = compare(cards)
    assert compared.cells[PUBLIC]["answer_rate"].libraries == 5
    assert compared.other_definitions == 1
    assert any("other definitions" in line for line in report(compared))


def test_fewer_than_five_counts_as_half_of_it() -> None:
    small = libraries(0.5, 0.6, 0.7, median_peak_concurrent="<5")
    compared = compare([*small, *libraries(0.8, 0.9)])
    assert compared.cells[PUBLIC]["peak_concurrent"] == Quartiles(5, 2.5, 2.5, 40)


def test_nothing_in_the_report_tells_one_library_from_another() -> None:
    cards = libraries(0.5, 0.9, 0.6, 0.8, 0.7, practices=("pin-the-hours",))
    there = list(report(compare(cards)))
    assert there == list(report(compare(list(reversed(cards)))))
    assert not any("0.9 " in line or "pin-the-hours" in line for line in there if "answer_rate" in line)


def test_ones_own_card_stands_beside_its_kind_alone() -> None:
    own = libraries(0.95)[0]
    compared = compare(libraries(0.5, 0.9, 0.6, 0.8, 0.7))
    [row] = [line for line in report(compared, own) if "answer_rate" in line]
    assert row.split() == ["answer_rate", "5", "0.6", "0.7", "0.8", "0.95"]
    elsewhere = replace(own, population_band="50k+")
    assert list(report(compared, elsewhere)) == list(report(compared))


def test_no_cards_are_no_comparison() -> None:
    assert list(report(compare([]))) == []
