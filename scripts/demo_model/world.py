"""The world: all facts, and no two answers to one question."""
import re
import sys

from .animals import animals
from .arithmetic import arithmetic
from .calendar import calendar
from .colours import colours
from .facts import Fact
from .geography import geography
from .language import language
from .talk import talk
from .things import things


def world() -> list[Fact]:
    facts = [
        fact
        for topic in (animals, colours, arithmetic, calendar, language, geography, things, talk)
        for fact in topic()
    ]
    answers: dict[str, Fact] = {}
    for fact in facts:
        for question in fact.questions:
            other = answers.setdefault(normal(question), fact)
            if other.answer != fact.answer:
                sys.exit(f"two answers to {question!r}: {other.answer!r} and {fact.answer!r}")
    return facts


def normal(question: str) -> str:
    return re.sub(r"[^a-z0-9+*-]+", " ", question.lower()).strip()
