package io.peerz.node.gateway;

import java.util.List;

/**
 * A token of an answer in words.
 *
 * @param text what it reads like alone; U+FFFD where it is part of a character
 * @param bytes exactly what it adds to the text
 * @param logprob natural logarithm of how likely the model held it
 * @param likeliest what else it might have said, by falling probability; those have none themselves
 */
public record ChosenToken(
    String text, List<Integer> bytes, double logprob, List<ChosenToken> likeliest) {
  public ChosenToken {
    bytes = List.copyOf(bytes);
    likeliest = List.copyOf(likeliest);
  }
}
