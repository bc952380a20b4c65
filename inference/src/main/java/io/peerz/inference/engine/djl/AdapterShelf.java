package io.peerz.inference.engine.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.ShardAdapter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The adapters that were used last, as inputs of the graph. Owned by its engine. */
final class AdapterShelf {
  private static final int PLACES = 8;

  private final ModelConfig config;
  private final NDManager manager;

  /** The one used last comes first. */
  private final Deque<Place> places = new ArrayDeque<>();

  private record Place(ShardAdapter adapter, AdapterArrays arrays) {}

  AdapterShelf(ModelConfig config, NDManager manager) {
    this.config = config;
    this.manager = manager;
  }

  NDList inputs(ShardAdapter adapter) {
    Place place = take(adapter);
    places.addFirst(place);
    if (places.size() > PLACES) {
      places.removeLast().arrays().close();
    }
    return place.arrays().inputs();
  }

  private Place take(ShardAdapter adapter) {
    for (Iterator<Place> each = places.iterator(); each.hasNext(); ) {
      Place place = each.next();
      if (place.adapter().equals(adapter)) {
        each.remove();
        return place;
      }
    }
    return new Place(adapter, AdapterArrays.of(adapter, config, manager));
  }
}
