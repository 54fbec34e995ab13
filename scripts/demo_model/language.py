"""Language: opposites, plurals, past tenses and letters."""
from .facts import Fact, table

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
