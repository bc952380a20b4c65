package io.peerz.inference.route;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;

/** One stop of a route: a node computes the layers [layerStart, layerEnd). */
public record Hop(Offer offer, int layerStart, int layerEnd) {
  public Hop {
    Require.that(
        offer.canServe(layerStart, layerEnd),
        BAD_REQUEST,
        "node "
            + offer.nodeId().shortHex()
            + " does not serve layers "
            + layerStart
            + " to "
            + layerEnd);
  }

  public int layers() {
    return layerEnd - layerStart;
  }

  @Override
  public String toString() {
    return offer.nodeId().shortHex() + "[" + layerStart + "," + layerEnd + ")";
  }
}
