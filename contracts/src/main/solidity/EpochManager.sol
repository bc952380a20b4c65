// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Blockhash} from "@openzeppelin/contracts/utils/Blockhash.sol";
import {PeerzToken} from "./PeerzToken.sol";
import {IEpochManager} from "./interfaces/IEpochManager.sol";

/// @title Clock, randomness and emission
/// @dev PREVRANDAO is a constant on QBFT chains, hence seeds from block hashes, chained and mixed with entropy that
///      committee members reveal. It deploys the token, so that the token's minter is fixed without a cycle.
contract EpochManager is IEpochManager, AccessManaged {
    /*//////////////////////////////////////////////////////////////
                                 STORAGE
    //////////////////////////////////////////////////////////////*/

    uint64 private constant MAX_SEALS_PER_CALL = 64;

    PeerzToken public immutable token;
    uint256 public immutable genesisBlock;
    uint256 public immutable emissionStart; // seconds
    uint256 public immutable halvingSecs;
    uint256 public immutable emissionCap; // wei
    uint32 public immutable epochLength;

    uint64 public lastSealed;
    uint256 public emitted;
    mapping(uint64 epoch => bytes32) private _seed;
    mapping(uint64 epoch => uint40) public sealedAt;
    mapping(uint64 epoch => bytes32) private _entropy;
    /// @dev The normally sealed epoch that follows a normally sealed one; 0 if there is none yet.
    mapping(uint64 epoch => uint64) private _nextSealed;

    /*//////////////////////////////////////////////////////////////
                               CONSTRUCTOR
    //////////////////////////////////////////////////////////////*/

    /// @param authority access manager
    /// @param epochLength_ blocks per epoch, at least 2
    /// @param halvingSecs_ length of an emission period, seconds
    /// @param emissionCap_ all that emission can ever mint, wei
    /// @param genesisHolder receives the genesis supply
    /// @param genesisSupply wei; token cap = genesisSupply + emissionCap_
    constructor(
        address authority,
        uint32 epochLength_,
        uint256 halvingSecs_,
        uint256 emissionCap_,
        address genesisHolder,
        uint256 genesisSupply
    ) AccessManaged(authority) {
        if (epochLength_ < 2 || halvingSecs_ == 0 || emissionCap_ > type(uint128).max || genesisSupply > type(uint128).max) {
            revert BadParameter();
        }
        epochLength = epochLength_;
        halvingSecs = halvingSecs_;
        emissionCap = emissionCap_;
        emissionStart = block.timestamp;
        genesisBlock = block.number;
        token = new PeerzToken(address(this), genesisSupply + emissionCap_, genesisHolder, genesisSupply);
        _store(0, keccak256(abi.encode("peerz/seed/0", block.chainid, address(this), blockhash(block.number - 1))));
    }

    /*//////////////////////////////////////////////////////////////
                                  CLOCK
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IEpochManager
    function currentEpoch() public view returns (uint64) {
        return uint64((block.number - genesisBlock) / epochLength);
    }

    /// @inheritdoc IEpochManager
    function firstBlock(uint64 epoch) public view returns (uint256) {
        return genesisBlock + uint256(epoch) * epochLength;
    }

    /*//////////////////////////////////////////////////////////////
                                  SEEDS
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IEpochManager
    function sealEpoch(uint64 epoch) external {
        uint64 last = lastSealed;
        if (epoch <= last) revert AlreadySealed(epoch);
        uint64 from = last + 1;
        if (_expired(from)) {
            if (epoch != from && !_expired(epoch - 1)) revert HashExpired(from);
            from = epoch;
        }
        uint64 to = epoch - from < MAX_SEALS_PER_CALL ? epoch : from + MAX_SEALS_PER_CALL - 1;
        for (uint64 e = from; e <= to; ++e) {
            _seal(e);
        }
    }

    /// @inheritdoc IEpochManager
    function sealMissed(uint64 epoch, uint64 anchor) external {
        uint64 next = _nextSealed[anchor];
        bool anchored = anchor == lastSealed || next > epoch;
        if (_seed[epoch] != 0) revert AlreadySealed(epoch);
        if (epoch <= anchor || !anchored || !_expired(epoch)) revert NotMissed(epoch);
        _store(epoch, keccak256(abi.encode(_seed[anchor], "missed", epoch)));
    }

    /// @inheritdoc IEpochManager
    function seed(uint64 epoch) external view returns (bytes32) {
        bytes32 s = _seed[epoch];
        if (s == 0) revert SeedNotReady(epoch);
        return s;
    }

    /// @inheritdoc IEpochManager
    function firstFreshEpoch() external view returns (uint64) {
        uint64 low = lastSealed + 1;
        uint64 high = currentEpoch() + 1;
        // Bisection over expired | fresh: at most 64 halvings.
        while (low < high) {
            uint64 middle = low + (high - low) / 2;
            if (_expired(middle)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// @inheritdoc IEpochManager
    function mixEntropy(bytes32 entropy) external restricted {
        uint64 epoch = currentEpoch();
        _entropy[epoch] = keccak256(abi.encode(_entropy[epoch], entropy));
    }

    function _seal(uint64 epoch) private {
        bytes32 hash = Blockhash.blockHash(firstBlock(epoch));
        if (hash == 0) {
            if (_expired(epoch)) revert HashExpired(epoch);
            revert SeedNotReady(epoch);
        }
        uint64 previous = lastSealed;
        _nextSealed[previous] = epoch;
        lastSealed = epoch;
        _store(epoch, keccak256(abi.encode(_seed[previous], epoch, hash, _entropy[epoch - 1])));
    }

    function _store(uint64 epoch, bytes32 s) private {
        _seed[epoch] = s;
        sealedAt[epoch] = uint40(block.timestamp);
        emit EpochSealed(epoch, s, msg.sender);
    }

    /// @dev Its first block is past and the chain no longer tells that block's hash.
    function _expired(uint64 epoch) private view returns (bool) {
        uint256 first = firstBlock(epoch);
        return first < block.number && Blockhash.blockHash(first) == 0;
    }

    /*//////////////////////////////////////////////////////////////
                                EMISSION
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IEpochManager
    function emittable(uint256 timestamp) public view returns (uint256) {
        if (timestamp <= emissionStart) return 0;
        uint256 elapsed = timestamp - emissionStart;
        uint256 period = elapsed / halvingSecs;
        if (period >= 128) return emissionCap;
        uint256 atStart = emissionCap >> period; // still to emit when the period starts
        uint256 atEnd = emissionCap >> (period + 1);
        return emissionCap - atStart + (atStart - atEnd) * (elapsed % halvingSecs) / halvingSecs;
    }

    /// @inheritdoc IEpochManager
    function fund(address sink, uint256 amount) external restricted {
        uint256 available = emittable(block.timestamp) - emitted;
        if (amount > available) revert AboveEmission(amount, available);
        emitted += amount;
        emit EmissionMinted(currentEpoch(), sink, amount, emitted);
        token.mint(sink, amount);
    }
}
