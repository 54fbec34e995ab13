"""By the official execution specification, whose transactions end: code that vanishes is no part of a table. Run by measure_gas."""

from eth_abi import encode
from eth_utils import keccak
from measure import MODEL, call
from verifier_registry import ACCEPTING
from verifier_world import WHOLE, with_last_reply_token

from demo.compiler import DOUBLES, VERIFIER, compiled
from demo.official import OfficialChain


def creation_code() -> bytes:
    """Asks its maker for `plan()`, copies the source's code, has the helper called in its own name, and becomes the copy."""
    plan, vanish = (keccak(text=f"{name}()")[:4].hex() for name in ("plan", "vanish"))
    ask = f"63{plan}5f5260405f6004601c335afa50"
    copy = "5f51803b805f6060843c"
    help = f"60205163{vanish}5f525f5f6004601c845af45050"
    return bytes.fromhex(ask + copy + help + "6060f3")


def test_a_part_that_vanishes_leaves_its_place_to_nobody():
    chain, table = OfficialChain(), WHOLE.table
    registry = chain.deploy(compiled(VERIFIER / "ModelRegistry.vy").creation_code)
    creation = compiled(VERIFIER / "LemmaVerifier.vy").creation_code
    verifier = chain.deploy(creation + encode(["address"], [registry]))
    vanisher = chain.deploy(compiled(DOUBLES / "Vanisher.vy").creation_code)
    honest, accepting, last = ("0x" + digit * 40 for digit in "abc")
    for address, code in ((honest, table.parts[0]), (accepting, ACCEPTING), (last, table.parts[1])):
        chain.place(address, code)
    assert chain.transact(registry, call(f"register({MODEL})", [MODEL], table.model.fields)).succeeded

    made = creation_code()
    salted = b"\xff" + bytes.fromhex(vanisher[2:]) + bytes(32) + keccak(made)
    place = "0x" + keccak(salted)[12:].hex()
    types = ["bytes32", "uint256", "uint256", "uint256", "bytes32[]", "address[]"]
    size = table.model.id, table.rows, table.replies
    add = call(f"addTable({','.join(types)})", types, *size, table.index, list(table.path), [place, last])
    types = ["bytes", "address", "address", "bytes"]
    attack = call("make_and_call(bytes,address,address,bytes)", types, made, honest, registry, add)
    outcome = chain.transact(vanisher, attack)
    assert outcome.succeeded and len(outcome.logs) == 1, "added while it was there"
    assert place not in chain.accounts, "gone with the transaction"

    question = WHOLE.calls[0]
    forged = question.replaced(values=with_last_reply_token(question.values, 7), proof=b"LMP1")
    types = ["bytes", "address", "bool"]
    assert chain.transact(vanisher, call("make(bytes,address,bool)", types, made, accepting, False)).succeeded
    assert bytes.fromhex(chain.accounts[place]["code"][2:]) == ACCEPTING, "and others' code is there"
    assert not chain.transact(verifier, forged.data + bytes(4096)).succeeded
    assert not chain.transact(verifier, question.data).succeeded

    for part in (honest, last):
        assert part in chain.accounts
    types = ["bytes32", "uint256", "uint256", "uint256", "bytes32[]", "address[]"]
    add = call(f"addTable({','.join(types)})", types, *size, table.index, list(table.path), [honest, last])
    assert chain.transact(registry, add).succeeded
    assert chain.transact(verifier, question.data).succeeded
    assert not chain.transact(verifier, forged.data + bytes(4096)).succeeded
