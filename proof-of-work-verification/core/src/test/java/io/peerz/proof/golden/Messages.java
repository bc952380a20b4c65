package io.peerz.proof.golden;

import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.announce.ShardAnnouncement;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.BatchHeader;
import io.peerz.proof.receipt.Delivery;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.Measurement;
import io.peerz.proof.voucher.CooperativeClose;
import io.peerz.proof.voucher.SessionKey;
import io.peerz.proof.voucher.Voucher;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a record of the spine into the message of an EIP-712 JSON document, field by field. */
final class Messages {
  private Messages() {}

  /** Every record that somebody signs, with its EIP-712 type. */
  static String typeOf(Object message) {
    return switch (message) {
      case NodeBinding _ -> NodeBinding.TYPE;
      case ShardAnnouncement _ -> ShardAnnouncement.TYPE;
      case SessionKey _ -> SessionKey.TYPE;
      case Voucher _ -> Voucher.TYPE;
      case CooperativeClose _ -> CooperativeClose.TYPE;
      case InferenceReceipt _ -> InferenceReceipt.TYPE;
      case Delivery _ -> Delivery.TYPE;
      case BatchHeader _ -> BatchHeader.TYPE;
      case FineTuneReceipt _ -> FineTuneReceipt.TYPE;
      case Measurement _ -> Measurement.TYPE;
      default -> throw new IllegalArgumentException(message.getClass().getName());
    };
  }

  static Map<String, Object> fieldsOf(Record message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (RecordComponent component : message.getClass().getRecordComponents()) {
      fields.put(solidityName(component.getName()), plain(valueOf(component, message)));
    }
    return fields;
  }

  /** Java names carry units, Solidity's signed types do not. */
  private static String solidityName(String javaName) {
    return javaName.replaceAll("(Wei|Seconds)$", "");
  }

  private static Object valueOf(RecordComponent component, Record message) {
    try {
      return component.getAccessor().invoke(message);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Digest digest -> digest.hex();
      case Address address -> address.hex();
      case Boolean flag -> flag;
      case List<?> list -> list.stream().map(Messages::plain).toList();
      default -> value.toString();
    };
  }
}
