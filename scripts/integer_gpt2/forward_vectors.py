"""Small random models, run whole."""
import random

from .model import Model
from .operations import NORM_SHIFT, Refusal, digits
from .tables import exponential_table, flagged, gelu_table


def settings_of(layers, features, heads, hidden, vocabulary, context, tie="tied", pad=0, stops=(), bits=8, step=8, exp_rows=12, head_shift=8):
    linear = {"weight": 127, "scale": 3, "bias": 1024, "scaledNorm": 127 * 3 * max(features, hidden)}
    exponent = bits + NORM_SHIFT
    # e keeps R below 2^16 whatever the row.
    epsilon = -(-features * 4 ** exponent // 65535 ** 2) + 1
    names = ("embedding", "head", "query", "key", "value", "attentionOutput", "up", "down")
    return {
        "layers": layers, "features": features, "heads": heads, "hidden": hidden, "vocabulary": vocabulary, "context": context,
        "head": tie, "pad": pad, "stops": list(stops),
        "normalization": {"bits": bits, "epsilon": epsilon, "first": 1, "rows": 65535},
        "softmax": {"step": step, "bits": 8, "rowBits": exp_rows, "reciprocal": 16},
        "attention": {"queryShift": 12, "keyShift": 12, "valueShift": 9, "contextShift": 24 + digits(context)},
        "activation": {"indexBits": 5, "outputBits": 5, "rowBits": 10, "shift": 12, "largest": 512},
        "argmax": {"shift": head_shift, "gain": 128, "bias": 1024, "gapBits": 32},
        "bounds": {**{name: linear for name in names}, "position": 1024},
    }


def random_parameters(s, rng):
    L, d, f, V = s["layers"], s["features"], s["hidden"], s["vocabulary"]
    byte = lambda n: [rng.randint(-127, 127) for _ in range(n)]
    scale = lambda n: [rng.randint(1, 3) for _ in range(n)]
    p = {"embedding": byte(V * d), "embedding scale": scale(V), "position embedding": byte(s["context"] * d)}
    for name, inputs, outputs in (
        ("query", d, d), ("key", d, d), ("value", d, d), ("attention output", d, d), ("hidden", d, f), ("feed-forward output", f, d)):
        p[f"{name} weight"] = byte(L * inputs * outputs)
        p[f"{name} scale"] = scale(L * outputs)
        p[f"{name} bias"] = [rng.randint(-1024, 1024) for _ in range(L * outputs)]
    p["final gain"] = [rng.randint(-128, 128) for _ in range(d)]
    p["final bias"] = [rng.randint(-1024, 1024) for _ in range(d)]
    if s["head"] == "untied":
        p["head"] = byte(V * d)
        p["head scale"] = scale(V)
    softmax, gelu_settings = s["softmax"], s["activation"]
    p["exponential table"] = flagged(exponential_table(1 << softmax["rowBits"], softmax["step"], softmax["bits"]), s["context"])
    p["gelu table"] = gelu_table("erf", gelu_settings["rowBits"], gelu_settings["indexBits"], gelu_settings["outputBits"])
    return p


def forward_vectors():
    """(name, settings, prompt length, most reply tokens)."""
    shapes = [
        ("two layers, three heads, tied", settings_of(2, 6, 3, 10, 11, 16), 3, 4),
        ("one layer, one head, untied, full context", settings_of(1, 5, 1, 7, 13, 9, "untied", pad=12), 4, 6),
        ("powers of two, stops", settings_of(3, 8, 2, 16, 16, 32, pad=3, stops=[3, 5, 7, 11, 13]), 6, 20),
        ("everything of size one", settings_of(1, 1, 1, 1, 2, 1), 1, 1),
        ("padded rows, long prompt", settings_of(1, 6, 2, 3, 7, 24, "untied", bits=7), 16, 3),
        ("one prompt token, long reply", settings_of(2, 4, 4, 5, 9, 23, head_shift=7), 1, 19),
    ]
    cases = []
    for number, (name, settings, prompt, limit) in enumerate(shapes):
        for attempt in range(200):
            rng = random.Random(1000 * number + attempt)
            parameters = random_parameters(settings, rng)
            tokens = [rng.randrange(settings["vocabulary"]) for _ in range(prompt)]
            try:
                result = Model(settings, parameters).run(tokens, limit)
            except Refusal:
                continue
            if settings["stops"] and result["ending"] != "stop":
                continue
            break
        else:
            raise SystemExit(f"{name}: every seed is refused")
        cases.append({"name": name, "settings": settings, "parameters": parameters, "prompt": tokens, "limit": limit, **result})
    return cases
