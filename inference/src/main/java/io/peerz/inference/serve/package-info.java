/**
 * A node's shards behind a port: bounded queues, one thread per engine, receipts for work and
 * vouchers for receipts. An event loop never computes or waits; an engine thread never does I/O.
 */
package io.peerz.inference.serve;
