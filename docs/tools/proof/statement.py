"""The statement: what was said to which model, and its tokens as tensors."""
from math import prod

from .field import ONE, E, total
from .key import TOKENS
from .placement import bits_for
from .reader import require
from .tensors import BELOW, POSITION, PROMPT, REPLY, ROWS, SEGMENT, TOKEN, VALUES
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
        self.prompt, self.reply = (self.read_list(r, f"{of} token") for of in ("prompt", "reply"))
        byte = r.number(1, "ending")
        self.ending, follows = byte & 0x7F, byte >> 7
        require(self.ending < 3, "malformedStatement")
        r.take(32, "context")
        self.second, self.positions, self.values = len(self.prompt), [], []
        if follows:
            self.second = r.count(4, TOKENS, "second segment")
            self.positions = self.read_list(r, "position")
            n = r.count(4, TOKENS, "value count")
            r.require(4 * n)
            self.values = [r.number(4, "value", True) for _ in range(n)]
        says_more = self.ending == 2 or self.positions or self.values or self.second != len(self.prompt)
        require(bool(says_more) == bool(follows), "malformedStatement")
        self.statement_bytes = r.data[start:r.at]

    @staticmethod
    def read_list(r, of):
        n = r.count(4, TOKENS, f"{of} count")
        r.require(4 * n)
        return [r.count(4, TOKENS, of) for _ in range(n)]

    def check_statement(self):
        key, prompt, reply, ending = self.key, self.prompt, self.reply, self.ending
        form, n = key.form(), len(prompt) + len(reply) - 1
        require(self.model == key.digest, "anotherModel")
        replies = form != "encoder" or key.reads(ROWS) or key.reads(REPLY)
        require(prompt and bool(reply) == replies, "emptyPromptOrReply")
        require(max(len(prompt), len(reply), n if form == "decoder" else 0) <= key.context, "contextExceeded")
        require(all(t < key.vocabulary for t in prompt) and all(t < key.choices() for t in reply), "tokenOutsideVocabulary")
        if form == "encoder":
            require(ending == 2, "wrongEnding")
        else:
            stops = [t in key.stops for t in reply]
            require(ending != 2 and stops == [False] * (len(reply) - 1) + [ending == 0], "wrongEnding")
        require(key.reads(SEGMENT) and self.second <= len(prompt) or self.second == len(prompt), "wrongOutput")
        has_positions = key.reads(POSITION)
        require(len(self.positions) == (len(reply) if has_positions else 0), "wrongOutput")
        require(all(p < len(prompt) for p in self.positions), "wrongOutput")
        require(form != "encoder" or has_positions or len(reply) <= 1, "wrongOutput")
        stated = next(([key.axes[a][1] for a in n["axes"]] for n in key.nodes if n.get("tensor") == VALUES), [0])
        require(len(self.values) == prod(e if isinstance(e, int) else len(reply) for e in stated), "wrongOutput")
        self.set_rows(form)

    def set_rows(self, form):
        """The sizes of the statement's axes, and what their rows hold."""
        key, prompt, reply = self.key, self.prompt, self.reply

        def bucket(n):
            unit = 1 << max(0, bits_for(n) - 3)
            return min(-(-n // unit) * unit, key.context)

        said = {"decoder": prompt, "encoder": [], "encoder-decoder": [key.pad]}[form] + reply[:-1]
        if form == "encoder":
            tokens, replies, said = 1, max(1, len(reply)), []
        else:
            tokens, replies = bucket(len(said)), bucket(len(reply))
        lengths = {"tokens": tokens, "replies": replies, "prompt": len(prompt)}
        self.sizes = [lengths.get(extent, extent) for _, extent in key.axes]
        self.bits = [bits_for(n) for n in self.sizes]
        self.first_reply_row = len(prompt) - 1 if form == "decoder" else 0
        self.tokens = (said + [key.pad] * tokens)[:tokens] if said else []
        self.encoded = [] if form == "decoder" else prompt

    def statement_tensor(self, tensor, w):
        if tensor == ROWS:
            return below(w[0], len(self.reply))
        if tensor == VALUES:
            width = len(self.values) // max(1, len(self.reply)) if len(w) == 2 else 1
            return total(E(value) * entry(w[0], i // width) * (entry(w[1], i % width) if len(w) == 2 else ONE)
                         for i, value in enumerate(self.values))
        columns = {TOKEN: self.tokens, REPLY: self.reply, BELOW: self.reply, PROMPT: self.encoded,
                   SEGMENT: [int(row >= self.second) for row in range(len(self.encoded))], POSITION: self.positions}[tensor]
        inner = below if tensor == BELOW else entry
        return total(entry(w[0], i) * inner(w[1], column) for i, column in enumerate(columns))

    def statement_effort(self, weights):
        rows = self.tokens, self.encoded, self.reply, self.positions, self.values
        return sum(map(len, rows)) * (1 + sum(parts(w) for w in weights))
