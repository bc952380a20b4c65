/** One class per command; prints results on stdout, everything else on stderr. */
package io.peerz.node.cli;
