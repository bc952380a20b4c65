/** Vectors that Java and Solidity share, and the oracle they were checked against. */
package io.peerz.proof.golden;
