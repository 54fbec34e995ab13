#!/usr/bin/env python3
"""Trains the bundled demo model: a very small GPT-2 that answers questions about a very small world.

    python3 scripts/train_demo_model.py [--out models/demo]

Nothing is downloaded. The script writes the world down (section 1), splits it (section 2), trains a
byte-level BPE tokenizer on it (section 3), trains the model (section 4), measures it (section 5) and
writes a Hugging Face folder with calibration text and test vectors beside it (section 6).
Needs torch, transformers, tokenizers, safetensors and numpy; takes minutes on two cores.
"""

import argparse
import json
import math
import os
import random
import re
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

# Waiting threads sleep instead of spinning, so that a shared machine stays usable. Must precede torch.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2Config, GPT2LMHeadModel, GPT2Tokenizer
from transformers.utils import logging

END = "<|endoftext|>"


# 1. The world: facts, the ways of asking for each of them, and the one answer to each -------------


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


ANIMALS = table(
    """
    cow | moo | calf | barn | grass | four | mammal
    dog | woof | puppy | kennel | meat | four | mammal
    cat | meow | kitten | house | fish | four | mammal
    horse | neigh | foal | stable | hay | four | mammal
    pig | oink | piglet | sty | corn | four | mammal
    sheep | baa | lamb | meadow | grass | four | mammal
    goat | bleat | kid | shed | leaves | four | mammal
    donkey | hee-haw | foal | stable | hay | four | mammal
    lion | roar | cub | savanna | meat | four | mammal
    tiger | growl | cub | jungle | meat | four | mammal
    bear | growl | cub | cave | honey | four | mammal
    wolf | howl | pup | forest | meat | four | mammal
    fox | yap | cub | den | mice | four | mammal
    mouse | squeak | pup | hole | seeds | four | mammal
    elephant | trumpet | calf | savanna | leaves | four | mammal
    giraffe | - | calf | savanna | leaves | four | mammal
    zebra | - | foal | savanna | grass | four | mammal
    camel | grunt | calf | desert | dry grass | four | mammal
    rabbit | - | kit | burrow | carrots | four | mammal
    squirrel | - | kit | tree | nuts | four | mammal
    deer | - | fawn | forest | leaves | four | mammal
    hedgehog | - | hoglet | hedge | beetles | four | mammal
    monkey | chatter | infant | jungle | fruit | - | mammal
    kangaroo | - | joey | grassland | grass | two | mammal
    whale | - | calf | ocean | krill | no | mammal
    dolphin | click | calf | ocean | fish | no | mammal
    hen | cluck | chick | coop | grain | two | bird
    duck | quack | duckling | pond | water plants | two | bird
    goose | honk | gosling | lake | grass | two | bird
    swan | - | cygnet | lake | water plants | two | bird
    owl | hoot | owlet | hollow tree | mice | two | bird
    crow | caw | chick | nest | worms | two | bird
    pigeon | coo | squab | roof | seeds | two | bird
    eagle | screech | eaglet | nest | rabbits | two | bird
    penguin | - | chick | colony | fish | two | bird
    frog | ribbit | tadpole | pond | flies | four | amphibian
    snake | hiss | hatchling | burrow | mice | no | reptile
    turtle | - | hatchling | river | water plants | four | reptile
    shark | - | pup | ocean | fish | no | fish
    bee | buzz | larva | hive | nectar | six | insect
    ant | - | larva | anthill | seeds | six | insect
    cricket | chirp | nymph | meadow | leaves | six | insect
    butterfly | - | caterpillar | garden | nectar | six | insect
    """
)

# From the smallest to the largest.
SIZES = (
    "ant bee mouse frog pigeon owl rabbit cat fox dog sheep wolf pig lion tiger cow horse camel giraffe elephant whale"
).split()


def animals():
    for name, sound, young, home, food, legs, kind in ANIMALS:
        one = a(name)
        if sound:
            yield Fact(
                "animal sounds",
                (
                    f"What sound does {one} make?",
                    f"Which sound does {one} make?",
                    f"What does {one} say?",
                    f"What noise does {one} make?",
                    f"How does {one} sound?",
                    f"Do you know the sound of {one}?",
                    f"Which noise comes from {one}?",
                ),
                f"{capital(one)} says {sound}. The {name} is {a(kind)}, and you can find it in {a(home)}.",
            )
        yield Fact(
            "young animals",
            (
                f"What is a young {name} called?",
                f"What do you call a young {name}?",
                f"What is a baby {name} called?",
                f"What do you call a baby {name}?",
                f"What is the name for the young of {one}?",
                f"How do people call a baby {name}?",
            ),
            f"A young {name} is called {a(young)}. The {name} is {a(kind)}, and it likes to eat {food}.",
        )
        yield Fact(
            "animal homes",
            (
                f"Where does {one} live?",
                f"Where can I find {one}?",
                f"Where do you find {one}?",
                f"What is the home of {one}?",
                f"In which place does {one} live?",
                f"Where is the home of {one}?",
            ),
            f"{capital(one)} lives in {a(home)}. The {name} is {a(kind)}, and it likes to eat {food}.",
        )
        yield Fact(
            "animal food",
            (
                f"What does {one} eat?",
                f"What does {one} like to eat?",
                f"What is the food of {one}?",
                f"What can I feed {one}?",
                f"Which food does {one} like?",
                f"What do you give {one} to eat?",
            ),
            f"{capital(one)} likes to eat {food}. The {name} is {a(kind)}, and its young is called {a(young)}.",
        )
        yield Fact(
            "animal kinds",
            (
                f"What kind of animal is {one}?",
                f"What is {one}?",
                f"Which kind of animal is {one}?",
                f"Tell me about the {name}.",
                f"What do you know about the {name}?",
                f"What sort of animal is the {name}?",
            ),
            f"{capital(one)} is {a(kind)}. It lives in {a(home)}, and it likes to eat {food}.",
        )
        if legs:
            yield Fact(
                "animal legs",
                (
                    f"How many legs does {one} have?",
                    f"How many legs has {one}?",
                    f"What number of legs does {one} have?",
                    f"Count the legs of {one}.",
                    f"On how many legs does {one} walk?" if legs != "no" else f"Does {one} have legs?",
                    f"Do you know how many legs {one} has?",
                ),
                f"{capital(one)} has {legs} legs. It lives in {a(home)}, and it likes to eat {food}.",
            )
    for i, small in enumerate(SIZES):
        for j in range(i + 3, len(SIZES)):
            large = SIZES[j]
            for first, second in ((small, large), (large, small)):
                yield Fact(
                    "animal sizes",
                    (
                        f"Which is bigger, {a(first)} or {a(second)}?",
                        f"Which is larger, {a(first)} or {a(second)}?",
                        f"Is {a(first)} bigger than {a(second)}?",
                        f"Which one is bigger, the {first} or the {second}?",
                        f"Between {a(first)} and {a(second)}, which is bigger?",
                    ),
                    f"{capital(a(large))} is bigger than {a(small)}. "
                    f"Of these two animals, the {small} is the smaller one.",
                )


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


def arithmetic():
    for x in range(13):
        for y in range(13):
            yield Fact(
                "addition",
                (
                    f"What is {x} plus {y}?",
                    f"What is {words(x)} plus {words(y)}?",
                    f"How much is {x} + {y}?",
                    f"What is {x} + {y}?",
                    f"Add {words(x)} and {words(y)}.",
                    f"What is the sum of {words(x)} and {words(y)}?",
                    f"How much is {words(x)} plus {words(y)}?",
                    f"Can you add {x} and {y}?",
                ),
                f"{capital(words(x))} plus {words(y)} is {words(x + y)}. "
                f"You can check it: {words(x + y)} minus {words(y)} is {words(x)} again.",
            )
    for x in range(21):
        for y in range(min(x, 12) + 1):
            if x - y > 12:
                continue
            yield Fact(
                "subtraction",
                (
                    f"What is {x} minus {y}?",
                    f"What is {words(x)} minus {words(y)}?",
                    f"How much is {x} - {y}?",
                    f"What is {x} - {y}?",
                    f"Take {words(y)} away from {words(x)}.",
                    f"How much is {words(x)} minus {words(y)}?",
                    f"Can you take {y} away from {x}?",
                ),
                f"{capital(words(x))} minus {words(y)} is {words(x - y)}. "
                f"You can check it: {words(x - y)} plus {words(y)} is {words(x)} again.",
            )
    for x in range(1, 11):
        for y in range(1, 11):
            yield Fact(
                "multiplication",
                (
                    f"What is {x} times {y}?",
                    f"What is {words(x)} times {words(y)}?",
                    f"How much is {x} * {y}?",
                    f"What is {x} * {y}?",
                    f"Multiply {words(x)} by {words(y)}.",
                    f"How much is {words(x)} times {words(y)}?",
                    f"Can you multiply {x} by {y}?",
                ),
                f"{capital(words(x))} times {words(y)} is {words(x * y)}. "
                f"The order does not matter: {words(y)} times {words(x)} is {words(x * y)} too.",
            )
    for x in range(21):
        parity = "even" if x % 2 == 0 else "odd"
        reason = "can be split into two equal parts" if x % 2 == 0 else "leaves one over when you split it in two"
        for written in (str(x), words(x)):
            yield Fact(
                "even and odd",
                (
                    f"Is {written} even or odd?",
                    f"Is {written} odd or even?",
                    f"Is the number {written} even or odd?",
                    f"Is {written} an even number?",
                    f"Is {written} an odd number?",
                ),
                f"{capital(words(x))} is an {parity} number, because it {reason}.",
            )
    for x in range(1, 31):
        for written in (str(x), words(x)):
            yield Fact(
                "counting",
                (
                    f"Which number comes after {written}?",
                    f"What number comes after {written}?",
                    f"Which number follows {written}?",
                    f"What comes after the number {written}?",
                    f"Count one up from {written}.",
                ),
                f"The number after {words(x)} is {words(x + 1)}. "
                f"If you count down instead, the number before {words(x)} is {words(x - 1)}.",
            )
    for x in range(13):
        for y in range(13):
            if x == y:
                continue
            large, small = max(x, y), min(x, y)
            yield Fact(
                "comparing numbers",
                (
                    f"Which is larger, {x} or {y}?",
                    f"Which number is larger, {words(x)} or {words(y)}?",
                    f"Which is more, {words(x)} or {words(y)}?",
                    f"Is {x} larger than {y}?",
                    f"Which is the larger number, {x} or {y}?",
                ),
                f"{capital(words(large))} is larger than {words(small)}. "
                f"The difference between the two numbers is {words(large - small)}.",
            )


DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = table(
    """
    January | thirty-one | winter
    February | twenty-eight | winter
    March | thirty-one | spring
    April | thirty | spring
    May | thirty-one | spring
    June | thirty | summer
    July | thirty-one | summer
    August | thirty-one | summer
    September | thirty | autumn
    October | thirty-one | autumn
    November | thirty | autumn
    December | thirty-one | winter
    """
)
SEASONS = table(
    """
    spring | the flowers bloom and the days grow longer
    summer | the days are long and the weather is warm
    autumn | the leaves fall and the days grow shorter
    winter | the days are short and the weather is cold
    """
)
UNITS = table(
    """
    seconds | a minute | sixty | With it you can time how long you brush your teeth
    minutes | an hour | sixty | The long hand of a clock goes around once in this time
    hours | a day | twenty-four | About one third of them is best spent asleep
    days | a week | seven | The week starts with Monday and ends with Sunday
    weeks | a year | fifty-two | One or two days are left over at the end
    months | a year | twelve | The first is January, and the last is December
    days | a year | three hundred and sixty-five | A leap year has one day more than that
    years | a century | one hundred | Few people live for so long a time
    centimetres | a metre | one hundred | One metre is about one large step
    metres | a kilometre | one thousand | You need about ten minutes to walk so far
    grams | a kilogram | one thousand | A litre of water weighs just as much
    letters | the alphabet | twenty-six | The first is A, and the last is Z
    eggs | a dozen | twelve | Half of a dozen is six, of course
    seasons | a year | four | They are spring, summer, autumn and winter
    """
)


def calendar():
    for i, day in enumerate(DAYS):
        after, before = DAYS[(i + 1) % 7], DAYS[(i - 1) % 7]
        yield Fact(
            "day after",
            (
                f"What day comes after {day}?",
                f"Which day comes after {day}?",
                f"Which day follows {day}?",
                f"What is the day after {day}?",
                f"If today is {day}, what day is tomorrow?",
                f"Today is {day}. What day is it tomorrow?",
            ),
            f"The day after {day} is {after}. The day after that is {DAYS[(i + 2) % 7]}, and so the week goes on.",
        )
        yield Fact(
            "day before",
            (
                f"What day comes before {day}?",
                f"Which day comes before {day}?",
                f"What is the day before {day}?",
                f"If today is {day}, what day was yesterday?",
                f"Today is {day}. What day was it yesterday?",
                f"Which day is right before {day}?",
            ),
            f"The day before {day} is {before}. The day after {day} is {after}, and so the week goes on.",
        )
        weekend = "a day of the weekend, so many people rest" if i > 4 else "a working day, so many people work"
        yield Fact(
            "weekend",
            (
                f"Is {day} a working day?",
                f"Is {day} on the weekend?",
                f"Do people work on {day}?",
                f"Is {day} a day of the weekend?",
                f"What do people do on {day}?",
            ),
            f"{day} is {weekend} on that day. It comes between {before} and {after}.",
        )
    for i, (month, days, season) in enumerate(MONTHS):
        after, before = MONTHS[(i + 1) % 12][0], MONTHS[(i - 1) % 12][0]
        place = f"It is the {ORDINALS[i]} month of the year"
        yield Fact(
            "month after",
            (
                f"What month comes after {month}?",
                f"Which month comes after {month}?",
                f"Which month follows {month}?",
                f"What is the month after {month}?",
                f"If it is {month} now, what is the next month?",
            ),
            f"The month after {month} is {after}. It is the {ORDINALS[(i + 1) % 12]} month of the year.",
        )
        yield Fact(
            "month before",
            (
                f"What month comes before {month}?",
                f"Which month comes before {month}?",
                f"What is the month before {month}?",
                f"Which month is right before {month}?",
                f"If it is {month} now, what was the last month?",
            ),
            f"The month before {month} is {before}. It is the {ORDINALS[(i - 1) % 12]} month of the year.",
        )
        leap = ", or twenty-nine in a leap year" if month == "February" else ""
        yield Fact(
            "days of a month",
            (
                f"How many days does {month} have?",
                f"How many days are in {month}?",
                f"How many days has {month}?",
                f"How long is {month}?",
                f"What number of days does {month} have?",
            ),
            f"{month} has {days} days{leap}. {place}, and in the north it belongs to {season}.",
        )
        yield Fact(
            "season of a month",
            (
                f"In which season is {month}?",
                f"Which season is {month} in?",
                f"What season does {month} belong to?",
                f"What is the season in {month}?",
                f"To which season does {month} belong?",
            ),
            f"In the north, {month} belongs to {season}. {place}, and it comes after {before}.",
        )
        yield Fact(
            "order of months",
            (
                f"What is the {ORDINALS[i]} month of the year?",
                f"Which month is the {ORDINALS[i]} of the year?",
                f"Which is the {ORDINALS[i]} month?",
                f"Name the {ORDINALS[i]} month of the year.",
                f"What is month number {words(i + 1)}?",
            ),
            f"The {ORDINALS[i]} month of the year is {month}. It has {days} days, and it comes after {before}.",
        )
    for i, (season, weather) in enumerate(SEASONS):
        after, before = SEASONS[(i + 1) % 4][0], SEASONS[(i - 1) % 4][0]
        yield Fact(
            "seasons",
            (
                f"What is {season}?",
                f"What happens in {season}?",
                f"Tell me about {season}.",
                f"What is it like in {season}?",
                f"What do you know about {season}?",
            ),
            f"{capital(season)} is one of the four seasons. In {season}, {weather}.",
        )
        yield Fact(
            "order of seasons",
            (
                f"Which season comes after {season}?",
                f"What season comes after {season}?",
                f"What comes after {season}?",
                f"Which season follows {season}?",
                f"What is the season after {season}?",
            ),
            f"After {season} comes {after}. The season before {season} is {before}, and there are four in all.",
        )
    for small, large, count, remark in UNITS:
        yield Fact(
            "units",
            (
                f"How many {small} are in {large}?",
                f"How many {small} are there in {large}?",
                f"How many {small} does {large} have?",
                f"How many {small} make {large}?",
                f"What number of {small} is in {large}?",
                f"Do you know how many {small} are in {large}?",
            ),
            f"There are {count} {small} in {large}. {remark}.",
        )


OPPOSITES = table(
    """
    hot | cold
    big | small
    tall | short
    fast | slow
    light | heavy
    old | new
    day | night
    up | down
    left | right
    in | out
    open | closed
    full | empty
    happy | sad
    loud | quiet
    hard | soft
    wet | dry
    clean | dirty
    strong | weak
    rich | poor
    early | late
    near | far
    high | low
    good | bad
    true | false
    first | last
    easy | difficult
    young | aged
    thick | thin
    wide | narrow
    sweet | bitter
    rough | smooth
    deep | shallow
    sharp | blunt
    bright | dark
    brave | timid
    begin | end
    push | pull
    buy | sell
    love | hate
    win | lose
    laugh | cry
    give | take
    always | never
    many | few
    inside | outside
    above | below
    front | back
    friend | enemy
    alive | dead
    safe | dangerous
    cheap | expensive
    asleep | awake
    yes | no
    """
)
PLURALS = table(
    """
    mouse | mice
    child | children
    goose | geese
    foot | feet
    tooth | teeth
    man | men
    woman | women
    ox | oxen
    leaf | leaves
    knife | knives
    wolf | wolves
    shelf | shelves
    loaf | loaves
    sheep | sheep
    fish | fish
    deer | deer
    cat | cats
    dog | dogs
    cow | cows
    duck | ducks
    book | books
    tree | trees
    house | houses
    box | boxes
    fox | foxes
    bus | buses
    dish | dishes
    baby | babies
    city | cities
    berry | berries
    puppy | puppies
    day | days
    key | keys
    potato | potatoes
    tomato | tomatoes
    """
)
PASTS = table(
    """
    go | went
    see | saw
    eat | ate
    drink | drank
    run | ran
    swim | swam
    sing | sang
    write | wrote
    read | read
    speak | spoke
    think | thought
    buy | bought
    bring | brought
    catch | caught
    teach | taught
    make | made
    take | took
    give | gave
    come | came
    find | found
    sleep | slept
    keep | kept
    fly | flew
    grow | grew
    know | knew
    begin | began
    win | won
    lose | lost
    build | built
    walk | walked
    talk | talked
    play | played
    jump | jumped
    help | helped
    prove | proved
    """
)


def language():
    for pair in OPPOSITES:
        for x, y in (pair, pair[::-1]):
            yield Fact(
                "opposites",
                (
                    f"What is the opposite of {x}?",
                    f"What is opposite to {x}?",
                    f"Which word is the opposite of {x}?",
                    f"Tell me the opposite of {x}.",
                    f"What word means the opposite of {x}?",
                    f"Do you know the opposite of {x}?",
                ),
                f"The opposite of {x} is {y}. If you turn it around, the opposite of {y} is {x}.",
            )
    for one, many in PLURALS:
        yield Fact(
            "plurals",
            (
                f"What is the plural of {one}?",
                f"Which word is the plural of {one}?",
                f"How do you say more than one {one}?",
                f"What do you call more than one {one}?",
                f"Tell me the plural of {one}.",
            ),
            f"The plural of {one} is {many}. You say one {one}, but you say two {many}.",
        )
    for now, past in PASTS:
        yield Fact(
            "past tense",
            (
                f"What is the past tense of {now}?",
                f"What is the past form of {now}?",
                f"Tell me the past tense of {now}.",
                f"Which word is the past tense of {now}?",
                f"How do you put {now} into the past?",
            ),
            f"The past tense of {now} is {past}. You say that today we {now}, and that yesterday we {past}.",
        )
    letters = [chr(ord("A") + i) for i in range(26)]
    for i in range(1, 25):
        yield Fact(
            "letters",
            (
                f"What letter comes after {letters[i]}?",
                f"Which letter comes after {letters[i]}?",
                f"Which letter follows {letters[i]}?",
                f"What is the letter after {letters[i]}?",
                f"Which letter is next after {letters[i]} in the alphabet?",
            ),
            f"The letter after {letters[i]} is {letters[i + 1]}. "
            f"In the alphabet, the letter {letters[i]} stands between {letters[i - 1]} and {letters[i + 1]}.",
        )


COUNTRIES = table(
    """
    France | Paris | Europe | French
    Italy | Rome | Europe | Italian
    Spain | Madrid | Europe | Spanish
    Portugal | Lisbon | Europe | Portuguese
    Germany | Berlin | Europe | German
    Austria | Vienna | Europe | German
    Poland | Warsaw | Europe | Polish
    Greece | Athens | Europe | Greek
    Sweden | Stockholm | Europe | Swedish
    Norway | Oslo | Europe | Norwegian
    Denmark | Copenhagen | Europe | Danish
    Finland | Helsinki | Europe | Finnish
    Hungary | Budapest | Europe | Hungarian
    Iceland | Reykjavik | Europe | Icelandic
    Romania | Bucharest | Europe | Romanian
    Bulgaria | Sofia | Europe | Bulgarian
    Croatia | Zagreb | Europe | Croatian
    Czechia | Prague | Europe | Czech
    Ukraine | Kyiv | Europe | Ukrainian
    Ireland | Dublin | Europe | English
    England | London | Europe | English
    the Netherlands | Amsterdam | Europe | Dutch
    Japan | Tokyo | Asia | Japanese
    China | Beijing | Asia | Chinese
    South Korea | Seoul | Asia | Korean
    Thailand | Bangkok | Asia | Thai
    Vietnam | Hanoi | Asia | Vietnamese
    Mongolia | Ulaanbaatar | Asia | Mongolian
    Nepal | Kathmandu | Asia | Nepali
    Turkey | Ankara | Asia | Turkish
    Iran | Tehran | Asia | Persian
    Iraq | Baghdad | Asia | Arabic
    Egypt | Cairo | Africa | Arabic
    Morocco | Rabat | Africa | Arabic
    Tunisia | Tunis | Africa | Arabic
    Kenya | Nairobi | Africa | Swahili
    Ghana | Accra | Africa | English
    Senegal | Dakar | Africa | French
    Canada | Ottawa | North America | English
    Mexico | Mexico City | North America | Spanish
    Cuba | Havana | North America | Spanish
    Peru | Lima | South America | Spanish
    Chile | Santiago | South America | Spanish
    Argentina | Buenos Aires | South America | Spanish
    Colombia | Bogota | South America | Spanish
    Brazil | Brasilia | South America | Portuguese
    Australia | Canberra | Oceania | English
    New Zealand | Wellington | Oceania | English
    """
)
PLANETS = table(
    """
    Mercury | is the smallest planet and very hot by day
    Venus | is covered in thick and bright clouds
    Earth | is the planet on which we all live
    Mars | is called the red planet for its rusty dust
    Jupiter | is the largest planet of them all
    Saturn | is known for its wide and bright rings
    Uranus | is a cold planet that rolls on its side
    Neptune | is a cold, blue and very windy planet
    """
)


def geography():
    for country, city, continent, tongue in COUNTRIES:
        yield Fact(
            "capitals",
            (
                f"What is the capital of {country}?",
                f"Which city is the capital of {country}?",
                f"What is the capital city of {country}?",
                f"Tell me the capital of {country}.",
                f"What is the name of the capital of {country}?",
                f"Do you know the capital of {country}?",
                f"Name the capital city of {country}.",
            ),
            f"The capital of {country} is {city}. It lies in {continent}, and many people there speak {tongue}.",
        )
        yield Fact(
            "countries",
            (
                f"{city} is the capital of which country?",
                f"Which country has the capital {city}?",
                f"In which country is {city}?",
                f"Where is {city}?",
                f"What country is {city} in?",
                f"Where can I find the city of {city}?",
            ),
            f"{city} is the capital of {country}. It lies in {continent}, and many people there speak {tongue}.",
        )
        yield Fact(
            "languages",
            (
                f"What language do people speak in {country}?",
                f"Which language do people speak in {country}?",
                f"What do people speak in {country}?",
                f"Which language is spoken in {country}?",
                f"What is the language of {country}?",
                f"Which language do I need in {country}?",
            ),
            f"Many people in {country} speak {tongue}. The capital of {country} is {city}, and it lies in {continent}.",
        )
        yield Fact(
            "continents",
            (
                f"Where is {country}?",
                f"On which continent is {country}?",
                f"Which continent is {country} on?",
                f"Where can I find {country}?",
                f"Where on the map is {country}?",
                f"What continent does {country} belong to?",
            ),
            f"{capital(country)} is a country in {continent}. "
            f"The capital is {city}, and many people there speak {tongue}.",
        )
    for i, (planet, remark) in enumerate(PLANETS):
        near = [PLANETS[j][0] for j in (i - 1, i + 1) if 0 <= j < 8]
        beside = f"Next to it you find {listed(near)}"
        yield Fact(
            "planets",
            (
                f"What is {planet}?",
                f"Tell me about {planet}.",
                f"What do you know about {planet}?",
                f"What kind of planet is {planet}?",
                f"Tell me something about the planet {planet}.",
            ),
            f"{planet} is the {ORDINALS[i]} planet from the Sun. {planet} {remark}.",
        )
        yield Fact(
            "order of planets",
            (
                f"Which planet is the {ORDINALS[i]} from the Sun?",
                f"What is the {ORDINALS[i]} planet from the Sun?",
                f"What is the {ORDINALS[i]} planet?",
                f"Name the {ORDINALS[i]} planet from the Sun.",
                f"Which is planet number {words(i + 1)}?",
            ),
            f"The {ORDINALS[i]} planet from the Sun is {planet}. {beside}, and there are eight planets in all.",
        )


SHAPES = table(
    """
    triangle | three
    square | four
    rectangle | four
    pentagon | five
    hexagon | six
    heptagon | seven
    octagon | eight
    nonagon | nine
    decagon | ten
    """
)
JOBS = table(
    """
    baker | bakes bread | bakery
    farmer | grows food | farm
    teacher | teaches children | school
    doctor | heals sick people | hospital
    pilot | flies planes | airport
    sailor | sails ships | harbour
    painter | paints pictures | studio
    carpenter | makes things from wood | workshop
    tailor | sews clothes | shop
    librarian | looks after books | library
    gardener | looks after plants | garden
    cook | cooks meals | kitchen
    fireman | puts out fires | fire station
    singer | sings songs | theatre
    writer | writes stories | quiet room
    fisherman | catches fish | boat
    miller | grinds grain | mill
    smith | shapes hot iron | forge
    shepherd | looks after sheep | meadow
    beekeeper | looks after bees | garden
    judge | decides in court | court
    mathematician | proves theorems | university
    programmer | writes programs | office
    astronomer | watches the stars | tower
    dentist | looks after teeth | clinic
    """
)
TOOLS = table(
    """
    hammer | drive in nails | toolbox
    saw | cut wood | workshop
    screwdriver | turn screws | toolbox
    knife | cut bread | kitchen
    spoon | eat soup | kitchen
    fork | pick up food | kitchen
    cup | drink tea | cupboard
    needle | sew clothes | sewing box
    broom | sweep the floor | corner
    umbrella | stay dry in the rain | hall
    key | open a lock | pocket
    pen | write a letter | drawer
    clock | tell the time | living room
    thermometer | measure how warm it is | cupboard
    map | find the way | bag
    ruler | draw straight lines | drawer
    lamp | see in the dark | living room
    kettle | boil water | kitchen
    bed | sleep at night | bedroom
    oven | bake bread | kitchen
    boat | cross the water | harbour
    telescope | look at the stars | tower
    ladder | climb up high | shed
    bucket | carry water | shed
    spade | dig a hole | shed
    brush | paint a wall | workshop
    towel | dry your hands | bathroom
    compass | find the north | bag
    calculator | work with numbers | drawer
    camera | take pictures | bag
    """
)
SENSES = table(
    """
    eyes | see | look at pictures
    ears | hear | listen to music
    nose | smell | smell a flower
    tongue | taste | taste a soup
    skin | feel | feel the wind
    legs | walk | go for a walk
    hands | hold things | hold a cup
    teeth | chew | chew an apple
    """
)
PLANTS = table(
    """
    apple | fruit | on a tree | red or green
    pear | fruit | on a tree | green or yellow
    cherry | fruit | on a tree | red
    plum | fruit | on a tree | purple
    orange | fruit | on a tree | orange
    lemon | fruit | on a tree | yellow
    peach | fruit | on a tree | pink and yellow
    banana | fruit | on a tall plant | yellow
    grape | fruit | on a vine | green or purple
    strawberry | fruit | near the ground | red
    blueberry | fruit | on a bush | blue
    raspberry | fruit | on a bush | red
    melon | fruit | on the ground | green or yellow
    carrot | vegetable | under the ground | orange
    potato | vegetable | under the ground | brown
    onion | vegetable | under the ground | brown or white
    radish | vegetable | under the ground | red
    beetroot | vegetable | under the ground | dark red
    cabbage | vegetable | on the ground | green
    lettuce | vegetable | on the ground | green
    leek | vegetable | in the ground | green and white
    cauliflower | vegetable | on the ground | white
    """
)
MATERIALS = table(
    """
    bread | flour and water | bakery
    cheese | milk | dairy
    butter | cream | dairy
    wine | grapes | cellar
    paper | wood | paper mill
    glass | sand | glass factory
    a candle | wax | workshop
    a window | glass | workshop
    a book | paper | print shop
    a table | wood | workshop
    a sweater | wool | shop
    a shirt | cotton | shop
    a coin | metal | mint
    a brick | clay | kiln
    honey | nectar | hive
    jam | fruit and sugar | kitchen
    an omelette | eggs | kitchen
    a snowman | snow | garden
    flour | grain | mill
    juice | fruit | kitchen
    """
)


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


LEMMA = [
    (
        "Lemma is a program that proves what a Transformer has computed. Anyone can check such a proof in a moment.",
        "What is Lemma?|Tell me about Lemma.|What does Lemma do?|What do you know about Lemma?|Who is Lemma?"
        "|Explain Lemma to me.|Can you tell me what Lemma is?|What is Lemma for?",
    ),
    (
        "Lemma proves that a reply really is what the stated model computes from the stated question.",
        "What does Lemma prove?|What can Lemma prove?|What is proven by Lemma?|What is in a proof of Lemma?"
        "|What does a proof by Lemma say?|What does the proof prove?",
    ),
    (
        "Anyone can check the proof. A small program, a browser or a contract can verify it without the model.",
        "Who can check a proof?|Who can verify a proof?|Who can check the proof?|Can I check the proof?"
        "|Who is able to verify the proof?|Can anyone check a proof?",
    ),
    (
        "No, you do not need the model for that. The checker holds a digest of thirty-two bytes in its place.",
        "Do I need the model to check a proof?|Does the checker need the model?|Does the verifier hold the model?"
        "|Do I need the weights to check a proof?|Is the model needed to verify a proof?"
        "|Must the verifier know the weights?",
    ),
    (
        "A proof is an argument that nobody can reasonably doubt. Lemma writes one for the reply of a model.",
        "What is a proof?|What do you call a proof?|Explain what a proof is.|What does the word proof mean?"
        "|Tell me what a proof is.|What do you mean by a proof?",
    ),
    (
        "A lemma is a small theorem on the way to a larger one. It is also the name of the program that runs me.",
        "What is a lemma?|What does the word lemma mean?|What does lemma mean?|Explain the word lemma."
        "|Tell me what a lemma is.|Why is it called Lemma?",
    ),
    (
        "A Transformer is a neural network that reads tokens and guesses the next one. I am a small one myself.",
        "What is a Transformer?|Explain what a Transformer is.|How does a Transformer work?"
        "|Tell me about Transformers.|What do you know about Transformers?|What does a Transformer do?",
    ),
    (
        "A token is a short piece of text, such as a word or a part of a word. I read and write tokens.",
        "What is a token?|Explain what a token is.|What are tokens?|Tell me about tokens."
        "|What do you call a token?|What does the word token mean?",
    ),
    (
        "A model digest is a short name of thirty-two bytes for one exact model. Change a weight, and it changes too.",
        "What is a model digest?|What is a digest?|Explain the model digest.|Tell me about the model digest."
        "|What is the digest of a model?|What does the digest name?",
    ),
    (
        "The prover runs the model and writes the proof. The verifier reads the proof and accepts or rejects it.",
        "What is a prover?|What does the prover do?|What is a verifier?|What does the verifier do?"
        "|Explain the prover and the verifier.|Who are the prover and the verifier?",
    ),
    (
        "If a proof is wrong, the verifier rejects it. A wrong reply can not be proven, except with tiny luck.",
        "What happens if a proof is wrong?|What happens to a wrong proof?|What if the reply is wrong?"
        "|Can a wrong reply be proven?|Can somebody cheat?|What happens when someone cheats?",
    ),
    (
        "Lemma is written in Swift, with a little C for the fast parts. Its circuits are written in Swift as well.",
        "In which language is Lemma written?|What language is Lemma written in?|How is Lemma written?"
        "|Which language does Lemma use?|Is Lemma written in Swift?|What is Lemma made of?",
    ),
    (
        "Lemma turns the model into whole numbers first. Then every step of it can be checked without any doubt.",
        "How does Lemma work?|How can Lemma prove a model?|What does Lemma do first?|How does Lemma do it?"
        "|How does Lemma prove a reply?|Can you explain how Lemma works?",
    ),
    (
        "A proof lets you trust a reply without trusting the machine that wrote it. That is why proofs are useful.",
        "Why is a proof useful?|Why do I need a proof?|Why should I want a proof?|Why do we prove replies?"
        "|What is the use of a proof?|Why are proofs useful?",
    ),
]
CHAT = [
    (
        "Hello! I am the small demo model of Lemma. You can ask me a question about simple things.",
        "Hello!|Hi!|Hey!|Hello there!|Good day!|Greetings!|Hi there!|Hello, model!",
    ),
    (
        "Good morning! I hope that you slept well. You can ask me a question about simple things.",
        "Good morning!|A good morning to you!|Morning!|Good morning, model!|I wish you a good morning.",
    ),
    (
        "Good evening! I hope that you had a good day. You can ask me a question about simple things.",
        "Good evening!|A good evening to you!|Evening!|Good evening, model!|I wish you a good evening.",
    ),
    (
        "Good night! I hope that you sleep well. We can talk about simple things again tomorrow.",
        "Good night!|I am going to bed.|Sleep well!|I wish you a good night.|Good night, model!",
    ),
    (
        "Goodbye! It was nice to talk to you. Come back when you have another question for me.",
        "Goodbye!|Bye!|Bye bye!|See you later!|See you!|See you soon!|I have to go now.|Farewell!",
    ),
    (
        "You are welcome! It is easy to help with simple things. Do you have another question for me?",
        "Thank you!|Thanks!|Many thanks!|Thank you very much!|Thanks a lot!|That was helpful.",
    ),
    (
        "I am very well, thank you. I am a small model, so I do not need much. How are you?",
        "How are you?|How are you today?|How do you do?|How is it going?|Are you well?|How do you feel?",
    ),
    (
        "I am the demo model of Lemma, a very small Transformer. I answer questions about a small world.",
        "Who are you?|What are you?|Tell me about yourself.|What kind of model are you?|Are you a model?"
        "|What is this model?|Introduce yourself.",
    ),
    (
        "I do not have a real name. People call me the demo model, because I come together with Lemma.",
        "What is your name?|Do you have a name?|What are you called?|How do people call you?"
        "|Tell me your name.|What should I call you?",
    ),
    (
        "I have no age as people do. I was trained in a few minutes, on text about a very small world.",
        "How old are you?|What is your age?|When were you born?|How were you trained?|Tell me your age."
        "|Where do you come from?",
    ),
    (
        "I am very small. I have four layers and fewer than one million weights, so I know only a little.",
        "How big are you?|How large are you?|How many weights do you have?|How many layers do you have?"
        "|What is your size?|Are you a big model?",
    ),
    (
        "No, I am not a human. I am a small model that writes one token after another, and nothing else.",
        "Are you a human?|Are you human?|Are you a person?|Are you real?|Are you alive?|Are you a robot?",
    ),
    (
        "You can ask me about animals, colours, numbers, days, capitals, opposites, tools and, of course, Lemma.",
        "What can you do?|What can I ask you?|What do you know?|What should I ask you?|Help!|Can you help me?"
        "|What can you tell me?|What are you good at?",
    ),
    (
        "My answers about my small world are often right, but not always. Please check what is important to you.",
        "Are you always right?|Can you be wrong?|Are your answers right?|Can I trust you?|Do you make mistakes?"
        "|Are you sure?",
    ),
    (
        "My favourite colour is blue, because the sky is blue. What colour do you like the most?",
        "What is your favourite colour?|Which colour do you like?|Do you have a favourite colour?"
        "|What colour do you like the most?|Which colour is the best?",
    ),
    (
        "My favourite animal is the owl, because it is quiet and sees well. Which animal do you like the most?",
        "What is your favourite animal?|Which animal do you like?|Do you have a favourite animal?"
        "|What animal do you like the most?|Which animal is the best?",
    ),
    (
        "My favourite number is seven, because it is odd and prime. Which number do you like the most?",
        "What is your favourite number?|Which number do you like?|Do you have a favourite number?"
        "|What number do you like the most?|Which number is the best?",
    ),
    (
        "Why was six afraid of seven? It was because seven ate nine. That is the only joke that I know.",
        "Tell me a joke.|Do you know a joke?|Make me laugh.|Can you tell me a joke?|Say something funny."
        "|Are you funny?",
    ),
    (
        "Once upon a time, an owl proved that two plus two is four. A mouse checked it, and all were happy.",
        "Tell me a story.|Do you know a story?|Can you tell me a story?|Read me a story.|I would like a story."
        "|Say something nice.",
    ),
    (
        "I am glad to hear that! A good mood makes every day better. Do you have a question for me?",
        "I am happy.|I am very happy today.|I feel good.|I am fine.|I am well, thank you.|I am glad.|Today is great.",
    ),
    (
        "I am sorry to hear that. I hope that you will soon feel better. Talking to a friend may help you.",
        "I am sad.|I am very sad today.|I feel bad.|I am not well.|I feel lonely.|I am unhappy.|Today is a bad day.",
    ),
    (
        "Then it is a good idea to rest for a while. Sleep is good for the body and good for the mind.",
        "I am tired.|I am very tired today.|I feel tired.|I want to sleep.|I need some sleep.|I am sleepy.",
    ),
    (
        "Then it is a good idea to eat something. An apple or a piece of bread can help you quickly.",
        "I am hungry.|I am very hungry now.|I feel hungry.|I want to eat.|I need some food.|What should I eat?",
    ),
    (
        "Then it is a good idea to drink something. A glass of cold water can help you quickly.",
        "I am thirsty.|I am very thirsty now.|I feel thirsty.|I want to drink.|I need some water."
        "|What should I drink?",
    ),
    (
        "Then let us play a small game. Ask me for the opposite of a word, or for the sound of an animal.",
        "I am bored.|I am very bored today.|I feel bored.|What should we do?|Let us play.|Can we play a game?",
    ),
    (
        "The sky is blue because the air scatters the blue part of the sunlight more than the other colours.",
        "Why is the sky blue?|Do you know why the sky is blue?|Explain why the sky is blue.|Why is the sky so blue?"
        "|Tell me why the sky is blue.",
    ),
    (
        "It rains when small drops of water in a cloud grow together and become too heavy to stay up.",
        "Why does it rain?|Where does rain come from?|What is rain?|How does rain form?|Explain the rain to me.",
    ),
    (
        "The Sun is a star, a very hot ball of gas. It gives light and warmth to all of the planets.",
        "What is the Sun?|Tell me about the Sun.|What do you know about the Sun?|Is the Sun a star?|Explain the Sun.",
    ),
    (
        "The Moon is a ball of rock that goes around the Earth. It takes about one month for each round.",
        "What is the Moon?|Tell me about the Moon.|What do you know about the Moon?|Is the Moon a planet?"
        "|Explain the Moon.",
    ),
    (
        "Water is a liquid that all living things need. It turns to ice in the cold and to steam in the heat.",
        "What is water?|Tell me about water.|What do you know about water?|Why do we need water?|Explain water.",
    ),
    (
        "A prime number is larger than one and can be divided only by one and by itself, like two or seven.",
        "What is a prime number?|Explain prime numbers.|What are prime numbers?|Tell me about prime numbers."
        "|When is a number prime?",
    ),
    (
        "The meaning of life is a hard question for a small model. I have read that the answer is forty-two.",
        "What is the meaning of life?|What is the sense of life?|Why are we here?|Tell me the meaning of life."
        "|Do you know the meaning of life?",
    ),
]
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


# 2. The split: what the model is trained on, and what it never sees ------------------------------


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


# 3. The tokenizer: byte-level BPE in GPT-2's layout ----------------------------------------------


def train_tokenizer(lines: list[str], vocabulary: int, context: int) -> GPT2Tokenizer:
    """Bytes first, then merges, then the end of text with the last id, as in GPT-2."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary - 1,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bpe.train_from_iterator(lines, trainer)
    model = json.loads(bpe.to_str())["model"]
    assert len(model["vocab"]) == vocabulary - 1, "too little text for so large a vocabulary"
    return GPT2Tokenizer(
        vocab=model["vocab"] | {END: vocabulary - 1},
        merges=[tuple(merge) for merge in model["merges"]],
        unk_token=END,
        bos_token=END,
        eos_token=END,
        model_max_length=context,
    )


def save_tokenizer(tokenizer: GPT2Tokenizer, out: Path) -> None:
    """Both layouts: the single file of today, and vocab.json with merges.txt as GPT-2 came."""
    tokenizer.save_pretrained(out)
    tokenizer.backend_tokenizer.model.save(str(out))
    special = json.dumps(tokenizer.special_tokens_map, indent=2, ensure_ascii=False)
    (out / "special_tokens_map.json").write_text(special + "\n")


# 4. Training -------------------------------------------------------------------------------------


def batches(sampler: Sampler, tokenizer: GPT2Tokenizer, size: int, context: int):
    """Rows of one to three turns. The reply counts in full, the question a little: nobody can guess it."""
    end = tokenizer.eos_token_id
    cache: dict[str, list[int]] = {}

    def ids(string: str) -> list[int]:
        if string not in cache:
            cache[string] = tokenizer(string)["input_ids"] + [end]
        return cache[string]

    while True:
        rows = []
        while len(rows) < size * 16:
            tokens, weights = [], []
            for _ in range(sampler.chance.choices((1, 2, 3), (70, 20, 10))[0]):
                turn = sampler.turn()
                question, answer = ids(turn.question), ids(turn.answer)
                if len(tokens) + len(question) + len(answer) > context:
                    break
                tokens += question + answer
                weights += [0.1] * len(question) + [1.0] * len(answer)
            rows.append((tokens, weights))
        rows.sort(key=lambda row: len(row[0]))
        pool = [rows[i : i + size] for i in range(0, len(rows), size)]
        sampler.chance.shuffle(pool)
        for batch in pool:
            width = min(context, -(-max(len(tokens) for tokens, _ in batch) // 8) * 8)  # few distinct shapes
            inputs = torch.full((size, width), end)
            weights = torch.zeros(size, width)
            for row, (tokens, weight) in enumerate(batch):
                inputs[row, : len(tokens)] = torch.tensor(tokens)
                weights[row, : len(tokens)] = torch.tensor(weight)
            yield inputs, weights


def train(model: GPT2LMHeadModel, sampler: Sampler, tokenizer: GPT2Tokenizer, options) -> int:
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": options.decay}, {"params": plain, "weight_decay": 0.0}],
        lr=options.rate,
        betas=(0.9, 0.98),
        fused=True,
    )
    start, seen, smooth = time.time(), 0, None
    model.train()
    stream = batches(sampler, tokenizer, options.batch, model.config.n_positions)
    for step in range(options.steps):
        warm = min(1.0, (step + 1) / 200)
        progress = step / options.steps
        for group in optimizer.param_groups:
            group["lr"] = options.rate * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        inputs, weights = next(stream)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not options.float32):
            logits = model(input_ids=inputs).logits
        losses = torch.nn.functional.cross_entropy(
            logits[:, :-1].float().flatten(0, 1), inputs[:, 1:].flatten(), reduction="none"
        )
        weight = weights[:, 1:].flatten()
        loss = (losses * weight).sum() / weight.sum()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        seen += int((weight > 0).sum())
        smooth = loss.item() if smooth is None else 0.98 * smooth + 0.02 * loss.item()
        if (step + 1) % 100 == 0 or step + 1 == options.steps:
            spent = time.time() - start
            left = spent / (step + 1) * (options.steps - step - 1)
            print(
                f"step {step + 1:5d}/{options.steps}  loss {smooth:.4f}  {seen / 1e6:5.1f} M tokens  "
                f"{spent / 60:4.1f} min, {left / 60:4.1f} min left",
                flush=True,
            )
    model.eval()
    return seen


# 5. Measuring ------------------------------------------------------------------------------------


@torch.no_grad()
def greedy(model: GPT2LMHeadModel, tokenizer: GPT2Tokenizer, questions: list[str], limit: int = 48) -> list[list[int]]:
    """Greedy replies as token ids, the end-of-text token included where the model wrote it."""
    end = tokenizer.eos_token_id
    prompts = [tokenizer(question)["input_ids"] + [end] for question in questions]
    replies: list[list[int]] = [[] for _ in questions]
    lengths: dict[int, list[int]] = {}
    for i, prompt in enumerate(prompts):
        lengths.setdefault(len(prompt), []).append(i)
    for group in lengths.values():
        tokens, cache = torch.tensor([prompts[i] for i in group]), None
        for _ in range(limit):
            result = model(input_ids=tokens, past_key_values=cache, use_cache=True)
            cache = result.past_key_values
            tokens = result.logits[:, -1].argmax(-1, keepdim=True)
            for row, i in enumerate(group):
                if not replies[i] or replies[i][-1] != end:
                    replies[i].append(int(tokens[row]))
            if all(replies[i][-1] == end for i in group):
                break
    return replies


@torch.no_grad()
def answer_loss(model: GPT2LMHeadModel, tokenizer: GPT2Tokenizer, turns: list[Turn]) -> float:
    """Mean cross-entropy of the answer's tokens, the end of text included."""
    end, total, count = tokenizer.eos_token_id, 0.0, 0
    for turn in turns:
        question = tokenizer(turn.question)["input_ids"] + [end]
        answer = tokenizer(turn.answer)["input_ids"] + [end]
        logits = model(input_ids=torch.tensor([question + answer])).logits[0]
        predicted = logits[len(question) - 1 : -1]
        total += torch.nn.functional.cross_entropy(predicted, torch.tensor(answer), reduction="sum").item()
        count += len(answer)
    return total / count


def measure(model: GPT2LMHeadModel, tokenizer: GPT2Tokenizer, turns: list[Turn]) -> dict:
    replies = greedy(model, tokenizer, [turn.question for turn in turns])
    end = tokenizer.eos_token_id
    exact = sum(
        reply == tokenizer(turn.answer)["input_ids"] + [end] for reply, turn in zip(replies, turns, strict=True)
    )
    return {
        "turns": len(turns),
        "exact": exact / len(turns),
        "ended": sum(reply[-1] == end for reply in replies) / len(turns),
        "at least 16 tokens": sum(len(reply) >= 16 for reply in replies) / len(turns),
        "perplexity": math.exp(answer_loss(model, tokenizer, turns)),
    }


# 6. Test vectors ---------------------------------------------------------------------------------


CASES = [
    "",
    " ",
    "  ",
    "   ",
    "\n",
    "\n\n",
    "\t",
    " \n ",
    "a",
    " a",
    "a ",
    "  a  b   c    ",
    "Hello",
    " Hello",
    "hello world",
    "Hello, world!",
    "HELLO WORLD",
    "What sound does a cow make?",
    " What sound does a cow make? ",
    "The capital of France is Paris.",
    "What is 3 plus 4?",
    "3+4=7, 12*12=144, 7-5=2",
    "1234567890",
    "a1b2c3",
    "3.14159 and 2,718",
    "I'm you're he's we'll they've I'd isn't",
    "I'M YOU'RE HE'S WE'LL THEY'VE I'D ISN'T",
    "'s 's' ''s 'll'll",
    "don\u2019t, it\u2019s",
    "rock 'n' roll",
    "line one\nline two\r\nline three",
    "tabs\tand\t\ttabs",
    "trailing newline\n",
    "\n  indented\n    more",
    "word\n\n\nword",
    "x  \n  y",
    "!!! ??? ... --- ___",
    "snake_case and kebab-case and camelCase",
    "(brackets) [square] {curly} <angle>",
    "https://example.org/path?query=1&other=two#part",
    "name@example.org",
    "caf\u00e9 na\u00efve \u00fcber \u00df \u00f1",
    "cafe\u0301 decomposed",
    "\u0416\u0438\u0437\u043d\u044c \u043f\u0440\u0435\u043a\u0440\u0430\u0441\u043d\u0430",
    "\u0393\u03b5\u03b9\u03ac \u03c3\u03bf\u03c5 \u039a\u03cc\u03c3\u03bc\u03b5",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\u4f60\u597d\uff0c\u4e16\u754c",
    "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8 \u3068 \ud55c\uad6d\uc5b4",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \u0928\u092e\u0938\u094d\u0924\u0947",
    "\U0001f600 \U0001f680\U0001f30d",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1eb\U0001f1f7 \u2764\ufe0f",
    "no\u00a0break \u2003em\u2003space \u3000wide",
    "\u200bzero\u200bwidth \ufeffmark",
    "\u00bd \u00b2 \u2167 \u0663 \u0969 5\u2075",
    "\u2211x\u00b2 \u2264 \u221e \u21d2 \u2203y",
    "\u0000\u0001\u007f\u0085",
    END,
    f"What is Lemma?{END}",
    f"one{END}two{END}{END} three",
    f" {END} {END}\n",
    "<|endoftext| > <|end|> |endoftext|",
    "a" * 40,
    " " * 17 + "x",
    "\u2028line\u2029paragraph",
]


def write_tokenizer_cases(tokenizer: GPT2Tokenizer, path: Path) -> None:
    cases = [{"text": string, "ids": tokenizer(string)["input_ids"]} for string in CASES]
    for case in cases:
        decoded = tokenizer.decode(case["ids"], clean_up_tokenization_spaces=False)
        assert decoded == case["text"], case
    path.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


@torch.no_grad()
def write_reference(model: GPT2LMHeadModel, sequences: list[list[int]], path: Path, replies=()) -> None:
    """Logits in float32 at the last four positions of each sequence, rounded to six decimals."""
    entries = []
    for tokens in sequences:
        logits = model(input_ids=torch.tensor([tokens])).logits[0]
        positions = list(range(max(0, len(tokens) - 4), len(tokens)))
        rows = [[round(float(x), 6) for x in logits[p]] for p in positions]
        entries.append({"tokens": tokens, "positions": positions, "logits": rows})
    lines = ['{"sequences": [']
    lines.append(",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries))
    lines.append('], "greedy": [')
    lines.append(",\n".join(json.dumps(reply) for reply in replies))
    lines.append("]}")
    path.write_text("\n".join(lines) + "\n")


# 7. All of it ------------------------------------------------------------------------------------


SHOWN = (
    "What is Lemma?|What sound does a cow make?|What is the capital of France?|What is three plus four?"
    "|What is the opposite of hot?|What day comes after Monday?|What do you get when you mix red and yellow?"
    "|Which is bigger, an elephant or a mouse?|Hello!|What is a token?|Who can check a proof?|What can you do?"
).split("|")


def write_turns(turns: list[Turn], path: Path) -> None:
    path.write_text("".join(f"{turn.question}\t{turn.answer}\n" for turn in turns))


def activations(model: GPT2LMHeadModel, tokenizer: GPT2Tokenizer, turns: list[Turn]) -> dict[str, float]:
    """The largest absolute values, so that nobody is surprised when the model is quantised."""
    largest: dict[str, float] = {}

    def watch(name):
        def hook(_, __, output):
            value = output[0] if isinstance(output, tuple) else output
            largest[name] = max(largest.get(name, 0.0), float(value.abs().max()))

        return hook

    handles = [model.lm_head.register_forward_hook(watch("logits"))]
    for block in model.transformer.h:
        handles.append(block.register_forward_hook(watch("residual stream")))
        handles.append(block.ln_1.register_forward_hook(watch("normalised")))
        handles.append(block.ln_2.register_forward_hook(watch("normalised")))
        handles.append(block.attn.c_attn.register_forward_hook(watch("queries, keys and values")))
        handles.append(block.mlp.c_fc.register_forward_hook(watch("before the activation")))
        handles.append(block.mlp.act.register_forward_hook(watch("after the activation")))
    with torch.no_grad():
        for turn in turns:
            model(input_ids=torch.tensor([tokenizer(text([turn]))["input_ids"]]))
    for handle in handles:
        handle.remove()
    return largest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "models/demo")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.1)
    parser.add_argument("--dropout", type=float, default=0.05)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--float32", action="store_true", help="train in float32 where bfloat16 is slow")
    options = parser.parse_args()
    logging.disable_progress_bar()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    facts = world()
    training, held = split(facts, options.seed)
    sampler = Sampler(training, options.seed)
    questions = sum(len(fact.questions) for fact in training)
    print(f"{len(facts)} facts, {questions} training questions; held out:", {k: len(v) for k, v in held.items()})

    corpus = Sampler(training, options.seed + 1)
    lines = [line for _ in range(60000) for turn in (corpus.turn(),) for line in (turn.question, turn.answer)]
    tokenizer = train_tokenizer(lines, 1024, 128)
    end = tokenizer.eos_token_id
    lengths = sorted(len(tokenizer(fact.answer)["input_ids"]) + 1 for fact in facts)
    print(f"answers: {lengths[0]} to {lengths[-1]} tokens with the end of text, median {lengths[len(lengths) // 2]}")

    model = GPT2LMHeadModel(
        GPT2Config(
            vocab_size=1024,
            n_positions=128,
            n_embd=128,
            n_layer=4,
            n_head=4,
            activation_function="gelu_new",
            embd_pdrop=options.dropout,
            attn_pdrop=options.dropout,
            resid_pdrop=options.dropout,
            bos_token_id=end,
            eos_token_id=end,
            attn_implementation="eager",
        )
    )
    parameters = model.num_parameters()
    start = time.time()
    seen = train(model, sampler, tokenizer, options)
    minutes = (time.time() - start) / 60

    chance = random.Random(options.seed + 2)
    sizes = {"paraphrase": 60, "wording": 20, "fact": 20}
    heldout = [turn for kind, size in sizes.items() for turn in chance.sample(held[kind], size)]
    calibration, asked = [], set()
    while len(calibration) < 150:
        turn = corpus.turn(plain=True)
        if turn.question not in asked:
            asked.add(turn.question)
            calibration.append(turn)

    report = {kind: measure(model, tokenizer, turns) for kind, turns in held.items()}
    report["heldout.txt"] = measure(model, tokenizer, heldout)
    report["calibration.txt"] = measure(model, tokenizer, calibration)
    largest = activations(model, tokenizer, calibration)
    shown = list(zip(SHOWN, greedy(model, tokenizer, list(SHOWN)), strict=True))

    out: Path = options.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    model.save_pretrained(out)
    (out / "model.safetensors").chmod(0o644)
    save_tokenizer(tokenizer, out)
    write_turns(calibration, out / "calibration.txt")
    write_turns(heldout, out / "heldout.txt")
    write_tokenizer_cases(tokenizer, out / "tokenizer_cases.json")
    reloaded = GPT2LMHeadModel.from_pretrained(out).eval()
    sequences = [tokenizer(text([turn]))["input_ids"][:24] for turn in (heldout[0], heldout[60], calibration[0])]
    replies = [
        {"question": question, "prompt": tokenizer(question + END)["input_ids"], "reply": reply}
        for question, reply in shown
    ]
    write_reference(reloaded, sequences, out / "reference.json", replies)

    print(json.dumps(report, indent=1))
    print("largest absolute values:", {name: round(value, 2) for name, value in largest.items()})
    print(f"{parameters} parameters, {seen} training tokens, {minutes:.1f} minutes")
    for question, reply in shown:
        print(f"{question}\n  [{len(reply)}] {tokenizer.decode(reply)}")
    (out / "README.md").write_text(
        readme(options, training, questions, parameters, seen, minutes, lengths, report, largest, shown, tokenizer)
    )
    size = sum(path.stat().st_size for path in out.iterdir())
    print(f"{out}: {size / 1e6:.2f} MB")
    assert size <= 6_000_000


def readme(options, training, questions, parameters, seen, minutes, lengths, report, largest, shown, tokenizer):
    precision = "float32" if options.float32 else "bfloat16 products, float32 weights"
    names = {
        "paraphrase": "known fact, known wording, never together",
        "wording": "known fact, wording never seen",
        "fact": "fact never seen (sums, comparisons, names, made-up words)",
        "heldout.txt": "`heldout.txt` (60 + 20 + 20 of these)",
        "calibration.txt": "`calibration.txt` (seen in training)",
    }
    rows = "\n".join(
        f"| {names[kind]} | {r['turns']} | {100 * r['exact']:.1f} % | {r['perplexity']:.3f} | "
        f"{100 * r['ended']:.1f} % | {100 * r['at least 16 tokens']:.1f} % |"
        for kind, r in report.items()
    )
    ranges = "\n".join(f"| {name} | {value:.1f} |" for name, value in largest.items())
    samples = "\n".join(
        f"| {question} | {tokenizer.decode(reply).removesuffix(END)} | {len(reply)} |" for question, reply in shown
    )
    return f"""# The demo model

A GPT-2 of {parameters:,} parameters that answers questions about a very small world: animals, colours, small numbers,
the calendar, opposites, capitals, tools, and Lemma. It exists so that `lemma demo` has something to prove. It is no
use for anything else, and what it says outside its world is not to be trusted.

A turn is `question<|endoftext|>answer<|endoftext|>`, as in DialoGPT: give it a question and one end-of-text token,
and it writes the answer and ends it with another.

| | |
|---|---|
| architecture | GPT-2: 4 layers, width 128, 4 heads, context 128, `gelu_new`, tied embeddings, float32 |
| tokenizer | byte-level BPE, 1024 tokens, `<|endoftext|>` is 1023 |
| training text | {len(training):,} facts asked in {questions:,} ways, written by the script itself; no other data |
| training | {options.steps:,} steps of {options.batch} rows, {seen / 1e6:.1f} M tokens, AdamW, rate {options.rate:g}, \
weight decay {options.decay:g}, dropout {options.dropout:g}, {precision} |
| time | {minutes:.0f} minutes on 2 cores shared with other work |
| answers | {lengths[0]} to {lengths[-1]} tokens with the end of text, median {lengths[len(lengths) // 2]} |

## Train it again

```
pip install torch transformers tokenizers safetensors numpy
python3 scripts/train_demo_model.py
```

It rewrites this folder, this page and its figures included. Seeds are fixed, but another processor, number of threads
or PyTorch release rounds differently, so the weights will not be the same to the bit. Without bfloat16 instructions,
add `--float32`.

## How good it is

Greedy replies. *Exact* means every token of the one expected answer, the end included.

| questions | turns | exact | perplexity of the answer | ended | 16 tokens or more |
|---|---|---|---|---|---|
{rows}

| question | greedy reply | tokens |
|---|---|---|
{samples}

Largest absolute values over `calibration.txt`:

| | |
|---|---|
{ranges}

## Files

| file | holds |
|---|---|
| `config.json`, `generation_config.json`, `model.safetensors` | the model, as `transformers` writes it |
| `tokenizer.json`, `tokenizer_config.json`, `vocab.json`, `merges.txt`, `special_tokens_map.json` | the tokenizer |
| `calibration.txt` | 150 turns seen in training: question, tab, answer |
| `heldout.txt` | 100 turns not seen in training, same form |
| `reference.json` | three token sequences with the float32 logits of their last four positions; greedy replies |
| `tokenizer_cases.json` | {len(CASES)} strings with their ids |
"""


if __name__ == "__main__":
    main()
