package io.peerz.proof.dispute;

import io.peerz.proof.id.Digest;
import java.util.List;

/** One element of a linear step's output, with all that decides it: what the court computes. */
public final class DotEvidence {
  private final byte[] row;
  private final int column;
  private final Trace trace;
  private final byte[] input;
  private final List<Digest> inputPath;
  private final Weight weight;

  /**
   * @param row of the defendant's output, as shown
   * @param column the element
   * @param input row of the first of the trace's roots
   */
  public DotEvidence(
      byte[] row, int column, Trace trace, byte[] input, List<Digest> inputPath, Weight weight) {
    this.row = row.clone();
    this.column = column;
    this.trace = trace;
    this.input = input.clone();
    this.inputPath = List.copyOf(inputPath);
    this.weight = weight;
  }

  /** The digest before the step that made the input, and the roots from there to the dispute. */
  public record Trace(Digest digest, List<Digest> roots) {
    public Trace {
      roots = List.copyOf(roots);
    }
  }

  /**
   * A row of weights in the model's registered root.
   *
   * @param stored hexadecimal, as stored
   */
  public record Weight(
      String stored,
      List<Digest> rowPath,
      int tensorIndex,
      int tensorCount,
      List<Digest> tensorPath,
      List<Digest> layerPath) {
    public Weight {
      rowPath = List.copyOf(rowPath);
      tensorPath = List.copyOf(tensorPath);
      layerPath = List.copyOf(layerPath);
    }
  }

  public byte[] row() {
    return row.clone();
  }

  public int column() {
    return column;
  }

  public Trace trace() {
    return trace;
  }

  public byte[] input() {
    return input.clone();
  }

  public List<Digest> inputPath() {
    return inputPath;
  }

  public Weight weight() {
    return weight;
  }
}
