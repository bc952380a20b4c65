/**
 * From the round's accepted updates to the next adapter: plain Java in a fixed order, the same bits
 * on every node.
 */
package io.peerz.finetune.aggregate;
