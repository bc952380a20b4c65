package io.peerz.devnet.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One direction of one connection: bytes leave when the link lets them. */
final class DelayLane {
  private static final int BUFFER = 1 << 16;
  private static final int PIECES = 1024;
  private static final Duration CUT_LOOK = Duration.ofMillis(5);

  /** Bytes on their way; none at all mean the end. */
  private static final class Piece {
    private final byte[] bytes;
    private final long leavesAtNanos;

    private Piece(byte[] bytes, long leavesAtNanos) {
      this.bytes = bytes;
      this.leavesAtNanos = leavesAtNanos;
    }
  }

  private final InputStream in;
  private final OutputStream out;
  private final Shaper shaper;
  private final BooleanSupplier cut;
  private final Runnable onEnd;
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES);

  private DelayLane(
      InputStream in, OutputStream out, Shaper shaper, BooleanSupplier cut, Runnable onEnd) {
    this.in = in;
    this.out = out;
    this.shaper = shaper;
    this.cut = cut;
    this.onEnd = onEnd;
  }

  static void start(
      InputStream in, OutputStream out, Shaper shaper, BooleanSupplier cut, Runnable onEnd) {
    DelayLane lane = new DelayLane(in, out, shaper, cut, onEnd);
    Thread.ofVirtual().start(lane::read);
    Thread.ofVirtual().start(lane::write);
  }

  private void read() {
    byte[] buffer = new byte[BUFFER];
    try {
      int count = in.read(buffer);
      while (count > 0) {
        pieces.put(new Piece(Arrays.copyOf(buffer, count), leaveNanos(count)));
        count = in.read(buffer);
      }
    } catch (IOException broken) {
      // the end of this direction, as an orderly one
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pieces.offer(new Piece(new byte[0], leaveNanos(0)));
  }

  private long leaveNanos(int bytes) {
    return shaper.leaveNanos(bytes, System.nanoTime());
  }

  private void write() {
    try {
      while (true) {
        Piece piece = pieces.take();
        await(piece.leavesAtNanos);
        if (piece.bytes.length == 0) {
          break;
        }
        out.write(piece.bytes);
        out.flush();
      }
    } catch (IOException broken) {
      // the other end is gone: so is this connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    onEnd.run();
  }

  private void await(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanos - System.nanoTime();
    }
    while (cut.getAsBoolean()) {
      LockSupport.parkNanos(CUT_LOOK.toNanos());
    }
  }
}
