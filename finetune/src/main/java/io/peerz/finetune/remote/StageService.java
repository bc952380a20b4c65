package io.peerz.finetune.remote;

import io.peerz.finetune.pipeline.Diverged;
import io.peerz.finetune.remote.proto.StageFrames.Fault;
import io.peerz.finetune.remote.proto.StageFrames.Part;
import io.peerz.finetune.remote.proto.StageFrames.Reply;
import io.peerz.finetune.remote.proto.StageFrames.Request;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lender's end: each call on a virtual thread of its own, only so many at once. */
public final class StageService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StageService.class);
  private static final int MAX_CALLS = 64;
  private static final int MAX_FAULT_CHARS = 400;

  /** Within which a call must say what it wants: strangers may hold places for no longer. */
  private static final Duration HELLO = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final StageLimits limits;
  private final StageDesk desk;
  private final long sweeper;
  private final Semaphore places = new Semaphore(MAX_CALLS);
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Lends layers.
   *
   * @param serverKey SHA-256 of the TLS key of the server that this is mounted on
   * @param guests signers that may train through these layers; may block
   */
  public StageService(
      Vertx vertx,
      LentLayers layers,
      Digest serverKey,
      StageLimits limits,
      Predicate<Address> guests,
      LendingWatch watch) {
    this.vertx = vertx;
    this.limits = limits;
    this.desk = new StageDesk(layers, serverKey, limits, guests, watch);
    long everyMillis = Math.max(1, limits.idle().toMillis() / 4);
    this.sweeper = vertx.setPeriodic(everyMillis, _ -> desk.sessions().sweep());
  }

  /** Adds the service to {@code server}. */
  public void mount(GrpcServer server) {
    server.callHandler(StageProtocol.server(), this::accept);
  }

  /** Sessions open now. */
  public int sessions() {
    return desk.sessions().size();
  }

  private void accept(GrpcServerRequest<Part, Part> request) {
    Context context = vertx.getOrCreateContext();
    PartsIn in = new PartsIn(context);
    in.attach(request);
    PartsOut out = new PartsOut(context, request.response(), new CompletableFuture<>());
    calls.execute(() -> serve(in, out));
  }

  private void serve(PartsIn in, PartsOut out) {
    boolean placed = places.tryAcquire();
    try {
      Answer answer = placed ? answered(in) : fault(ErrorCode.BUSY, "too many calls at once");
      out.send(answer.header(), answer.payload(), Deadline.in(limits.transfer()));
    } catch (PeerzException gone) {
      LOG.debug("a training call came to nothing: {}", gone.getMessage());
    } finally {
      if (placed) {
        places.release();
      }
    }
  }

  private Answer answered(PartsIn in) {
    try {
      Request request = in.next(Deadline.in(HELLO)).getRequest();
      Deadline deadline = Deadline.in(limits.transfer());
      return desk.answer(request, size -> in.payload(size, deadline, ErrorCode.BAD_REQUEST));
    } catch (Diverged e) {
      return Answer.of(Reply.newBuilder().setDiverged(true));
    } catch (PeerzException e) {
      return fault(e.code(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a training call failed", e);
      return fault(ErrorCode.BUG, "the stage failed: " + e.getClass().getSimpleName());
    }
  }

  private static Answer fault(ErrorCode code, String message) {
    String text = message.substring(0, Math.min(MAX_FAULT_CHARS, message.length()));
    return Answer.of(
        Reply.newBuilder().setFault(Fault.newBuilder().setCode(code.name()).setMessage(text)));
  }

  @Override
  public void close() {
    vertx.cancelTimer(sweeper);
    calls.shutdownNow();
  }
}
