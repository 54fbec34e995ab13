"""One step of EZKL, in a process of its own: python ezkl_step.py STEP FOLDER. Prints its figures as a line of JSON.

The steps and their order are those of EZKL's documentation, with its recommended calibration. Inputs and outputs are
public and parameters fixed: the verifying key binds the weights, as Lemma's key does, and nothing is hidden.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

import ezkl

MODEL, INPUT, SETTINGS, CIRCUIT, SRS = "network.onnx", "input.json", "settings.json", "network.ezkl", "kzg.srs"
PROVING_KEY, VERIFYING_KEY, WITNESS, PROOF = "pk.key", "vk.key", "witness.json", "proof.json"


def settings():
    arguments = ezkl.PyRunArgs()
    arguments.input_visibility = "public"
    arguments.param_visibility = "fixed"
    arguments.output_visibility = "public"
    return ezkl.gen_settings(MODEL, SETTINGS, py_run_args=arguments)


def calibrate():
    return ezkl.calibrate_settings(INPUT, MODEL, SETTINGS, "resources")


def srs():
    ezkl.gen_srs(SRS, json.loads(Path(SETTINGS).read_text())["run_args"]["logrows"])
    return True


STEPS = {
    "settings": settings,
    "calibrate": calibrate,
    "compile": lambda: ezkl.compile_circuit(MODEL, CIRCUIT, SETTINGS),
    "srs": srs,
    "setup": lambda: ezkl.setup(CIRCUIT, VERIFYING_KEY, PROVING_KEY, srs_path=SRS),
    "witness": lambda: ezkl.gen_witness(INPUT, CIRCUIT, WITNESS),
    "prove": lambda: ezkl.prove(WITNESS, CIRCUIT, PROVING_KEY, PROOF, srs_path=SRS),
    "verify": lambda: ezkl.verify(PROOF, SETTINGS, VERIFYING_KEY, srs_path=SRS),
}


def main() -> None:
    step, folder = sys.argv[1:]
    os.chdir(folder)
    start = time.perf_counter()
    result = STEPS[step]()
    seconds = time.perf_counter() - start
    if result is False:
        sys.exit(f"EZKL's {step} failed")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"step": step, "seconds": seconds, "peak_bytes": peak}), flush=True)


if __name__ == "__main__":
    main()
