"""Geography: countries and planets."""
from .facts import ORDINALS, Fact, capital, listed, table, words

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
