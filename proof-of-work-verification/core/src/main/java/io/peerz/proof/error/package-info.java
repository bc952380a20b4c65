/** One vocabulary of failures: a code, its kind, and a line a person can act on. */
package io.peerz.proof.error;
