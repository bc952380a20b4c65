// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {PeerzToken} from "./PeerzToken.sol";
import {IContributionLedger} from "./interfaces/IContributionLedger.sol";
import {IEpochManager} from "./interfaces/IEpochManager.sol";
import {IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";
import {IPaymentChannels} from "./interfaces/IPaymentChannels.sol";
import {MerkleSum} from "./libraries/MerkleSum.sol";
import {BatchHeader, Delivery, InferenceReceipt} from "./types/ReceiptTypes.sol";

/// @title Inference receipts: committed in batches, sampled by compute, then rewarded
/// @dev Nothing here can be paused: submitting, answering and claiming are ways out.
contract ContributionLedger is IContributionLedger, EIP712, AccessManaged, ReentrancyGuardTransient {
    using SafeERC20 for PeerzToken;

    /*//////////////////////////////////////////////////////////////
                                 STORAGE
    //////////////////////////////////////////////////////////////*/

    bytes32 public constant OFFENCE_WITHHELD = "WITHHELD";
    bytes32 private constant CONVICTED = "CONVICTED";
    uint8 public constant SAMPLES = 8;
    /// @dev The batch of epoch e is committed in e+1, so the first seed that nobody can know then is that of e+2.
    uint64 private constant SEED_LAG = 2;
    /// @dev Bounds one batch, so that no claim, however false, can make an epoch's sum overflow.
    uint128 private constant MAX_BATCH_MACS = type(uint96).max;

    PeerzToken public immutable token;
    IEpochManager public immutable epochs;
    IModelRegistry public immutable models;
    INodeRegistry public immutable nodes;
    IPaymentChannels public immutable channels;
    uint40 public immutable windowSecs; // for demands, from the moment the seed is known
    uint40 public immutable responseSecs; // for each answer
    uint128 public immutable batchBond; // wei of stake held per open batch
    uint128 public immutable challengeBond; // wei per demand

    uint128 public poolPerEpoch; // wei
    uint128 private _reserved; // wei of pools not yet paid
    uint128 private _challengeBonds; // wei
    mapping(bytes32 batchId => Batch) private _batches;
    mapping(bytes32 batchId => mapping(uint8 sample => Demand)) private _demands;
    mapping(uint64 epoch => Pool) private _pools;
    mapping(bytes32 nodeId => uint128) public rebatesTaken;

    /*//////////////////////////////////////////////////////////////
                               CONSTRUCTOR
    //////////////////////////////////////////////////////////////*/

    struct Config {
        uint40 windowSecs;
        uint40 responseSecs;
        uint128 batchBond;
        uint128 challengeBond;
        uint128 poolPerEpoch;
    }

    constructor(
        address authority,
        PeerzToken token_,
        IEpochManager epochs_,
        IModelRegistry models_,
        INodeRegistry nodes_,
        IPaymentChannels channels_,
        Config memory config
    ) AccessManaged(authority) EIP712("Peerz.ContributionLedger", "1") {
        // Stake that leaves while a batch can still be questioned must not escape.
        bool unbondsTooSoon = nodes_.unbondDelay() < config.windowSecs + config.responseSecs;
        if (unbondsTooSoon || config.windowSecs == 0 || config.responseSecs == 0 || config.batchBond == 0) revert BadParameter();
        token = token_;
        epochs = epochs_;
        models = models_;
        nodes = nodes_;
        channels = channels_;
        windowSecs = config.windowSecs;
        responseSecs = config.responseSecs;
        batchBond = config.batchBond;
        challengeBond = config.challengeBond;
        _setPoolPerEpoch(config.poolPerEpoch);
    }

    /*//////////////////////////////////////////////////////////////
                                COMMITTING
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IContributionLedger
    function submitBatch(BatchHeader calldata h, bytes calldata nodeSig) external nonReentrant returns (bytes32 batchId) {
        uint64 current = epochs.currentEpoch();
        if (h.epoch + 1 != current) revert WrongEpoch(h.epoch, current);
        if (h.totalMacs == 0 || h.leaves == 0) revert EmptyBatch();
        if (h.totalMacs > MAX_BATCH_MACS) revert BatchTooLarge(h.totalMacs);
        if (h.onTimeMacs > h.totalMacs) revert MerkleSum.MoreOnTimeThanDone(h.onTimeMacs, h.totalMacs);
        batchId = batchIdOf(h.nodeId, h.epoch);
        Batch storage b = _batches[batchId];
        if (b.status != BatchStatus.None) revert WrongStatus(b.status);
        _checkNodeSignature(h.nodeId, _hashTypedDataV4(h.structHash()), nodeSig);
        // Both sums fit 96 bits by the checks above; an epoch has at least one block, so its number fits 48.
        _batches[batchId] =
            Batch(h.nodeId, h.root, uint96(h.totalMacs), uint96(h.onTimeMacs), uint48(h.epoch), BatchStatus.Committed, 0);
        _enterPool(h.epoch, h.onTimeMacs);
        _emitCommitted(batchId, h);
        nodes.lock(h.nodeId, batchBond);
    }

    function _emitCommitted(bytes32 batchId, BatchHeader calldata h) private {
        emit BatchCommitted(
            batchId, h.nodeId, h.epoch, h.root, h.totalMacs, h.onTimeMacs, h.totalFees, h.leaves, h.dataHash
        );
    }

    function _enterPool(uint64 epoch, uint128 onTimeMacs) private {
        Pool storage p = _pools[epoch];
        if (!p.opened) _openPool(epoch, p);
        p.onTimeMacs += onTimeMacs;
        p.live += 1;
    }

    function _openPool(uint64 epoch, Pool storage p) private {
        uint256 unreserved = token.balanceOf(address(this)) - _reserved - _challengeBonds;
        uint128 amount = uint128(Math.min(poolPerEpoch, unreserved));
        p.amount = amount;
        p.remaining = amount;
        p.opened = true;
        _reserved += amount;
        emit PoolOpened(epoch, amount);
    }

    /*//////////////////////////////////////////////////////////////
                                 SAMPLING
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IContributionLedger
    function samplePoint(bytes32 batchId, uint8 sample) public view returns (uint128) {
        if (sample >= SAMPLES) revert BadSample(sample);
        Batch storage b = _batches[batchId];
        if (b.status == BatchStatus.None) revert WrongStatus(b.status);
        bytes32 seed = epochs.seed(b.epoch + SEED_LAG);
        return uint128(uint256(keccak256(abi.encode(seed, batchId, sample))) % b.totalMacs);
    }

    /// @inheritdoc IContributionLedger
    function demandOpening(bytes32 batchId, uint8 sample) external nonReentrant {
        uint128 point = samplePoint(batchId, sample);
        Batch storage b = _batches[batchId];
        if (b.status != BatchStatus.Committed && b.status != BatchStatus.Challenged) revert WrongStatus(b.status);
        uint40 end = windowEnd(b.epoch);
        if (block.timestamp > end) revert WindowClosed(end);
        Demand storage d = _demands[batchId][sample];
        if (d.respondBy != 0) revert AlreadyDemanded();
        uint40 respondBy = uint40(block.timestamp) + responseSecs;
        _demands[batchId][sample] = Demand(msg.sender, respondBy, false);
        b.status = BatchStatus.Challenged;
        b.openDemands += 1;
        _challengeBonds += challengeBond;
        emit OpeningDemanded(batchId, sample, point, msg.sender, respondBy);
        token.safeTransferFrom(msg.sender, address(this), challengeBond);
    }

    /// @inheritdoc IContributionLedger
    function answerOpening(bytes32 batchId, uint8 sample, Opening calldata o) external nonReentrant {
        Batch storage b = _batches[batchId];
        if (b.status != BatchStatus.Challenged) revert WrongStatus(b.status);
        Demand storage d = _demands[batchId][sample];
        if (d.by == address(0)) revert NotDemanded();
        if (block.timestamp > d.respondBy) revert WindowClosed(d.respondBy);
        bytes32 digest = _checkOpening(b, samplePoint(batchId, sample), o);
        d.answered = true;
        d.by = address(0);
        b.openDemands -= 1;
        if (b.openDemands == 0) b.status = BatchStatus.Committed;
        emit OpeningAnswered(batchId, sample, digest);
        _releaseChallengeBond(nodes.payoutOf(b.nodeId));
    }

    /// @inheritdoc IContributionLedger
    function voidUnanswered(bytes32 batchId, uint8 sample) external nonReentrant {
        Batch storage b = _batches[batchId];
        Demand storage d = _demands[batchId][sample];
        address challenger = d.by;
        if (challenger == address(0)) revert NotDemanded();
        bool already = b.status == BatchStatus.Voided;
        if (!already && block.timestamp <= d.respondBy) revert WindowOpen(d.respondBy);
        d.by = address(0);
        if (!already) {
            _void(batchId, b, OFFENCE_WITHHELD);
            nodes.slashLiveness(b.nodeId, OFFENCE_WITHHELD, batchBond, challenger);
        }
        _releaseChallengeBond(challenger);
    }

    function _checkOpening(Batch storage b, uint128 point, Opening calldata o) private view returns (bytes32 digest) {
        InferenceReceipt calldata r = o.receipt;
        if (r.nodeId != b.nodeId || r.epoch != b.epoch || !r.isAuditable()) revert WrongReceipt();
        uint128 macs = models.macsForward(r.modelId, r.layerStart, r.layerEnd, r.posStart, r.tokens, r.hasHead());
        if (macs != r.macs) revert MacsMismatch(r.macs, macs);
        digest = _hashTypedDataV4(r.structHash());
        MerkleSum.Top memory top = MerkleSum.climb(digest, macs, o.onTime, o.path);
        if (top.root != b.root || top.macs != b.totalMacs || top.onTimeMacs != b.onTimeMacs) revert RootMismatch();
        if (point < top.start || point >= top.start + macs) revert PointNotCovered(point, top.start, top.start + macs);
        _checkNodeSignature(b.nodeId, digest, o.nodeSig);
        _checkRequester(o);
    }

    function _checkRequester(Opening calldata o) private view {
        InferenceReceipt calldata r = o.receipt;
        bytes32 digest = _hashTypedDataV4(Delivery(r.structHash(), o.onTime).structHash());
        bool signed = channels.channel(r.channelId).nodeId == r.nodeId
            && channels.isPayerSignature(r.channelId, digest, o.requesterSig, o.session, o.sessionSignature, r.issuedAt);
        if (!signed) revert BadSignature();
    }

    /// @inheritdoc IContributionLedger
    function voidConvicted(bytes32 nodeId, uint64 epoch) external restricted {
        bytes32 batchId = batchIdOf(nodeId, epoch);
        Batch storage b = _batches[batchId];
        if (b.status == BatchStatus.Committed || b.status == BatchStatus.Challenged) {
            _void(batchId, b, CONVICTED);
        } else if (b.status == BatchStatus.None) {
            (b.nodeId, b.epoch, b.status) = (nodeId, uint48(epoch), BatchStatus.Voided);
            emit BatchVoided(batchId, CONVICTED);
        }
    }

    function _void(bytes32 batchId, Batch storage b, bytes32 reason) private {
        b.status = BatchStatus.Voided;
        Pool storage p = _pools[b.epoch];
        p.onTimeMacs -= b.onTimeMacs;
        _leavePool(p, 0);
        emit BatchVoided(batchId, reason);
        nodes.unlock(b.nodeId, batchBond);
    }

    function _releaseChallengeBond(address to) private {
        _challengeBonds -= challengeBond;
        token.safeTransfer(to, challengeBond);
    }

    /*//////////////////////////////////////////////////////////////
                                REWARDING
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IContributionLedger
    function finalize(bytes32 batchId) external {
        Batch storage b = _batches[batchId];
        if (b.status != BatchStatus.Committed) revert WrongStatus(b.status);
        uint40 end = windowEnd(b.epoch);
        if (end == 0 || block.timestamp <= end) revert WindowOpen(end);
        b.status = BatchStatus.Finalized;
        emit BatchFinalized(batchId);
        nodes.unlock(b.nodeId, batchBond);
    }

    /// @inheritdoc IContributionLedger
    function claim(bytes32 batchId) external nonReentrant returns (uint128 paid) {
        Batch storage b = _batches[batchId];
        if (b.status != BatchStatus.Finalized) revert WrongStatus(b.status);
        b.status = BatchStatus.Claimed;
        Pool storage p = _pools[b.epoch];
        // The sum can only fall while batches are voided, so shares taken early are never too large: their sum fits.
        uint128 share = b.onTimeMacs == 0 ? 0 : uint128(Math.mulDiv(p.amount, b.onTimeMacs, p.onTimeMacs));
        uint128 ceiling = channels.feesBurned(b.nodeId) - rebatesTaken[b.nodeId];
        paid = share < ceiling ? share : ceiling;
        rebatesTaken[b.nodeId] += paid;
        _leavePool(p, paid);
        emit RewardClaimed(batchId, b.nodeId, b.epoch, share, paid);
        if (paid != 0) token.safeTransfer(nodes.payoutOf(b.nodeId), paid);
    }

    /// @dev With its last batch gone, what an epoch's pool did not pay is free for later epochs.
    function _leavePool(Pool storage p, uint128 paid) private {
        p.live -= 1;
        p.remaining -= paid;
        _reserved -= paid;
        if (p.live == 0) {
            _reserved -= p.remaining;
            p.remaining = 0;
        }
    }

    /// @notice Sets what later epochs' pools hold at most, wei. Governor only.
    function setPoolPerEpoch(uint128 poolPerEpoch_) external restricted {
        _setPoolPerEpoch(poolPerEpoch_);
    }

    function _setPoolPerEpoch(uint128 poolPerEpoch_) private {
        poolPerEpoch = poolPerEpoch_;
        emit PoolPerEpochChanged(poolPerEpoch_);
    }

    /*//////////////////////////////////////////////////////////////
                                  VIEWS
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IContributionLedger
    function batch(bytes32 batchId) external view returns (Batch memory) {
        return _batches[batchId];
    }

    /// @inheritdoc IContributionLedger
    function batchIdOf(bytes32 nodeId, uint64 epoch) public pure returns (bytes32) {
        return keccak256(abi.encode(nodeId, epoch));
    }

    /// @inheritdoc IContributionLedger
    function demand(bytes32 batchId, uint8 sample) external view returns (Demand memory) {
        return _demands[batchId][sample];
    }

    /// @inheritdoc IContributionLedger
    function pool(uint64 epoch) external view returns (Pool memory) {
        return _pools[epoch];
    }

    /// @inheritdoc IContributionLedger
    function windowEnd(uint64 epoch) public view returns (uint40) {
        uint40 opened = epochs.sealedAt(epoch + SEED_LAG);
        return opened == 0 ? 0 : opened + windowSecs;
    }

    /// @inheritdoc IContributionLedger
    function receiptDigest(InferenceReceipt calldata receipt) external view returns (bytes32) {
        return _hashTypedDataV4(receipt.structHash());
    }

    /// @inheritdoc IContributionLedger
    function deliveryDigest(Delivery calldata delivery) external view returns (bytes32) {
        return _hashTypedDataV4(delivery.structHash());
    }

    /// @inheritdoc IContributionLedger
    function batchDigest(BatchHeader calldata header) external view returns (bytes32) {
        return _hashTypedDataV4(header.structHash());
    }

    function _checkNodeSignature(bytes32 nodeId, bytes32 digest, bytes calldata signature) private view {
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecover(digest, signature);
        if (err != ECDSA.RecoverError.NoError || nodes.nodeOfSigner(signer) != nodeId) revert BadSignature();
    }
}
