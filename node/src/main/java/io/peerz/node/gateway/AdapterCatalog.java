package io.peerz.node.gateway;

import io.peerz.inference.wire.AdapterRef;
import java.util.List;
import java.util.Optional;

/** Adapters that may be asked for as models. Blocking. */
public interface AdapterCatalog {
  /** Of a gateway that knows bases alone. */
  AdapterCatalog EMPTY =
      new AdapterCatalog() {
        @Override
        public Optional<AdapterRef> find(String name) {
          return Optional.empty();
        }

        @Override
        public List<NamedAdapter> all() {
          return List.of();
        }
      };

  /** The adapter of that name; empty when no adapter is called so. */
  Optional<AdapterRef> find(String name);

  /** What is listed. */
  List<NamedAdapter> all();
}
