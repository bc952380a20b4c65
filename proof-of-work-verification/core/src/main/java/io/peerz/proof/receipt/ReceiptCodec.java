package io.peerz.proof.receipt;

import static io.peerz.proof.error.ErrorCode.BAD_RECEIPT;

import io.peerz.proof.encode.AbiReader;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.sign.Signature;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Receipts as bytes for files and wires: a version byte, the 18 ABI words that contracts take, the
 * node's signature, and behind a one for on time or a zero the requester's. Every form has one
 * fixed length, so nothing a sender writes can make a reader allocate more.
 */
public final class ReceiptCodec {
  private static final byte VERSION = 2;
  private static final int BODY = InferenceReceipt.WORDS * AbiWriter.WORD;

  /** Length of a receipt with the node's signature alone. */
  public static final int NODE_LENGTH = 1 + BODY + Signature.LENGTH;

  /** Length of a receipt with both signatures. */
  public static final int SIGNED_LENGTH = NODE_LENGTH + 1 + Signature.LENGTH;

  private ReceiptCodec() {}

  public static byte[] encode(SignedReceipt signed) {
    return ByteBuffer.allocate(SIGNED_LENGTH)
        .put(VERSION)
        .put(signed.receipt().abiEncode())
        .put(signed.nodeSig().bytes())
        .put((byte) (signed.onTime() ? 1 : 0))
        .put(signed.requesterSig().bytes())
        .array();
  }

  public static byte[] encode(NodeReceipt signed) {
    return ByteBuffer.allocate(NODE_LENGTH)
        .put(VERSION)
        .put(signed.receipt().abiEncode())
        .put(signed.nodeSig().bytes())
        .array();
  }

  public static SignedReceipt decode(byte[] bytes) {
    checkEnvelope(bytes, SIGNED_LENGTH);
    Require.range(BAD_RECEIPT, "on time", bytes[NODE_LENGTH], 0, 1);
    return new SignedReceipt(
        body(bytes),
        signature(bytes, 1 + BODY),
        bytes[NODE_LENGTH] == 1,
        signature(bytes, NODE_LENGTH + 1));
  }

  public static NodeReceipt decodeNode(byte[] bytes) {
    checkEnvelope(bytes, NODE_LENGTH);
    return new NodeReceipt(body(bytes), signature(bytes, 1 + BODY));
  }

  private static void checkEnvelope(byte[] bytes, int length) {
    Require.range(BAD_RECEIPT, "receipt length", bytes.length, length, length);
    Require.range(BAD_RECEIPT, "receipt version", bytes[0], VERSION, VERSION);
  }

  private static Signature signature(byte[] bytes, int offset) {
    return Signature.of(Arrays.copyOfRange(bytes, offset, offset + Signature.LENGTH));
  }

  private static InferenceReceipt body(byte[] bytes) {
    AbiReader in = new AbiReader(bytes, 1, InferenceReceipt.WORDS);
    return new InferenceReceipt(
        in.digest(),
        in.digest(),
        in.digest(),
        in.digest(),
        in.uintLong(32),
        in.uintInt(16),
        in.uintInt(16),
        in.uintLong(32),
        in.uintLong(32),
        in.uintInt(8),
        in.uint(128),
        in.uint(128),
        in.uint(128),
        in.digest(),
        in.digest(),
        in.digest(),
        in.uintLong(64),
        in.uintLong(40));
  }
}
