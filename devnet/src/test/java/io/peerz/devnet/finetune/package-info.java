/** Whole fine-tuning jobs on a real chain, with honest nodes and cheats. */
package io.peerz.devnet.finetune;
