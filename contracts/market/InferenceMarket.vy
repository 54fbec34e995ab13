# pragma version 0.4.3
"""
@title InferenceMarket
@license Apache-2.0
@notice A user escrows a fee for the reply of a language model; a provider is paid for a reply with a valid proof, in the
        transaction that brings it. Nobody owns the market; its rules never change. States are those of ERC-8183.
@dev Each function checks, then changes state, then calls out. docs/market.md has the threat model.
"""

import callbacks
import credits
import deposits
import escrows
import requests
import signatures
import tokens

initializes: credits
initializes: deposits
initializes: escrows[credits := credits, deposits := deposits]

exports: (
    credits.creditOf,
    credits.withdraw,
    credits.withdrawTo,
    deposits.burned,
    deposits.deposit,
    deposits.depositOf,
    deposits.lockedOf,
    deposits.withdrawDeposit,
    escrows.claimRefund,
    escrows.escrowOf,
    escrows.reject,
    escrows.settle,
    escrows.slash,
    requests.context,
    requests.eip712Domain,
    requests.promptCommitment,
    requests.requestId,
)

event ModelOffered:
    provider: indexed(address)
    model: indexed(bytes32)
    token: address
    baseFee: uint256
    tokenFee: uint256
    uri: String[256]


event RequestFunded:
    id: indexed(bytes32)
    user: indexed(address)
    model: indexed(bytes32)
    terms: requests.Request
    escrow: uint256
    prompt: Bytes[MAXIMUM_PROMPT]  # empty if it is sealed


event RequestTaken:
    id: indexed(bytes32)
    provider: indexed(address)
    collateral: uint256


event RequestCompleted:
    id: indexed(bytes32)
    user: indexed(address)
    payee: indexed(address)
    payment: uint256
    refund: uint256
    reply: Bytes[MAXIMUM_REPLY]
    ending: uint8


event CallbackCalled:
    id: indexed(bytes32)
    target: indexed(address)
    success: bool


event NonceCancelled:
    user: indexed(address)
    nonce: uint256


STOP: constant(uint8) = 0  # the ending of a reply that is not cut at its limit

MAXIMUM_PROMPT: constant(uint256) = 4 * requests.MAXIMUM_TOKENS
MAXIMUM_REPLY: constant(uint256) = 4 * requests.MAXIMUM_TOKENS
MAXIMUM_STATEMENT: constant(uint256) = MAXIMUM_PROMPT + MAXIMUM_REPLY + 73
MAXIMUM_PROOF: constant(uint256) = 128 * 1024

verifier: public(immutable(address))
isNonceUsed: public(HashMap[address, HashMap[uint256, bool]])


@deploy
def __init__(verifier_: address):
    assert verifier_.is_contract, "no verifier"
    verifier = verifier_


# Asking


@external
@payable
@nonreentrant
def request(
    terms: requests.Request,
    prompt: Bytes[MAXIMUM_PROMPT],
    permit: tokens.Permit,
) -> bytes32:
    """
    @notice Escrows the largest fee that `terms` allow.
    @param prompt The tokens, four bytes each, whose commitment has salt zero; empty to keep them sealed until delivery.
    @param permit ERC-2612's, for a fee in tokens; its deadline is zero if there is none.
    @return The request's id.
    """
    assert msg.sender == terms.user, "not the user"
    largest: uint256 = self._open(terms, prompt)
    escrow: uint256 = largest
    if terms.token == tokens.COIN:
        assert msg.value == largest, "not the largest fee"
    else:
        assert msg.value == 0, "fee is not in coin"
        tokens._permit(terms.token, terms.user, permit)
        escrow = tokens._pull(terms.token, terms.user, largest)
    return self._fund(terms, prompt, escrow)


@external
@nonreentrant
def requestSigned(
    terms: requests.Request,
    prompt: Bytes[MAXIMUM_PROMPT],
    signature: Bytes[signatures.MAXIMUM_SIGNATURE],
    permit: tokens.Permit,
) -> bytes32:
    """
    @notice The same on the user's signature (EIP-712), sent by anyone. A fee in coin is taken from the user's deposit.
    """
    assert signatures._is_signed(terms.user, requests._id(terms), signature), "not signed"
    largest: uint256 = self._open(terms, prompt)
    escrow: uint256 = largest
    if terms.token == tokens.COIN:
        deposits._pay(terms.user, largest)
    else:
        tokens._permit(terms.token, terms.user, permit)
        escrow = tokens._pull(terms.token, terms.user, largest)
    return self._fund(terms, prompt, escrow)


@external
def cancelNonce(nonce: uint256):
    """
    @notice Takes back a signature that nobody has used.
    """
    assert not self.isNonceUsed[msg.sender][nonce], "nonce used"
    self.isNonceUsed[msg.sender][nonce] = True
    log NonceCancelled(user=msg.sender, nonce=nonce)


# Delivering


@external
def offer(model: bytes32, token: address, baseFee: uint256, tokenFee: uint256, uri: String[256]):
    """
    @notice Announces which model the caller serves, and for what. Binds nobody.
    """
    log ModelOffered(
        provider=msg.sender, model=model, token=token, baseFee=baseFee, tokenFee=tokenFee, uri=uri
    )


@external
def take(terms: requests.Request):
    """
    @notice Locks the collateral; until the deadline the caller alone may deliver.
    """
    id: bytes32 = requests._id(terms)
    escrow: escrows.Escrow = escrows.escrowOf[id]
    assert escrow.status == escrows.FUNDED, "not funded"
    assert escrow.provider == empty(address), "taken"
    assert terms.provider in [empty(address), msg.sender], "for another provider"
    assert block.timestamp <= escrow.deadline, "deadline has passed"
    escrows._assign(id, msg.sender, terms.collateral)
    log RequestTaken(id=id, provider=msg.sender, collateral=terms.collateral)


@external
def fulfil(
    terms: requests.Request,
    payee: address,
    salt: bytes32,
    prompt: Bytes[MAXIMUM_PROMPT],
    reply: Bytes[MAXIMUM_REPLY],
    ending: uint8,
    proof: Bytes[MAXIMUM_PROOF],
):
    """
    @notice Verifies a reply and pays for it. Anyone may send it: the proof names the payee.
    @dev Until the deadline the payee is who took the request; from then on, whoever proves first.
    """
    self._check_unlocked()
    id: bytes32 = requests._id(terms)
    escrow: escrows.Escrow = escrows.escrowOf[id]
    assert escrow.status == escrows.FUNDED, "not funded"
    assert escrow.provider != empty(address), "not taken"
    assert block.timestamp <= escrow.expiry, "expired"
    assert block.timestamp > escrow.deadline or payee == escrow.provider, "another provider's"

    commitment: bytes32 = requests._prompt_commitment(salt, prompt)
    assert commitment == terms.promptCommitment, "another prompt"
    assert len(reply) % 4 == 0, "reply is not whole tokens"
    count: uint256 = len(reply) // 4
    assert count <= terms.replyLimit, "reply too long"
    # A reply may stop by itself; one that was cut earlier than asked is not what was ordered.
    assert ending == STOP or count == terms.replyLimit, "reply cut short"

    statement: Bytes[MAXIMUM_STATEMENT] = concat(
        terms.modelDigest,
        convert(convert(len(prompt) // 4, uint32), bytes4),
        prompt,
        convert(convert(count, uint32), bytes4),
        reply,
        convert(ending, bytes1),
        requests._context(id, payee),
    )
    # Returns nothing; reverts with its own reason, which is passed on.
    raw_call(
        verifier,
        abi_encode(
            terms.model, statement, proof, method_id=method_id("verifyProof(bytes32,bytes,bytes)")
        ),
        is_static_call=True,
    )

    payment: uint256 = 0
    refund: uint256 = 0
    payment, refund = escrows._complete(id, payee, requests._price(terms, count))
    log RequestCompleted(
        id=id,
        user=escrow.user,
        payee=payee,
        payment=payment,
        refund=refund,
        reply=reply,
        ending=ending,
    )

    if terms.callback != empty(address):
        success: bool = callbacks._call(
            terms.callback,
            terms.callbackGas,
            abi_encode(
                id,
                escrow.user,
                terms.modelDigest,
                reply,
                ending,
                method_id=method_id("onReply(bytes32,address,bytes32,bytes,uint8)"),
            ),
        )
        log CallbackCalled(id=id, target=terms.callback, success=success)


# Inside


@internal
@view
@nonreentrant
def _check_unlocked():
    """
    @notice Fails within a function that moves coin or tokens, and so holds the lock. Delivery needs no lock of its own,
            so that its callback may ask again; but from within a withdrawal it would make that callback fail.
    """
    pass


@internal
def _open(terms: requests.Request, prompt: Bytes[MAXIMUM_PROMPT]) -> uint256:
    """
    @notice Checks new terms and uses up their nonce; returns the largest fee.
    """
    requests._check(terms)
    if len(prompt) > 0:
        commitment: bytes32 = requests._prompt_commitment(empty(bytes32), prompt)
        assert commitment == terms.promptCommitment, "another prompt"
    assert not self.isNonceUsed[terms.user][terms.nonce], "nonce used"
    self.isNonceUsed[terms.user][terms.nonce] = True
    return requests._price(terms, terms.replyLimit)


@internal
def _fund(terms: requests.Request, prompt: Bytes[MAXIMUM_PROMPT], amount: uint256) -> bytes32:
    id: bytes32 = requests._id(terms)
    escrows._fund(id, terms.user, terms.token, amount, terms.deadline, terms.expiry)
    log RequestFunded(
        id=id, user=terms.user, model=terms.model, terms=terms, escrow=amount, prompt=prompt
    )
    return id
