"""Two coders, held against figures published elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.agreement import Agreement, CodingUnreadable, Disagreement, compare, read, report


def coded(*codes: str) -> str:
    """Return a coder's file: observation 1, 2 … with these codes."""
    rows = (f'L1-{place},{code},"kata {place}"' for place, code in enumerate(codes, start=1))
    return "\n".join(["obs_id,act_code,verbatim", *rows])


def agreement(first: str, second: str) -> Agreement:
    return compare(read(coded(*first.split())), read(coded(*second.split())))


def test_alpha_is_what_krippendorff_works_out_by_hand() -> None:
    """Two observers, binary data: "Computing Krippendorff's Alpha-Reliability" (2011), example A, alpha 0.095."""
    first = "none A none none none none none none A none"
    second = "A A A none none A none none none none"
    [code, together] = agreement(first, second).rows
    assert code.alpha == pytest.approx(0.095, abs=0.0005)
    assert (code.first, code.second, code.both, code.per_cent) == (2, 4, 1, 60.0)
    assert together.alpha == code.alpha


def test_nominal_alpha_is_what_krippendorff_works_out_by_hand() -> None:
    """The same paper, example B: two observers, five categories, twelve units, alpha 0.692."""
    first = "a a b b d c c c e d d a"
    second = "b a b b b c c c e d d d"
    assert agreement(first, second).rows[-1].alpha == pytest.approx(0.692, abs=0.0005)


def test_two_who_agree_in_everything_have_an_alpha_of_one() -> None:
    both = agreement("A B A", "A B A")
    assert [(row.per_cent, row.alpha) for row in both.rows] == [(100.0, 1.0)] * 3
    assert both.disagreements == ()


def test_where_all_is_the_same_there_is_no_alpha() -> None:
    [code, together] = agreement("A A", "A A").rows
    assert (code.per_cent, code.alpha, together.alpha) == (100.0, None, None)


def test_disagreements_are_listed_with_the_words() -> None:
    assert agreement("A A|B none", "A B none").disagreements == (Disagreement("L1-2", "A B", "B", "kata 2"),)


def test_what_one_left_blank_or_has_not_is_left_out_and_counted() -> None:
    first, second = read(coded("A", "", "B", "A")), read(coded("A", "B", "B"))
    both = compare(first, second)
    assert (both.units, both.apart, both.blank) == (2, (1, 0), (1, 0))
    assert "Left out: 1 that only the first file has, 1 that it leaves blank." in list(report(both))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_are_read_as_spreadsheets_save_them(delimiter: str) -> None:
    text = f"\ufeffobs_id{delimiter}act_code\r\nL1-1{delimiter}A\r\n"
    assert read(text).codes == {"L1-1": frozenset({"A"})}


def test_another_column_can_be_compared() -> None:
    assert read("obs_id,topic\nL1-1,hours\n", "topic").codes == {"L1-1": frozenset({"hours"})}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no column act_code and no column obs_id"),
        ("obs_id,code\n", "no column act_code"),
        ("obs_id,act_code\nL1-1,A\nL1-1,B\n", "row 3 has the obs_id 'L1-1' a second time"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text: str, sentence: str) -> None:
    with pytest.raises(CodingUnreadable, match=sentence):
        read(text)


def test_two_files_without_anything_in_common_are_no_agreement() -> None:
    with pytest.raises(CodingUnreadable, match="no observation is coded in both"):
        compare(read(coded("A")), read(coded("")))


def test_the_report_says_which_codes_can_be_relied_on() -> None:
    lines = list(report(agreement("A A A A B B", "A A A A B none")))
    assert lines[0] == "6 observations coded by both."
    by_code = {line.split()[0]: line for line in lines if line}
    assert by_code["A"].endswith("reliable")
    assert by_code["B"].split() == ["B", "2", "1", "1", "83.3", "0.593", "not", "reliable"]


def test_nothing_in_a_file_reaches_the_terminal_as_a_command() -> None:
    hostile = 'obs_id,act_code,verbatim\n"L1\x1b[2J",A\x1b[0m,"a\x1b]0;x\x07"\n'
    other = hostile.replace("A\x1b", "B\x1b")
    assert not any("\x1b" in line or "\x07" in line for line in report(compare(read(hostile), read(other))))


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC")), min_size=1, max_size=30))
def test_who_comes_first_changes_nothing_and_alpha_is_at_most_one(pairs: list[tuple[str, str]]) -> None:
    one, other = (" ".join(each) for each in zip(*pairs, strict=True))
    there, back = agreement(one, other), agreement(other, one)
    for row, mirrored in zip(there.rows, back.rows, strict=True):
        assert (row.first, row.second) == (mirrored.second, mirrored.first)
        assert row.per_cent == mirrored.per_cent
        assert row.alpha == (None if mirrored.alpha is None else pytest.approx(mirrored.alpha))
        assert row.alpha is None or row.alpha <= 1
