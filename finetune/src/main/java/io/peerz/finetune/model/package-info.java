/**
 * Llama layer ranges as differentiable tensor programs, with low-rank adapters on their linear
 * maps.
 */
package io.peerz.finetune.model;
