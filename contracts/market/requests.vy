# pragma version 0.4.3
"""
@title The terms of a request, and the number that stands for them
@notice A request's id is its EIP-712 digest, so the terms that a user signs, the terms that a contract sends and the
        terms that a provider is paid by cannot differ, and an id names one chain and one market.
"""

struct Request:
    user: address  # who pays, and whom the fee goes back to
    nonce: uint256  # any number this user has not used
    model: bytes32  # the model as the verifier has it registered
    modelDigest: bytes32  # the model digest of the statement
    promptCommitment: bytes32  # see _prompt_commitment
    replyLimit: uint256  # tokens of the reply at most
    token: address  # the fee's ERC-20 token; zero for the chain's coin
    baseFee: uint256  # paid for any reply
    tokenFee: uint256  # and for each token of it
    collateral: uint256  # coin that a provider locks
    provider: address  # who alone may take it; zero for anyone
    deadline: uint256  # until when who took it must have delivered
    expiry: uint256  # until when anyone may deliver what was taken and not delivered
    callback: address  # who is told the reply; zero for nobody
    callbackGas: uint256  # gas that the call is promised


NAME: constant(String[21]) = "Lemma InferenceMarket"
VERSION: constant(String[1]) = "1"
DOMAIN_TYPE: constant(bytes32) = keccak256(
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)
REQUEST_TYPE: constant(bytes32) = keccak256(
    "Request(address user,uint256 nonce,bytes32 model,bytes32 modelDigest,bytes32 promptCommitment,uint256 replyLimit,address token,uint256 baseFee,uint256 tokenFee,uint256 collateral,address provider,uint256 deadline,uint256 expiry,address callback,uint256 callbackGas)"
)
PROMPT_DOMAIN: constant(bytes32) = keccak256("lemma prompt v1")

MAXIMUM_TOKENS: constant(uint256) = 2048
MAXIMUM_FEE: constant(uint256) = 2**128 - 1
MAXIMUM_DURATION: constant(uint256) = 30 * 24 * 60 * 60
MAXIMUM_CALLBACK_GAS: constant(uint256) = 2_000_000


@internal
@view
def _id(terms: Request) -> bytes32:
    # The domain is made anew each time: after a fork, chain.id is another.
    domain: bytes32 = keccak256(
        abi_encode(DOMAIN_TYPE, keccak256(NAME), keccak256(VERSION), chain.id, self)
    )
    return keccak256(concat(b"\x19\x01", domain, keccak256(abi_encode(REQUEST_TYPE, terms))))


@internal
@view
def _check(terms: Request):
    """
    @notice Refuses terms that nobody could serve, or that would hold a fee for longer than a month.
    """
    assert block.timestamp <= terms.deadline, "deadline has passed"
    assert terms.deadline <= terms.expiry, "expiry before deadline"
    assert terms.expiry <= block.timestamp + MAXIMUM_DURATION, "expiry too far"
    assert terms.replyLimit > 0, "no reply wanted"
    assert terms.replyLimit <= MAXIMUM_TOKENS, "reply limit too large"
    assert terms.callbackGas <= MAXIMUM_CALLBACK_GAS, "callback gas too large"
    # Amounts this small never overflow a sum, whatever a token claims to have sent.
    assert self._price(terms, terms.replyLimit) <= MAXIMUM_FEE, "fee too large"


@internal
@pure
def _price(terms: Request, tokens: uint256) -> uint256:
    return terms.baseFee + terms.tokenFee * tokens


@internal
@pure
def _prompt_commitment(salt: bytes32, prompt: Bytes[4 * MAXIMUM_TOKENS]) -> bytes32:
    """
    @notice Salt and domain have fixed lengths and tokens have four bytes, so no two openings are the same bytes.
    """
    assert len(prompt) % 4 == 0, "prompt is not whole tokens"
    return keccak256(concat(PROMPT_DOMAIN, salt, prompt))


@internal
@view
def _context(id: bytes32, payee: address) -> bytes32:
    """
    @notice What a proof is bound to: nobody else can cash it, here or anywhere.
    """
    return keccak256(abi_encode(chain.id, self, id, payee))


@external
@view
def requestId(terms: Request) -> bytes32:
    return self._id(terms)


@external
@pure
def promptCommitment(salt: bytes32, prompt: Bytes[4 * MAXIMUM_TOKENS]) -> bytes32:
    return self._prompt_commitment(salt, prompt)


@external
@view
def context(id: bytes32, payee: address) -> bytes32:
    """
    @notice The statement's context of a proof that pays `payee` for request `id`.
    """
    return self._context(id, payee)


@external
@view
def eip712Domain() -> (bytes1, String[21], String[1], uint256, address, bytes32, DynArray[uint256, 1]):
    """
    @notice ERC-5267: what a wallet needs to sign a request.
    """
    extensions: DynArray[uint256, 1] = []
    return 0x0f, NAME, VERSION, chain.id, self, empty(bytes32), extensions
