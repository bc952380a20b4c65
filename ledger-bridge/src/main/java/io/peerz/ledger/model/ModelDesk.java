package io.peerz.ledger.model;

import io.peerz.contracts.ModelRegistry;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.id.Digest;
import io.peerz.proof.manifest.ModelManifest;
import java.math.BigInteger;
import java.util.Optional;

/** Models in the registry. Blocking: for virtual threads. */
public final class ModelDesk {
  private final Contracts contracts;

  public ModelDesk(ChainClient chain) {
    this.contracts = chain.contracts();
  }

  /** Registers a model, unless it is known already, and returns its id. Anybody may. */
  public Digest register(TransactionSender sender, ModelManifest manifest) {
    Digest modelId = manifest.modelId();
    if (!isRegistered(modelId)) {
      sender.send(
          PreparedCall.of(
              "registerModel:" + modelId,
              contracts.deployment().modelRegistry(),
              contracts
                  .modelRegistry()
                  .register(
                      manifest.weightsRoot().bytes(),
                      manifest.tokenizerHash().bytes(),
                      struct(manifest.geometry()))
                  .encodeFunctionCall(),
              "register model " + manifest.name()));
    }
    return modelId;
  }

  public Optional<RegisteredModel> find(Digest modelId) {
    if (!isRegistered(modelId)) {
      return Optional.empty();
    }
    byte[] id = modelId.bytes();
    return Optional.of(
        new RegisteredModel(
            modelId,
            geometry(contracts.read(contracts.modelRegistry().geometry(id))),
            Digest.of(contracts.read(contracts.modelRegistry().weightsRoot(id))),
            Digest.of(contracts.read(contracts.modelRegistry().tokenizerHash(id)))));
  }

  private boolean isRegistered(Digest modelId) {
    return contracts.read(contracts.modelRegistry().isRegistered(modelId.bytes()));
  }

  static ModelRegistry.Geometry struct(Geometry g) {
    return new ModelRegistry.Geometry(
        BigInteger.valueOf(g.layers()),
        BigInteger.valueOf(g.dModel()),
        BigInteger.valueOf(g.heads()),
        BigInteger.valueOf(g.kvHeads()),
        BigInteger.valueOf(g.headDim()),
        BigInteger.valueOf(g.dFf()),
        BigInteger.valueOf(g.vocab()),
        BigInteger.valueOf(g.weightDtype()),
        BigInteger.valueOf(g.profile()));
  }

  private static Geometry geometry(ModelRegistry.Geometry g) {
    return new Geometry(
        g.layers.intValueExact(),
        g.dModel.intValueExact(),
        g.nHeads.intValueExact(),
        g.nKvHeads.intValueExact(),
        g.headDim.intValueExact(),
        g.dFf.intValueExact(),
        g.vocab.intValueExact(),
        g.weightDtype.intValueExact(),
        g.profile.intValueExact());
  }
}
