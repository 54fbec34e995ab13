"""The example of README.md is in it, to the letter, and does what it says."""

import pytest
from eth_utils import keccak
from verifier_world import SENDER, WHOLE, stage, with_last_reply_token

from demo.chain import Reverted
from demo.compiler import CONTRACTS

EXAMPLE = CONTRACTS / "examples" / "Oracle.vy"


def test_the_page_shows_the_example():
    code = EXAMPLE.read_text()
    assert code[code.index("VERIFIER:") :] in (CONTRACTS / "README.md").read_text()


def test_the_example_keeps_proven_replies_and_no_others():
    own, call = stage(), WHOLE.calls[0]
    oracle = own.chain.deploy(EXAMPLE, own.verifier.address, call.model, sender=SENDER)
    forged = with_last_reply_token(call.values, 7)
    with pytest.raises(Reverted) as reverted:
        oracle.send("tell", forged, call.proof, sender=SENDER)
    assert reverted.value.rejection != 0
    assert not oracle.read("replied", keccak(forged))
    oracle.send("tell", call.values, call.proof, sender=SENDER)
    assert oracle.read("replied", keccak(call.values))
