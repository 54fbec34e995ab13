"""The page beside the model, its figures included."""
from .turns import END
from .vectors import CASES

SHOWN = (
    "What is Lemma?|What sound does a cow make?|What is the capital of France?|What is three plus four?"
    "|What is the opposite of hot?|What day comes after Monday?|What do you get when you mix red and yellow?"
    "|Which is bigger, an elephant or a mouse?|Hello!|What is a token?|Who can check a proof?|What can you do?"
).split("|")


def readme(options, training, questions, parameters, seen, minutes, lengths, report, largest, shown, tokenizer):
    precision = "float32" if options.float32 else "bfloat16 products, float32 weights"
    names = {
        "paraphrase": "known fact, known wording, never together",
        "wording": "known fact, wording never seen",
        "fact": "fact never seen (sums, comparisons, names, made-up words)",
        "heldout.txt": "`heldout.txt` (60 + 20 + 20 of these)",
        "calibration.txt": "`calibration.txt` (seen in training)",
    }
    rows = "\n".join(
        f"| {names[kind]} | {r['turns']} | {100 * r['exact']:.1f} % | {r['perplexity']:.3f} | "
        f"{100 * r['ended']:.1f} % | {100 * r['at least 16 tokens']:.1f} % |"
        for kind, r in report.items()
    )
    ranges = "\n".join(f"| {name} | {value:.1f} |" for name, value in largest.items())
    samples = "\n".join(
        f"| {question} | {tokenizer.decode(reply).removesuffix(END)} | {len(reply)} |" for question, reply in shown
    )
    return f"""# The demo model

A GPT-2 of {parameters:,} parameters that answers questions about a very small world: animals, colours, small numbers,
the calendar, opposites, capitals, tools, and Lemma. It exists so that `lemma demo` has something to prove. It is no
use for anything else, and what it says outside its world is not to be trusted.

A turn is `question<|endoftext|>answer<|endoftext|>`, as in DialoGPT: give it a question and one end-of-text token,
and it writes the answer and ends it with another.

| | |
|---|---|
| architecture | GPT-2: 4 layers, width 128, 4 heads, context 128, `gelu_new`, tied embeddings, float32 |
| tokenizer | byte-level BPE, 1024 tokens, `<|endoftext|>` is 1023 |
| training text | {len(training):,} facts asked in {questions:,} ways, written by the script itself; no other data |
| training | {options.steps:,} steps of {options.batch} rows, {seen / 1e6:.1f} M tokens, AdamW, rate {options.rate:g}, \
weight decay {options.decay:g}, dropout {options.dropout:g}, {precision} |
| time | {minutes:.0f} minutes on 2 cores shared with other work |
| answers | {lengths[0]} to {lengths[-1]} tokens with the end of text, median {lengths[len(lengths) // 2]} |

## Train it again

```
pip install torch transformers tokenizers safetensors numpy
python3 scripts/train_demo_model.py
```

It rewrites this folder, this page and its figures included. Seeds are fixed, but another processor, number of threads
or PyTorch release rounds differently, so the weights will not be the same to the bit. Without bfloat16 instructions,
add `--float32`.

## How good it is

Greedy replies. *Exact* means every token of the one expected answer, the end included.

| questions | turns | exact | perplexity of the answer | ended | 16 tokens or more |
|---|---|---|---|---|---|
{rows}

| question | greedy reply | tokens |
|---|---|---|
{samples}

Largest absolute values over `calibration.txt`:

| | |
|---|---|
{ranges}

## Files

| file | holds |
|---|---|
| `config.json`, `generation_config.json`, `model.safetensors` | the model, as `transformers` writes it |
| `tokenizer.json`, `tokenizer_config.json`, `vocab.json`, `merges.txt`, `special_tokens_map.json` | the tokenizer |
| `calibration.txt` | 150 turns seen in training: question, tab, answer |
| `heldout.txt` | 100 turns not seen in training, same form |
| `reference.json` | three token sequences with the float32 logits of their last four positions; greedy replies |
| `tokenizer_cases.json` | {len(CASES)} strings with their ids |
"""
