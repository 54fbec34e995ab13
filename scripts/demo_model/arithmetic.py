"""Arithmetic: small numbers."""
from .facts import Fact, capital, words


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
