/**
 * Text made from a seed: what the shipped model learns, and the invented language it is fine-tuned
 * on.
 */
package io.peerz.finetune.corpus;
