/**
 * Typed wrappers of the Peerz contracts. They are generated from the compiled Solidity on every
 * build and never committed.
 */
package io.peerz.contracts;
