"""The calendar: days, months, seasons and units."""
from .facts import ORDINALS, Fact, capital, table, words

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
