"""Things: what is asked about the tables of things_tables.py."""
from .facts import Fact, a, capital
from .things_tables import JOBS, MATERIALS, PLANTS, SENSES, SHAPES, TOOLS


def things():
    for shape, sides in SHAPES:
        yield Fact(
            "shapes",
            (
                f"How many sides does {a(shape)} have?",
                f"How many sides has {a(shape)}?",
                f"How many corners does {a(shape)} have?",
                f"What is {a(shape)}?",
                f"Tell me about the {shape}.",
                f"What number of sides does {a(shape)} have?",
            ),
            f"{capital(a(shape))} is a shape with {sides} sides. "
            f"It also has {sides} corners, one at each place where two sides meet.",
        )
    for job, task, place in JOBS:
        yield Fact(
            "jobs",
            (
                f"What does {a(job)} do?",
                f"What is {a(job)}?",
                f"What is the job of {a(job)}?",
                f"What is the work of {a(job)}?",
                f"Tell me what {a(job)} does.",
                f"What does {a(job)} do all day?",
            ),
            f"{capital(a(job))} is a person who {task}. You can meet {a(job)} at work in {a(place)}.",
        )
        yield Fact(
            "who does it",
            (
                f"Who {task}?",
                f"Which person {task}?",
                f"What do you call a person who {task}?",
                f"Whose job is it: who {task}?",
                f"Who is it that {task}?",
            ),
            f"A person who {task} is called {a(job)}. You can meet {a(job)} at work in {a(place)}.",
        )
        yield Fact(
            "where people work",
            (
                f"Where does {a(job)} work?",
                f"Where can I meet {a(job)}?",
                f"In what place does {a(job)} work?",
                f"Where do I find {a(job)}?",
                f"What is the workplace of {a(job)}?",
            ),
            f"{capital(a(job))} often works in {a(place)}. There you can see how {a(job)} {task}.",
        )
    for tool, use, place in TOOLS:
        yield Fact(
            "tools",
            (
                f"What is {a(tool)} for?",
                f"What do you use {a(tool)} for?",
                f"What can I do with {a(tool)}?",
                f"What is the use of {a(tool)}?",
                f"Why do people need {a(tool)}?",
                f"What is {a(tool)}?",
            ),
            f"You use {a(tool)} to {use}. Many people keep {a(tool)} in the {place}, where it is easy to find.",
        )
        yield Fact(
            "what to use",
            (
                f"What do I need to {use}?",
                f"What do you use to {use}?",
                f"Which thing helps me to {use}?",
                f"How can I {use}?",
                f"What should I take to {use}?",
            ),
            f"To {use}, you need {a(tool)}. Have a look in the {place}, because many people keep one there.",
        )
    for part, verb, example in SENSES:
        yield Fact(
            "the body",
            (
                f"What do we do with our {part}?",
                f"What are the {part} for?" if part.endswith("s") or part == "teeth" else f"What is the {part} for?",
                f"Why do we have {part}?" if part.endswith("s") or part == "teeth" else f"Why do we have a {part}?",
                f"What can you do with your {part}?",
                f"How do people use their {part}?",
            ),
            f"We use our {part} to {verb}. With our {part} we can, for example, {example}.",
        )
        yield Fact(
            "the body",
            (
                f"With what do we {verb}?",
                f"What do we {verb} with?",
                f"Which part of the body do we use to {verb}?",
                f"What do people need to {verb}?",
                f"How do we {verb}?",
            ),
            f"We {verb} with our {part}. With our {part} we can, for example, {example}.",
        )
    for name, kind, place, colour in PLANTS:
        yield Fact(
            "fruit and vegetables",
            (
                f"Is {a(name)} a fruit or a vegetable?",
                f"Is {a(name)} a vegetable or a fruit?",
                f"What is {a(name)}?",
                f"What kind of food is {a(name)}?",
                f"Tell me about the {name}.",
                f"What do you know about the {name}?",
            ),
            f"{capital(a(name))} is a {kind}. It grows {place}, and when it is ripe, it is {colour}.",
        )
        yield Fact(
            "where food grows",
            (
                f"Where does {a(name)} grow?",
                f"How does {a(name)} grow?",
                f"Where do I find {a(name)} in nature?",
                f"In what place does {a(name)} grow?",
                f"Do you know where {a(name)} grows?",
            ),
            f"{capital(a(name))} grows {place}. It is a {kind}, and when it is ripe, it is {colour}.",
        )
    for thing, material, place in MATERIALS:
        yield Fact(
            "materials",
            (
                f"What is {thing} made of?",
                f"What is {thing} made from?",
                f"From what is {thing} made?",
                f"What do you need to make {thing}?",
                f"How do people make {thing}?",
                f"What do people make {thing} from?",
            ),
            f"{capital(thing)} is made from {material}. People often make it in {a(place)}.",
        )
