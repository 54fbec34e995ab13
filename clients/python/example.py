"""Checks a proof and prints what it states: python3 example.py KEY PROOF [PACKAGE_FOLDER]"""
import sys
from pathlib import Path

from lemma_verifier import Kind, Rejection, Tokenizer, verify

key, proof = (Path(path).read_bytes() for path in sys.argv[1:3])
try:
    result = verify(key, proof)
except Rejection as rejection:
    sys.exit(f"rejected: {rejection}")
statement = result.statement
print(f"valid, {result.security_bits:.1f} bits, model {statement.model.hex()}")
print("prompt ", *statement.prompt)
if statement.second_segment < len(statement.prompt):
    print("second text from row", statement.second_segment)
if statement.kind is not Kind.embedding:
    print({Kind.reply: "reply  ", Kind.tokens: "tokens ", Kind.classification: "class  "}[statement.kind], *statement.reply)
if statement.positions:
    print("at rows", *statement.positions)
if statement.values is not None:
    print(statement.values.name, *(f"{number:.4f}" for number in statement.values.numbers))
if len(sys.argv) > 3:
    tokenizer = Tokenizer.of_folder(sys.argv[3], result.provenance)
    print("asked   ", tokenizer.decode(statement.prompt))
    if statement.kind in (Kind.reply, Kind.tokens):
        print("answered", tokenizer.decode(statement.reply))
