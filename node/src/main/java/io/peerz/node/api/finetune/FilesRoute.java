package io.peerz.node.api.finetune;

import io.peerz.node.api.BadParameter;
import io.peerz.node.api.Caller;
import io.peerz.node.jobs.FileShelf;
import io.peerz.node.jobs.UploadedFile;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.FileUpload;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.List;

/** {@code /v1/files}: data sets to fine-tune on. */
public final class FilesRoute {
  private final FileShelf shelf;

  public FilesRoute(FileShelf shelf) {
    this.shelf = shelf;
  }

  /** {@code POST /v1/files}: multipart with the parts {@code file} and {@code purpose}. */
  public void upload(RoutingContext request, Caller caller) {
    List<FileUpload> uploads = request.fileUploads();
    if (uploads.size() != 1 || !uploads.getFirst().name().equals("file")) {
      throw BadParameter.invalid("file", "send one file as multipart/form-data, part 'file'");
    }
    FileUpload upload = uploads.getFirst();
    String purpose = request.request().getFormAttribute("purpose");
    request.json(
        shape(
            shelf.put(
                Path.of(upload.uploadedFileName()),
                nameOf(upload.fileName()),
                purpose == null ? "" : purpose)));
  }

  private static String nameOf(String given) {
    return given == null || given.isBlank() || given.length() > 255 ? "data.jsonl" : given;
  }

  /** {@code GET /v1/files}. */
  public void list(RoutingContext request, Caller caller) {
    request.json(Pages.of(request, shelf.list(), UploadedFile::id, FilesRoute::shape));
  }

  /** {@code GET /v1/files/{id}}. */
  public void get(RoutingContext request, Caller caller) {
    request.json(shape(shelf.get(request.pathParam("id"))));
  }

  /** {@code GET /v1/files/{id}/content}. */
  public void content(RoutingContext request, Caller caller) {
    Path file = shelf.content(request.pathParam("id"));
    request
        .response()
        .putHeader("content-type", "application/octet-stream")
        .sendFile(file.toString());
  }

  /** {@code DELETE /v1/files/{id}}. */
  public void delete(RoutingContext request, Caller caller) {
    String id = request.pathParam("id");
    shelf.delete(id);
    request.json(new JsonObject().put("id", id).put("object", "file").put("deleted", true));
  }

  private static JsonObject shape(UploadedFile file) {
    return new JsonObject()
        .put("id", file.id())
        .put("object", "file")
        .put("bytes", file.bytes())
        .put("created_at", file.createdAtSeconds())
        .put("filename", file.filename())
        .put("purpose", file.purpose())
        .put("status", "processed")
        .put("peerz", new JsonObject().put("examples", file.examples()));
  }
}
