package io.peerz.finetune.stage;

import java.util.Map;

/**
 * What a stage hands back.
 *
 * @param input gradient of the stage's input, for the stage before it
 * @param adapter gradients of the stage's adapter parameters by name
 */
public record StageGradients(HiddenState input, Map<String, float[]> adapter) {}
