package io.peerz.devnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.contracts.ContributionLedger;
import io.peerz.devnet.chain.AnvilBinary;
import io.peerz.devnet.chain.AnvilChain;
import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.chain.DevGenesis;
import io.peerz.devnet.chain.JsonRpc;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.abi.datatypes.Type;
import org.web3j.utils.Numeric;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeployerTest {
  private static final SigningKey KEY = DevKeys.of("deployer");
  private static final DevParameters PARAMETERS = DevParameters.quick();

  private DevChain chain;
  private JsonRpc rpc;
  private DeployedAddresses contracts;

  @BeforeAll
  void deploy(@TempDir Path folder) {
    Path anvil = AnvilBinary.find(System.getenv(), Path.of(System.getenv("PEERZ_DIST")));
    chain = new AnvilChain(anvil, DevGenesis.funding(List.of(KEY.address())), folder, 0);
    chain.start();
    rpc = new JsonRpc(chain.rpc());
    TransactionPipe pipe = new TransactionPipe(rpc, KEY);
    contracts = new Deployer(pipe, KEY.address(), PARAMETERS).deploy();
    assertThat(pipe.awaitAll()).isPositive();
  }

  @AfterAll
  void stop() {
    rpc.close();
    chain.stop();
  }

  @Test
  void theDeployerOwnsTheGenesisSupply() {
    String balance = ask(contracts.token(), "balanceOf", address(KEY.address()));
    assertThat(Numeric.toBigInt(balance)).isEqualTo(PARAMETERS.genesisSupplyWei());
  }

  @Test
  void theTokenIsWhereTheEpochManagerMadeIt() {
    assertThat(addressIn(ask(contracts.epochManager(), "token"))).isEqualTo(contracts.token());
  }

  @Test
  void theLedgerKnowsItsNeighbours() {
    assertThat(addressIn(ask(contracts.contributionLedger(), ContributionLedger.FUNC_CHANNELS)))
        .isEqualTo(contracts.paymentChannels());
    assertThat(addressIn(ask(contracts.contributionLedger(), ContributionLedger.FUNC_NODES)))
        .isEqualTo(contracts.nodeRegistry());
  }

  @Test
  void theRolesAreWiredOnceAndForAll() {
    assertThat(Numeric.toBigInt(ask(contracts.accessManager(), "wired"))).isEqualTo(BigInteger.ONE);
  }

  @Test
  void aFailedStepIsNamed() {
    TransactionPipe pipe = new TransactionPipe(rpc, KEY);
    pipe.call(
        "pay more than there is",
        contracts.token(),
        Calls.transferTokens(Address.ofHex("0x" + "01".repeat(20)), BigInteger.TWO.pow(200)));

    assertThatThrownBy(pipe::awaitAll)
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("pay more than there is");
  }

  private String ask(Address contract, String function, Type<?>... arguments) {
    return rpc.call(
            "eth_call",
            Map.of("to", contract.hex(), "data", Calls.data(function, arguments)),
            "latest")
        .asString();
  }

  private static Address addressIn(String word) {
    return Address.ofHex("0x" + word.substring(word.length() - 40));
  }

  private static Type<?> address(Address address) {
    return new org.web3j.abi.datatypes.Address(address.hex());
  }
}
