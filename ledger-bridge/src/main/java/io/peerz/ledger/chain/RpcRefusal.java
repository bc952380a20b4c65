package io.peerz.ledger.chain;

import java.util.Locale;

/**
 * The chain node answered a JSON-RPC call with an error; kept inside this package and translated.
 */
final class RpcRefusal extends Exception {
  /** Revert data as 0x-hex, or empty. */
  private final String data;

  RpcRefusal(String message, String data) {
    super(message == null ? "no reason given" : message);
    // The JSON-RPC client hands revert data over as the raw JSON text, quotes included.
    this.data = data == null ? "" : data.replace("\"", "").strip();
  }

  String data() {
    return data;
  }

  private boolean says(String words) {
    return getMessage().toLowerCase(Locale.ROOT).contains(words);
  }

  boolean alreadyKnown() {
    return says("already known") || says("known transaction") || says("already imported");
  }

  boolean nonceTooLow() {
    return says("nonce too low");
  }

  boolean underpriced() {
    return says("underpriced");
  }

  boolean reverted() {
    return data.startsWith("0x") || says("revert");
  }

  boolean cannotPay() {
    return says("insufficient funds") || says("insufficient balance") || says("upfront cost");
  }
}
