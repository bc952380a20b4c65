package io.peerz.finetune.train;

import java.util.List;

/**
 * The outcome of a forward and a backward pass.
 *
 * @param loss nats per counted token
 * @param parameters gradients in the order of the parameters
 */
public record Gradients(double loss, List<float[]> parameters) {}
