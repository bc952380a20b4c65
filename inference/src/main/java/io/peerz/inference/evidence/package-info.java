/** What a node keeps of its work, so that it can show it while anybody may still ask. */
package io.peerz.inference.evidence;
