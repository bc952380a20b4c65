/** Small values that name things and check themselves: digests, addresses, shards. */
package io.peerz.proof.id;
