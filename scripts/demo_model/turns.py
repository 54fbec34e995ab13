"""The split: what the model is trained on, and what it never sees; and the sampler that draws turns from it."""
import math
import random
from dataclasses import dataclass

from .facts import Fact
from .world import normal

END = "<|endoftext|>"


@dataclass(frozen=True)
class Turn:
    topic: str
    question: str
    answer: str


# Facts of these topics follow a rule, so some of them are held out altogether.
RULED = {"addition", "subtraction", "comparing numbers", "animal sizes", "names", "made-up words"}
# In these topics the last way of asking (of at least five) is never seen in training.
WORDED = {
    "animal sounds",
    "young animals",
    "animal food",
    "animal legs",
    "colours of things",
    "mixing colours",
    "addition",
    "subtraction",
    "day after",
    "month after",
    "units",
    "opposites",
    "plurals",
    "letters",
    "capitals",
    "countries",
    "languages",
    "jobs",
    "tools",
    "fruit and vegetables",
    "materials",
    "Lemma",
    "chat",
    "names",
}


def split(facts: list[Fact], seed: int):
    """Training facts (with the questions that are left), and held-out turns of three kinds."""
    chance = random.Random(seed)
    training: list[Fact] = []
    held = {"paraphrase": [], "wording": [], "fact": []}
    unseen: dict[str, bool] = {}
    for fact in facts:
        turns = [Turn(fact.topic, question, fact.answer) for question in fact.questions]
        # By answer, so that "3 or 5" is not held out while "5 or 3" is trained on.
        rule = fact.answer if fact.topic != "made-up words" else fact.questions[0]
        if fact.topic in RULED and unseen.setdefault(rule, chance.random() < 0.08):
            held["fact"] += turns
            continue
        if fact.topic in WORDED and len(turns) >= 5:
            held["wording"].append(turns.pop())
        if len(turns) >= 4 and chance.random() < 0.35:
            held["paraphrase"].append(turns.pop(chance.randrange(len(turns))))
        training.append(Fact(fact.topic, tuple(turn.question for turn in turns), fact.answer))
    seen = {normal(question) for fact in training for question in fact.questions}
    for turns in held.values():
        turns[:] = [turn for turn in turns if normal(turn.question) not in seen]
    return training, held


OPENERS = ("Please tell me: ", "Tell me: ", "I have a question: ", "Can you help me? ", "So, ", "Hey, ", "Well, ")


def surface(question: str, chance: random.Random) -> str:
    """The question as a person in a hurry, or a polite one, may type it."""
    draw = chance.random()
    if draw < 0.60:
        return question
    if draw < 0.70:
        return question.lower()
    if draw < 0.80:
        return question.rstrip("?.!")
    if draw < 0.90:
        return question.lower().rstrip("?.!")
    first = question.split()[0]
    if first in {"What", "Which", "Where", "Who", "How", "Why", "Is", "Do", "In", "On", "Does"}:
        question = question[0].lower() + question[1:]
        return chance.choice(OPENERS) + question
    return question


class Sampler:
    """Draws training turns: topics by the square root of their size, then facts, then questions."""

    def __init__(self, facts: list[Fact], seed: int):
        self.chance = random.Random(seed)
        self.topics: dict[str, list[Fact]] = {}
        for fact in facts:
            self.topics.setdefault(fact.topic, []).append(fact)
        self.names = list(self.topics)
        self.weights = [math.sqrt(len(self.topics[name]) + 4) for name in self.names]

    def turn(self, plain: bool = False) -> Turn:
        topic = self.chance.choices(self.names, self.weights)[0]
        fact = self.chance.choice(self.topics[topic])
        question = self.chance.choice(fact.questions)
        return Turn(topic, question if plain else surface(question, self.chance), fact.answer)


def text(turns: list[Turn]) -> str:
    return "".join(turn.question + END + turn.answer + END for turn in turns)
