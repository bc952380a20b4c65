package io.peerz.inference.session;

import io.peerz.proof.receipt.InferenceReceipt;
import java.lang.reflect.RecordComponent;

/** Names the first field in which a receipt is not the one that was expected. */
final class ReceiptDifference {
  private ReceiptDifference() {}

  static String between(InferenceReceipt expected, InferenceReceipt actual) {
    for (RecordComponent field : InferenceReceipt.class.getRecordComponents()) {
      Object wanted = value(field, expected);
      Object got = value(field, actual);
      if (!wanted.equals(got)) {
        return "receipt says " + field.getName() + " " + got + " but it is " + wanted;
      }
    }
    return "receipt is as expected";
  }

  private static Object value(RecordComponent field, InferenceReceipt receipt) {
    try {
      return field.getAccessor().invoke(receipt);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("record accessors are public", e);
    }
  }
}
