package io.peerz.node.court;

import io.peerz.audit.dispute.Defence;
import io.peerz.inference.evidence.KeptWork;
import io.peerz.inference.evidence.Work;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.proof.id.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Prepares the defence of receipts: computes the chunk again, with an engine of its own beside the
 * serving one, and notes every step. The latest few are remembered while their disputes run.
 * Blocking and computing; one receipt at a time.
 */
final class Advocate {
  private static final int MOST_IN_MEMORY = 4;

  private final KeptWork kept;
  private final AdapterSource adapters;
  private final ReplayEngines engines;
  private final Map<Digest, Defence> ready =
      new LinkedHashMap<>(MOST_IN_MEMORY, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Defence> eldest) {
          return size() > MOST_IN_MEMORY;
        }
      };

  Advocate(KeptWork kept, ReplayEngines engines, AdapterSource adapters) {
    this.kept = kept;
    this.engines = engines;
    this.adapters = adapters;
  }

  /** The defence of a receipt; empty if this node kept no such work. */
  synchronized Optional<Defence> of(Digest subject) {
    Defence known = ready.get(subject);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Defence> made =
        kept.work(subject).filter(work -> engines.know(work.receipt())).map(this::prepare);
    made.ifPresent(defence -> ready.put(subject, defence));
    return made;
  }

  private Defence prepare(Work work) {
    return new Defence(engines.trace(work, adapters), work, engines.model().config().geometry());
  }
}
