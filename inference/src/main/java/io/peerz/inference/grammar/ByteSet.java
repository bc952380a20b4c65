package io.peerz.inference.grammar;

import java.util.BitSet;

/** A set of byte values. Immutable. */
final class ByteSet {
  private final BitSet members;

  private ByteSet(BitSet members) {
    this.members = members;
  }

  /** All from {@code low} to {@code high}, both included. */
  static ByteSet range(int low, int high) {
    BitSet members = new BitSet(256);
    members.set(low, high + 1);
    return new ByteSet(members);
  }

  ByteSet without(int value) {
    BitSet fewer = (BitSet) members.clone();
    fewer.clear(value);
    return new ByteSet(fewer);
  }

  /** The characters of an ASCII text. */
  static ByteSet of(String characters) {
    BitSet members = new BitSet(256);
    characters.chars().forEach(members::set);
    return new ByteSet(members);
  }

  boolean contains(int value) {
    return members.get(value);
  }
}
