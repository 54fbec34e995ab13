"""Test vectors: strings with their ids, and token sequences with their logits."""
import json
from pathlib import Path

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

from .turns import END, Turn

CASES = [
    "",
    " ",
    "  ",
    "   ",
    "\n",
    "\n\n",
    "\t",
    " \n ",
    "a",
    " a",
    "a ",
    "  a  b   c    ",
    "Hello",
    " Hello",
    "hello world",
    "Hello, world!",
    "HELLO WORLD",
    "What sound does a cow make?",
    " What sound does a cow make? ",
    "The capital of France is Paris.",
    "What is 3 plus 4?",
    "3+4=7, 12*12=144, 7-5=2",
    "1234567890",
    "a1b2c3",
    "3.14159 and 2,718",
    "I'm you're he's we'll they've I'd isn't",
    "I'M YOU'RE HE'S WE'LL THEY'VE I'D ISN'T",
    "'s 's' ''s 'll'll",
    "don\u2019t, it\u2019s",
    "rock 'n' roll",
    "line one\nline two\r\nline three",
    "tabs\tand\t\ttabs",
    "trailing newline\n",
    "\n  indented\n    more",
    "word\n\n\nword",
    "x  \n  y",
    "!!! ??? ... --- ___",
    "snake_case and kebab-case and camelCase",
    "(brackets) [square] {curly} <angle>",
    "https://example.org/path?query=1&other=two#part",
    "name@example.org",
    "caf\u00e9 na\u00efve \u00fcber \u00df \u00f1",
    "cafe\u0301 decomposed",
    "\u0416\u0438\u0437\u043d\u044c \u043f\u0440\u0435\u043a\u0440\u0430\u0441\u043d\u0430",
    "\u0393\u03b5\u03b9\u03ac \u03c3\u03bf\u03c5 \u039a\u03cc\u03c3\u03bc\u03b5",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\u4f60\u597d\uff0c\u4e16\u754c",
    "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8 \u3068 \ud55c\uad6d\uc5b4",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \u0928\u092e\u0938\u094d\u0924\u0947",
    "\U0001f600 \U0001f680\U0001f30d",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1eb\U0001f1f7 \u2764\ufe0f",
    "no\u00a0break \u2003em\u2003space \u3000wide",
    "\u200bzero\u200bwidth \ufeffmark",
    "\u00bd \u00b2 \u2167 \u0663 \u0969 5\u2075",
    "\u2211x\u00b2 \u2264 \u221e \u21d2 \u2203y",
    "\u0000\u0001\u007f\u0085",
    END,
    f"What is Lemma?{END}",
    f"one{END}two{END}{END} three",
    f" {END} {END}\n",
    "<|endoftext| > <|end|> |endoftext|",
    "a" * 40,
    " " * 17 + "x",
    "\u2028line\u2029paragraph",
]


def write_tokenizer_cases(tokenizer: GPT2Tokenizer, path: Path) -> None:
    cases = [{"text": string, "ids": tokenizer(string)["input_ids"]} for string in CASES]
    for case in cases:
        decoded = tokenizer.decode(case["ids"], clean_up_tokenization_spaces=False)
        assert decoded == case["text"], case
    path.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


@torch.no_grad()
def write_reference(model: GPT2LMHeadModel, sequences: list[list[int]], path: Path, replies=()) -> None:
    """Logits in float32 at the last four positions of each sequence, rounded to six decimals."""
    entries = []
    for tokens in sequences:
        logits = model(input_ids=torch.tensor([tokens])).logits[0]
        positions = list(range(max(0, len(tokens) - 4), len(tokens)))
        rows = [[round(float(x), 6) for x in logits[p]] for p in positions]
        entries.append({"tokens": tokens, "positions": positions, "logits": rows})
    lines = ['{"sequences": [']
    lines.append(",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries))
    lines.append('], "greedy": [')
    lines.append(",\n".join(json.dumps(reply) for reply in replies))
    lines.append("]}")
    path.write_text("\n".join(lines) + "\n")


def write_turns(turns: list[Turn], path: Path) -> None:
    path.write_text("".join(f"{turn.question}\t{turn.answer}\n" for turn in turns))
