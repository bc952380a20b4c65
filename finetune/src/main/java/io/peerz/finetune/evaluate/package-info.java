/**
 * Held-out losses by the exact engine: whole nano-nats on which honest evaluators agree to the last
 * one.
 */
package io.peerz.finetune.evaluate;
