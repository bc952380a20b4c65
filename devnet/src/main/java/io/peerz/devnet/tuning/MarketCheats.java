package io.peerz.devnet.tuning;

import io.peerz.contracts.Committee;
import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.credit.HeldOutLosses;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.duty.HeldOutEvaluation;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.sign.Signature;
import java.util.Arrays;
import java.util.List;

/** What cheats do to the market: everything as it should be but for one step. */
final class MarketCheats {
  private MarketCheats() {}

  /** Commits to its unit and is never heard of again. */
  static RoundMarket vanishing(RoundMarket market) {
    return new PassedMarket(market) {
      @Override
      public void revealUnit(
          FineTuneReceipt receipt, Digest salt, Signature nodeSignature, String uri) {
        throw refused("reveals nothing");
      }
    };
  }

  /** Reveals another update, properly signed, than it committed to. */
  static RoundMarket revealingAnother(RoundMarket market, MarketNode self) {
    return new PassedMarket(market) {
      @Override
      public void revealUnit(
          FineTuneReceipt receipt, Digest salt, Signature nodeSignature, String uri) {
        FineTuneReceipt other = withUpdate(receipt, Keccak.hash("another update"));
        Digest digest = self.domain().digestOf(other.structHash());
        super.revealUnit(other, salt, self.signer().sign(digest), uri);
      }
    };
  }

  private static FineTuneReceipt withUpdate(FineTuneReceipt receipt, Digest updateRoot) {
    return new FineTuneReceipt(
        receipt.nodeId(),
        receipt.jobId(),
        receipt.round(),
        receipt.unit(),
        receipt.baseRoot(),
        receipt.dataShard(),
        receipt.recipeHash(),
        receipt.steps(),
        receipt.tokens(),
        receipt.macs(),
        updateRoot,
        receipt.traceRoot(),
        receipt.issuedAtSeconds());
  }

  /** Takes no units: an evaluator only. */
  static RoundMarket idle(RoundMarket market) {
    return new PassedMarket(market) {
      @Override
      public void claimUnit(Digest jobId, int round, Digest nodeId) {
        throw refused("trains nothing");
      }
    };
  }

  /** Is drawn for seats and says nothing. */
  static RoundMarket silent(RoundMarket market) {
    return new PassedMarket(market) {
      @Override
      public void commitMeasurement(Digest taskId, int seat, Digest commitment) {
        throw refused("commits to nothing");
      }
    };
  }

  /** Commits to what another's seat has committed to. */
  static RoundMarket copying(RoundMarket market, ChainClient chain, Digest self) {
    return new PassedMarket(market) {
      @Override
      public void commitMeasurement(Digest taskId, int seat, Digest commitment) {
        super.commitMeasurement(taskId, seat, anothers(chain.contracts(), taskId, self));
      }
    };
  }

  private static Digest anothers(Contracts contracts, Digest taskId, Digest self) {
    List<?> seats = contracts.read(contracts.committee().seatsOf(taskId.bytes()));
    return seats.stream()
        .map(Committee.Seat.class::cast)
        .filter(seat -> !Digest.of(seat.evaluator).equals(self))
        .map(seat -> Digest.of(seat.commitment))
        .filter(commitment -> !commitment.equals(Digest.ZERO))
        .findFirst()
        .orElseThrow(() -> refused("waits for something to copy"));
  }

  /** Says that every update halves the loss. */
  static HeldOutEvaluation lying(HeldOutEvaluation evaluation) {
    return new HeldOutEvaluation() {
      @Override
      public boolean canMeasure(JobManifest manifest) {
        return evaluation.canMeasure(manifest);
      }

      @Override
      public HeldOutLosses around(
          JobManifest manifest, AdapterState state, List<List<TokenizedExample>> batches) {
        HeldOutLosses losses = evaluation.around(manifest, state, batches);
        return update -> {
          long[] measured = losses.nanoNats(update);
          boolean moves = !Arrays.equals(update, new float[update.length]);
          return moves ? Arrays.stream(measured).map(loss -> loss / 2).toArray() : measured;
        };
      }
    };
  }

  private static PeerzException refused(String what) {
    return new PeerzException(ErrorCode.TRANSACTION_REVERTED, "this node " + what);
  }
}
