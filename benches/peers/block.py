"""One GPT-2 block: its weights, its float result in numpy, and its ONNX graph.

The same weights go to both systems. The graph is written as PyTorch exports GPT-2's block: layer norms in single
steps, tanh GELU, attention masked before its softmax.
"""

import math

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WIDTH, HEADS, INNER, CONTEXT, VOCABULARY, TOKENS = 64, 4, 256, 16, 257, 8
HEAD_WIDTH = WIDTH // HEADS
EPSILON = 1e-5
# What a masked score becomes in the ONNX graph; the float result has minus infinity. EZKL's own GPT example takes -10, which
# leaves masked tokens visible weights; a much lower value would cost EZKL a larger table of exp. At -16 its circuit is no larger.
MASK = -16.0


def weights(seed: int = 1) -> dict[str, np.ndarray]:
    """Random tensors of a trained model's scale, by the names of a Hugging Face GPT-2 checkpoint."""
    random = np.random.default_rng(seed)

    def normal(shape, deviation, mean=0.0):
        return (random.standard_normal(shape) * deviation + mean).astype(np.float32)

    def matrix(rows, columns, deviation):
        return normal((rows, columns), deviation) * np.exp(normal(columns, 0.2))

    result = {"wte.weight": normal((VOCABULARY, WIDTH), 0.14), "wpe.weight": normal((CONTEXT, WIDTH), 0.05)}
    for name in ("ln_1", "ln_2"):
        result[f"h.0.{name}.weight"] = normal(WIDTH, 0.2, 1.0)
        result[f"h.0.{name}.bias"] = normal(WIDTH, 0.1)
    for name, rows, columns, deviation in (
        ("attn.c_attn", WIDTH, 3 * WIDTH, 0.12),
        ("attn.c_proj", WIDTH, WIDTH, 0.09),
        ("mlp.c_fc", WIDTH, INNER, 0.12),
        ("mlp.c_proj", INNER, WIDTH, 0.06),
    ):
        result[f"h.0.{name}.weight"] = matrix(rows, columns, deviation)
        result[f"h.0.{name}.bias"] = normal(columns, 0.1)
    result["ln_f.weight"], result["ln_f.bias"] = normal(WIDTH, 0.2, 1.5), normal(WIDTH, 0.1)
    return result


def embedded(w: dict[str, np.ndarray], tokens: list[int]) -> np.ndarray:
    """What enters the block."""
    return w["wte.weight"][tokens] + w["wpe.weight"][: len(tokens)]


def float_result(w: dict[str, np.ndarray], tokens: list[int]) -> np.ndarray:
    """What leaves the block, in float64, with masked scores at minus infinity."""
    b = {name[len("h.0.") :]: value.astype(np.float64) for name, value in w.items() if name.startswith("h.0.")}

    def norm(x, name):
        centred = x - x.mean(-1, keepdims=True)
        variance = (centred**2).mean(-1, keepdims=True)
        return centred / np.sqrt(variance + EPSILON) * b[f"{name}.weight"] + b[f"{name}.bias"]

    def linear(x, name):
        return x @ b[f"{name}.weight"] + b[f"{name}.bias"]

    x = embedded(w, tokens).astype(np.float64)
    count = len(x)
    q, k, v = (
        part.reshape(count, HEADS, HEAD_WIDTH).transpose(1, 0, 2)
        for part in np.split(linear(norm(x, "ln_1"), "attn.c_attn"), 3, axis=-1)
    )
    scores = q @ k.transpose(0, 2, 1) / math.sqrt(HEAD_WIDTH)
    scores = np.where(np.tril(np.ones((count, count), bool)), scores, -np.inf)
    attention = np.exp(scores - scores.max(-1, keepdims=True))
    attention /= attention.sum(-1, keepdims=True)
    x = x + linear((attention @ v).transpose(1, 0, 2).reshape(count, WIDTH), "attn.c_proj")
    u = linear(norm(x, "ln_2"), "mlp.c_fc")
    gelu = 0.5 * u * (1 + np.tanh(math.sqrt(2 / math.pi) * (u + 0.044715 * u**3)))
    return x + linear(gelu, "mlp.c_proj")


class _Graph:
    """Nodes and constants, named as they come."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, value, name=None):
        name = name or f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def number(self, value):
        return self.constant(np.float32(value))

    def add(self, operation, *inputs, **attributes):
        name = f"{operation.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, list(inputs), [name], **attributes))
        return name


def onnx_model(w: dict[str, np.ndarray], tokens: int = TOKENS) -> onnx.ModelProto:
    """The block from embedded tokens (1, tokens, width) to its result."""
    g = _Graph()
    parameter = {
        name[len("h.0.") :]: g.constant(value, name[len("h.0.") :]) for name, value in w.items() if name.startswith("h.0.")
    }

    def norm(x, name):
        centred = g.add("Sub", x, g.add("ReduceMean", x, axes=[-1], keepdims=1))
        variance = g.add("ReduceMean", g.add("Mul", centred, centred), axes=[-1], keepdims=1)
        deviation = g.add("Sqrt", g.add("Add", variance, g.number(EPSILON)))
        normalized = g.add("Div", centred, deviation)
        return g.add("Add", g.add("Mul", normalized, parameter[f"{name}.weight"]), parameter[f"{name}.bias"])

    def linear(x, name):
        return g.add("Add", g.add("MatMul", x, parameter[f"{name}.weight"]), parameter[f"{name}.bias"])

    def heads(x, start, order):
        ends = [g.constant(np.array([i], np.int64)) for i in (start * WIDTH, (start + 1) * WIDTH, 2)]
        shape = g.constant(np.array([1, tokens, HEADS, HEAD_WIDTH], np.int64))
        return g.add("Transpose", g.add("Reshape", g.add("Slice", x, *ends), shape), perm=order)

    x = "input"
    qkv = linear(norm(x, "ln_1"), "attn.c_attn")
    q, k, v = heads(qkv, 0, [0, 2, 1, 3]), heads(qkv, 1, [0, 2, 3, 1]), heads(qkv, 2, [0, 2, 1, 3])
    scores = g.add("Mul", g.add("MatMul", q, k), g.number(1 / math.sqrt(HEAD_WIDTH)))
    mask = np.tril(np.ones((1, HEADS, tokens, tokens), bool))
    scores = g.add("Where", g.constant(mask), scores, g.constant(np.full(mask.shape, MASK, np.float32)))
    context = g.add("MatMul", g.add("Softmax", scores, axis=-1), v)
    context = g.add("Transpose", context, perm=[0, 2, 1, 3])
    context = g.add("Reshape", context, g.constant(np.array([1, tokens, WIDTH], np.int64)))
    x = g.add("Add", x, linear(context, "attn.c_proj"))
    u = linear(norm(x, "ln_2"), "mlp.c_fc")
    cube = g.add("Mul", g.add("Mul", u, u), u)
    inner = g.add("Add", u, g.add("Mul", cube, g.number(0.044715)))
    tanh = g.add("Tanh", g.add("Mul", inner, g.number(math.sqrt(2 / math.pi))))
    gelu = g.add("Mul", g.add("Mul", u, g.number(0.5)), g.add("Add", tanh, g.number(1)))
    g.nodes.append(helper.make_node("Add", [x, linear(gelu, "mlp.c_proj")], ["output"]))

    shape = [1, tokens, WIDTH]
    graph = helper.make_graph(
        g.nodes,
        "block",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, shape)],
        g.constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    return model
