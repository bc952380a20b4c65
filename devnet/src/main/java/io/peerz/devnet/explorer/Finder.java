package io.peerz.devnet.explorer;

import io.peerz.ledger.index.Collection;
import io.peerz.ledger.index.LedgerIndex;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Finds the screen of whatever a text names: a height, a hash, an address, or a name. */
final class Finder {
  private static final Pattern HEIGHT = Pattern.compile("[0-9]{1,15}");
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
  private static final Pattern ID = Pattern.compile("0x[0-9a-fA-F]{64}");
  private static final Map<Collection, String> SCREENS = screens();

  private final LedgerIndex index;
  private final JsonNode names;

  Finder(LedgerIndex index, JsonNode names) {
    this.index = index;
    this.names = names;
  }

  private static Map<Collection, String> screens() {
    Map<Collection, String> screens = new LinkedHashMap<>();
    screens.put(Collection.TRANSACTIONS, "/chain/tx/");
    screens.put(Collection.BLOCKS, "/chain/block/");
    screens.put(Collection.NODES, "/nodes/");
    screens.put(Collection.SESSIONS, "/jobs/");
    screens.put(Collection.JOBS, "/jobs/");
    screens.put(Collection.BATCHES, "/batches/");
    screens.put(Collection.CHANNELS, "/channels/");
    return screens;
  }

  /** The path of the screen, or null where nothing has that name. */
  String place(String text) {
    if (HEIGHT.matcher(text).matches()) {
      return index.find(Collection.BLOCKS, text).isPresent() ? "/chain/block/" + text : null;
    }
    if (ADDRESS.matcher(text).matches()) {
      return "/chain/address/" + text.toLowerCase(Locale.ROOT);
    }
    return ID.matcher(text).matches() ? placeOfId(text.toLowerCase(Locale.ROOT)) : named(text);
  }

  private String placeOfId(String id) {
    return SCREENS.entrySet().stream()
        .filter(screen -> index.find(screen.getKey(), id).isPresent())
        .map(screen -> screen.getValue() + id)
        .findFirst()
        .orElse(null);
  }

  private String named(String name) {
    return names.properties().stream()
        .filter(entry -> entry.getValue().asString().equalsIgnoreCase(name))
        .map(entry -> place(entry.getKey()))
        .findFirst()
        .orElse(null);
  }
}
