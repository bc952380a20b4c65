package io.peerz.devnet.bench;

/**
 * Tokens per second of the same answer, prompt included in the time.
 *
 * @param macsPerToken of all positions that were computed, by the tokens of the answer
 * @param macsPerSecond what one thread of this machine can do at most
 */
record Speed(
    int promptTokens,
    int answerTokens,
    Samples whole,
    Samples halves,
    Samples network,
    double macsPerToken,
    double macsPerSecond) {

  double limit() {
    return macsPerSecond / macsPerToken;
  }
}
