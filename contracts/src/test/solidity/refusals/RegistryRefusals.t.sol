// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../../main/solidity/interfaces/INodeRegistry.sol";
import {PeerzAccessManager} from "../../../main/solidity/PeerzAccessManager.sol";
import {Deployment} from "../support/Deployment.sol";
import {vm} from "../support/Vm.sol";

/// @notice What the registry and its access manager refuse, each for its own reason.
contract RegistryRefusalsTest is Deployment {
    bytes32 internal id;

    function modules() internal override returns (PeerzAccessManager.Modules memory m) {
        m = super.modules();
        m.disputeCourt = address(this);
    }

    function setUp() public override {
        super.setUp();
        id = registerNode(SIGNER_KEY);
    }

    function test_aRegistryNeedsADelayAndAMinimum() public {
        vm.expectRevert();
        deploy("NodeRegistry", abi.encode(access, token, models, uint40(0), MIN_STAKE));
        vm.expectRevert();
        deploy("NodeRegistry", abi.encode(access, token, models, UNBOND_SECS, uint128(0)));
        vm.prank(governor);
        vm.expectRevert(INodeRegistry.BadParameter.selector);
        nodes.setMinStake(0);
    }

    function test_aNodeIsPaidSomewhere() public {
        bytes memory binding = bindingSignature(owner, 0xB0B);
        vm.startPrank(owner);
        vm.expectRevert(INodeRegistry.ZeroAddress.selector);
        nodes.register(vm.addr(0xB0B), address(0), 1, "host:1", 0, binding);
        vm.expectRevert(INodeRegistry.ZeroAddress.selector);
        nodes.setPayout(id, address(0));
        nodes.setPayout(id, owner);
        vm.stopPrank();
        vm.assertEq(nodes.payoutOf(id), owner, "moved");
    }

    function test_aKeyBelongsToOneNodeForEver() public {
        bytes memory binding = bindingSignature(owner, SIGNER_KEY);
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.SignerInUse.selector, vm.addr(SIGNER_KEY)));
        nodes.register(vm.addr(SIGNER_KEY), payout, 1, "host:1", 0, binding);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.SignerInUse.selector, vm.addr(SIGNER_KEY)));
        nodes.rotateSigner(id, vm.addr(SIGNER_KEY), binding);
        vm.stopPrank();
    }

    function test_anEndpointIsShortAndNotEmptyAndSetByTheNode() public {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NotOwnerOrSigner.selector, address(this)));
        nodes.setEndpoint(id, "host:2", 0);
        vm.startPrank(owner);
        vm.expectRevert(INodeRegistry.BadEndpoint.selector);
        nodes.setEndpoint(id, "", 0);
        vm.expectRevert(INodeRegistry.BadEndpoint.selector);
        nodes.setEndpoint(id, string(new bytes(257)), 0);
        vm.stopPrank();
    }

    function test_nothingIsNotAStakeNorAnUnbond() public {
        vm.expectRevert(INodeRegistry.ZeroAmount.selector);
        nodes.stake(id, 0);
        vm.startPrank(owner);
        vm.expectRevert(INodeRegistry.ZeroAmount.selector);
        nodes.requestUnbond(id, 0);
        vm.expectRevert(INodeRegistry.ZeroAmount.selector);
        nodes.withdraw(id, 0);
        vm.stopPrank();
    }

    function test_whatNobodyRegisteredHasNoStakeAndNoJail() public {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.UnknownNode.selector, bytes32("nobody")));
        nodes.stake("nobody", 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.UnknownNode.selector, bytes32("nobody")));
        nodes.jail("nobody", uint40(vm.getBlockTimestamp() + 1));
    }

    function test_aJailHasALimit() public {
        vm.expectRevert(INodeRegistry.BadParameter.selector);
        nodes.jail(id, uint40(vm.getBlockTimestamp() + 366 days));
    }

    function test_theWiringIsDoneOnceByTheDeployer() public {
        PeerzAccessManager.Modules memory m;
        vm.expectRevert(PeerzAccessManager.AlreadyWired.selector);
        access.wire(m);
        vm.prank(payer);
        vm.expectRevert(PeerzAccessManager.NotDeployer.selector);
        access.wire(m);
    }
}
