// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {PeerzToken} from "../../main/solidity/PeerzToken.sol";
import {IPeerzToken} from "../../main/solidity/interfaces/IPeerzToken.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

contract PeerzTokenTest is Deployment {
    function test_onlyTheEpochManagerMints() public {
        vm.assertEq(token.minter(), address(epochs), "minter");
        vm.expectRevert(abi.encodeWithSelector(IPeerzToken.OnlyMinter.selector, address(this)));
        token.mint(address(this), 1);
    }

    function test_theCapHoldsForTheMinterToo() public {
        PeerzToken small = PeerzToken(deploy("PeerzToken", abi.encode(address(this), 10, address(this), 4)));
        small.mint(address(1), 6);
        vm.expectRevert(abi.encodeWithSelector(ERC20Capped.ERC20ExceededCap.selector, 11, 10));
        small.mint(address(1), 1);
    }

    function test_burningMakesRoomUnderTheCapButNotUnderTheEmission() public {
        uint256 supply = token.totalSupply();
        token.burn(5);
        vm.assertEq(token.totalSupply(), supply - 5, "supply");
        vm.assertEq(epochs.emitted(), 0, "emitted");
    }

    function testFuzz_aPermitSetsTheAllowanceOnce(uint128 amount) public {
        bytes32 typehash = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        uint256 deadline = vm.getBlockTimestamp() + 1;
        bytes32 structHash = keccak256(abi.encode(typehash, owner, address(7), uint256(amount), 0, deadline));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(OWNER_KEY, keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash)));
        token.permit(owner, address(7), amount, deadline, v, r, s);
        vm.assertEq(token.allowance(owner, address(7)), amount, "allowance");
        vm.expectRevert();
        token.permit(owner, address(7), amount, deadline, v, r, s);
    }
}
