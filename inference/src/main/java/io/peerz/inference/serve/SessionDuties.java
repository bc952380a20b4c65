package io.peerz.inference.serve;

import io.peerz.inference.evidence.WorkKeeper;
import io.peerz.proof.id.Digest;

/** What all sessions of a server share. */
record SessionDuties(
    Digest nodeId,
    Admission admission,
    ReceiptIssuer issuer,
    Cashier cashier,
    WorkKeeper work,
    int maxChunkPositions) {}
