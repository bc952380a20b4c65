/**
 * Adapters as files that HuggingFace's PEFT reads: weights in safetensors beside their
 * configuration.
 */
package io.peerz.finetune.adapter;
