"""Random weights with the spread of trained ones, each channel a little different."""

import torch

from .shapes import embedding_deviation

NORMS = ("norm.weight", "layernorm.weight")
POSITIONS = ("position_embeddings", "embed_positions", "token_type_embeddings")
QUERIES_AND_KEYS = (".q_proj", ".k_proj", ".query", ".key", "Attention.q", "Attention.k")


def fill(model: torch.nn.Module, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    embedding = embedding_deviation(model)

    def normal(shape, deviation, mean=0.0):
        return torch.randn(shape, generator=generator) * deviation + mean

    def matrix(name, shape):
        gain = 0.8
        if any(part in name for part in QUERIES_AND_KEYS):
            # Scores then spread by about 2 before the softmax.
            gain = 1.5
            if model.config.model_type == "t5" and name.endswith(".q.weight"):
                # T5 has no factor of the scores; its queries are smaller instead.
                gain /= model.config.d_kv**0.5
        elif name.startswith(("classifier", "cls.seq_relationship")):
            gain = 2.0
        return normal(shape, gain / shape[1] ** 0.5) * torch.exp(normal((shape[0], 1), 0.2))

    def values(name, shape):
        if "relative_attention_bias" in name:
            return normal(shape, 1.5)
        if any(part in name for part in POSITIONS):
            return normal(shape, 0.3)
        if name.endswith(("embeddings.weight", "embed_tokens.weight", "shared.weight")):
            return normal(shape, embedding)
        if name == "lm_head.weight":
            return normal(shape, 3.0 / shape[1] ** 0.5)
        if name.lower().endswith(NORMS):
            return normal(shape, 0.2, 1.0)
        if name.endswith("bias"):
            return normal(shape, 0.12)
        return matrix(name, shape)

    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # Marian computes its positions; OPT's are learned.
            if "embed_positions" not in name or model.config.model_type == "opt":
                parameter.copy_(values(name, parameter.shape))
        for name, buffer in model.named_buffers():
            if name == "final_logits_bias":
                buffer.copy_(normal(buffer.shape, 0.5))
