// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// Checks that a registered model, given a prompt, says what a statement says: contracts/README.md.
interface ILemmaVerifier {
    event Begun(bytes32 indexed id, bytes32 indexed continuation); // the first part of a proof in two was checked
    event Snapshot(uint256[8] words); // all of a transaction's together begin the second part

    error Rejected(uint256 code); // docs/protocol.md, section 14; 80 unknown model, 81 no table of this size, 82 not begun

    function verifyProof(bytes32 model, bytes calldata publicValues, bytes calldata proof) external view; // reverts, or holds
    function begin(bytes32 model, bytes calldata publicValues, bytes calldata proof) external;
    function continuations(bytes32 continuation) external view returns (bool);
    function REGISTRY() external view returns (address);
    function VERSION() external view returns (string memory);
}
