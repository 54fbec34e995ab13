"""The statement: what was said to which model, and its tokens as tensors."""
from .field import total
from .key import TOKENS
from .placement import bits_for
from .reader import require
from .weights import below, entry, parts


class Statement:
    """The part of `Verifier` that reads, checks and evaluates the statement."""

    def statement(self):
        r, key = self.r, self.key
        r.name("header")
        require(r.take(4, "magic") == b"LMPF", "malformedProof")
        require(r.number(2, "version") == 1, "unknownVersion")
        start = r.at
        r.name("statement")
        self.model = r.take(32, "model digest")
        self.prompt, self.reply = (self.read_tokens(r, of) for of in ("prompt", "reply"))
        self.ending = r.number(1, "ending")
        require(self.ending < 2, "malformedStatement")
        r.take(32, "context")
        self.statement_bytes = r.data[start:r.at]

    @staticmethod
    def read_tokens(r, of):
        n = r.count(4, TOKENS, f"{of} count")
        r.require(4 * n)
        return [r.count(4, TOKENS, f"{of} token") for _ in range(n)]

    def check_statement(self):
        key, prompt, reply, ending = self.key, self.prompt, self.reply, self.ending
        require(self.model == key.digest, "anotherModel")
        require(prompt and reply, "emptyPromptOrReply")
        n = len(prompt) + len(reply) - 1
        require(n <= key.context, "contextExceeded")
        require(all(t < key.vocabulary for t in prompt + reply), "tokenOutsideVocabulary")
        stops = [t in key.stops for t in reply]
        require(stops == [False] * (len(reply) - 1) + [ending == 0], "wrongEnding")

        def bucket(n):
            unit = 1 << max(0, bits_for(n) - 3)
            return min(-(-n // unit) * unit, key.context)

        lengths = {"tokens": bucket(n), "replies": bucket(len(reply))}
        self.sizes = [lengths.get(extent, extent) for _, extent in key.axes]
        self.bits = [bits_for(n) for n in self.sizes]
        self.first_reply_row = len(prompt) - 1
        self.tokens = (prompt + reply[:-1] + [key.pad] * lengths["tokens"])[:lengths["tokens"]]

    def statement_tensor(self, tensor, w):
        if tensor == 3:
            return below(w[0], len(self.reply))
        rows = self.tokens if tensor == 0 else self.reply
        inner = below if tensor == 2 else entry
        return total(entry(w[0], i) * inner(w[1], token) for i, token in enumerate(rows))

    def statement_effort(self, weights):
        return (len(self.tokens) + len(self.reply)) * (1 + sum(parts(w) for w in weights))
