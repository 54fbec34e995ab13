"""The tokenizer: byte-level BPE in GPT-2's layout."""
import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2Tokenizer

from .turns import END


def train_tokenizer(lines: list[str], vocabulary: int, context: int) -> GPT2Tokenizer:
    """Bytes first, then merges, then the end of text with the last id, as in GPT-2."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary - 1,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bpe.train_from_iterator(lines, trainer)
    model = json.loads(bpe.to_str())["model"]
    assert len(model["vocab"]) == vocabulary - 1, "too little text for so large a vocabulary"
    return GPT2Tokenizer(
        vocab=model["vocab"] | {END: vocabulary - 1},
        merges=[tuple(merge) for merge in model["merges"]],
        unk_token=END,
        bos_token=END,
        eos_token=END,
        model_max_length=context,
    )


def save_tokenizer(tokenizer: GPT2Tokenizer, out: Path) -> None:
    """Both layouts: the single file of today, and vocab.json with merges.txt as GPT-2 came."""
    tokenizer.save_pretrained(out)
    tokenizer.backend_tokenizer.model.save(str(out))
    special = json.dumps(tokenizer.special_tokens_map, indent=2, ensure_ascii=False)
    (out / "special_tokens_map.json").write_text(special + "\n")
