/**
 * Training through a layer range: forward keeps only its input, backward computes the rest again.
 */
package io.peerz.finetune.stage;
