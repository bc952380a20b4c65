/**
 * Our engines' speed beside that of llama.cpp: each contender is a process of its own that answers
 * timing questions, so that their repetitions can be interleaved.
 */
package io.peerz.devnet.bench.engine;
