/**
 * Child processes: started with a log file, found again after a restart of ours, stopped in time,
 * never left behind.
 */
package io.peerz.devnet.process;
