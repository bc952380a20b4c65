/** The moves of a dispute about work, as both sides and the court compute them. */
package io.peerz.proof.dispute;
