// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {PeerzAccessManager} from "../../../main/solidity/PeerzAccessManager.sol";
import {EntryPausable} from "../../../main/solidity/access/EntryPausable.sol";
import {INodeRegistry} from "../../../main/solidity/interfaces/INodeRegistry.sol";
import {IPaymentChannels} from "../../../main/solidity/interfaces/IPaymentChannels.sol";
import {BatchHeader} from "../../../main/solidity/types/ReceiptTypes.sol";
import {Batches} from "../support/Batches.sol";
import {vm} from "../support/Vm.sol";

/// @notice Random lives of nodes, payers, auditors and the governor. Moves that make no sense are skipped, so nearly every
///         call changes something. What only ever grows is remembered and compared.
contract SystemHandler is Batches {
    address public constant BYSTANDER = address(0xB157);
    address public constant ATTACKER = address(0xA77);
    address private constant REPORTER = address(0x4E9);
    uint256 public constant BYSTANDER_BALANCE = 1_000 * PRZ;

    bytes32[] public openIds;
    bytes32[] public batchIds;
    bool public somethingFell;
    bool public slashedTooMuch;
    bool public anExitWasPaused;
    mapping(bytes32 key => uint256) private _highest;

    function modules() internal override returns (PeerzAccessManager.Modules memory m) {
        m = super.modules();
        m.disputeCourt = address(this);
        m.committee = address(this);
    }

    function setUp() public override {
        super.setUp();
        openIds.push(channelId);
        token.transfer(BYSTANDER, BYSTANDER_BALANCE);
        vm.startPrank(BYSTANDER);
        token.approve(address(nodes), type(uint256).max);
        token.approve(address(channels), type(uint256).max);
        token.approve(address(ledger), type(uint256).max);
        vm.stopPrank();
    }

    /*//////////////////////////////////////////////////////////////
                                  MOVES
    //////////////////////////////////////////////////////////////*/

    function stake(uint128 amount) external {
        if (_entriesAreClosed()) return;
        stakeAs(owner, node, uint128(bound(amount, 1, 20 * PRZ)));
    }

    function unbond(uint128 amount) external {
        INodeRegistry.Node memory n = nodes.node(node);
        if (n.stake == n.locked) return;
        vm.prank(owner);
        try nodes.requestUnbond(node, uint128(bound(amount, 1, n.stake - n.locked))) {} catch (bytes memory why) { _exit(why); }
    }

    function withdraw(uint8 slot) external {
        vm.prank(owner);
        try nodes.withdraw(node, slot % 8) {} catch (bytes memory why) { _exit(why); }
    }

    /// @dev Never more than there is, at most a quarter of it to whoever reported.
    function slash(uint128 amount) external {
        INodeRegistry.Node memory n = nodes.node(node);
        address reporter = amount % 2 == 0 ? address(0) : REPORTER;
        uint256 before = token.balanceOf(REPORTER);
        uint128 wanted = uint128(bound(amount, 0, 30 * PRZ));
        uint128 taken = nodes.slash(node, "FRAUD", wanted, reporter);
        uint256 reported = token.balanceOf(REPORTER) - before;
        bool tooMuch = taken > wanted || taken > uint256(n.stake) + n.unbonding || reported > taken / 4;
        if (tooMuch || (reporter == address(0) && reported != 0)) slashedTooMuch = true;
    }

    function pause() external {
        vm.startPrank(guardian);
        try nodes.pauseEntries() {} catch {}
        try channels.pauseEntries() {} catch {}
        vm.stopPrank();
    }

    function _entriesAreClosed() private view returns (bool) {
        return vm.getBlockTimestamp() < nodes.pausedUntil() || vm.getBlockTimestamp() < channels.pausedUntil();
    }

    /// @dev A way out that was refused, for whatever reason but a pause.
    function _exit(bytes memory why) private {
        if (bytes4(why) == EntryPausable.EntriesClosed.selector) anExitWasPaused = true;
    }

    function lock(uint128 amount) external {
        INodeRegistry.Node memory n = nodes.node(node);
        nodes.lock(node, uint128(bound(amount, 0, n.stake - n.locked)));
    }

    function open(uint128 deposit) external {
        if (openIds.length < 8 && !_entriesAreClosed()) openIds.push(openChannel(node, uint128(bound(deposit, 1, 50 * PRZ))));
    }

    function redeem(uint8 index, uint128 amount) external {
        bytes32 id = openIds[index % openIds.length];
        IPaymentChannels.Channel memory c = channels.channel(id);
        if (c.closed || c.claimed == c.deposit) return;
        try channels.redeem(voucher(id, uint128(bound(amount, c.claimed + 1, c.deposit)))) {} catch (bytes memory why) { _exit(why); }
    }

    function requestClose(uint8 index) external {
        vm.prank(payer);
        try channels.requestClose(openIds[index % openIds.length]) {} catch (bytes memory why) { _exit(why); }
    }

    function settle(uint8 index) external {
        try channels.settle(openIds[index % openIds.length]) {} catch (bytes memory why) { _exit(why); }
    }

    function commitBatch(uint8 count, uint8 late, bool lie) external {
        uint64 epoch = epochs.currentEpoch();
        lateSeq = late % 4;
        BatchHeader memory h = header(uint32(bound(count, 1, 3)), epoch);
        if (lie) h.totalMacs *= 3;
        rollEpochs(1);
        bytes memory sig = sign(SIGNER_KEY, ledger.batchDigest(h));
        try ledger.submitBatch(h, sig) returns (bytes32 id) {
            batchIds.push(id);
        } catch (bytes memory why) { _exit(why); }
        rollEpochs(1);
        epochs.sealEpoch(epochs.currentEpoch());
    }

    /// @dev Asked, never answered: the batch is voided and the asker made whole.
    function challenge(uint8 index, uint8 sample) external {
        if (batchIds.length == 0) return;
        bytes32 id = batchIds[index % batchIds.length];
        token.approve(address(ledger), CHALLENGE_BOND);
        try ledger.demandOpening(id, sample % 8) {
            skip(RESPONSE_SECS + 1);
            ledger.voidUnanswered(id, sample % 8);
        } catch (bytes memory why) { _exit(why); }
    }

    function finalizeAndClaim(uint8 index) external {
        if (batchIds.length == 0) return;
        bytes32 id = batchIds[index % batchIds.length];
        try ledger.finalize(id) {} catch (bytes memory why) { _exit(why); }
        try ledger.claim(id) {} catch (bytes memory why) { _exit(why); }
    }

    function sponsor(uint128 amount) external {
        uint256 available = epochs.emittable(vm.getBlockTimestamp()) - epochs.emitted();
        vm.prank(governor);
        epochs.fund(address(ledger), bound(amount, 0, available));
    }

    function wait_(uint32 secs) external {
        skip(bound(secs, 1, 3 days));
    }

    /// @dev Somebody without any right tries everything that moves money.
    function attack(uint8 move, uint8 index, uint128 amount) external {
        bytes32 id = openIds[index % openIds.length];
        vm.startPrank(ATTACKER);
        if (move % 6 == 0) try nodes.withdraw(node, index % 8) {} catch {}
        if (move % 6 == 1) try nodes.slash(node, "X", amount, ATTACKER) {} catch {}
        if (move % 6 == 2) try channels.requestClose(id) {} catch {}
        if (move % 6 == 3) try epochs.fund(ATTACKER, amount) {} catch {}
        if (move % 6 == 4) try token.mint(ATTACKER, amount) {} catch {}
        if (move % 6 == 5) try channels.redeem(voucher(id, amount)) {} catch {}
        vm.stopPrank();
    }

    /*//////////////////////////////////////////////////////////////
                              WHAT MUST HOLD
    //////////////////////////////////////////////////////////////*/

    /// @notice Remembers everything that may only grow; `somethingFell` tells if it did not.
    function watch() external {
        for (uint256 i = 0; i < openIds.length; ++i) {
            _grows(openIds[i], channels.channel(openIds[i]).claimed);
        }
        _grows("epoch", epochs.lastSealed());
        _grows("rebates", ledger.rebatesTaken(node));
        _grows("fees", channels.feesBurned(node));
        _grows("emitted", epochs.emitted());
        _grows("nonce", nodes.nonces(vm.addr(SIGNER_KEY)));
    }

    function supplyIsBounded() external view returns (bool) {
        uint256 emitted = epochs.emitted();
        return token.totalSupply() <= token.cap() && emitted <= epochs.emittable(vm.getBlockTimestamp()) && emitted <= EMISSION_CAP;
    }

    function stakeIsBacked() external view returns (bool) {
        INodeRegistry.Node memory n = nodes.node(node);
        return token.balanceOf(address(nodes)) == uint256(n.stake) + n.unbonding && n.locked <= n.stake;
    }

    function depositsAreBacked() external view returns (bool) {
        uint256 owed = 0;
        for (uint256 i = 0; i < openIds.length; ++i) {
            IPaymentChannels.Channel memory c = channels.channel(openIds[i]);
            if (c.claimed > c.deposit) return false;
            if (!c.closed) owed += c.deposit - c.claimed;
        }
        return token.balanceOf(address(channels)) == owed;
    }

    function rebatesStayUnderFees() external view returns (bool) {
        return ledger.rebatesTaken(node) <= channels.feesBurned(node);
    }

    function strangersGainNothing() external view returns (bool) {
        return token.balanceOf(ATTACKER) == 0 && token.balanceOf(BYSTANDER) == BYSTANDER_BALANCE;
    }

    function _grows(bytes32 key, uint256 value) private {
        if (value < _highest[key]) somethingFell = true;
        _highest[key] = value;
    }
}
