"""Talk: about Lemma, small talk, names, and questions that have no answer here."""
import random

from .about_lemma import LEMMA
from .chat import CHAT
from .facts import Fact, capital

NAMES = (
    "Anna Ben Clara David Emma Felix Grace Henry Ida Jack Kate Leo Mia Noah Olga Paul Rosa Sam Tom Uma Vera Will "
    "Yara Zoe Alice Bob Carol Dan Eve Frank Gina Hugo Iris Jane Karl Lena Max Nina Oscar Pia Ruth Simon Tina Victor"
).split()
UNKNOWN = (
    "Who won the last match?|What is the weather like today?|What time is it?|How do I repair my car?"
    "|Who is the president?|What is the stock market doing?|Can you book a flight for me?|Where are my glasses?"
    "|What did I say yesterday?|Who wrote this book?|How much does a ticket cost?|What is quantum physics?"
    "|Can you write a poem?|How do I cook rice?|When does the train leave?|What is the best film of the year?"
    "|Who painted this picture?|How deep is the ocean?|Who invented the telephone?|What is the speed of light?"
    "|How tall is the tower?|What is in the news?|Which phone should I buy?|How do I learn to play the piano?"
    "|What is the square root of seven?|Who is the fastest runner?|What is my brother doing?|How do I fix this bug?"
    "|What is the price of gold?|Tell me a secret.|Where did I leave my hat?|Who built the pyramids?"
    "|What is the longest river?|How many stars are there?|Who lives next door?|Translate this sentence."
    "|What is the highest mountain?|Can you sing a song?|What is love?|Do you believe in ghosts?"
    "|Can you draw a picture?|How do planes fly?|What will happen next year?|Who discovered fire?"
).split("|")
UNKNOWN_SHAPES = (
    "What is a {}?|What sound does a {} make?|What is the capital of {}?|Where is {}?|What colour is a {}?"
    "|Who is {}?|Tell me about {}.|What is the opposite of {}?|What does a {} eat?|How many legs does a {} have?"
).split("|")


def talk():
    for answer, questions in LEMMA:
        yield Fact("Lemma", tuple(questions.split("|")), answer)
    for answer, questions in CHAT:
        yield Fact("chat", tuple(questions.split("|")), answer)
    for name in NAMES:
        yield Fact(
            "names",
            (
                f"My name is {name}.",
                f"I am {name}.",
                f"Hello, I am {name}.",
                f"Hi, my name is {name}.",
                f"You can call me {name}.",
                f"People call me {name}.",
            ),
            f"Hello, {name}! It is nice to meet you, {name}. You can ask me a question about simple things.",
        )
    apology = "I am sorry, but I do not know that. I am a small model, and I know only a few simple things."
    for question in UNKNOWN:
        yield Fact("unknown", (question,), apology)
    # Made-up words, so that the model learns to say that it does not know them.
    chance = random.Random(5)
    heads = "bl br cl dr fl gl gr kr pl qu sl sn spl st tr tw v w z".split()
    tails = "abble axon eeble esh iddle imp izzle oba ondo oop orp ozzle ubble udge ulto ump unk".split()
    for head in heads:
        for tail in tails:
            shape = chance.choice(UNKNOWN_SHAPES)
            word = head + tail
            if "of {}" in shape and "opposite" not in shape or "is {}" in shape or "about {}" in shape:
                word = capital(word)
            yield Fact("made-up words", (shape.format(word),), apology)
