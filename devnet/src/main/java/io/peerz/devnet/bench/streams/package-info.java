/** Many readers of one gateway at once, fast ones and slow ones. */
package io.peerz.devnet.bench.streams;
