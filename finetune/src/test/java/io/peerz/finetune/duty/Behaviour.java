package io.peerz.finetune.duty;

import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundPhase;
import io.peerz.finetune.wire.HolderAddress;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.sign.Signature;
import java.util.function.UnaryOperator;

/** How a worker plays. All of them evaluate honestly. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
enum Behaviour {
  HONEST((update, _) -> update),

  /** A fifth of the steps. */
  LAZY(
      (update, _) -> {
        for (int i = 0; i < update.length; i++) {
          update[i] *= 0.2f;
        }
        return update;
      }),

  NOISE(
      (update, random) -> {
        for (int i = 0; i < update.length; i++) {
          update[i] = (float) (0.1 * random.nextGaussian());
        }
        return update;
      }),

  SIGN_FLIP(
      (update, _) -> {
        for (int i = 0; i < update.length; i++) {
          update[i] = -update[i];
        }
        return update;
      }),

  /** Sends what another unit's data gives. */
  COPYCAT((update, _) -> update) {
    @Override
    void start(TestNode node, FakeMarket market) {
      start(node, market, Bowl.training(task -> Bowl.honest().train(elsewhere(task))));
    }
  },

  TRAINS_ON_HELD_OUT((update, _) -> update) {
    @Override
    void start(TestNode node, FakeMarket market) {
      start(node, market, Bowl.training(Bowl::trainOnWhatIsMeasured));
    }
  },

  SILENT_AFTER_COMMIT((update, _) -> update) {
    @Override
    void start(TestNode node, FakeMarket market) {
      node.start(
          market,
          TestSwarm.addressOf(node),
          Bowl.honest(),
          worker ->
              now ->
                  now.phase() instanceof RoundPhase.Reveal ? Progress.WAITING : worker.tick(now));
    }
  },

  REVEALS_SOMETHING_ELSE((update, _) -> update) {
    @Override
    void start(TestNode node, FakeMarket market) {
      start(node, new Forger(market, node), TestSwarm.addressOf(node));
    }
  },

  /** Works well and never fills its seats. */
  SILENT_EVALUATOR((update, _) -> update) {
    @Override
    void start(TestNode node, FakeMarket market) {
      node.start(
          new MarketDecorator(market) {
            @Override
            public void commitMeasurement(Digest taskId, int seat, Digest commitment) {
              throw FakeMarket.reverted();
            }
          },
          TestSwarm.addressOf(node),
          Bowl.honest(),
          UnaryOperator.identity());
    }
  },

  /** Works well and commits to what another seat has committed to. */
  COPYING_EVALUATOR((update, _) -> update) {
    @Override
    void start(TestNode node, FakeMarket market) {
      node.start(
          new MarketDecorator(market) {
            @Override
            public void commitMeasurement(Digest taskId, int seat, Digest commitment) {
              market.commitMeasurement(taskId, seat, market.anyCommitment());
            }
          },
          TestSwarm.addressOf(node),
          Bowl.honest(),
          UnaryOperator.identity());
    }
  },

  /** Works well and reports losses that it made up. */
  LYING_EVALUATOR((update, _) -> update) {
    @Override
    void start(TestNode node, FakeMarket market) {
      node.start(
          market,
          TestSwarm.addressOf(node),
          Bowl.honest(),
          Bowl.lying(),
          Bowl.honest(),
          UnaryOperator.identity());
    }
  },

  /** Its reveal is right, but nobody serves the blob. */
  WITHHOLDS_ITS_BLOB((update, _) -> update) {
    @Override
    void start(TestNode node, FakeMarket market) {
      NodeAddress nowhere = new NodeAddress("127.0.0.1", 9, Digest.ZERO);
      start(node, market, HolderAddress.format(nowhere));
    }
  };

  private final Bowl.Bend bend;

  Behaviour(Bowl.Bend bend) {
    this.bend = bend;
  }

  void start(TestNode node, FakeMarket market) {
    start(node, market, TestSwarm.addressOf(node));
  }

  static void start(TestNode node, FakeMarket market, LocalTraining training) {
    node.start(
        market,
        TestSwarm.addressOf(node),
        training,
        Bowl.honest(),
        Bowl.honest(),
        UnaryOperator.identity());
  }

  /** The same work on data that was assigned to nobody. */
  private static UnitTask elsewhere(UnitTask task) {
    return new UnitTask(
        task.recipe(),
        task.start(),
        task.examples(),
        Keccak.hash("round " + task.round()),
        task.round(),
        task.unit());
  }

  void start(TestNode node, RoundMarket market, String blobAddress) {
    node.start(market, blobAddress, new Bowl(bend), UnaryOperator.identity());
  }

  /** Signs and reveals another update than it committed to. */
  private static final class Forger extends MarketDecorator {
    private final TestNode node;

    Forger(RoundMarket market, TestNode node) {
      super(market);
      this.node = node;
    }

    @Override
    public void revealUnit(FineTuneReceipt receipt, Digest salt, Signature signature, String uri) {
      FineTuneReceipt other =
          new FineTuneReceipt(
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
              Keccak.hash("another update"),
              receipt.traceRoot(),
              receipt.issuedAtSeconds());
      Signature forged = node.key().sign(FakeMarket.DOMAIN.digestOf(other.structHash()));
      super.revealUnit(other, salt, forged, uri);
    }
  }
}
