package io.peerz.inference.grammar;

/**
 * What must still come: a term and what follows it, or nothing. An immutable list that shares its
 * tails.
 *
 * @see GrammarState
 */
final class Rest {
  /** No more than any answer is long; stands for "never". */
  static final int ENDLESS = 1 << 28;

  static final Rest NOTHING = new Rest(Term.EMPTY, null, 0);

  private final Term head;
  private final Rest tail; // null only in NOTHING
  private final int shortest;
  private final int hash;

  private Rest(Term head, Rest tail, int shortest) {
    this.head = head;
    this.tail = tail;
    this.shortest = shortest;
    this.hash = 31 * System.identityHashCode(head) + (tail == null ? 0 : tail.hash);
  }

  Rest after(Term term, int shortestOfTerm) {
    return new Rest(term, this, Math.min(ENDLESS, shortestOfTerm + shortest));
  }

  Term head() {
    return head;
  }

  Rest tail() {
    return tail;
  }

  /** Bytes that the shortest completion has. */
  int shortest() {
    return shortest;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Rest that) || hash != that.hash) {
      return false;
    }
    Rest mine = this;
    Rest theirs = that;
    while (mine != theirs) {
      if (mine.tail == null || theirs.tail == null || mine.head != theirs.head) {
        return false;
      }
      mine = mine.tail;
      theirs = theirs.tail;
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
