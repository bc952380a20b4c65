package io.peerz.finetune.corpus;

/** The nouns and colors that stories and lists are made of. */
final class Words {
  static final String[] NAMES = {
    "Anna", "Ben", "Cleo", "Dan", "Ella", "Finn", "Gus", "Hana", "Ivan", "Juno", "Kim", "Leo"
  };
  static final String[] ANIMALS = {
    "fox", "cat", "dog", "hare", "goat", "hen", "pony", "frog", "bear", "duck"
  };
  static final String[] COLORS = {
    "red", "blue", "green", "white", "black", "gray", "brown", "gold"
  };
  static final String[] THINGS = {
    "key", "cup", "hat", "lamp", "book", "coin", "drum", "rope", "bell", "kite"
  };
  static final String[] PLACES = {
    "garden", "forest", "market", "harbor", "barn", "river", "castle", "kitchen"
  };

  private Words() {}
}
