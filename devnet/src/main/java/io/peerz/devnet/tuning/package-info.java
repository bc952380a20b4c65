/** Fine-tuning nodes played in this process on a real chain, honest ones and cheats. */
package io.peerz.devnet.tuning;
