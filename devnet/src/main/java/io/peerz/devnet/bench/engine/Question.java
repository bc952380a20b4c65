package io.peerz.devnet.bench.engine;

/**
 * What a contender is to time, as one line of text.
 *
 * @param batch sequences side by side; 0 means that {@code behind} positions are to be prefilled
 * @param behind positions that each sequence holds already
 * @param steps tokens decoded of each sequence
 * @param layers layers of the model, from the first on
 * @param adapters how many different adapters the sequences go through, in turn
 */
record Question(int batch, int behind, int steps, int layers, int adapters) {
  static Question decode(int batch, int behind, int steps, int layers) {
    return new Question(batch, behind, steps, layers, 0);
  }

  static Question prefill(int positions, int layers) {
    return new Question(0, positions, 0, layers, 0);
  }

  boolean isPrefill() {
    return batch == 0;
  }

  String name() {
    return isPrefill() ? "prefill" : "decode, batch " + batch;
  }

  String line() {
    return isPrefill()
        ? "prefill %d 0 0 %d 0".formatted(behind, layers)
        : "decode %d %d %d %d %d".formatted(batch, behind, steps, layers, adapters);
  }

  static Question parse(String line) {
    String[] words = line.split(" ", -1);
    int first = Integer.parseInt(words[1]);
    int layers = Integer.parseInt(words[4]);
    return words[0].equals("prefill")
        ? prefill(first, layers)
        : new Question(
            first,
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]),
            layers,
            Integer.parseInt(words[5]));
  }
}
