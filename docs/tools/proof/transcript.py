"""The transcript: absorbing, challenges, query positions and proof of work."""
from .field import E
from .keccak import keccak
from .reader import require


class Transcript:
    def __init__(self, label):
        self.state = bytes(32)
        self.absorb(label.encode())

    def absorb(self, data):
        self.state = keccak(b"\x02" + self.state + data)

    def squeeze(self):
        self.state = keccak(b"\x03" + self.state)
        return self.state

    def challenge(self):
        block = self.squeeze()
        return E(int.from_bytes(block[:16], "big"), int.from_bytes(block[16:], "big"))

    def challenges(self, n):
        return [self.challenge() for _ in range(n)]

    def positions(self, n, bits):
        drawn = []
        while len(drawn) < n:
            block = self.squeeze()
            words = [int.from_bytes(block[i:i + 4], "big") for i in range(0, 32, 4)]
            drawn += [w & (1 << bits) - 1 for w in words][:n - len(drawn)]
        return sorted(set(drawn))

    def work(self, nonce, bits):
        self.state = keccak(b"\x04" + self.state + nonce)
        require(int.from_bytes(self.state, "big") >> (256 - bits) == 0, "proofOfWork")
