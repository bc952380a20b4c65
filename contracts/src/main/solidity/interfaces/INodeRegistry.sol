// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {NodeBinding, ShardAnnouncement} from "../types/NodeTypes.sol";

/// @title Nodes, their stake and what they offer
/// @notice A node is named by its first signing key. Its owner stakes and withdraws; its signer signs work.
interface INodeRegistry {
    enum Status {
        None,
        Active,
        Jailed
    }

    /// @notice One node as seen from outside. Amounts in wei, times in seconds.
    struct Node {
        address owner;
        address signer;
        address payout;
        uint8 roles; // bits: 1 serves, 2 trains, 4 evaluates, 8 audits
        Status status;
        uint40 registeredAt;
        uint40 jailedUntil;
        uint128 stake;
        uint128 locked; // <= stake
        uint128 unbonding; // still slashable
    }

    /// @notice Stake on its way out; amount 0 marks a free slot.
    struct Unbond {
        uint128 amount;
        uint40 releaseAt;
    }

    /// @notice The layer range that a node offers of one model.
    struct Shard {
        uint16 layerStart; // inclusive
        uint16 layerEnd; // exclusive
        uint8 profile;
        uint40 validUntil; // seconds
        uint96 pricePerGcu; // wei per 10^9 MACs
    }

    event NodeRegistered(bytes32 indexed nodeId, address indexed owner, address signer, address payout, uint8 roles);
    event EndpointUpdated(bytes32 indexed nodeId, string endpoint, bytes32 tlsSpkiHash);
    event PayoutUpdated(bytes32 indexed nodeId, address payout);
    event SignerRotated(bytes32 indexed nodeId, address indexed oldSigner, address indexed newSigner);
    event ShardAnnounced(
        bytes32 indexed nodeId,
        bytes32 indexed modelId,
        uint16 layerStart,
        uint16 layerEnd,
        uint8 profile,
        uint96 pricePerGcu,
        uint40 validUntil
    );
    event StakeChanged(bytes32 indexed nodeId, uint128 stake, uint128 locked, uint128 unbonding);
    event UnbondRequested(bytes32 indexed nodeId, uint256 indexed index, uint128 amount, uint40 releaseAt);
    event Withdrawn(bytes32 indexed nodeId, uint256 indexed index, uint128 amount);
    event Slashed(bytes32 indexed nodeId, bytes32 indexed offence, uint128 amount, uint128 toReporter, address reporter);
    event Jailed(bytes32 indexed nodeId, uint40 until);
    event MinStakeChanged(uint128 minStake);

    error UnknownNode(bytes32 nodeId);
    error NotOwner(address caller);
    error NotOwnerOrSigner(address caller);
    error SignerInUse(address signer);
    error BadBinding();
    error BadEndpoint();
    error BadShard();
    error BadParameter();
    error ZeroAmount();
    error ZeroAddress();
    error StakeTooLow(uint128 stake, uint128 minimum);
    error InsufficientFree(uint128 free, uint128 wanted);
    error TooManyUnbonds();
    error StillLocked(uint40 releaseAt);

    /// @notice Registers the caller as owner of a new node.
    /// @param signer the node's signing key; it must never have belonged to a node
    /// @param payout receives what the node earns
    /// @param bindingSig the signer's signature over NodeBinding(caller, signer, nonces(signer)): ids cannot be squatted
    function register(
        address signer,
        address payout,
        uint8 roles,
        string calldata endpoint,
        bytes32 tlsSpkiHash,
        bytes calldata bindingSig
    ) external returns (bytes32 nodeId);

    /// @notice Owner or signer.
    function setEndpoint(bytes32 nodeId, string calldata endpoint, bytes32 tlsSpkiHash) external;

    /// @notice Owner only.
    function setPayout(bytes32 nodeId, address payout) external;

    /// @notice Owner only. The old signer stays bound to the node for ever, so old evidence still finds it.
    function rotateSigner(bytes32 nodeId, address newSigner, bytes calldata bindingSig) external;

    /// @notice Owner or signer; replaces the offer for this model.
    function announceShard(bytes32 nodeId, bytes32 modelId, Shard calldata shard) external;

    /// @notice Anybody may add stake to a node; it comes back to the owner.
    function stake(bytes32 nodeId, uint128 amount) external;

    /// @notice stake in one transaction. A permit that was already used by somebody else is not an error.
    function stakeWithPermit(bytes32 nodeId, uint128 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Owner only: starts the way out of free stake. It stays slashable until withdrawn.
    function requestUnbond(bytes32 nodeId, uint128 amount) external returns (uint256 index);

    /// @notice Owner only, after releaseAt. Never pausable.
    function withdraw(bytes32 nodeId, uint256 index) external;

    /// @notice Holds free stake as a bond. Each module releases only what it locked itself.
    function lock(bytes32 nodeId, uint128 amount) external;

    function unlock(bytes32 nodeId, uint128 amount) external;

    /// @notice Takes stake first, then unbonding stake. At most a quarter goes to the reporter, the rest is burned.
    function slash(bytes32 nodeId, bytes32 offence, uint128 amount, address reporter) external returns (uint128 taken);

    /// @notice As slash, capped at a tenth of what is slashable: for faults of silence.
    function slashLiveness(bytes32 nodeId, bytes32 offence, uint128 amount, address reporter) external returns (uint128 taken);

    /// @notice Makes a node ineligible until a time, at most 30 days ahead.
    function jail(bytes32 nodeId, uint40 until) external;

    function node(bytes32 nodeId) external view returns (Node memory);

    function payoutOf(bytes32 nodeId) external view returns (address);

    function endpointOf(bytes32 nodeId) external view returns (string memory endpoint, bytes32 tlsSpkiHash);

    /// @notice The node that this key belongs to or ever belonged to.
    function nodeOfSigner(address signer) external view returns (bytes32);

    function shardOf(bytes32 nodeId, bytes32 modelId) external view returns (Shard memory);

    /// @notice The eight unbond slots.
    function unbondsOf(bytes32 nodeId) external view returns (Unbond[8] memory);

    /// @notice stake + unbonding.
    function slashable(bytes32 nodeId) external view returns (uint128);

    /// @notice Active, has all of `roles`, the minimum stake, and `minFree` wei that no bond holds.
    function isEligible(bytes32 nodeId, uint8 roles, uint128 minFree) external view returns (bool);

    function minStake() external view returns (uint128);

    function unbondDelay() external view returns (uint40);

    function nodeCount() external view returns (uint256);

    /// @notice Ids of nodes [from, from + count) in order of registration.
    function nodeIds(uint256 from, uint256 count) external view returns (bytes32[] memory);

    /// @notice EIP-712 digests as this contract's domain makes them.
    function bindingDigest(NodeBinding calldata binding) external view returns (bytes32);

    function announcementDigest(ShardAnnouncement calldata announcement) external view returns (bytes32);
}
