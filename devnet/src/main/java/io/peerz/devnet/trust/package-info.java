/** Measures what the trust layer finds, what it costs, and when cheating stops paying. */
package io.peerz.devnet.trust;
