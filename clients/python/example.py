"""Checks a reply and prints it: python3 example.py KEY PROOF [PACKAGE_FOLDER]"""
import sys
from pathlib import Path

from lemma_verifier import Rejection, Tokenizer, verify

key, proof = (Path(path).read_bytes() for path in sys.argv[1:3])
try:
    result = verify(key, proof)
except Rejection as rejection:
    sys.exit(f"rejected: {rejection}")
statement = result.statement
print(f"valid, {result.security_bits:.1f} bits, model {statement.model.hex()}")
print("prompt ", *statement.prompt)
print("reply  ", *statement.reply)
if len(sys.argv) > 3:
    tokenizer = Tokenizer.of_folder(sys.argv[3], result.provenance)
    print("asked   ", tokenizer.decode(statement.prompt))
    print("answered", tokenizer.decode(statement.reply))
