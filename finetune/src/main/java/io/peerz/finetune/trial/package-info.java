/**
 * Runs of the whole fine-tuning loop in one process, to see figures without a network or a chain.
 */
package io.peerz.finetune.trial;
