/**
 * The only package that touches the PyTorch engine: its start, its thread, its scopes and its
 * scalar rule.
 */
package io.peerz.finetune.tensor;
