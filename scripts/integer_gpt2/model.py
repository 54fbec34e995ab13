"""A whole model: every tensor of a forward pass, and the greedy reply."""
from .operations import activation, affine, bucket, layer_norm, mix, require, rounded16, softmax_row


class Model:
    def __init__(self, settings, parameters):
        self.s, self.p = settings, parameters
        s = settings
        self.width = s["features"] // s["heads"]

    def weight(self, name, layer, inputs, outputs):
        size = inputs * outputs
        flat = self.p[f"{name} weight"][layer * size:(layer + 1) * size]
        part = lambda kind: self.p[f"{name} {kind}"][layer * outputs:(layer + 1) * outputs]
        return [flat[i * outputs:(i + 1) * outputs] for i in range(inputs)], part("scale"), part("bias")

    def rows(self, name, token):
        d = self.s["features"]
        return [self.p[f"{name} scale"][token] * x for x in self.p[name][token * d:(token + 1) * d]]

    def forward(self, tokens):
        """Every tensor over these tokens, by name; nested lists in the order of the tensor's axes."""
        s, p = self.s, self.p
        d, heads, hidden, layers, width = s["features"], s["heads"], s["hidden"], s["layers"], self.width
        count = len(tokens)
        out = {}

        def put(name, value, layer=None):
            if layer is None:
                out[name] = value
            else:
                out.setdefault(name, []).append(value)

        def norm(name, stream, layer=None):
            found = [layer_norm(row, s["normalization"]) for row in stream]
            for key, suffix in (("mean", ", mean"), ("V", ", V"), ("R", ", R"), ("low", ", lo(R)"), ("high", ", hi(R)"), ("n", "")):
                put(name + suffix, [row[key] for row in found], layer)
            return [row["n"] for row in found]

        def dense(name, vectors, inputs, outputs, layer):
            weight, scale, bias = self.weight(name, layer, inputs, outputs)
            return [affine(x, weight, scale, bias) for x in vectors]

        def by_head(vectors):
            return [[row[h * width:(h + 1) * width] for row in vectors] for h in range(heads)]

        put("embedded tokens", [self.rows("embedding", token) for token in tokens])
        stream = [
            [e + q for e, q in zip(row, p["position embedding"][i * d:(i + 1) * d])]
            for i, row in enumerate(out["embedded tokens"])]
        put("embedded", stream)

        for l in range(layers):
            put("residual 1", stream, l)
            n = norm("norm 1", stream, l)
            parts = {}
            for name, shift in (("query", "queryShift"), ("key", "keyShift"), ("value", "valueShift")):
                exact = dense(name, n, d, d, l)
                put(f"{name}, exact", by_head(exact), l)
                parts[name] = by_head([[rounded16(a, s["attention"][shift], name) for a in row] for row in exact])
                put(name, parts[name], l)
            scores, tops, exponentials, sums, quotients, reciprocals, contexts = [], [], [], [], [], [], []
            for h in range(heads):
                q, k, v = parts["query"][h], parts["key"][h], parts["value"][h]
                all_scores = [[sum(a * b for a, b in zip(q[i], k[j])) for j in range(count)] for i in range(count)]
                found = [
                    softmax_row(all_scores[i][:i + 1], p["exponential table"], s["softmax"]["bits"], s["context"])
                    for i in range(count)]
                scores.append(all_scores)
                tops.append([row["maximum"] for row in found])
                exponentials.append([row["exponentials"] + [0] * (count - 1 - i) for i, row in enumerate(found)])
                sums.append([row["sum"] for row in found])
                quotients.append([row["quotient"] for row in found])
                reciprocals.append([row["reciprocal"] for row in found])
                contexts.append([
                    mix(row["exponentials"], row["reciprocal"], v[:i + 1], s["attention"]["contextShift"])
                    for i, row in enumerate(found)])
            for name, value in (
                ("score", scores), ("row maximum", tops), ("exponential", exponentials), ("S'", sums), ("ties quotient", quotients),
                ("reciprocal", reciprocals), ("context", contexts)):
                put(name, value, l)
            joined = [[x for h in range(heads) for x in contexts[h][i]] for i in range(count)]
            attended = dense("attention output", joined, d, d, l)
            put("attention output", attended, l)
            stream = [[a + b for a, b in zip(x, y)] for x, y in zip(stream, attended)]
            put("residual 2", stream, l)

            exact = dense("hidden", norm("norm 2", stream, l), d, hidden, l)
            put("hidden, exact", exact, l)
            active = [[activation(a, p["gelu table"], s["activation"]["shift"]) for a in row] for row in exact]
            put("gelu index", [[index for index, _ in row] for row in active], l)
            put("activation", [[y for _, y in row] for row in active], l)
            lowered = dense("feed-forward output", out["activation"][l], hidden, d, l)
            put("feed-forward output", lowered, l)
            stream = [[a + b for a, b in zip(x, y)] for x, y in zip(stream, lowered)]

        put("final residual", stream)
        norm("final norm", stream)
        return out

    def head_row(self, normalized):
        """Exact and rounded head input."""
        exact = [g * n + b for g, n, b in zip(self.p["final gain"], normalized, self.p["final bias"])]
        return exact, [rounded16(a, self.s["argmax"]["shift"], "head input") for a in exact]

    def logits(self, row):
        name = "embedding" if self.s["head"] == "tied" else "head"
        return [sum(a * b for a, b in zip(row, self.rows(name, v))) for v in range(self.s["vocabulary"])]

    def generate(self, prompt, limit):
        reply = []
        while len(reply) < limit:
            tokens = prompt + reply
            logits = self.logits(self.head_row(self.forward(tokens)["final norm"][-1])[1])
            reply.append(logits.index(max(logits)))
            if reply[-1] in self.s["stops"]:
                return reply, "stop"
        return reply, "length"

    def run(self, prompt, limit):
        """The greedy reply, and every tensor over the statement's rows."""
        s = self.s
        reply, ending = self.generate(prompt, limit)
        used = prompt + reply[:-1]
        rows = bucket(len(used), s["context"])
        replies = bucket(len(reply), s["context"])
        out = self.forward(used + [s["pad"]] * (rows - len(used)))

        zero = [0] * s["features"]
        read = [out["final norm"][i] if i < rows else zero for i in range(len(prompt) - 1, len(prompt) - 1 + replies)]
        heads = [self.head_row(row) for row in read]
        active = [row if t < len(reply) else zero for t, (_, row) in enumerate(heads)]
        logits = [self.logits(row) for row in active]
        out["final norm at the reply"] = read
        out["final norm with gain and bias"] = [exact for exact, _ in heads]
        out["head input"] = [row for _, row in heads]
        out["head input of the reply"] = active
        out["logit"] = logits
        out["chosen logit"] = [logits[t][reply[t]] if t < len(reply) else 0 for t in range(replies)]
        out["logit gap"] = [
            [out["chosen logit"][t] - x - (1 if t < len(reply) and v < reply[t] else 0) for v, x in enumerate(row)]
            for t, row in enumerate(logits)]
        for row in out["logit gap"]:
            for gap in row:
                require(0 <= gap < 1 << s["argmax"]["gapBits"], "argmax", gap)

        # How often each row of the function tables is used.
        uses = {"exponential": [0] * len(self.p["exponential table"]), "gelu": [0] * len(self.p["gelu table"])}
        for layer, tops in zip(out["score"], out["row maximum"]):
            for scores, top in zip(layer, tops):
                for i, row in enumerate(scores):
                    for score in row[:i + 1]:
                        uses["exponential"][top[i] - score] += 1
        for index in flat(out["gelu index"]):
            uses["gelu"][index + len(uses["gelu"]) // 2] += 1
        for name, counts in uses.items():
            out[f"multiplicity of {name}"] = counts
        return {"reply": reply, "ending": ending, "tensors": {name: flat(value) for name, value in out.items()}}


def flat(value):
    if not isinstance(value, list):
        return [value]
    return [x for part in value for x in flat(part)]
