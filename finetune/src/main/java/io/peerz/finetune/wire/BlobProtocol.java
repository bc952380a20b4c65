package io.peerz.finetune.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.peerz.finetune.blob.ChunkList;
import io.peerz.finetune.wire.proto.BlobFrames;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.util.ArrayList;
import java.util.List;

/** The service's methods, limits and checked fields, shared by both ends. */
final class BlobProtocol {
  /** Longest message: sixteen chunks, or the chunk list of the largest blob. */
  static final int MAX_MESSAGE_BYTES = 2 << 20;

  static final ServiceName SERVICE = ServiceName.create("peerz.blobs.v1.Blobs");
  private static final String DESCRIBE = "Describe";
  private static final String READ = "Read";

  private BlobProtocol() {}

  static ServiceMethod<BlobFrames.DescribeRequest, BlobFrames.DescribeReply> serverDescribe() {
    return server(DESCRIBE, BlobFrames.DescribeRequest.getDefaultInstance());
  }

  static ServiceMethod<BlobFrames.ReadRequest, BlobFrames.ReadReply> serverRead() {
    return server(READ, BlobFrames.ReadRequest.getDefaultInstance());
  }

  static ServiceMethod<BlobFrames.DescribeReply, BlobFrames.DescribeRequest> clientDescribe() {
    return client(DESCRIBE, BlobFrames.DescribeReply.getDefaultInstance());
  }

  static ServiceMethod<BlobFrames.ReadReply, BlobFrames.ReadRequest> clientRead() {
    return client(READ, BlobFrames.ReadReply.getDefaultInstance());
  }

  private static <I extends Message, O extends Message> ServiceMethod<I, O> server(
      String method, I request) {
    return ServiceMethod.server(
        SERVICE, method, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(request));
  }

  private static <I extends Message, O extends Message> ServiceMethod<I, O> client(
      String method, I reply) {
    return ServiceMethod.client(
        SERVICE, method, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(reply));
  }

  static ByteString bytes(Digest digest) {
    return ByteString.copyFrom(digest.bytes());
  }

  /** A digest from outside; {@code blame} says who sent it. */
  static Digest digest(ByteString bytes, ErrorCode blame) {
    Require.range(blame, "length of a blob's root", bytes.size(), Digest.LENGTH, Digest.LENGTH);
    return Digest.of(bytes.toByteArray());
  }

  static BlobFrames.DescribeReply encode(ChunkList list) {
    ByteString.Output leaves = ByteString.newOutput(list.chunks() * Digest.LENGTH);
    list.leaves().forEach(leaf -> leaves.write(leaf.bytes(), 0, Digest.LENGTH));
    return BlobFrames.DescribeReply.newBuilder()
        .setSizeBytes(list.sizeBytes())
        .setLeaves(leaves.toByteString())
        .build();
  }

  static ChunkList decode(BlobFrames.DescribeReply reply) {
    ByteString all = reply.getLeaves();
    Require.that(
        all.size() % Digest.LENGTH == 0, ErrorCode.PEER_MISBEHAVED, "its chunk list is cut short");
    List<Digest> leaves = new ArrayList<>();
    for (int at = 0; at < all.size(); at += Digest.LENGTH) {
      leaves.add(Digest.of(all.substring(at, at + Digest.LENGTH).toByteArray()));
    }
    return new ChunkList(reply.getSizeBytes(), leaves);
  }
}
