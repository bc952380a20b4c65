package io.peerz.node.api.openai;

import io.peerz.node.gateway.Gateway;
import io.peerz.node.gateway.ServedModel;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/** Finds models by what clients call them. */
final class ServedModels {
  private ServedModels() {}

  /** The model of that name or id; MODEL_NOT_FOUND where there is none. */
  static ServedModel require(Gateway gateway, String nameOrId) {
    return gateway.models().stream()
        .filter(model -> model.name().equals(nameOrId) || model.modelId().hex().equals(nameOrId))
        .findFirst()
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.MODEL_NOT_FOUND,
                    "no node serves a model '%s'; GET /v1/models lists what is served"
                        .formatted(nameOrId)));
  }
}
