/** Which folder and file belongs to whom: keys, node folders, the signing journal. */
package io.peerz.node.data;
