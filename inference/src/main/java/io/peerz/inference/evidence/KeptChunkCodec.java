package io.peerz.inference.evidence;

import io.peerz.inference.wire.AdapterRef;
import io.peerz.inference.wire.Protocol;
import io.peerz.inference.wire.ServerCodec;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.journal.SigningJournal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A kept chunk as bytes, on disk and on the wire. Numbers are big-endian. */
final class KeptChunkCodec {
  /** Longest chunk: 4,096 positions of 16 KiB. */
  static final int MAX_BYTES = 4 * Protocol.MAX_FRAME_BYTES + (1 << 20);

  private static final int VERSION = 1;
  private static final int FIXED_BYTES = 4 * Integer.BYTES + 1 + 3 * Digest.LENGTH;

  private KeptChunkCodec() {}

  static byte[] encode(KeptChunk chunk) {
    byte[] receipt =
        ServerCodec.encodeBytes(new ServerMessage.Receipt(chunk.signed(), chunk.salt(), List.of()));
    int rowBytes = chunk.inputRows().isEmpty() ? 0 : chunk.inputRows().getFirst().length;
    long size = FIXED_BYTES + receipt.length + (long) rowBytes * chunk.inputRows().size();
    Require.range(ErrorCode.BAD_REQUEST, "bytes of a kept chunk", size, 0, MAX_BYTES);
    ByteBuffer out = ByteBuffer.allocate((int) size);
    out.putInt(VERSION).putInt(receipt.length).put(receipt);
    out.put((byte) (chunk.adapter().isPresent() ? 1 : 0));
    out.put(chunk.adapter().map(AdapterRef::jobId).orElse(Digest.ZERO).bytes());
    out.put(chunk.adapter().map(AdapterRef::root).orElse(Digest.ZERO).bytes());
    out.put(chunk.outputRoot().bytes());
    out.putInt(chunk.inputRows().size()).putInt(rowBytes);
    chunk.inputRows().forEach(out::put);
    return out.array();
  }

  /** Refuses with PEER_MISBEHAVED whatever is cut short or breaks a bound. */
  static KeptChunk decode(byte[] bytes) {
    try {
      return read(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException e) {
      throw new PeerzException(ErrorCode.PEER_MISBEHAVED, "a kept chunk is cut short", e);
    } catch (PeerzException e) {
      throw new PeerzException(
          ErrorCode.PEER_MISBEHAVED, "a kept chunk is broken: " + e.getMessage(), e);
    }
  }

  private static KeptChunk read(ByteBuffer in) {
    require(in.getInt() == VERSION, "a kept chunk of an unknown version");
    byte[] receipt = new byte[bounded(in.getInt(), SigningJournal.MAX_PAYLOAD_BYTES)];
    in.get(receipt);
    ServerMessage.Receipt said = ServerCodec.decodeBytes(receipt);
    boolean adapted = in.get() != 0;
    AdapterRef adapter = new AdapterRef(digest(in), digest(in));
    Digest outputRoot = digest(in);
    int count = bounded(in.getInt(), MAX_BYTES);
    int rowBytes = bounded(in.getInt(), MAX_BYTES);
    require((long) count * rowBytes == in.remaining(), "a kept chunk of another length");
    require(count == said.signed().receipt().tokens(), "a kept chunk with other positions");
    List<byte[]> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] row = new byte[rowBytes];
      in.get(row);
      rows.add(row);
    }
    return new KeptChunk(
        said.signed(),
        said.salt(),
        outputRoot,
        adapted ? Optional.of(adapter) : Optional.empty(),
        rows);
  }

  private static Digest digest(ByteBuffer in) {
    byte[] bytes = new byte[Digest.LENGTH];
    in.get(bytes);
    return Digest.of(bytes);
  }

  private static int bounded(int length, int most) {
    Require.range(ErrorCode.PEER_MISBEHAVED, "length in a kept chunk", length, 0, most);
    return length;
  }

  private static void require(boolean condition, String message) {
    Require.that(condition, ErrorCode.PEER_MISBEHAVED, message);
  }
}
