/** The main job end to end, told step by step, every figure read back from the chain. */
package io.peerz.devnet.demo;
