"""Counts and lists are written as English does."""

import pytest

from uat.base.nouns import counted, listed, noun_of, usual_names


@pytest.mark.parametrize(
    ("count", "noun", "said"),
    [
        (0, "neuron", "0 neurons"),
        (1, "neuron", "1 neuron"),
        (2, "neuron", "2 neurons"),
        (1, "box", "1 box"),
        (12000, "box", "12000 boxes"),
    ],
)
def test_a_noun_follows_its_count(count: int, noun: str, said: str) -> None:
    assert counted(count, noun) == said
    assert said.endswith(noun_of(count, noun))


def test_a_list_ends_with_and() -> None:
    assert [listed("abc"[:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert [listed("ab"[:n], 4) for n in (1, 2)] == ["a and 4 more", "a, b and 4 more"]


def test_inputs_without_names_get_letters_or_numbers() -> None:
    assert [usual_names(n) for n in range(1, 4)] == [("x",), ("x", "y"), ("x", "y", "z")]
    assert usual_names(4) == ("x1", "x2", "x3", "x4")
