package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.market.RoundView;
import io.peerz.finetune.market.UnitView;
import io.peerz.finetune.update.UpdateCodec;
import io.peerz.finetune.update.UpdateHeader;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/** Fetches and decodes revealed updates. Blocks on the network. */
final class UpdateLoader {
  private final JobLibrary library;

  UpdateLoader(JobLibrary library) {
    this.library = library;
  }

  /** What an update of this round must say of itself. */
  static UpdateHeader header(RoundView view, Recipe recipe, AdapterState base) {
    return new UpdateHeader(
        view.jobId(), view.round(), view.baseRoot(), base.layout().hash(), recipe.encoding());
  }

  /**
   * The update of a revealed unit. Bytes that are no update of this round move nothing, for every
   * node alike; bytes that nobody gives are PEER_UNREACHABLE, and another try may help.
   */
  float[] load(RoundView view, Recipe recipe, AdapterState base, UnitView unit) {
    int elements = base.layout().elements();
    try {
      byte[] blob =
          library.published(
              unit.uri(), unit.updateRoot(), UpdateCodec.bytes(recipe.encoding(), elements));
      return UpdateCodec.decode(blob, header(view, recipe, base), base.layout());
    } catch (PeerzException e) {
      if (e.code() == ErrorCode.PEER_MISBEHAVED) {
        return new float[elements];
      }
      throw e;
    }
  }
}
