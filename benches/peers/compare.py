"""EZKL and Lemma on one GPT-2 block of width 64 over 8 tokens, with the same weights, one after the other.

    benches/peers/compare [--runs 3] [--keep FOLDER] [--lemma-only]

What is timed: EZKL, each call of its Python binding, from files to files; Lemma, each whole process. Every step runs in a
process of its own, whose largest resident set is its memory. Steps that take less than a minute are run --runs times, and the
fastest counts.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

import block
import folder
from measuring import ROOT, Measured, header, in_bytes, in_seconds, last_object, measure, save, table

PROMPT = 24  # With these weights the eight tokens that follow are all different.
LEMMA = ROOT / ".build" / "release" / "lemma"
BLOCK_OUTPUT = ROOT / "benches" / ".build" / "release" / "block-output"


def best(runs: int, once) -> tuple[float, Measured]:
    """The fastest of some runs, by the seconds that `once` returns beside its process; long ones run once."""
    results = [once()]
    while len(results) < runs and results[0][0] < 60:
        results.append(once())
    return min(results, key=lambda result: result[0])


def error(values: np.ndarray, expected: np.ndarray) -> dict:
    difference = values.reshape(expected.shape) - expected
    return {
        "largest_error": float(abs(difference).max() / abs(expected).max()),
        "rms_error": float(np.sqrt((difference**2).mean() / (expected**2).mean())),
    }


def run_lemma(work: Path, weights: dict, runs: int) -> tuple[dict, list[int]]:
    """Lemma's figures, and the eight tokens whose block it proves."""
    folder.write(work / "model", weights)
    package, proof, prompt = work / "block.lemma", work / "reply.proof", work / "prompt"
    prompt.write_text(f"{PROMPT}\n")

    def process(*arguments):
        result = measure([LEMMA, *arguments, "--json"])
        return result.seconds, result

    steps = {
        "setup": best(runs, lambda: process("import", work / "model", "-o", package)),
        "prove": best(
            runs, lambda: process("prove", package, "--tokens-in", prompt, "--tokens", str(block.TOKENS), "-o", proof)
        ),
        "verify": best(runs, lambda: process("verify", proof, "--key", package / "verifying.key")),
    }
    proven, verified = (last_object(steps[name][1].output) for name in ("prove", "verify"))
    tokens = (proven["prompt_tokens"] + proven["reply_tokens"])[: block.TOKENS]
    output = measure([BLOCK_OUTPUT, package, *tokens]).output
    expected = block.float_result(weights, tokens)
    return {
        "steps": {name: m.figures | {"seconds": s} for name, (s, m) in steps.items()},
        "inside": {"prove_seconds": proven["prove_seconds"], "verify_seconds": verified["verify_seconds"]},
        "proof_bytes": proof.stat().st_size,
        "proving_key_bytes": sum(path.stat().st_size for path in package.iterdir()),
        "verifying_key_bytes": (package / "verifying.key").stat().st_size,
        "soundness_bits": verified["soundness_bits"],
        **error(np.array(json.loads(output)), expected),
    }, tokens


def run_ezkl(work: Path, weights: dict, tokens: list[int], runs: int) -> dict:
    import ezkl
    import onnx
    import onnxruntime

    work.mkdir(exist_ok=True)
    onnx.save(block.onnx_model(weights), work / "network.onnx")
    inputs = block.embedded(weights, tokens)[None]
    expected = block.float_result(weights, tokens)
    session = onnxruntime.InferenceSession(work / "network.onnx")
    graph_error = error(session.run(None, {"input": inputs})[0], expected)
    if graph_error["largest_error"] > 1e-4:
        sys.exit(f"the ONNX graph is not the block: {graph_error}")
    (work / "input.json").write_text(json.dumps({"input_data": [inputs.reshape(-1).tolist()]}))

    def step(name):
        print(f"  {name} ...", file=sys.stderr, flush=True)
        process = measure([sys.executable, Path(__file__).with_name("ezkl_step.py"), name, work])
        return last_object(process.output)["seconds"], process

    # Kept as they come, so that a run that was stopped goes on where it was.
    record = work / "steps.json"
    steps = json.loads(record.read_text()) if record.exists() else {}
    for name in ("settings", "calibrate", "compile", "srs", "setup", "witness", "prove", "verify"):
        if name not in steps:
            seconds, process = best(runs if name in ("witness", "verify") else 1, lambda: step(name))
            steps[name] = process.figures | {"seconds": seconds}
            record.write_text(json.dumps(steps, indent=1) + "\n")
    proof = json.loads((work / "proof.json").read_text())
    settings = json.loads((work / "settings.json").read_text())
    outputs = np.array([float(value) for value in proof["pretty_public_inputs"]["rescaled_outputs"][0]])
    return {
        "version": ezkl.__version__,
        "run_args": settings["run_args"],
        "rows": settings["num_rows"],
        "steps": steps,
        "proof_bytes": len(proof["hex_proof"].removeprefix("0x")) // 2,
        "instance_bytes": 32 * sum(len(part) for part in proof["instances"]),
        "proving_key_bytes": (work / "pk.key").stat().st_size,
        "verifying_key_bytes": (work / "vk.key").stat().st_size,
        "srs_bytes": (work / "kzg.srs").stat().st_size,
        **error(outputs, expected),
    }


def rows(lemma: dict, ezkl: dict | None) -> list[list[str]]:
    """The one table."""

    def total(result, *names):
        return sum(result["steps"][name]["seconds"] for name in names if name in result["steps"])

    def peak(result, *names):
        return max(result["steps"][name]["peak_bytes"] for name in names if name in result["steps"])

    setup = ("settings", "calibrate", "compile", "setup")
    prove = ("witness", "prove")

    def ratio(key):
        return f"{key(ezkl) / key(lemma):.3g}" if ezkl else ""

    lines = [["", "EZKL", "Lemma", "EZKL / Lemma"]]
    for name, show, key in (
        ("setup", in_seconds, lambda r: total(r, *setup)),
        ("prove, with the forward pass", in_seconds, lambda r: total(r, *prove)),
        ("verify", in_seconds, lambda r: total(r, "verify")),
        ("peak memory of setup", in_bytes, lambda r: peak(r, *setup)),
        ("peak memory of prove", in_bytes, lambda r: peak(r, *prove)),
        ("peak memory of verify", in_bytes, lambda r: peak(r, "verify")),
        ("proof", in_bytes, lambda r: r["proof_bytes"]),
        ("proving key", in_bytes, lambda r: r["proving_key_bytes"]),
        ("verifying key", in_bytes, lambda r: r["verifying_key_bytes"]),
        ("largest error / largest value", "{:.4%}".format, lambda r: r["largest_error"]),
        ("root mean square error, relative", "{:.4%}".format, lambda r: r["rms_error"]),
    ):
        lines.append([name, *(show(key(r)) if r else "" for r in (ezkl, lemma)), ratio(key)])
    if ezkl:
        srs = ezkl["steps"]["srs"]["seconds"]
        lines.append(["reference string, once, any model", f"{in_seconds(srs)}, {in_bytes(ezkl['srs_bytes'])}", "none", ""])
        lines.append(["public values beside the proof", in_bytes(ezkl["instance_bytes"]), "in the proof", ""])
    lines.append(["proven", "the block", "embedding, block, head, argmax", ""])
    lines.append(["trusted setup", "yes", "none", ""])
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="runs of each step that takes less than a minute")
    parser.add_argument("--keep", type=Path, help="folder for keys, proofs and figures; another run goes on from there")
    parser.add_argument("--lemma-only", action="store_true", help="leave EZKL out; nothing is saved then")
    options = parser.parse_args()
    weights = block.weights()
    result = header() | {"block": {"width": block.WIDTH, "heads": block.HEADS, "inner": block.INNER, "tokens": block.TOKENS}}
    with tempfile.TemporaryDirectory() as temporary:
        work = options.keep or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        # Once for the tokens it replies with, whose block both prove.
        lemma, tokens = run_lemma(work, weights, 1)
        ezkl = None if options.lemma_only else run_ezkl(work / "ezkl", weights, tokens, options.runs)
        print("Lemma ...", file=sys.stderr)
        lemma, _ = run_lemma(work, weights, options.runs)
    print(f"GPT-2 block, width {block.WIDTH}, {block.HEADS} heads, inner {block.INNER}, {block.TOKENS} tokens")
    print(table(rows(lemma, ezkl)))
    if ezkl:
        path = save("peers", result | {"tokens": tokens, "lemma": lemma, "ezkl": ezkl})
        print(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
