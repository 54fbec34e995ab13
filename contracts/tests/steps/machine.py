"""Runs a step table on a statement and a proof: docs/steps.md, written for reading and not for speed."""

from __future__ import annotations

from dataclasses import dataclass, field

from eth_utils import keccak
from proof.field import ONE, P, ZERO, E, eq_table, total

from steps import table as op
from steps.table import Table

TRUNCATED, TRAILING_BYTES, NOT_CANONICAL = 1, 2, 3
PROOF_OF_WORK, FRACTION_LAYER, MERKLE_ROOT, FINAL_MESSAGE = 41, 44, 61, 62


class Rejected(Exception):
    """The code that a contract reverts with."""


@dataclass(frozen=True)
class Question:
    """What a proof is checked against, but for the table: the model's figures, and a statement's bytes and what they say."""

    digest: bytes
    parameters: bytes
    pad: int
    values: bytes
    prompt: list[int]
    reply: list[int]
    is_decoder: bool = True
    second: int = 0
    positions: list[int] = field(default_factory=list)
    stated: list[int] = field(default_factory=list)


@dataclass
class Machine:
    """One run: from the first message to the last byte, or to the table's cut."""

    table: Table
    question: Question
    proof: bytes
    at: int = 0
    part: int = 0
    counter: int = 0
    state: bytes = bytes(32)
    registers: list[E] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)
    positions: dict[int, list[int]] = field(default_factory=dict)
    final: list[E] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counter = self.table.start
        self.registers = list(self.table.constants)
        self.roots[0] = self.question.parameters
        self.absorb(b"lemma opening v1, 100 bits")
        self.absorb(self.question.digest)

    # Transcript and proof

    def absorb(self, data: bytes) -> None:
        self.state = keccak(b"\2" + self.state + data)

    def squeeze(self) -> bytes:
        self.state = keccak(b"\3" + self.state)
        return self.state

    def challenge(self) -> E:
        squeezed = self.squeeze()
        return E(int.from_bytes(squeezed[:16], "big"), int.from_bytes(squeezed[16:], "big"))

    def take(self, size: int) -> bytes:
        if len(self.proof) - self.at < size:
            raise Rejected(TRUNCATED)
        self.at += size
        return self.proof[self.at - size : self.at]

    def words(self, count: int) -> list[int]:
        data = self.take(8 * count)
        words = [int.from_bytes(data[i : i + 8], "big") for i in range(0, len(data), 8)]
        if any(word >= P for word in words):
            raise Rejected(NOT_CANONICAL)
        return words

    def message(self, count: int) -> list[E]:
        words = self.words(2 * count)
        elements = [E(a, b) for a, b in zip(words[::2], words[1::2])]
        if elements:
            self.absorb(b"".join(element.bytes() for element in elements))
        return elements

    def work(self, bits: int) -> None:
        self.state = keccak(b"\4" + self.state + self.take(8))
        if int.from_bytes(self.state, "big") >> (256 - bits):
            raise Rejected(PROOF_OF_WORK)

    # The table

    def word(self) -> bytes:
        self.counter += 1
        return self.table.word(self.part, self.counter - 1)

    def operands(self, count: int, per_word: int = 16) -> list[int]:
        """Numbers in the words that follow."""
        found: list[int] = []
        while len(found) < count:
            word = self.word()
            here = min(per_word, count - len(found))
            found += [int.from_bytes(word[2 * i : 2 * i + 2], "big") for i in range(here)]
        return found

    def elements(self, count: int) -> list[E]:
        return [self.registers[i] for i in self.operands(count)]

    def run(self, until_cut: bool = False) -> Machine:
        while True:
            header = self.word()
            operation, count = header[0], int.from_bytes(header[1:3], "big")
            fields = [int.from_bytes(header[i : i + 2], "big") for i in range(3, 31, 2)]
            if operation == op.END:
                break
            if operation == op.CUT:
                assert count == len(self.registers), "a cut counts the registers"
                if until_cut:
                    break
            elif operation == op.NEXT_PART:
                self.part, self.counter = self.part + 1, 0
            elif operation == op.COMPACT:
                self.registers = self.elements(count)
            else:
                self.registers += self.step(operation, count, fields)
        if self.at != len(self.proof):
            raise Rejected(TRAILING_BYTES)
        return self

    def step(self, operation: int, count: int, fields: list[int]) -> list[E]:
        """What one instruction appends to the registers."""
        if operation <= op.INNER:
            return self.arithmetic(operation, count, fields)
        if operation in (op.TOKENS, op.SHIFTED):
            return [self.statement_tensor(operation, count, fields)]
        if operation >= op.HEAD:
            return self.opening(operation, count, fields)
        r = self.registers
        if operation == op.MESSAGE:
            return self.message(count)
        if operation == op.CHALLENGES:
            return [self.challenge() for _ in range(count)]
        if operation == op.WORK:
            self.work(fields[0])
        elif operation == op.EQUAL and r[fields[0]] != r[fields[1]]:
            raise Rejected(fields[2])
        elif operation == op.NOT_ZERO and r[fields[0]] == ZERO:
            raise Rejected(fields[1])
        elif operation == op.FRACTIONS:
            return self.fractions(count, r[fields[0]], r[fields[1]])
        elif operation in (op.ROUNDS, op.OPENING_ROUNDS):
            words = [self.word() for _ in range(-(-count // 32))]
            return self.rounds(operation, b"".join(words)[:count], r[fields[0]])
        return []

    def arithmetic(self, operation: int, count: int, fields: list[int]) -> list[E]:
        r = self.registers
        if operation == op.INNER:
            removed, plus, minus = fields[:3]
            pairs = 2 * (count + removed)
            size = pairs + plus + minus
            o = fields[3 : 3 + size] if size <= 11 else self.operands(size)
            products = [r[a] * r[b] for a, b in zip(o[:pairs:2], o[1:pairs:2])]
            added = products[:count] + [r[i] for i in o[pairs : pairs + plus]]
            return [total(added) - total(products[count:] + [r[i] for i in o[pairs + plus :]])]
        if operation == op.EQUALITIES:
            o = fields[: 3 * count] if count <= 4 else self.operands(3 * count, 15)
            triples = [(r[c], r[a], r[b]) for c, a, b in zip(o[::3], o[1::3], o[2::3])]
            return [c * (ONE - a - b + a * b + a * b) for c, a, b in triples]
        o = fields[: 2 * count] if count <= 7 else self.operands(2 * count)
        results: list[E] = []
        for a, b in zip(o[::2], o[1::2]):
            x, y = r[a], r[b]
            results.append({op.PRODUCTS: x * y, op.SUMS: x + y, op.DIFFERENCES: x - y}[operation])
        return results

    def fractions(self, layers: int, numerator: E, denominator: E) -> list[E]:
        point: list[E] = []
        for _ in range(layers):
            scale = self.challenge()
            running = numerator + scale * denominator
            bound: list[E] = []
            for r in reversed(point):
                linear, quadratic = self.message(2)
                c = self.challenge()
                constant = running - r * (linear + quadratic)
                running = constant + c * (linear + c * quadratic)
                bound.append(c)
            n0, n1, d0, d1 = self.message(4)
            if running != (n0 + scale * d0) * d1 + n1 * d0:
                raise Rejected(FRACTION_LAYER)
            c = self.challenge()
            point = bound[::-1] + [c]
            numerator, denominator = n0 + c * (n1 - n0), d0 + c * (d1 - d0)
        return point + [numerator, denominator]

    def rounds(self, operation: int, each: bytes, running: E) -> list[E]:
        """Sumcheck rounds; `each` has degrees, or the bits of work of an opening's rounds."""
        challenges: list[E] = []
        for number in each:
            opening = operation == op.OPENING_ROUNDS
            constant, *others = self.message(2 if opening else number)
            if opening and number:
                self.work(number)
            c = self.challenge()
            linear = running - constant - constant - total(others)
            running = constant + c * linear
            power = c
            for coefficient in others:
                power = power * c
                running = running + power * coefficient
            challenges.append(c)
        return challenges + [running]

    def statement_tensor(self, operation: int, tensor: int, fields: list[int]) -> E:
        points = self.elements(fields[0] + fields[1])
        rows = eq_table(tuple(points[: fields[0]]))
        inner = eq_table(tuple(points[fields[0] :]))
        question = self.question
        prompt, reply = question.prompt, question.reply
        if operation == op.SHIFTED:
            shift = len(prompt) - 1
            inside = [x for x in range(len(rows)) if fields[2] <= x < fields[3]]
            return total(rows[x] * inner[x + shift] for x in inside if x + shift < len(inner))
        if tensor == 2:
            return total(rows[t] * total(inner[:token]) for t, token in enumerate(reply))
        if tensor == 3:
            return total(rows[: len(reply)])
        if tensor == 7:
            width = fields[2]
            places = (divmod(i, width) for i in range(len(question.stated)))
            weights = (rows[row] * inner[column] for row, column in places)
            return total(weight * E(value % P) for weight, value in zip(weights, question.stated))
        tokens = (prompt if question.is_decoder else [question.pad]) + reply[:-1]
        tokens += [question.pad] * (self.table.tokens - len(tokens))
        segments = [int(row >= question.second) for row in range(len(prompt))]
        columns = {0: tokens, 1: reply, 4: prompt, 5: segments, 6: question.positions}[tensor]
        return total(rows[row] * inner[column] for row, column in enumerate(columns))

    # The opening

    def opening(self, operation: int, count: int, fields: list[int]) -> list[E]:
        shape = self.table.schedule[25:43]
        code = fields[0]
        if operation == op.HEAD:
            self.absorb(self.question.values)
            self.absorb(self.table.schedule)
            self.roots[1] = self.take(32)
            value = E(*self.words(2))
            self.absorb(b"\2" + shape + self.roots[1] + value.bytes())
            return [value]
        if operation == op.ROOT:
            self.roots[code] = self.take(32)
            self.absorb(self.roots[code])
        elif operation == op.POSITIONS:
            drawn: list[int] = []
            while len(drawn) < count:
                squeezed = self.squeeze()
                drawn += [int.from_bytes(squeezed[i : i + 4], "big") for i in range(0, 32, 4)]
            self.positions[code] = sorted({q % 2 ** fields[1] for q in drawn[:count]})
        elif operation == op.COLUMNS:
            values = self.columns(count, *fields[:3])
            gamma, power = self.registers[fields[3]], self.registers[fields[4]]
            sum = ZERO
            for value in values:
                sum, power = sum + power * value, power * gamma
            return [sum, power]
        elif operation == op.LAST_COLUMNS:
            values = self.columns(count, *fields[:3])
            coefficients = self.final[fields[3] : fields[3] + fields[4]]
            for x, value in zip(self.places(code, fields[2]), values):
                result = ZERO
                for coefficient in reversed(coefficients):
                    result = result * x + coefficient
                if result != value:
                    raise Rejected(FINAL_MESSAGE)
        elif operation == op.FINAL_MESSAGE:
            self.final = self.message(count)
        elif operation == op.POWERS:
            point = self.elements(count)
            gamma, power = self.registers[fields[2]], self.registers[fields[3]]
            sum = ZERO
            for x in self.places(code, fields[1]):
                term = power
                for coordinate in point:
                    term, x = term * (ONE + coordinate * (x - ONE)), x * x
                sum, power = sum + term, power * gamma
            return [sum]
        elif operation == op.FINAL_VALUE:
            weights = eq_table(tuple(self.elements(count)))
            return [total(x * y for x, y in zip(self.final, weights))]
        elif operation == op.POINT:
            kept, self.state = self.state, bytes(32)
            self.absorb(b"lemma out-of-domain point v1")
            self.absorb(b"\2" + shape + self.roots[code])
            point = [self.challenge() for _ in range(count)]
            self.state = kept
            return point
        else:
            raise ValueError(f"no operation {operation:#x}")
        return []

    def places(self, code: int, digits: int) -> list[E]:
        """Points of a code, in the order of positions."""
        root = pow(7, (P - 1) >> digits, P)
        reversed_digits = [int(f"{q:0{digits}b}"[::-1], 2) for q in self.positions[code]]
        return [E(pow(root, power, P)) for power in reversed_digits]

    def columns(self, fold: int, code: int, width: int, digits: int) -> list[E]:
        """Values of the opened columns; their siblings follow, and must lead to the root."""
        weights = eq_table(tuple(self.elements(fold)))
        words = self.words(len(self.positions[code]) * width << fold)
        values, leaves = [], {}
        for i, position in enumerate(self.positions[code]):
            column = words[i * width << fold : (i + 1) * width << fold]
            leaves[position] = keccak(b"\0" + b"".join(w.to_bytes(8, "big") for w in column))
            rows = [E(*column[j : j + width]) for j in range(0, len(column), width)]
            values.append(total(weight * row for weight, row in zip(weights, rows)))
        if self.node(leaves, digits) != self.roots[code]:
            raise Rejected(MERKLE_ROOT)
        return values

    def node(self, leaves: dict[int, bytes], layer: int) -> bytes:
        """The node above these leaves: the left side first, then the right one, then a sibling that neither gives."""
        if layer == 0:
            (leaf,) = leaves.values()
            return leaf
        sides: list[bytes | None] = []
        for side in (0, 1):
            inside = {q: leaf for q, leaf in leaves.items() if q >> (layer - 1) & 1 == side}
            sides.append(self.node(inside, layer - 1) if inside else None)
        left, right = (self.take(32) if node is None else node for node in sides)
        return keccak(b"\1" + left + right)
