// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {PeerzToken} from "./PeerzToken.sol";
import {EntryPausable} from "./access/EntryPausable.sol";
import {IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";
import {NodeBinding, NodeTypes, ShardAnnouncement} from "./types/NodeTypes.sol";

/// @title Nodes, their stake and what they offer
/// @dev Bonds are kept as what modules are owed; `locked` is that, but never more than the stake, so a slash that eats
///      into bonds cannot make unlocking revert.
contract NodeRegistry is INodeRegistry, EIP712, Nonces, EntryPausable, ReentrancyGuardTransient {
    using SafeERC20 for PeerzToken;

    /*//////////////////////////////////////////////////////////////
                                 STORAGE
    //////////////////////////////////////////////////////////////*/

    struct Record {
        address owner;
        uint40 registeredAt;
        uint40 jailedUntil;
        uint8 roles;
        address signer;
        address payout;
        uint128 stake;
        uint128 owed; // sum of the modules' bonds; may exceed the stake after a slash
    }

    uint256 private constant MAX_UNBONDS = 8;
    uint256 private constant MAX_ENDPOINT_BYTES = 253;
    uint256 private constant MAX_PAGE = 256;
    uint256 private constant REPORTER_BPS = 2_500;
    uint256 private constant LIVENESS_CAP_BPS = 1_000;
    uint256 private constant BPS = 10_000;
    uint40 private constant MAX_JAIL_SECS = 30 days;

    PeerzToken public immutable token;
    IModelRegistry public immutable models;
    uint40 public immutable unbondDelay; // seconds

    uint128 public minStake; // wei
    bytes32[] private _nodeIds;
    mapping(bytes32 nodeId => Record) private _records;
    mapping(bytes32 nodeId => Unbond[8]) private _unbonds;
    mapping(bytes32 nodeId => string) private _endpoints;
    mapping(bytes32 nodeId => bytes32) private _tlsSpkiHashes;
    mapping(bytes32 nodeId => mapping(bytes32 modelId => Shard)) private _shards;
    mapping(bytes32 nodeId => mapping(address module => uint128)) private _bonds;
    mapping(address signer => bytes32) public nodeOfSigner;

    /*//////////////////////////////////////////////////////////////
                               CONSTRUCTOR
    //////////////////////////////////////////////////////////////*/

    /// @param unbondDelay_ seconds; modules that punish late check that it exceeds their windows
    /// @param minStake_ wei that a node needs to be eligible
    constructor(address authority, PeerzToken token_, IModelRegistry models_, uint40 unbondDelay_, uint128 minStake_)
        AccessManaged(authority)
        EIP712("Peerz.NodeRegistry", "1")
    {
        if (unbondDelay_ == 0 || minStake_ == 0) revert BadParameter();
        token = token_;
        models = models_;
        unbondDelay = unbondDelay_;
        minStake = minStake_;
    }

    modifier onlyOwner(bytes32 nodeId) {
        if (_known(nodeId).owner != msg.sender) revert NotOwner(msg.sender);
        _;
    }

    modifier onlyOwnerOrSigner(bytes32 nodeId) {
        Record storage r = _known(nodeId);
        if (r.owner != msg.sender && r.signer != msg.sender) revert NotOwnerOrSigner(msg.sender);
        _;
    }

    /*//////////////////////////////////////////////////////////////
                                IDENTITY
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc INodeRegistry
    function register(
        address signer,
        address payout,
        uint8 roles,
        string calldata endpoint,
        bytes32 tlsSpkiHash,
        bytes calldata bindingSig
    ) external whenEntriesOpen returns (bytes32 nodeId) {
        if (payout == address(0)) revert ZeroAddress();
        nodeId = NodeTypes.nodeIdOf(signer);
        _bind(nodeId, signer, bindingSig);
        _nodeIds.push(nodeId);
        _records[nodeId] = Record(msg.sender, uint40(block.timestamp), 0, roles, signer, payout, 0, 0);
        emit NodeRegistered(nodeId, msg.sender, signer, payout, roles);
        _setEndpoint(nodeId, endpoint, tlsSpkiHash);
    }

    /// @inheritdoc INodeRegistry
    function setEndpoint(bytes32 nodeId, string calldata endpoint, bytes32 tlsSpkiHash) external onlyOwnerOrSigner(nodeId) {
        _setEndpoint(nodeId, endpoint, tlsSpkiHash);
    }

    /// @inheritdoc INodeRegistry
    function setPayout(bytes32 nodeId, address payout) external onlyOwner(nodeId) {
        if (payout == address(0)) revert ZeroAddress();
        _records[nodeId].payout = payout;
        emit PayoutUpdated(nodeId, payout);
    }

    /// @inheritdoc INodeRegistry
    function rotateSigner(bytes32 nodeId, address newSigner, bytes calldata bindingSig) external onlyOwner(nodeId) {
        _bind(nodeId, newSigner, bindingSig);
        address old = _records[nodeId].signer;
        _records[nodeId].signer = newSigner;
        emit SignerRotated(nodeId, old, newSigner);
    }

    /// @inheritdoc INodeRegistry
    function announceShard(bytes32 nodeId, bytes32 modelId, Shard calldata shard) external whenEntriesOpen onlyOwnerOrSigner(nodeId) {
        Record storage r = _records[nodeId];
        if (r.stake < minStake) revert StakeTooLow(r.stake, minStake);
        if (shard.validUntil <= block.timestamp || shard.profile > 1) revert BadShard();
        models.checkLayers(modelId, shard.layerStart, shard.layerEnd);
        _shards[nodeId][modelId] = shard;
        emit ShardAnnounced(
            nodeId, modelId, shard.layerStart, shard.layerEnd, shard.profile, shard.pricePerGcu, shard.validUntil
        );
    }

    function _bind(bytes32 nodeId, address signer, bytes calldata bindingSig) private {
        if (nodeOfSigner[signer] != 0) revert SignerInUse(signer);
        NodeBinding memory binding = NodeBinding(msg.sender, signer, _useNonce(signer));
        (address recovered, ECDSA.RecoverError err,) = ECDSA.tryRecover(_hashTypedDataV4(binding.structHash()), bindingSig);
        if (err != ECDSA.RecoverError.NoError || recovered != signer) revert BadBinding();
        nodeOfSigner[signer] = nodeId;
    }

    function _setEndpoint(bytes32 nodeId, string calldata endpoint, bytes32 tlsSpkiHash) private {
        uint256 length = bytes(endpoint).length;
        if (length == 0 || length > MAX_ENDPOINT_BYTES) revert BadEndpoint();
        _endpoints[nodeId] = endpoint;
        _tlsSpkiHashes[nodeId] = tlsSpkiHash;
        emit EndpointUpdated(nodeId, endpoint, tlsSpkiHash);
    }

    /*//////////////////////////////////////////////////////////////
                                  STAKE
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc INodeRegistry
    function stake(bytes32 nodeId, uint128 amount) external {
        _stake(nodeId, amount);
    }

    /// @inheritdoc INodeRegistry
    function stakeWithPermit(bytes32 nodeId, uint128 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        // A front-run permit has already set the allowance; if it has not, the transfer below fails.
        try token.permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _stake(nodeId, amount);
    }

    /// @inheritdoc INodeRegistry
    function requestUnbond(bytes32 nodeId, uint128 amount) external onlyOwner(nodeId) returns (uint256 index) {
        Record storage r = _records[nodeId];
        uint128 free = _free(r);
        if (amount == 0) revert ZeroAmount();
        if (amount > free) revert InsufficientFree(free, amount);
        index = _freeSlot(nodeId);
        uint40 releaseAt = uint40(block.timestamp) + unbondDelay;
        r.stake -= amount;
        _unbonds[nodeId][index] = Unbond(amount, releaseAt);
        emit UnbondRequested(nodeId, index, amount, releaseAt);
        _emitStake(nodeId);
    }

    /// @inheritdoc INodeRegistry
    function withdraw(bytes32 nodeId, uint256 index) external onlyOwner(nodeId) nonReentrant {
        Unbond memory u = _unbonds[nodeId][index];
        if (u.amount == 0) revert ZeroAmount();
        if (block.timestamp < u.releaseAt) revert StillLocked(u.releaseAt);
        delete _unbonds[nodeId][index];
        emit Withdrawn(nodeId, index, u.amount);
        _emitStake(nodeId);
        token.safeTransfer(msg.sender, u.amount);
    }

    function _stake(bytes32 nodeId, uint128 amount) private whenEntriesOpen nonReentrant {
        Record storage r = _known(nodeId);
        if (amount == 0) revert ZeroAmount();
        r.stake += amount;
        _emitStake(nodeId);
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    function _freeSlot(bytes32 nodeId) private view returns (uint256) {
        for (uint256 i = 0; i < MAX_UNBONDS; ++i) {
            if (_unbonds[nodeId][i].amount == 0) return i;
        }
        revert TooManyUnbonds();
    }

    /*//////////////////////////////////////////////////////////////
                         MODULES: BONDS AND SLASHING
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc INodeRegistry
    function lock(bytes32 nodeId, uint128 amount) external restricted {
        Record storage r = _known(nodeId);
        uint128 free = _free(r);
        if (amount > free) revert InsufficientFree(free, amount);
        r.owed += amount;
        _bonds[nodeId][msg.sender] += amount;
        _emitStake(nodeId);
    }

    /// @inheritdoc INodeRegistry
    function unlock(bytes32 nodeId, uint128 amount) external restricted {
        _bonds[nodeId][msg.sender] -= amount;
        _records[nodeId].owed -= amount;
        _emitStake(nodeId);
    }

    /// @inheritdoc INodeRegistry
    function slash(bytes32 nodeId, bytes32 offence, uint128 amount, address reporter) external restricted returns (uint128) {
        return _slash(nodeId, offence, amount, reporter);
    }

    /// @inheritdoc INodeRegistry
    function slashLiveness(bytes32 nodeId, bytes32 offence, uint128 amount, address reporter) external restricted returns (uint128) {
        uint128 cap = uint128(uint256(slashable(nodeId)) * LIVENESS_CAP_BPS / BPS);
        return _slash(nodeId, offence, amount < cap ? amount : cap, reporter);
    }

    /// @inheritdoc INodeRegistry
    function jail(bytes32 nodeId, uint40 until) external restricted {
        if (until > block.timestamp + MAX_JAIL_SECS) revert BadParameter();
        _known(nodeId).jailedUntil = until;
        emit Jailed(nodeId, until);
    }

    function _slash(bytes32 nodeId, bytes32 offence, uint128 amount, address reporter) private nonReentrant returns (uint128 taken) {
        Record storage r = _known(nodeId);
        taken = amount < r.stake ? amount : r.stake;
        r.stake -= taken;
        for (uint256 i = 0; i < MAX_UNBONDS && taken < amount; ++i) {
            Unbond storage u = _unbonds[nodeId][i];
            uint128 rest = amount - taken;
            uint128 part = rest < u.amount ? rest : u.amount;
            u.amount -= part;
            taken += part;
        }
        uint128 toReporter = reporter == address(0) ? 0 : uint128(uint256(taken) * REPORTER_BPS / BPS);
        emit Slashed(nodeId, offence, taken, toReporter, reporter);
        _emitStake(nodeId);
        if (toReporter != 0) token.safeTransfer(reporter, toReporter);
        if (taken != toReporter) token.burn(taken - toReporter);
    }

    /// @notice Sets what a node needs to be eligible, wei. Governor only.
    function setMinStake(uint128 minStake_) external restricted {
        if (minStake_ == 0) revert BadParameter();
        minStake = minStake_;
        emit MinStakeChanged(minStake_);
    }

    /*//////////////////////////////////////////////////////////////
                                  VIEWS
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc INodeRegistry
    function node(bytes32 nodeId) external view returns (Node memory n) {
        Record storage r = _records[nodeId];
        n.owner = r.owner;
        n.signer = r.signer;
        n.payout = r.payout;
        n.roles = r.roles;
        n.status = _status(r);
        n.registeredAt = r.registeredAt;
        n.jailedUntil = r.jailedUntil;
        n.stake = r.stake;
        n.locked = _locked(r);
        n.unbonding = _unbonding(nodeId);
    }

    /// @inheritdoc INodeRegistry
    function payoutOf(bytes32 nodeId) external view returns (address) {
        return _known(nodeId).payout;
    }

    /// @inheritdoc INodeRegistry
    function endpointOf(bytes32 nodeId) external view returns (string memory, bytes32) {
        return (_endpoints[nodeId], _tlsSpkiHashes[nodeId]);
    }

    /// @inheritdoc INodeRegistry
    function shardOf(bytes32 nodeId, bytes32 modelId) external view returns (Shard memory) {
        return _shards[nodeId][modelId];
    }

    /// @inheritdoc INodeRegistry
    function unbondsOf(bytes32 nodeId) external view returns (Unbond[8] memory) {
        return _unbonds[nodeId];
    }

    /// @inheritdoc INodeRegistry
    function slashable(bytes32 nodeId) public view returns (uint128) {
        return _records[nodeId].stake + _unbonding(nodeId);
    }

    /// @inheritdoc INodeRegistry
    function isEligible(bytes32 nodeId, uint8 roles, uint128 minFree) external view returns (bool) {
        Record storage r = _records[nodeId];
        return _status(r) == Status.Active && r.roles & roles == roles && r.stake >= minStake && _free(r) >= minFree;
    }

    /// @inheritdoc INodeRegistry
    function nodeCount() external view returns (uint256) {
        return _nodeIds.length;
    }

    /// @inheritdoc INodeRegistry
    function nodeIds(uint256 from, uint256 count) external view returns (bytes32[] memory page) {
        uint256 size = _nodeIds.length;
        uint256 left = from < size ? size - from : 0;
        if (count > MAX_PAGE) count = MAX_PAGE;
        page = new bytes32[](count < left ? count : left);
        for (uint256 i = 0; i < page.length; ++i) {
            page[i] = _nodeIds[from + i];
        }
    }

    /// @inheritdoc INodeRegistry
    function bindingDigest(NodeBinding calldata binding) external view returns (bytes32) {
        return _hashTypedDataV4(binding.structHash());
    }

    /// @inheritdoc INodeRegistry
    function announcementDigest(ShardAnnouncement calldata announcement) external view returns (bytes32) {
        return _hashTypedDataV4(announcement.structHash());
    }

    function _known(bytes32 nodeId) private view returns (Record storage r) {
        r = _records[nodeId];
        if (r.owner == address(0)) revert UnknownNode(nodeId);
    }

    function _status(Record storage r) private view returns (Status) {
        if (r.owner == address(0)) return Status.None;
        return block.timestamp < r.jailedUntil ? Status.Jailed : Status.Active;
    }

    function _locked(Record storage r) private view returns (uint128) {
        return r.owed < r.stake ? r.owed : r.stake;
    }

    function _free(Record storage r) private view returns (uint128) {
        return r.stake - _locked(r);
    }

    function _unbonding(bytes32 nodeId) private view returns (uint128 sum) {
        for (uint256 i = 0; i < MAX_UNBONDS; ++i) {
            sum += _unbonds[nodeId][i].amount;
        }
    }

    function _emitStake(bytes32 nodeId) private {
        Record storage r = _records[nodeId];
        emit StakeChanged(nodeId, r.stake, _locked(r), _unbonding(nodeId));
    }
}
