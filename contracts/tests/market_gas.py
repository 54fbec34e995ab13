"""What the market adds to the gas of a verification."""

import pytest
from market_world import PROMPT, PROVIDER, STRANGER, World

from demo.chain import TRANSACTION_GAS
from demo.request import STOP, statement, token_bytes


@pytest.mark.parametrize(
    ("proof_bytes", "most"),
    [(100, 90_000), (50_000, 145_000), (100_000, 210_000), (122_880, 245_000)],
)
def test_the_markets_share_of_a_delivery_is_small(proof_bytes, most):
    """Against a transaction that calls the verifier itself; a proof is copied twice on its way."""
    world = World()
    request = world.taken(replyLimit=32)
    reply, proof = list(range(32)), bytes([7]) * proof_bytes
    place = world.chain.identifier, world.market.address
    context = request.context(*place, PROVIDER.address)
    values = statement(request.modelDigest, PROMPT, reply, STOP, context)
    question = (request.model, values, proof)
    world.verifier.send("accept", *question, sender=STRANGER.address)
    world.fulfil(request, reply=token_bytes(reply), proof=proof)
    delivered = world.chain.machine.result.gas_used
    direct = world.verifier.data("verifyProof", *question)
    world.chain.machine.message_call(
        STRANGER.address, world.verifier.address, calldata=direct, gas=TRANSACTION_GAS
    )
    assert delivered - world.chain.machine.result.gas_used < most
