// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice Signed by a node's key: "this owner may register or rotate to me". Domain Peerz.NodeRegistry.
struct NodeBinding {
    address owner;
    address signer;
    uint256 nonce;
}

/// @notice Signed by a node's key and gossiped: one layer range it serves. Domain Peerz.NodeRegistry.
struct ShardAnnouncement {
    bytes32 nodeId;
    bytes32 modelId;
    uint16 layerStart; // inclusive
    uint16 layerEnd; // exclusive
    uint8 profile;
    uint96 pricePerGcu; // wei per 10^9 MACs
    bytes32 endpointHash;
    uint64 seq; // grows with each announcement of the node
    uint40 validUntil; // seconds
}

using NodeTypes for NodeBinding global;
using NodeTypes for ShardAnnouncement global;

/// @title EIP-712 struct hashes of what a node signs about itself
library NodeTypes {
    bytes32 internal constant NODE_BINDING_TYPEHASH = keccak256("NodeBinding(address owner,address signer,uint256 nonce)");
    bytes32 internal constant SHARD_ANNOUNCEMENT_TYPEHASH = keccak256(
        "ShardAnnouncement(bytes32 nodeId,bytes32 modelId,uint16 layerStart,uint16 layerEnd,uint8 profile,uint96 pricePerGcu,bytes32 endpointHash,uint64 seq,uint40 validUntil)"
    );

    function structHash(NodeBinding memory binding) internal pure returns (bytes32) {
        return keccak256(abi.encode(NODE_BINDING_TYPEHASH, binding));
    }

    function structHash(ShardAnnouncement memory announcement) internal pure returns (bytes32) {
        return keccak256(abi.encode(SHARD_ANNOUNCEMENT_TYPEHASH, announcement));
    }

    /// @notice The id of the node whose first signing key is `firstSigner`.
    function nodeIdOf(address firstSigner) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked("peerz/node/1", firstSigner));
    }
}
