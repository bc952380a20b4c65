/**
 * Hand-written stand-ins for tests: a toy engine, a desk and a purse in memory, and nodes on
 * loopback ports that speak the real protocol over real TLS.
 */
package io.peerz.inference.testing;
