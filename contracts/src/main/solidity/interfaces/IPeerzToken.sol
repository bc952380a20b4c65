// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What Peerz adds to ERC-20, ERC-2612 and the cap
interface IPeerzToken {
    error OnlyMinter(address caller);

    /// @notice The one account that may mint; fixed for ever at construction.
    function minter() external view returns (address);

    /// @notice Mints `amount` wei to `to`.
    /// @dev Reverts with OnlyMinter for anybody else, and above the cap.
    function mint(address to, uint256 amount) external;
}
