"""The folders by name: a class of `transformers` and its configuration, small for the repository or larger for a thorough check."""

import torch
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertForNextSentencePrediction,
    BertForPreTraining,
    BertForSequenceClassification,
    BertModel,
    LlamaConfig,
    LlamaForCausalLM,
    MarianConfig,
    MarianMTModel,
    MistralConfig,
    MistralForCausalLM,
    OPTConfig,
    OPTForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
    T5Config,
    T5ForConditionalGeneration,
)

SIZES = {
    "small": dict(layers=2, width=6, heads=2, hidden=17, vocabulary=41, context=20),
    "odd": dict(layers=5, width=10, heads=3, hidden=77, vocabulary=389, context=48),
}
# Some frequencies are kept, some divided and some between.
LLAMA3 = dict(
    rope_type="llama3",
    rope_theta=100.0,
    factor=8.0,
    low_freq_factor=0.5,
    high_freq_factor=2.0,
    original_max_position_embeddings=20,
)


def bert(kind, size, **changes):
    settings = dict(
        vocab_size=size["vocabulary"],
        hidden_size=size["heads"] * size["width"],
        num_hidden_layers=size["layers"],
        num_attention_heads=size["heads"],
        intermediate_size=size["hidden"],
        max_position_embeddings=size["context"],
    )
    return kind(BertConfig(**settings | changes))


def llama(kind, configuration, size, **changes):
    """Three query heads share one of keys and values."""
    settings = dict(
        vocab_size=size["vocabulary"],
        hidden_size=3 * size["heads"] * size["width"],
        num_hidden_layers=size["layers"],
        num_attention_heads=3 * size["heads"],
        num_key_value_heads=size["heads"],
        intermediate_size=size["hidden"],
        max_position_embeddings=size["context"],
        bos_token_id=1,
        eos_token_id=2,
    )
    return kind(configuration(**settings | changes))


def t5(size, **changes):
    """Heads that are together wider than the features, and stacks of different depth."""
    settings = dict(
        vocab_size=size["vocabulary"],
        d_model=size["heads"] * size["width"] - 1,
        d_kv=size["width"],
        d_ff=size["hidden"],
        num_layers=size["layers"],
        num_decoder_layers=size["layers"] - 1,
        num_heads=size["heads"],
        relative_attention_num_buckets=10,
        relative_attention_max_distance=14,
        decoder_start_token_id=0,
    )
    model = T5ForConditionalGeneration(T5Config(**settings | changes))
    if not model.config.scale_decoder_outputs:
        # The configuration ties every head; published models of version 1.1 store one all the same, which is then used.
        model.lm_head.weight = torch.nn.Parameter(torch.empty_like(model.lm_head.weight))
    return model


def marian(size, **changes):
    """Stacks of different depth, heads and hidden features."""
    end = 0
    pad = size["vocabulary"] - 1
    settings = dict(
        vocab_size=size["vocabulary"],
        d_model=size["heads"] * size["width"],
        encoder_layers=size["layers"],
        decoder_layers=size["layers"] - 1,
        encoder_attention_heads=size["heads"],
        decoder_attention_heads=size["width"],
        encoder_ffn_dim=size["hidden"],
        decoder_ffn_dim=size["hidden"] + 4,
        max_position_embeddings=size["context"],
        pad_token_id=pad,
        eos_token_id=end,
        forced_eos_token_id=end,
        decoder_start_token_id=pad,
        scale_embedding=True,
        activation_function="swish",
    )
    return MarianMTModel(MarianConfig(**settings | changes))


def opt(size, **changes):
    settings = dict(
        vocab_size=size["vocabulary"],
        hidden_size=size["heads"] * size["width"],
        word_embed_proj_dim=size["heads"] * size["width"],
        num_hidden_layers=size["layers"],
        num_attention_heads=size["heads"],
        ffn_dim=size["hidden"],
        max_position_embeddings=size["context"],
    )
    return OPTForCausalLM(OPTConfig(**settings | changes))


def folders(size: dict) -> dict:
    """Makers by name; each makes a model whose weights are still to be filled."""
    labels = ["anger", "joy", "fear", "calm", "surprise"]
    return {
        "bert-mean": lambda: bert(BertModel, size),
        "bert-first": lambda: bert(BertModel, size, type_vocab_size=1, hidden_act="gelu_new", layer_norm_eps=0.02),
        "bert-masked": lambda: bert(BertForMaskedLM, size, hidden_act="relu"),
        "bert-next": lambda: bert(BertForNextSentencePrediction, size),
        "bert-classes": lambda: bert(
            BertForSequenceClassification,
            size,
            id2label=dict(enumerate(labels)),
            label2id={label: index for index, label in enumerate(labels)},
        ),
        "bert-pretraining": lambda: bert(BertForPreTraining, size),
        "llama": lambda: llama(
            LlamaForCausalLM, LlamaConfig, size, tie_word_embeddings=True, rope_parameters=LLAMA3
        ),
        "llama-biased": lambda: llama(
            LlamaForCausalLM,
            LlamaConfig,
            size,
            attention_bias=True,
            mlp_bias=True,
            head_dim=size["width"] + 2,
            rope_parameters=dict(rope_type="linear", rope_theta=1000.0, factor=3.0),
        ),
        "qwen2": lambda: llama(Qwen2ForCausalLM, Qwen2Config, size, tie_word_embeddings=True),
        "mistral": lambda: llama(MistralForCausalLM, MistralConfig, size, sliding_window=None, rms_norm_eps=0.02),
        "opt": lambda: opt(size),
        "t5": lambda: t5(size),
        "t5-gated": lambda: t5(
            size, feed_forward_proj="gated-gelu", tie_word_embeddings=False, layer_norm_epsilon=0.02
        ),
        "marian": lambda: marian(size),
        "marian-relu": lambda: marian(size, activation_function="relu", scale_embedding=False),
    }


def pooling(name: str) -> str | None:
    """How rows become one vector, for the folders of sentence-transformers."""
    return {"bert-mean": "mean_tokens", "bert-first": "cls_token"}.get(name)


def embedding_deviation(model: torch.nn.Module) -> float:
    """The spread of embeddings at which logits spread by about 3, as those of trained models do."""
    configuration = model.config
    if configuration.model_type == "t5":
        # Rows are divided by the root of the features before a tied head.
        return 3.0
    return 3.0 / configuration.hidden_size**0.5
