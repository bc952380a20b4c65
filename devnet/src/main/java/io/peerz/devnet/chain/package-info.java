/**
 * One door to a real EVM chain, and the chains behind it: anvil, a local Besu, one that already
 * runs.
 */
package io.peerz.devnet.chain;
