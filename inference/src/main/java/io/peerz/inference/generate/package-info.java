/**
 * Generation inside one process over one or several shards. The reference that text produced by a
 * network must equal token for token.
 */
package io.peerz.inference.generate;
