/** secp256k1 signatures, recovery of their signer, and the password-protected key file. */
package io.peerz.proof.sign;
