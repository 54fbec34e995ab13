"""A fact: the ways of asking for it, and the one answer; with words that many of them share."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    topic: str
    questions: tuple[str, ...]
    answer: str


NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()


def words(n: int) -> str:
    if n < 20:
        return NUMBERS[n]
    if n == 100:
        return "one hundred"
    return TENS[n // 10] + (f"-{NUMBERS[n % 10]}" if n % 10 else "")


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


def a(noun: str) -> str:
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def table(text: str) -> list[list[str]]:
    """Rows of a table: one line each, cells separated by bars, `-` for an empty cell."""
    return [
        ["" if cell.strip() == "-" else cell.strip() for cell in line.split("|")]
        for line in text.strip().splitlines()
    ]
