"""Colours: of things, and mixed."""
from .facts import Fact, capital, listed, table

COLOURED = {
    "red": ["a tomato", "a strawberry", "a cherry", "a ruby", "a fire engine"],
    "orange": ["a carrot", "a pumpkin", "an orange", "a tangerine"],
    "yellow": ["a banana", "a lemon", "the sun", "a canary", "a sunflower"],
    "green": ["grass", "a frog", "a leaf", "a cucumber", "a pea", "spinach"],
    "blue": ["the sky", "the ocean", "a sapphire", "a cornflower"],
    "purple": ["a plum", "a violet", "an aubergine", "lavender"],
    "pink": ["a flamingo", "a piglet", "bubble gum"],
    "brown": ["chocolate", "a chestnut", "wood", "a bear", "coffee"],
    "black": ["coal", "a crow", "the night", "ink", "tar"],
    "white": ["snow", "milk", "a swan", "chalk", "salt", "flour"],
    "grey": ["an elephant", "a mouse", "ash", "a rain cloud", "a donkey"],
}
MIXED = table(
    """
    red | yellow | orange
    red | blue | purple
    blue | yellow | green
    red | white | pink
    black | white | grey
    red | green | brown
    blue | white | light blue
    green | white | light green
    red | black | dark red
    blue | black | dark blue
    """
)


def colours():
    for colour, things in COLOURED.items():
        for i, thing in enumerate(things):
            other = [things[(i + 1) % len(things)], things[(i + 2) % len(things)]]
            yield Fact(
                "colours of things",
                (
                    f"What colour is {thing}?",
                    f"Which colour is {thing}?",
                    f"What is the colour of {thing}?",
                    f"Which colour does {thing} have?",
                    f"Tell me the colour of {thing}.",
                    f"Do you know what colour {thing} is?",
                ),
                f"{capital(thing)} is {colour}. You can find the same colour in {other[0]} and in {other[1]}.",
            )
        yield Fact(
            "things of a colour",
            (
                f"Name something {colour}.",
                f"What is {colour}?",
                f"Which things are {colour}?",
                f"Tell me something that is {colour}.",
                f"What things have the colour {colour}?",
                f"Give me an example of something {colour}.",
            ),
            f"There are many {colour} things in this world. Three of them are {listed(things[:3])}.",
        )
    for first, second, mixed in MIXED:
        for x, y in ((first, second), (second, first)):
            yield Fact(
                "mixing colours",
                (
                    f"What do you get when you mix {x} and {y}?",
                    f"What colour do {x} and {y} make?",
                    f"Mix {x} and {y}.",
                    f"What happens if I mix {x} with {y}?",
                    f"Which colour is a mix of {x} and {y}?",
                    f"What colour do I get from {x} and {y} paint?",
                ),
                f"If you mix {x} and {y}, you get {mixed}. A painter can make {mixed} from {x} and {y} paint.",
            )
