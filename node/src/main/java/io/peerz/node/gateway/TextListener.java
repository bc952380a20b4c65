package io.peerz.node.gateway;

import io.peerz.inference.text.ToolCall;

/** Takes the text as it comes; called on the thread of the generation. */
public interface TextListener {
  /** Must not throw; a listener that cannot take more says so by {@link #cancelled}. */
  void onText(String piece);

  /** A token's probabilities, before the text that it completes; only where they were asked for. */
  default void onToken(ChosenToken token) {}

  /** A call of a tool, once it is complete. */
  default void onCall(ToolCall call) {}

  /** True once nobody waits for the text; the session then settles what it got and ends. */
  boolean cancelled();
}
