/**
 * Where the two wings of fine-tuning meet: the market's contracts as the compute wing sees them.
 */
package io.peerz.node.finetune;
