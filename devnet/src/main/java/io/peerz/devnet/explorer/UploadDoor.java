package io.peerz.devnet.explorer;

import io.peerz.node.api.ErrorReply;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.FileUpload;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/**
 * {@code POST /v1/files}: a data set on its way from a page to the gateway. It arrives as one file
 * of a form, lies on disk until it is answered, and leaves as the same form.
 */
final class UploadDoor {
  /** What a page may hand in at once; the gateway itself takes more. */
  static final long MOST_BYTES = 16 << 20;

  private static final ErrorReply NOT_ONE_FILE =
      new ErrorReply(
          400, "bad_request", "send one file as multipart/form-data, part 'file'", "file");

  private final Forwarder forwarder;
  private final URI gateway;

  UploadDoor(Forwarder forwarder, URI gateway) {
    this.forwarder = forwarder;
    this.gateway = gateway.resolve("/v1/files");
  }

  void pass(RoutingContext request) {
    List<FileUpload> files = request.fileUploads();
    if (files.size() != 1) {
      NOT_ONE_FILE.send(request.response());
      return;
    }
    FileUpload file = files.getFirst();
    request
        .vertx()
        .fileSystem()
        .readFile(file.uploadedFileName())
        .onSuccess(content -> pass(request, nameOf(file), content))
        .onFailure(cause -> ErrorReply.internal().send(request.response()));
  }

  private void pass(RoutingContext request, String name, Buffer content) {
    String boundary = "peerz-" + UUID.randomUUID();
    String purpose = request.request().getFormAttribute("purpose");
    Buffer form =
        Buffer.buffer()
            .appendString(part(boundary, "purpose", "") + textOf(purpose) + "\r\n")
            .appendString(part(boundary, "file", "; filename=\"" + name + "\""))
            .appendBuffer(content)
            .appendString("\r\n--" + boundary + "--\r\n");
    forwarder.forward(
        request, gateway, "the gateway", "multipart/form-data; boundary=" + boundary, form);
  }

  private static String part(String boundary, String name, String more) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
        .formatted(boundary, name, more);
  }

  private static String textOf(String purpose) {
    return purpose == null ? "" : purpose.replaceAll("[^a-z-]", "");
  }

  private static String nameOf(FileUpload file) {
    return file.fileName() == null ? "data.jsonl" : file.fileName().replaceAll("[^\\w .-]", "_");
  }
}
