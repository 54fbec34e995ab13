"""What the package adds to the library."""
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT
from lemma_verifier import (Ending, Form, Kind, LabelsMismatch, Reason, Rejection, Tokenizer, TokenizerMismatch, UnknownTokenizer,
                            keccak256, labels_of_folder, verify)

EXAMPLE = Path(__file__).resolve().parents[1] / "example.py"


def test_a_valid_proof_gives_its_statement(pair):
    result = verify(*pair)
    assert result.statement.model == keccak256(pair[0])
    assert result.statement.ending is Ending.stop
    assert result.statement.context == bytes(32)
    assert result.security_bits >= 100
    assert (result.key_bytes, result.proof_bytes) == tuple(map(len, pair))


def test_bytes_like_objects_are_taken(pair):
    assert verify(bytearray(pair[0]), memoryview(pair[1])) == verify(*pair)


def test_a_damaged_proof_says_why_and_what_it_claimed(pair):
    key, proof = pair
    with pytest.raises(Rejection) as caught:
        verify(key, proof[:-1])
    assert caught.value.code == Reason.truncated
    assert caught.value.reason is Reason.truncated
    assert str(caught.value) == "truncated (1)"
    assert caught.value.statement == verify(*pair).statement


def test_the_callers_model_and_context_are_held_to(pair):
    model, zeros = keccak256(pair[0]), bytes(32)
    assert verify(*pair, model=model, context=zeros).statement.model == model
    with pytest.raises(Rejection, match="anotherKey"):
        verify(*pair, model=zeros)
    with pytest.raises(Rejection, match="anotherContext"):
        verify(*pair, context=model)


def test_a_code_that_is_not_known_is_a_rejection_all_the_same():
    rejection = Rejection(99)
    assert (rejection.code, rejection.reason, rejection.name) == (99, None, "unknown")


def test_reasons_are_those_of_the_protocol():
    from conformance.reference import codes
    assert {reason.name: reason.value for reason in Reason if reason < 1000} == codes()


def test_keccak_is_ethereums():
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak256(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"


def test_tokens_become_text_with_the_keys_tokenizer(pair, demo):
    result = verify(*pair)
    tokenizer = Tokenizer.of_folder(demo, result.provenance)
    assert tokenizer.decode(result.statement.prompt) == "What is Lemma?"
    assert tokenizer.decode(result.statement.reply).startswith("Lemma is a program that proves")
    assert tokenizer.decode(result.statement.reply, keep_special=True).endswith("<|endoftext|>")


def test_another_tokenizer_is_refused(pair, demo, tmp_path):
    provenance = verify(*pair).provenance
    for name in ("tokenizer.json", "vocab.json"):
        (tmp_path / name).write_bytes((demo / name).read_bytes())
    with pytest.raises(TokenizerMismatch):
        Tokenizer.of_folder(tmp_path, provenance)
    with pytest.raises(FileNotFoundError):
        Tokenizer.of_folder(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["bert", "bert-cased", "llama2", "llama2-newer", "llama3", "qwen2", "smollm2", "t5", "t5-older"])
def test_tokens_of_every_family_become_the_texts_that_hugging_faces_decoder_gives(name):
    vector = json.loads((ROOT / "Tests" / "Vectors" / "tokenizers" / f"{name}.json").read_text())
    definition = vector["definition"]
    tokenizer = Tokenizer({"tokenizer.json": json.dumps(definition).encode()})
    # An added token that the library normalizes reads as it was changed there; here it reads as the file writes it.
    changed = {token["id"] for token in definition["added_tokens"] if token["normalized"] and not token["content"].isascii()}
    cases = [case for case in vector["cases"] if not changed & set(case["encoded"])]
    assert len(cases) > 100
    for case in cases:
        assert tokenizer.decode(case["encoded"], keep_special=True) == case["kept"]
        assert tokenizer.decode(case["encoded"]) == case["skipped"]


def test_other_tokenizers_are_not_taken_for_known_ones():
    with pytest.raises(UnknownTokenizer):
        Tokenizer({"tokenizer.json": b'{"model": {"vocab": {"a": 0}}, "decoder": {"type": "BPEDecoder"}}'})


def test_a_class_has_a_name_and_probabilities(tmp_path):
    folder = ROOT / "Tests" / "Vectors" / "conformance"
    result = verify((folder / "classes.key").read_bytes(), (folder / "classes.proof").read_bytes())
    statement = result.statement
    assert (statement.kind, statement.form, statement.ending) == (Kind.classification, Form.encoder, Ending.whole)
    assert statement.values.name == "probabilities" and sum(statement.values.numbers) == pytest.approx(1, abs=1e-3)
    assert statement.reply == (max(range(5), key=lambda i: statement.values.numbers[i]),)
    settings = (folder / "classes.settings.json").read_bytes()
    (tmp_path / "settings.json").write_bytes(settings)
    assert labels_of_folder(tmp_path, result.provenance) == ("anger", "joy", "fear", "calm", "surprise")
    (tmp_path / "settings.json").write_bytes(settings + b" ")
    with pytest.raises(LabelsMismatch):
        labels_of_folder(tmp_path, result.provenance)
    (tmp_path / "vocab.txt").write_bytes((folder / "vocab.txt").read_bytes())
    text = Tokenizer.of_folder(tmp_path, result.provenance)
    assert text.decode(statement.prompt[:statement.second_segment]) == "the old cat slept."
    assert text.decode(statement.prompt[statement.second_segment:]) == "not very happy!"


def test_an_embedding_is_numbers_about_as_long_as_one():
    folder = ROOT / "Tests" / "Vectors" / "conformance"
    statement = verify((folder / "embedding.key").read_bytes(), (folder / "embedding.proof").read_bytes()).statement
    assert (statement.kind, statement.reply, statement.positions) == (Kind.embedding, (), ())
    assert statement.values.numbers == tuple(integer / 2**14 for integer in statement.values.integers)
    assert sum(number**2 for number in statement.values.numbers) == pytest.approx(1, abs=1e-2)


def test_threads_verify_beside_each_other(pair):
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda _: verify(*pair), range(12)))
    assert all(result == results[0] for result in results)


def test_the_example_prints_the_reply(demo):
    arguments = [sys.executable, EXAMPLE, demo / "verifying.key", demo / "reply.proof"]
    printed = subprocess.run([*arguments, demo], capture_output=True, text=True, check=True).stdout
    assert printed.startswith("valid, 100.") and "What is Lemma?" in printed
    folder = ROOT / "Tests" / "Vectors" / "conformance"
    masked = subprocess.run([*arguments[:2], folder / "masked.key", folder / "masked.proof"], capture_output=True, text=True, check=True)
    assert "at rows 2 11" in masked.stdout and "probabilities 0.6436 0.8655" in masked.stdout
    arguments[3] = demo / "verifying.key"
    rejected = subprocess.run(arguments, capture_output=True, text=True)
    assert rejected.returncode == 1 and "malformedProof" in rejected.stderr
