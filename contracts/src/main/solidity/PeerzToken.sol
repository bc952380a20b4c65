// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IPeerzToken} from "./interfaces/IPeerzToken.sol";

/// @title The token that pays for inference and fine-tuning
/// @notice Capped, burnable, with permit. There is no owner, no pause and no restriction on receivers.
///         Amounts are in wei: 10^18 wei are one PRZ.
contract PeerzToken is ERC20, ERC20Burnable, ERC20Capped, ERC20Permit, IPeerzToken {
    /*//////////////////////////////////////////////////////////////
                                 STORAGE
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IPeerzToken
    address public immutable minter;

    /*//////////////////////////////////////////////////////////////
                               CONSTRUCTOR
    //////////////////////////////////////////////////////////////*/

    /// @param minter_ the only account that may ever mint: the epoch manager
    /// @param cap_ the largest total supply there can ever be, wei
    /// @param genesisHolder receives the genesis supply
    /// @param genesisSupply minted once, here, wei
    constructor(address minter_, uint256 cap_, address genesisHolder, uint256 genesisSupply)
        ERC20("Peerz", "PRZ")
        ERC20Capped(cap_)
        ERC20Permit("Peerz.PeerzToken")
    {
        minter = minter_;
        _mint(genesisHolder, genesisSupply);
    }

    /*//////////////////////////////////////////////////////////////
                                  LOGIC
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IPeerzToken
    function mint(address to, uint256 amount) external {
        if (msg.sender != minter) revert OnlyMinter(msg.sender);
        _mint(to, amount);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Capped) {
        super._update(from, to, value);
    }
}
