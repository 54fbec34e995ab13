"""Animals: sounds, young, homes, food, kinds, legs and sizes."""
from .facts import Fact, a, capital, table

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
