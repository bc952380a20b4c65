/** Plays both sides of a dispute: the steps of a pass, the moves, the one number that decides. */
package io.peerz.audit.dispute;
