package io.peerz.finetune.remote;

import com.google.protobuf.ByteString;
import io.peerz.finetune.remote.proto.StageFrames.Part;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;

/** The service's one method and its limits, shared by both ends. */
final class StageProtocol {
  /** Payload of one data part. */
  static final int PART_BYTES = 512 << 10;

  static final int MAX_MESSAGE_BYTES = 1 << 20;

  /** Longest payload: a gigabyte of anything is no honest batch. */
  static final int MAX_PAYLOAD_BYTES = 1 << 30;

  private static final ServiceName SERVICE = ServiceName.create("peerz.stages.v1.Stages");
  private static final String CALL = "Call";

  private StageProtocol() {}

  static ServiceMethod<Part, Part> server() {
    return ServiceMethod.server(
        SERVICE,
        CALL,
        GrpcMessageEncoder.encoder(),
        GrpcMessageDecoder.decoder(Part.getDefaultInstance()));
  }

  static ServiceMethod<Part, Part> client() {
    return ServiceMethod.client(
        SERVICE,
        CALL,
        GrpcMessageEncoder.encoder(),
        GrpcMessageDecoder.decoder(Part.getDefaultInstance()));
  }

  static ByteString bytes(Digest digest) {
    return ByteString.copyFrom(digest.bytes());
  }

  /** A digest from outside; {@code blame} says who sent it. */
  static Digest digest(ByteString bytes, ErrorCode blame) {
    Require.range(blame, "length of a digest", bytes.size(), Digest.LENGTH, Digest.LENGTH);
    return Digest.of(bytes.toByteArray());
  }
}
