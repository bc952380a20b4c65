package io.peerz.ledger.court;

import io.peerz.contracts.DisputeCourt;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.proof.dispute.DotEvidence;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.sign.Signature;
import java.math.BigInteger;
import java.util.List;
import org.web3j.protocol.core.RemoteFunctionCall;

/**
 * The moves of disputes, sent from one account: the node's owner or signer for the defendant's. A
 * move made again at the same place is the same transaction. Blocking.
 */
public final class CourtDesk {
  private final Contracts contracts;
  private final TransactionSender sender;

  public CourtDesk(ChainClient chain, TransactionSender sender) {
    this.contracts = chain.contracts();
    this.sender = sender;
  }

  /** Challenger: posts the bond, for which the court must have an allowance. */
  public ConfirmedTx open(InferenceReceipt receipt, Signature nodeSig, Digest subject) {
    return send(
        "open:" + subject,
        "dispute receipt " + subject.shortHex(),
        court().openDispute(receipt.abiEncode(), nodeSig.bytes()));
  }

  /** Defendant. */
  public ConfirmedTx answer(
      Case at,
      InferenceReceipt receipt,
      Digest salt,
      Digest outputRoot,
      Digest beforeLast,
      List<Digest> digests) {
    return move(
        at,
        court()
            .answer(
                at.id().bytes(),
                receipt.abiEncode(),
                salt.bytes(),
                outputRoot.bytes(),
                beforeLast.bytes(),
                bytes(digests)));
  }

  /** Defendant. */
  public ConfirmedTx split(Case at, List<Digest> digests) {
    return move(at, court().split(at.id().bytes(), bytes(digests)));
  }

  /** Challenger. */
  public ConfirmedTx pick(Case at, List<Digest> shown, int part) {
    return move(at, court().pick(at.id().bytes(), bytes(shown), BigInteger.valueOf(part)));
  }

  /** Defendant. */
  public ConfirmedTx showLeaf(
      Case at, InferenceReceipt receipt, Digest root, List<Digest> rowHashes) {
    return move(
        at, court().showLeaf(at.id().bytes(), receipt.abiEncode(), root.bytes(), bytes(rowHashes)));
  }

  /** Challenger. */
  public ConfirmedTx pickRow(Case at, List<Digest> rowHashes, int row) {
    return move(at, court().pickRow(at.id().bytes(), bytes(rowHashes), BigInteger.valueOf(row)));
  }

  /** Challenger. */
  public ConfirmedTx callJury(Case at, Digest root, List<Digest> rowHashes) {
    return move(at, court().callJury(at.id().bytes(), root.bytes(), bytes(rowHashes)));
  }

  /** Defendant. */
  public ConfirmedTx showRow(Case at, byte[] row, int index) {
    return move(at, court().showRow(at.id().bytes(), row, BigInteger.valueOf(index)));
  }

  /** Challenger. */
  public ConfirmedTx computeElement(
      Case at, InferenceReceipt receipt, int index, DotEvidence proof) {
    return move(
        at,
        court()
            .computeElement(
                at.id().bytes(),
                receipt.abiEncode(),
                BigInteger.valueOf(index),
                DotProofs.encode(proof)));
  }

  /** Anybody, once whoever's move it was is late. */
  public ConfirmedTx timeout(Case at) {
    return move(at, court().timeout(at.id().bytes()));
  }

  /** Anybody, once the jury's task has ended; {@code task} is that task. */
  public ConfirmedTx resolve(Case at, Digest task) {
    return send(
        "resolve:" + task, "end dispute " + at.id().shortHex(), court().resolve(at.id().bytes()));
  }

  private DisputeCourt court() {
    return contracts.disputeCourt();
  }

  private ConfirmedTx move(Case at, RemoteFunctionCall<?> call) {
    return send(
        "%s:%s:%d:%d:%d".formatted(at.stage(), at.id(), at.lo(), at.hi(), at.moveBySeconds()),
        "move in dispute %s at %s".formatted(at.id().shortHex(), at.stage()),
        call);
  }

  private ConfirmedTx send(String intent, String what, RemoteFunctionCall<?> call) {
    return sender.send(
        PreparedCall.of(
            "court:" + intent,
            contracts.deployment().disputeCourt(),
            call.encodeFunctionCall(),
            what));
  }

  private static List<byte[]> bytes(List<Digest> digests) {
    return digests.stream().map(Digest::bytes).toList();
  }
}
