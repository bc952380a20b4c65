package io.peerz.node.data;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What each bearer key has spent, on disk before the next request of that key. Thread-safe. */
public final class KeySpending {
  private final Path file;
  private final Map<String, String> weiByKey;

  private record Stored(Map<String, String> weiByKey) {}

  public KeySpending(Path gatewayFolder) {
    this.file = gatewayFolder.resolve("api-spending.json");
    this.weiByKey = new TreeMap<>();
    if (Files.exists(file)) {
      weiByKey.putAll(JsonFiles.read(file, Stored.class).weiByKey());
    }
  }

  public synchronized BigInteger spentWei(String keyHash) {
    return new BigInteger(weiByKey.getOrDefault(keyHash, "0"));
  }

  public synchronized void add(String keyHash, BigInteger wei) {
    weiByKey.put(keyHash, spentWei(keyHash).add(wei).toString());
    JsonFiles.write(file, new Stored(weiByKey));
  }
}
