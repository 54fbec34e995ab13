"""The bytes of a key or a proof, each named as it is read; and how either is rejected."""
from .field import P, E


class Rejected(Exception):
    pass


def require(condition, code):
    if not condition:
        raise Rejected(code)


class Reader:
    def __init__(self, data):
        self.data, self.at, self.rows, self.names = data, 0, [], []

    def name(self, *names):
        """Bytes read from now on belong to this section."""
        self.names = names

    def take(self, n, what):
        self.require(n)
        self.at += n
        self.rows.append((self.at - n, self.at, *self.names, what))
        return self.data[self.at - n:self.at]

    def number(self, n, what, signed=False):
        return int.from_bytes(self.take(n, what), "big", signed=signed)

    def require(self, n):
        require(len(self.data) - self.at >= n, "truncated")

    def count(self, n, limit, what):
        value = self.number(n, what)
        require(value <= limit, "tooLarge")
        return value

    def base(self, what):
        value = self.number(8, what)
        require(value < P, "notCanonical")
        return value

    def elements(self, n, what):
        data = self.take(16 * n, what)
        words = [int.from_bytes(data[i:i + 8], "big") for i in range(0, 16 * n, 8)]
        require(all(w < P for w in words), "notCanonical")
        return [E(words[i], words[i + 1]) for i in range(0, 2 * n, 2)]
