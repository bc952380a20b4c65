package io.peerz.inference.route;

/**
 * An offer under one request, with its costs worked out once.
 *
 * @param index its place in the search's tables
 * @param queueNanos waiting for its engine, over all passes
 * @param nanosPerLayer one layer, over all passes
 * @param inNanos the least that rows take to come here from another node, over all passes
 * @param outNanos the least that they take on top to leave
 */
record Candidate(
    int index, Offer offer, long queueNanos, long nanosPerLayer, long inNanos, long outNanos) {
  static Candidate of(int index, Offer offer, CostModel costs) {
    return new Candidate(
        index,
        offer,
        costs.queueNanos(offer),
        costs.layersNanos(offer, 1),
        costs.leastMoveNanos(offer),
        costs.leastLeaveNanos(offer));
  }

  /** How many layers a visit that begins at {@code layer} computes at first; zero if it cannot. */
  int firstStep(int layer) {
    int step = offer.wholeShard() ? offer.shard().layers() : 1;
    return offer.canServe(layer, layer + step) ? step : 0;
  }

  /** Whether a visit that has reached {@code layer} may go on by one layer. */
  boolean canStay(int layer) {
    return !offer.wholeShard() && layer < offer.shard().layerEnd();
  }

  long workNanos(int layers) {
    return queueNanos + nanosPerLayer * layers;
  }
}
