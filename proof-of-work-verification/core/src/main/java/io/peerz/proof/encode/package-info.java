/** The one canonical form of everything signed or hashed: ABI words and EIP-712 digests. */
package io.peerz.proof.encode;
