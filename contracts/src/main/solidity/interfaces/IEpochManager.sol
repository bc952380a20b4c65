// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Clock, randomness and emission
/// @notice Epochs have a fixed length in blocks. Each has a seed that nobody knew before its first block was mined.
interface IEpochManager {
    event EpochSealed(uint64 indexed epoch, bytes32 seed, address indexed sealer);
    event EmissionMinted(uint64 indexed epoch, address indexed sink, uint256 amount, uint256 cumulative);

    /// @notice The epoch has no seed yet: call sealEpoch (or sealMissed) after its first block.
    error SeedNotReady(uint64 epoch);
    error AlreadySealed(uint64 epoch);
    /// @notice The first block's hash is out of reach; seal a later epoch, then this one with sealMissed.
    error HashExpired(uint64 epoch);
    error NotMissed(uint64 epoch);
    error AboveEmission(uint256 wanted, uint256 available);
    error BadParameter();

    /// @notice Blocks per epoch.
    function epochLength() external view returns (uint32);

    /// @notice (block.number - genesis block) / epochLength.
    function currentEpoch() external view returns (uint64);

    /// @notice First block of an epoch.
    function firstBlock(uint64 epoch) external view returns (uint256);

    /// @notice Seals epochs up to `epoch`, at most 64 in one call. Anybody may call; the first call wins.
    /// @dev seed(e) = keccak(seed of the sealed epoch before e, e, hash of e's first block, entropy mixed in during e-1).
    ///      If the next epoch in line has expired, `epoch` must be the first whose hash is still in reach.
    function sealEpoch(uint64 epoch) external;

    /// @notice Gives an epoch whose block hash expired a seed: keccak(seed(anchor), "missed", epoch).
    /// @dev Predictable, but never stuck. `anchor` is the last normally sealed epoch before it.
    function sealMissed(uint64 epoch, uint64 anchor) external;

    /// @notice The oldest epoch that sealEpoch can still seal after a long silence.
    function firstFreshEpoch() external view returns (uint64);

    /// @notice The newest epoch sealed from its block hash.
    function lastSealed() external view returns (uint64);

    /// @notice Reverts with SeedNotReady when not sealed.
    function seed(uint64 epoch) external view returns (bytes32);

    /// @notice When the seed became known, seconds; 0 if it is not.
    function sealedAt(uint64 epoch) external view returns (uint40);

    /// @notice Mixes committee entropy into the next epoch's seed. Committee only.
    function mixEntropy(bytes32 entropy) external;

    /// @notice All that may have been minted by `timestamp`, wei: halving curve in closed form.
    /// @dev Period k of length T emits A/2^(k+1) linearly.
    function emittable(uint256 timestamp) external view returns (uint256);

    /// @notice Minted for emission so far, wei; never above emittable(now).
    function emitted() external view returns (uint256);

    /// @notice Mints emission to a sink: a sponsored job's escrow or the rebate pool. Governor only.
    function fund(address sink, uint256 amount) external;
}
