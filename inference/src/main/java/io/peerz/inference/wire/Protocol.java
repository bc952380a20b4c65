package io.peerz.inference.wire;

import com.google.protobuf.Message;
import io.peerz.inference.wire.proto.Frames;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;

/** The service's name, methods and limits, shared by both ends. */
public final class Protocol {
  /** Raised when an old reader would misunderstand a new writer. */
  public static final int VERSION = 3;

  /** Longest frame in either direction. */
  public static final int MAX_FRAME_BYTES = 16 << 20;

  /** Most positions in one step. */
  public static final int MAX_STEP_POSITIONS = 1024;

  /** Most tokens that the first hop of a ring guesses ahead. */
  public static final int MAX_DRAFTS = 16;

  /** Most shards that one node describes. */
  public static final int MAX_SHARDS = 256;

  private static final ServiceName SERVICE = ServiceName.create("peerz.shard.v1.Shard");
  private static final String DESCRIBE = "Describe";
  private static final String SESSION = "Session";
  private static final String PUSH = "Push";
  private static final String KEPT = "Kept";

  private Protocol() {}

  public static ServiceMethod<Frames.DescribeRequest, Frames.DescribeReply> serverDescribe() {
    return ServiceMethod.server(
        SERVICE,
        DESCRIBE,
        GrpcMessageEncoder.encoder(),
        decoder(Frames.DescribeRequest.getDefaultInstance()));
  }

  public static ServiceMethod<Frames.ClientFrame, Frames.ServerFrame> serverSession() {
    return ServiceMethod.server(
        SERVICE,
        SESSION,
        GrpcMessageEncoder.encoder(),
        decoder(Frames.ClientFrame.getDefaultInstance()));
  }

  static ServiceMethod<Frames.DescribeReply, Frames.DescribeRequest> clientDescribe() {
    return ServiceMethod.client(
        SERVICE,
        DESCRIBE,
        GrpcMessageEncoder.encoder(),
        decoder(Frames.DescribeReply.getDefaultInstance()));
  }

  static ServiceMethod<Frames.ServerFrame, Frames.ClientFrame> clientSession() {
    return ServiceMethod.client(
        SERVICE,
        SESSION,
        GrpcMessageEncoder.encoder(),
        decoder(Frames.ServerFrame.getDefaultInstance()));
  }

  public static ServiceMethod<Frames.PushFrame, Frames.PushReply> serverPush() {
    return ServiceMethod.server(
        SERVICE,
        PUSH,
        GrpcMessageEncoder.encoder(),
        decoder(Frames.PushFrame.getDefaultInstance()));
  }

  static ServiceMethod<Frames.PushReply, Frames.PushFrame> clientPush() {
    return ServiceMethod.client(
        SERVICE,
        PUSH,
        GrpcMessageEncoder.encoder(),
        decoder(Frames.PushReply.getDefaultInstance()));
  }

  public static ServiceMethod<Frames.KeptRequest, Frames.KeptReply> serverKept() {
    return ServiceMethod.server(
        SERVICE,
        KEPT,
        GrpcMessageEncoder.encoder(),
        decoder(Frames.KeptRequest.getDefaultInstance()));
  }

  static ServiceMethod<Frames.KeptReply, Frames.KeptRequest> clientKept() {
    return ServiceMethod.client(
        SERVICE,
        KEPT,
        GrpcMessageEncoder.encoder(),
        decoder(Frames.KeptReply.getDefaultInstance()));
  }

  private static <T extends Message> GrpcMessageDecoder<T> decoder(T prototype) {
    return GrpcMessageDecoder.decoder(prototype);
  }
}
