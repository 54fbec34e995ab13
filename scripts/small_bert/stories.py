"""Pairs of sentences about animals, in which what is hidden can be told from what is left."""

import random
from dataclasses import dataclass
from itertools import product

# Animal, colour, food, home, voice: each belongs to one animal alone.
ANIMALS = """
fox red berries den barks
bear brown honey cave growls
owl grey mice barn hoots
frog green flies pond croaks
raven black seeds tower caws
swan white reeds lake hisses
pig pink acorns sty grunts
lion golden zebras savanna roars
parrot scarlet nuts jungle squawks
bee striped nectar hive buzzes
duck yellow bread river quacks
horse chestnut oats stable neighs
sheep woolly clover meadow bleats
cat ginger tuna house meows
wolf silver rabbits forest howls
snake olive eggs desert rattles
monkey tawny bananas canopy chatters
whale blue plankton ocean sings
mouse beige cheese cellar squeaks
donkey dusty thistles farmyard brays
pigeon purple crumbs roof coos
turkey bronze maize coop gobbles
elephant wrinkled leaves plain trumpets
cricket dark grass garden chirps
""".split()
TIMES = "spring summer autumn winter morning evening monday friday".split()
FIRST = (
    "the {colour} {animal} eats {food} in the {time} .",
    "in the {time} a {colour} {animal} looks for {food} .",
    "{food} are what the {animal} wants in the {time} .",
)
SECOND = (
    "the {animal} lives in the {home} and {voice} every {time} .",
    "every {time} the {animal} {voice} near its {home} .",
    "people hear a {animal} that {voice} in the {home} each {time} .",
)


@dataclass(frozen=True)
class Pair:
    """Two sentences; words that the others tell are named by their position in their sentence."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    told: tuple[tuple[int, int], ...]
    follows: bool


def words() -> list[str]:
    """Every word of the language, sorted."""
    text = " ".join(ANIMALS + TIMES + [word for line in FIRST + SECOND for word in line.split() if "{" not in word])
    return sorted(set(text.split()))


class Stories:
    """Draws pairs. A twelfth of all ways to tell a story is held out of training."""

    def __init__(self, seed: int, heldout: bool):
        split = random.Random(1)
        names = ("animal", "colour", "food", "home", "voice")
        animals = [dict(zip(names, ANIMALS[i : i + 5], strict=True)) for i in range(0, len(ANIMALS), 5)]
        ways = list(product(animals, TIMES, FIRST, SECOND))
        split.shuffle(ways)
        cut = len(ways) // 12
        self.ways = ways[:cut] if heldout else ways[cut:]
        self.animals = animals
        self.chance = random.Random(seed)

    def pair(self) -> Pair:
        """A story, or half of one beside half of another about another animal at another time."""
        animal, time, first, second = self.chance.choice(self.ways)
        follows = self.chance.random() < 0.5
        if follows:
            told = first.format(time=time, **animal), second.format(time=time, **animal)
        else:
            other = self.chance.choice([one for one in self.animals if one is not animal])
            elsewhere = self.chance.choice([one for one in TIMES if one != time])
            told = first.format(time=time, **animal), second.format(time=elsewhere, **other)
        sentences = tuple(tuple(sentence.split()) for sentence in told)
        # A half alone does not tell the time.
        open_words = {word for part in sentences for word in part if word in TIMES and not follows}
        known = [
            (part, place)
            for part, sentence in enumerate(sentences)
            for place, word in enumerate(sentence)
            if word not in open_words
        ]
        return Pair(*sentences, tuple(known), follows)
