/**
 * Reads checkpoints: config.json and the safetensors of one layer range, every byte distrusted.
 * Names what was read by the weights root that the model's manifest registers.
 */
package io.peerz.inference.weights;
