/** The program's own figures: speed, signatures, gas, memory and start-up, measured by itself. */
package io.peerz.devnet.bench;
