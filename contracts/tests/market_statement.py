"""What is bound, and how it is encoded, against the documents and other implementations."""

from eth_utils import keccak
from market_world import MODEL_DIGEST, PROMPT, PROVIDER, REPLY, RIVAL, World

from demo.chain import Chain
from demo.compiler import MARKET, compiled
from demo.request import prompt_commitment, statement, token_bytes


def test_the_id_is_the_digest_a_wallet_signs():
    world = World()
    request = world.terms()
    assert world.market.read("requestId", request.terms) == world.id(request)


def test_each_field_of_the_terms_changes_the_id():
    world = World()
    request = world.terms()
    seen = {world.id(request)}
    for place, value in enumerate(request.terms):
        other = bytes(32) if isinstance(value, bytes) else value
        other = value + 1 if isinstance(value, int) else other
        other = RIVAL.address if isinstance(value, str) else other
        changed = request.terms[:place] + (other,) + request.terms[place + 1 :]
        seen.add(world.market.read("requestId", changed))
    assert len(seen) == 1 + len(request.terms)


def test_ids_and_contexts_differ_between_chains_and_between_markets():
    home, abroad = World(), World(chain=Chain(identifier=10))
    request = home.terms()
    assert home.market.address == abroad.market.address
    assert home.market.read("requestId", request.terms) != abroad.market.read(
        "requestId", request.terms
    )
    context = bytes(32), PROVIDER.address
    assert home.market.read("context", *context) != abroad.market.read("context", *context)

    neighbour = home.chain.deploy(
        MARKET / "InferenceMarket.vy", home.verifier.address, sender=RIVAL.address
    )
    assert home.market.read("requestId", request.terms) != neighbour.read(
        "requestId", request.terms
    )
    assert home.market.read("context", *context) != neighbour.read("context", *context)


def test_the_context_is_the_hash_of_chain_market_request_and_payee():
    world = World()
    identifier = keccak(text="some request")
    expected = keccak(
        world.chain.identifier.to_bytes(32, "big")
        + bytes(12)
        + bytes.fromhex(world.market.address[2:])
        + identifier
        + bytes(12)
        + bytes.fromhex(PROVIDER.address[2:])
    )
    assert world.market.read("context", identifier, PROVIDER.address) == expected


def test_the_prompt_commitment_is_domain_salt_tokens():
    world = World()
    salt = keccak(text="salt")
    expected = prompt_commitment(PROMPT, salt)
    assert world.market.read("promptCommitment", salt, token_bytes(PROMPT)) == expected


def test_the_statement_has_the_documented_bytes():
    """Worked by hand from docs/formats.md, section 3."""
    context = bytes(range(32))
    written = (
        bytes.fromhex(
            MODEL_DIGEST.hex()
            + "00000002"
            + "000001d0"
            + "00000814"
            + "00000001"
            + "0000ffff"
            + "01"
        )
        + context
    )
    assert statement(MODEL_DIGEST, [464, 2068], [65535], 1, context) == written


def test_the_market_asks_about_the_documented_statement():
    """The verifier accepts one exact statement, which is encoded outside the market."""
    world = World()
    request = world.taken()
    world.prove(request)
    assert world.fulfil(request).event("RequestCompleted")["reply"] == token_bytes(REPLY)


def test_the_domain_is_readable():
    world = World()
    fields, name, version, chain, market, salt, extensions = world.market.read("eip712Domain")
    assert (fields, name, version) == (b"\x0f", "Lemma InferenceMarket", "1")
    assert (chain, market.lower()) == (world.chain.identifier, world.market.address.lower())
    assert (salt, list(extensions)) == (bytes(32), [])


def test_the_verifier_is_asked_by_the_name_integrators_know():
    assert keccak(text="verifyProof(bytes32,bytes,bytes)")[:4].hex() == "41493c60"
    assert bytes.fromhex("41493c60") in compiled(MARKET / "InferenceMarket.vy").runtime_code
