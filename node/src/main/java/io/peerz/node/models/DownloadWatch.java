package io.peerz.node.models;

/** Hears how far a download is; called often, so it must be quick. */
@FunctionalInterface
public interface DownloadWatch {
  /**
   * Some more of a file is there.
   *
   * @param file its name and its place among all
   * @param sizeBytes of the whole file
   */
  void at(String file, long doneBytes, long sizeBytes);
}
