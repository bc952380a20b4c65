// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Where fraud is proved
/// @notice Equivocation proves itself: two valid signatures of one node over different messages for one slot.
///
///         False work is found by bisection. The challenger names a signed receipt and posts a bond; defendant and
///         challenger then narrow down, sixteen ways per move, the first step of the forward pass (see LayerTrace) where
///         they differ. A linear step is settled by arithmetic: one dot product of a row both agree on with a row of the
///         registered weights. Any other step goes to a drawn jury that must agree to the last bit. Every move has a clock;
///         whoever lets it run out has lost.
///
///         What a conviction costs is graded: the first is ten times what the session was charged, or eight bonds if that is
///         more; another within thirty days is the whole stake. At most a quarter of a slash goes to the challenger, the rest
///         is burned. Jurors get a flat fee, whatever they find.
interface IDisputeCourt {
    enum Kind {
        InferenceReceipt,
        FineTuneReceipt,
        Measurement,
        BatchHeader
    }

    enum State {
        None,
        Answer, // defendant: opens its output commitment and splits
        Split, // defendant
        Pick, // challenger
        Leaf, // defendant: shows the root of the step, and its rows' hashes if the step is linear
        Choose, // challenger: a row to see, or a jury
        Row, // defendant: shows the row
        Compute, // challenger: proves one element of it false
        Jury,
        Resolved
    }

    struct Dispute {
        bytes32 nodeId; // the defendant
        bytes32 subject; // digest of the receipt
        address challenger;
        uint40 moveBy; // seconds
        State state;
        uint8 juries; // called so far
        bool isUnit; // a unit of training, for a jury from the start
        uint32 lo; // both agree on the digest before this step
        uint32 hi; // and not on the digest before this one
        bytes32 agreed;
        bytes32 claimed; // the defendant's digest at hi
        bytes32 shown; // hash of what the last move showed, which the next must repeat
        uint128 amount; // wei that a first conviction costs
    }

    struct Config {
        uint40 moveSecs;
        uint40 juryCommitSecs;
        uint40 juryRevealSecs;
        uint8 jurySeats;
        uint128 juryFee; // wei per seat
        uint128 bond; // wei of a challenger
    }

    event EquivocationProven(
        bytes32 indexed nodeId, bytes32 indexed slotKey, bytes32 digestA, bytes32 digestB, address reporter, uint128 slashed
    );
    event DisputeOpened(bytes32 indexed disputeId, bytes32 indexed nodeId, bytes32 indexed subject, address challenger, bool isUnit);
    /// @notice `digests` are the defendant's; a challenger's move shows none. Of a step that cannot be computed here they
    ///         are its root alone, which a jury's call must repeat.
    event Moved(bytes32 indexed disputeId, State next, uint32 lo, uint32 hi, uint40 moveBy, bytes32[] digests);
    event RowShown(bytes32 indexed disputeId, bytes row);
    event JuryCalled(bytes32 indexed disputeId, bytes32 indexed taskId, uint32 step, bytes32 agreed, bytes32 root);
    event DisputeResolved(bytes32 indexed disputeId, bytes32 indexed nodeId, bool guilty, uint128 slashed, bytes32 how);
    event DisputeDismissed(bytes32 indexed disputeId);

    error NotConflicting();
    error DifferentSlots();
    error BadSignature();
    error AlreadyPunished();
    error AlreadyDisputed();
    error BadParameter();
    error NotDisputable();
    error TooLate(uint40 since);
    error WrongState(State state);
    error NotYourMove(address caller);
    error MoveExpired(uint40 since);
    error ClockRuns(uint40 until);
    error WrongEvidence();

    /// @notice Slashes everything the node has and jails it. Each pair of (node, slot) counts once.
    /// @param messageA abi-encoded struct of the given kind; messageB likewise
    function proveEquivocation(
        Kind kind,
        bytes calldata messageA,
        bytes calldata signatureA,
        bytes calldata messageB,
        bytes calldata signatureB
    ) external;

    /// @notice Anybody, once per receipt, while the receipt's epoch can be questioned; pulls the bond.
    /// @param receipt abi-encoded InferenceReceipt, here and below
    function openDispute(bytes calldata receipt, bytes calldata nodeSig) external returns (bytes32 disputeId);

    /// @notice Anybody: says that a unit's update does not come from its recipe and data. A jury replays it.
    /// @param receipt abi-encoded FineTuneReceipt
    function accuseUnit(bytes calldata receipt, bytes calldata nodeSig) external returns (bytes32 disputeId);

    /// @notice Defendant: opens outCommit with the digest before the last step, and splits all steps.
    function answer(
        bytes32 disputeId,
        bytes calldata receipt,
        bytes32 salt,
        bytes32 outputRoot,
        bytes32 beforeLast,
        bytes32[] calldata digests
    ) external;

    /// @notice Defendant: the digests at the inner boundaries of [lo, hi), cut into at most sixteen equal parts.
    function split(bytes32 disputeId, bytes32[] calldata digests) external;

    /// @notice Challenger: the first part whose end it does not agree with.
    function pick(bytes32 disputeId, bytes32[] calldata digests, uint8 part) external;

    /// @notice Defendant: the root that made the disputed digest, with all its rows' hashes if the step can be computed here.
    function showLeaf(bytes32 disputeId, bytes calldata receipt, bytes32 root, bytes32[] calldata rowHashes) external;

    /// @notice Challenger: wants to see this row.
    function pickRow(bytes32 disputeId, bytes32[] calldata rowHashes, uint32 row) external;

    /// @notice Defendant.
    function showRow(bytes32 disputeId, bytes calldata row, uint32 index) external;

    /// @notice Challenger: computes one element of the row. If it differs the defendant has lost, if not the challenger.
    /// @param proof abi-encoded DotProof
    function computeElement(bytes32 disputeId, bytes calldata receipt, uint32 index, bytes calldata proof) external;

    /// @notice Challenger: leaves the step to a jury.
    function callJury(bytes32 disputeId, bytes32 root, bytes32[] calldata rowHashes) external;

    /// @notice Anybody, when the jury's task has ended. A jury without a majority is drawn once more, then the dispute is dismissed.
    function resolve(bytes32 disputeId) external;

    /// @notice Anybody, after moveBy: whoever's move it was has lost.
    function timeout(bytes32 disputeId) external;

    function dispute(bytes32 disputeId) external view returns (Dispute memory);

    function disputeIdOf(bytes32 subject, address challenger) external pure returns (bytes32);

    /// @notice The committee task of the dispute's present jury.
    function juryTask(bytes32 disputeId) external view returns (bytes32 taskId);

    function isPunished(bytes32 nodeId, bytes32 slotKey) external view returns (bool);
}
