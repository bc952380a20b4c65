/**
 * What a node signs about the work it did, and the door through which receipts leave the compute
 * wing.
 */
package io.peerz.proof.receipt;
