package io.peerz.proof.golden;

import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.announce.ShardAnnouncement;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.encode.Domains;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.BatchHeader;
import io.peerz.proof.receipt.Delivery;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.Measurement;
import io.peerz.proof.voucher.CooperativeClose;
import io.peerz.proof.voucher.SessionKey;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Three messages of every signed type: an ordinary one, the smallest and the largest. */
final class SampleMessages {
  static final long CHAIN_ID = 20711;

  private static final BigInteger MAX_128 = max(128);
  private static final long MAX_32 = 0xffff_ffffL;
  private static final long MAX_40 = (1L << 40) - 1;
  private static final Digest ONES = Digest.of(filled(32));
  private static final Address ADDRESS_ONES = Address.of(filled(20));

  private SampleMessages() {}

  static List<TypedCase> all() {
    Domains domains =
        Domains.of(
            CHAIN_ID,
            address("NodeRegistry"),
            address("PaymentChannels"),
            address("ContributionLedger"));
    Domain market = Domain.ofContract("FineTuneMarket", CHAIN_ID, address("FineTuneMarket"));
    Domain committee = Domain.ofContract("Committee", CHAIN_ID, address("Committee"));
    List<TypedCase> cases = new ArrayList<>();
    bindings().forEach(m -> cases.add(typed(domains.nodeRegistry(), m, m.structHash())));
    announcements().forEach(m -> cases.add(typed(domains.nodeRegistry(), m, m.structHash())));
    sessionKeys().forEach(m -> cases.add(typed(domains.paymentChannels(), m, m.structHash())));
    vouchers().forEach(m -> cases.add(typed(domains.paymentChannels(), m, m.structHash())));
    closes().forEach(m -> cases.add(typed(domains.paymentChannels(), m, m.structHash())));
    receipts().forEach(m -> cases.add(typed(domains.contributionLedger(), m, m.structHash())));
    deliveries().forEach(m -> cases.add(typed(domains.contributionLedger(), m, m.structHash())));
    batches().forEach(m -> cases.add(typed(domains.contributionLedger(), m, m.structHash())));
    units().forEach(m -> cases.add(typed(market, m, m.structHash())));
    measurements().forEach(m -> cases.add(typed(committee, m, m.structHash())));
    return cases;
  }

  private static TypedCase typed(Domain domain, Record message, Digest structHash) {
    return new TypedCase(Messages.typeOf(message), domain, Messages.fieldsOf(message), structHash);
  }

  private static List<NodeBinding> bindings() {
    return List.of(
        new NodeBinding(address("owner"), address("signer"), BigInteger.TWO),
        new NodeBinding(Address.ZERO, Address.ZERO, BigInteger.ZERO),
        new NodeBinding(ADDRESS_ONES, ADDRESS_ONES, max(256)));
  }

  private static List<ShardAnnouncement> announcements() {
    Digest node = digest("node");
    return List.of(
        new ShardAnnouncement(
            node, digest("model"), 4, 8, 0, big(2_500_000L), digest("endpoint"), 7, 1_800_000_000L),
        new ShardAnnouncement(
            Digest.ZERO, Digest.ZERO, 0, 1, 0, BigInteger.ZERO, Digest.ZERO, 0, 0),
        new ShardAnnouncement(
            ONES, ONES, 0xfffe, 0xffff, 255, max(96), ONES, Long.MAX_VALUE, MAX_40));
  }

  private static List<SessionKey> sessionKeys() {
    return List.of(
        new SessionKey(digest("channel"), address("key"), big(10).pow(18), 1_800_000_000L),
        new SessionKey(Digest.ZERO, address("key"), BigInteger.ZERO, 0),
        new SessionKey(ONES, ADDRESS_ONES, MAX_128, MAX_40));
  }

  private static List<Voucher> vouchers() {
    return List.of(
        new Voucher(digest("channel"), big(123_456_789L), big(9_876_543_210L), digest("receipt")),
        Voucher.none(Digest.ZERO),
        new Voucher(ONES, MAX_128, MAX_128, ONES));
  }

  private static List<CooperativeClose> closes() {
    return List.of(
        new CooperativeClose(digest("channel"), big(123_456_789L)),
        new CooperativeClose(Digest.ZERO, BigInteger.ZERO),
        new CooperativeClose(ONES, MAX_128));
  }

  private static List<InferenceReceipt> receipts() {
    return List.of(
        new InferenceReceipt(
            digest("node"),
            digest("session"),
            digest("channel"),
            digest("model"),
            3,
            4,
            8,
            96,
            32,
            3,
            big(1_234_567L),
            big(7_654_321L),
            big(19_135L),
            digest("in"),
            digest("out"),
            digest("previous"),
            12,
            1_764_000_000L),
        new InferenceReceipt(
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            0,
            0,
            1,
            0,
            1,
            0,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            0,
            0),
        new InferenceReceipt(
            ONES,
            ONES,
            ONES,
            ONES,
            MAX_32,
            0xfffe,
            0xffff,
            MAX_32,
            MAX_32,
            255,
            MAX_128,
            MAX_128,
            MAX_128,
            ONES,
            ONES,
            ONES,
            Long.MAX_VALUE,
            MAX_40));
  }

  private static List<BatchHeader> batches() {
    return List.of(
        new BatchHeader(
            digest("node"),
            12,
            digest("root"),
            big(7_654_321L),
            big(6_543_210L),
            big(19_135L),
            41,
            digest("data")),
        new BatchHeader(
            Digest.ZERO,
            0,
            Digest.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            1,
            Digest.ZERO),
        new BatchHeader(ONES, Long.MAX_VALUE, ONES, MAX_128, MAX_128, MAX_128, MAX_32, ONES));
  }

  private static List<Delivery> deliveries() {
    return List.of(
        new Delivery(digest("receipt"), true),
        new Delivery(Digest.ZERO, false),
        new Delivery(ONES, true));
  }

  private static List<FineTuneReceipt> units() {
    return List.of(
        new FineTuneReceipt(
            digest("node"),
            digest("job"),
            2,
            5,
            digest("base"),
            digest("shard"),
            digest("recipe"),
            20,
            512,
            big(31_000_000_000L),
            digest("update"),
            digest("trace"),
            1_764_000_000L),
        new FineTuneReceipt(
            Digest.ZERO,
            Digest.ZERO,
            0,
            0,
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            0,
            0,
            BigInteger.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            0),
        new FineTuneReceipt(
            ONES, ONES, 0xffff, 255, ONES, ONES, ONES, MAX_32, MAX_32, MAX_128, ONES, ONES,
            MAX_40));
  }

  private static List<Measurement> measurements() {
    return List.of(
        new Measurement(
            digest("evaluator"),
            digest("task"),
            6,
            digest("base"),
            digest("order"),
            digest("subset"),
            List.of(2_300_000_000L, 2_250_000_000L, 2_240_000_000L, 2_260_000_000L, 2_240_000_000L),
            List.of(1_000_000L, 900_000L),
            digest("trace")),
        new Measurement(
            Digest.ZERO,
            Digest.ZERO,
            0,
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            List.of(0L),
            List.of(),
            Digest.ZERO),
        new Measurement(
            ONES,
            ONES,
            255,
            ONES,
            ONES,
            ONES,
            List.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE),
            List.of(Long.MAX_VALUE),
            ONES));
  }

  private static Digest digest(String label) {
    return Keccak.hash("peerz/golden/" + label);
  }

  private static Address address(String label) {
    return Address.of(Arrays.copyOf(digest(label).bytes(), Address.LENGTH));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static BigInteger max(int bits) {
    return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }
}
