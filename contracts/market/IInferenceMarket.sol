// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// What a contract needs to ask the market for replies, or to serve it. The market itself is InferenceMarket.vy; its flow
/// and what it guards against are in docs/market.md.
interface IInferenceMarket {
    struct Request {
        address user; // who pays, and whom the fee goes back to
        uint256 nonce; // any number this user has not used
        bytes32 model; // the model as the verifier has it registered
        bytes32 modelDigest; // the model digest of the statement
        bytes32 promptCommitment; // promptCommitment(salt, prompt)
        uint256 replyLimit; // tokens of the reply at most
        address token; // the fee's ERC-20 token; zero for the chain's coin
        uint256 baseFee; // paid for any reply
        uint256 tokenFee; // and for each token of it
        uint256 collateral; // coin that a provider locks
        address provider; // who alone may take it; zero for anyone
        uint256 deadline; // until when who took it must have delivered
        uint256 expiry; // until when anyone may deliver what was taken and not delivered
        address callback; // who is told the reply; zero for nobody
        uint256 callbackGas; // gas that the call is promised
    }

    struct Permit {
        uint256 value;
        uint256 deadline; // zero if there is no permit
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    // Status of an escrow: 0 open, 1 funded, 3 completed, 4 rejected, 5 expired. 2, submitted, is never at rest.

    event ModelOffered(address indexed provider, bytes32 indexed model, address token, uint256 baseFee, uint256 tokenFee, string uri);
    event RequestFunded(bytes32 indexed id, address indexed user, bytes32 indexed model, Request terms, uint256 escrow, bytes prompt);
    event RequestTaken(bytes32 indexed id, address indexed provider, uint256 collateral);
    event RequestCompleted(bytes32 indexed id, address indexed user, address indexed payee, uint256 payment, uint256 refund, bytes reply, uint8 ending);
    event RequestRejected(bytes32 indexed id, address indexed user, uint256 refund);
    event RequestExpired(bytes32 indexed id, address indexed user, uint256 refund);
    event CollateralReleased(bytes32 indexed id, address indexed provider, uint256 amount);
    event CollateralSlashed(bytes32 indexed id, address indexed provider, address indexed user, uint256 compensation, uint256 burned);
    event CallbackCalled(bytes32 indexed id, address indexed target, bool success);
    event NonceCancelled(address indexed user, uint256 nonce);
    event Deposited(address indexed account, uint256 amount);
    event DepositWithdrawn(address indexed account, address indexed to, uint256 amount);
    event Withdrawn(address indexed token, address indexed account, address indexed to, uint256 amount);

    function request(Request calldata terms, bytes calldata prompt, Permit calldata permit) external payable returns (bytes32 id);
    function requestSigned(Request calldata terms, bytes calldata prompt, bytes calldata signature, Permit calldata permit) external returns (bytes32 id);
    function cancelNonce(uint256 nonce) external;
    function reject(bytes32 id) external;

    function offer(bytes32 model, address token, uint256 baseFee, uint256 tokenFee, string calldata uri) external;
    function take(Request calldata terms) external;
    function fulfil(Request calldata terms, address payee, bytes32 salt, bytes calldata prompt, bytes calldata reply, uint8 ending, bytes calldata proof) external;

    function slash(bytes32 id) external;
    function claimRefund(bytes32 id) external;
    function settle(bytes32[] calldata ids) external; // at most 64

    function deposit(address account) external payable;
    function withdrawDeposit(uint256 amount, address to) external;
    function withdraw(address token, address account) external returns (uint256 amount);
    function withdrawTo(address token, address to) external returns (uint256 amount);

    function requestId(Request calldata terms) external view returns (bytes32);
    function promptCommitment(bytes32 salt, bytes calldata prompt) external pure returns (bytes32);
    function context(bytes32 id, address payee) external view returns (bytes32);
    function escrowOf(bytes32 id) external view returns (uint8 status, address user, address token, uint256 amount, uint256 deadline, uint256 expiry, address provider, uint256 collateral);
    function creditOf(address token, address account) external view returns (uint256);
    function depositOf(address account) external view returns (uint256);
    function lockedOf(address account) external view returns (uint256);
    function burned() external view returns (uint256);
    function isNonceUsed(address user, uint256 nonce) external view returns (bool);
    function verifier() external view returns (address);
    function eip712Domain() external view returns (bytes1 fields, string memory name, string memory version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] memory extensions);
}

/// A contract that is told replies. Anyone may name any contract as callback: check that msg.sender is the market and that
/// `user` or `id` is your own.
interface ILemmaListener {
    function onReply(bytes32 id, address user, bytes32 modelDigest, bytes calldata reply, uint8 ending) external;
}
