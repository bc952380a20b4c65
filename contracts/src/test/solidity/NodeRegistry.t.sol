// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {INodeRegistry} from "../../main/solidity/interfaces/INodeRegistry.sol";
import {PeerzAccessManager} from "../../main/solidity/PeerzAccessManager.sol";
import {NodeTypes} from "../../main/solidity/types/NodeTypes.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

contract NodeRegistryTest is Deployment {
    address internal constant MODULE = address(0x40D);
    address internal constant REPORTER = address(0x4E9);

    /// @dev Stands in for the dispute court and the committee.
    function modules() internal override returns (PeerzAccessManager.Modules memory m) {
        m = super.modules();
        m.disputeCourt = address(this);
        m.fineTuneMarket = MODULE;
        m.committee = address(this);
    }

    function test_aNodeIsNamedByItsFirstKey() public {
        bytes32 id = registerNode(SIGNER_KEY);
        vm.assertEq(id, keccak256(abi.encodePacked("peerz/node/1", vm.addr(SIGNER_KEY))), "id");
        vm.assertEq(nodes.nodeOfSigner(vm.addr(SIGNER_KEY)), id, "by signer");
        vm.assertEq(nodes.node(id).owner, owner, "owner");
        vm.assertEq(nodes.nodeCount(), 1, "count");
        vm.assertEq(nodes.nodeIds(0, 10)[0], id, "page");
    }

    function test_aBindingByAnotherKeyOrForAnotherOwnerIsRefused() public {
        bytes memory forOther = bindingSignature(payer, SIGNER_KEY);
        vm.prank(owner);
        vm.expectRevert(INodeRegistry.BadBinding.selector);
        nodes.register(vm.addr(SIGNER_KEY), payout, 1, "host:1", 0, forOther);
        bytes memory byOther = sign(PAYER_KEY, bytes32("anything"));
        vm.prank(owner);
        vm.expectRevert(INodeRegistry.BadBinding.selector);
        nodes.register(vm.addr(SIGNER_KEY), payout, 1, "host:1", 0, byOther);
    }

    function test_anOldSignerStillLeadsToTheNode() public {
        bytes32 id = registerNode(SIGNER_KEY);
        bytes memory binding = bindingSignature(owner, 0xBEEF);
        vm.prank(owner);
        nodes.rotateSigner(id, vm.addr(0xBEEF), binding);
        vm.assertEq(nodes.node(id).signer, vm.addr(0xBEEF), "new");
        vm.assertEq(nodes.nodeOfSigner(vm.addr(SIGNER_KEY)), id, "old");
    }

    function test_theSignerMayAnnounceAndMoveTheEndpointButNotTouchMoney() public {
        bytes32 id = registerNode(SIGNER_KEY);
        bytes32 model = registerModel();
        INodeRegistry.Shard memory shard = INodeRegistry.Shard(0, 4, 0, uint40(vm.getBlockTimestamp() + 1), 5);
        vm.startPrank(vm.addr(SIGNER_KEY));
        nodes.announceShard(id, model, shard);
        nodes.setEndpoint(id, "host:2", bytes32("k2"));
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NotOwner.selector, vm.addr(SIGNER_KEY)));
        nodes.requestUnbond(id, 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NotOwner.selector, vm.addr(SIGNER_KEY)));
        nodes.setPayout(id, address(1));
        vm.stopPrank();
        vm.assertEq(nodes.shardOf(id, model).layerEnd, 4, "shard");
    }

    function test_announcingNeedsStakeAKnownModelAndALaterTime() public {
        bytes32 id = registerUnstaked(OWNER_KEY, SIGNER_KEY);
        bytes32 model = registerModel();
        INodeRegistry.Shard memory shard = INodeRegistry.Shard(0, 4, 0, uint40(vm.getBlockTimestamp() + 1), 5);
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.StakeTooLow.selector, 0, MIN_STAKE));
        nodes.announceShard(id, model, shard);
        token.approve(address(nodes), MIN_STAKE);
        nodes.stake(id, MIN_STAKE);
        shard.validUntil = uint40(vm.getBlockTimestamp());
        vm.expectRevert(INodeRegistry.BadShard.selector);
        nodes.announceShard(id, model, shard);
        vm.stopPrank();
    }

    function test_aPermitStakesInOneTransactionEvenIfItWasFrontRun() public {
        bytes32 id = registerUnstaked(OWNER_KEY, SIGNER_KEY);
        bytes32 typehash = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        uint256 deadline = vm.getBlockTimestamp() + 1;
        bytes32 structHash = keccak256(abi.encode(typehash, owner, address(nodes), uint256(MIN_STAKE), 0, deadline));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(OWNER_KEY, keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash)));
        token.permit(owner, address(nodes), MIN_STAKE, deadline, v, r, s);
        vm.prank(owner);
        nodes.stakeWithPermit(id, MIN_STAKE, deadline, v, r, s);
        vm.assertEq(nodes.node(id).stake, MIN_STAKE, "stake");
    }

    function test_stakeLeavesOnlyAfterTheDelayAndOnlyToTheOwner() public {
        bytes32 id = registerNode(SIGNER_KEY);
        uint256 before = token.balanceOf(owner);
        vm.startPrank(owner);
        uint256 index = nodes.requestUnbond(id, MIN_STAKE);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.StillLocked.selector, vm.getBlockTimestamp() + UNBOND_SECS));
        nodes.withdraw(id, index);
        skip(UNBOND_SECS);
        nodes.withdraw(id, index);
        vm.expectRevert(INodeRegistry.ZeroAmount.selector);
        nodes.withdraw(id, index);
        vm.stopPrank();
        vm.assertEq(token.balanceOf(owner), before + MIN_STAKE, "paid out once");
    }

    function test_eightWithdrawalsMayWaitAtOnce() public {
        bytes32 id = registerNode(SIGNER_KEY);
        vm.startPrank(owner);
        for (uint256 i = 0; i < 8; ++i) {
            vm.assertEq(nodes.requestUnbond(id, 1), i, "slot");
        }
        vm.expectRevert(INodeRegistry.TooManyUnbonds.selector);
        nodes.requestUnbond(id, 1);
        vm.stopPrank();
    }

    function test_bondsHoldStakeAndEachModuleReleasesItsOwn() public {
        bytes32 id = registerNode(SIGNER_KEY);
        nodes.lock(id, 9 * MIN_STAKE);
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.InsufficientFree.selector, MIN_STAKE, MIN_STAKE + 1));
        nodes.requestUnbond(id, MIN_STAKE + 1);
        vm.prank(MODULE);
        vm.expectRevert();
        nodes.unlock(id, 1);
        nodes.unlock(id, 9 * MIN_STAKE);
        vm.assertEq(nodes.node(id).locked, 0, "locked");
    }

    function test_aSlashThatEatsABondDoesNotBlockItsRelease() public {
        bytes32 id = registerNode(SIGNER_KEY);
        nodes.lock(id, 10 * MIN_STAKE);
        nodes.slash(id, "FRAUD", 4 * MIN_STAKE, address(0));
        vm.assertEq(nodes.node(id).locked, 6 * MIN_STAKE, "never above the stake");
        nodes.unlock(id, 10 * MIN_STAKE);
        vm.assertEq(nodes.node(id).locked, 0, "released");
    }

    function testFuzz_slashingTakesStakeFirstThenUnbondingAndPaysAQuarterAtMost(uint128 unbond, uint128 amount) public {
        bytes32 id = registerNode(SIGNER_KEY);
        unbond = uint128(bound(unbond, 1, 10 * MIN_STAKE));
        amount = uint128(bound(amount, 1, 20 * MIN_STAKE));
        vm.prank(owner);
        nodes.requestUnbond(id, unbond);
        uint256 supply = token.totalSupply();
        uint128 taken = nodes.slash(id, "FRAUD", amount, REPORTER);
        vm.assertEq(taken, amount < 10 * MIN_STAKE ? amount : 10 * MIN_STAKE, "taken");
        vm.assertEq(nodes.slashable(id), 10 * MIN_STAKE - taken, "rest");
        vm.assertLe(token.balanceOf(REPORTER) * 4, taken, "reporter");
        vm.assertEq(supply - token.totalSupply(), taken - token.balanceOf(REPORTER), "burned");
    }

    function test_silenceCostsAtMostATenth() public {
        bytes32 id = registerNode(SIGNER_KEY);
        vm.assertEq(nodes.slashLiveness(id, "SILENT", type(uint128).max, REPORTER), MIN_STAKE, "a tenth");
    }

    function test_strangersNeitherLockNorSlash() public {
        bytes32 id = registerNode(SIGNER_KEY);
        bytes memory unauthorized = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, payer);
        vm.startPrank(payer);
        vm.expectRevert(unauthorized);
        nodes.lock(id, 1);
        vm.expectRevert(unauthorized);
        nodes.slash(id, "X", 1, payer);
        vm.expectRevert(unauthorized);
        nodes.jail(id, 1);
        vm.stopPrank();
    }

    function test_aJailedNodeIsNotEligibleUntilItsTimeIsServed() public {
        bytes32 id = registerNode(SIGNER_KEY);
        vm.assertTrue(nodes.isEligible(id, 3, MIN_STAKE), "before");
        nodes.jail(id, uint40(vm.getBlockTimestamp() + 5));
        vm.assertFalse(nodes.isEligible(id, 3, MIN_STAKE), "in jail");
        skip(5);
        vm.assertTrue(nodes.isEligible(id, 3, MIN_STAKE), "after");
        vm.assertEq(NodeTypes.nodeIdOf(vm.addr(SIGNER_KEY)), id, "same node");
    }
}
